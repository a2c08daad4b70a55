"""What JSON Schema's validator says, as problems."""

from typing import Any

import pytest

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.schema_problems import cut, schema_problems

CODES = {"type": "WRONG_TYPE", "required": "MISSING_FIELD"}
SCHEMA = {
    "properties": {"a/b": {"items": {"type": "integer"}}, "size": {"minimum": 1}, "named": {"required": ["name"]}},
}


def problems(value: Any, schema: dict[str, Any] = SCHEMA) -> list[Problem]:
    return list(schema_problems(value, schema, "/input", codes=CODES, hint="Mend it.", too_deep="Too deep."))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a/b": [1, "2"]}, Problem("WRONG_TYPE", "/input/a~1b/1", "'2' is not of type 'integer'.", "Mend it.")),
        ({"size": 0}, Problem("OUT_OF_RANGE", "/input/size", "0 is less than the minimum of 1.", "Mend it.")),
        ({"named": {}}, Problem("MISSING_FIELD", "/input/named", "'name' is a required property.", "Mend it.")),
    ],
)
def test_a_misfit_has_a_code_a_place_and_words(value: Any, expected: Problem) -> None:
    assert problems(value) == [expected]


def test_what_fits_has_no_problem() -> None:
    assert problems({"a/b": [1], "size": 1, "named": {"name": ""}}) == []


def test_all_misfits_are_found() -> None:
    assert len(problems({"a/b": ["1", "2"], "size": 0, "named": {}})) == 4


def test_a_value_nested_too_deeply_is_one_problem() -> None:
    value: Any = {}
    for _ in range(5000):
        value = {"in": value}
    deep = {"properties": {"in": {"$ref": "#"}}}
    assert problems(value, deep) == [Problem("TOO_DEEP", "/input", "Too deep.")]


def test_a_message_quotes_no_whole_value() -> None:
    (problem,) = problems({"a/b": ["x" * 10_000]})
    assert problem.detail == f"'{'x' * 149} … {'x' * 74}' is not of type 'integer'."


@pytest.mark.parametrize(("length", "kept"), [(300, 300), (301, 253)])
def test_only_what_is_too_long_is_cut(length: int, kept: int) -> None:
    assert len(cut("x" * length)) == kept


def test_a_message_may_be_cut_shorter() -> None:
    assert cut("a" * 101 + "b" * 100, limit=200, head=100) == "a" * 100 + " … " + "b" * 100
