"""What JSON Schema's validator says, as problems: within a second, whatever the schema and the value are."""

from typing import Any

import pytest

from support.wait import patient
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.json_schema import judge as schema_judge
from workflow_engine_shared.json_schema.problems import schema_problems
from workflow_engine_shared.json_schema.validator import cut, is_quick

CODES = {"type": "WRONG_TYPE", "required": "MISSING_FIELD"}
SCHEMA = {
    "properties": {"a/b": {"items": {"type": "integer"}}, "size": {"minimum": 1}, "named": {"required": ["name"]}},
}


def problems(value: Any, schema: dict[str, Any] = SCHEMA) -> list[Problem]:
    return list(schema_problems(value, schema, "/input", codes=CODES, hint="Mend it.", too_deep="Too deep."))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a/b": [1, "2"]}, ("type", "WRONG_TYPE", "/input/a~1b/1", "'2' is not of type 'integer'.")),
        ({"size": 0}, ("minimum", "OUT_OF_RANGE", "/input/size", "0 is less than the minimum of 1.")),
        ({"named": {}}, ("required", "MISSING_FIELD", "/input/named", "'name' is a required property.")),
    ],
)
def test_a_misfit_has_a_code_a_place_and_words(value: Any, expected: tuple[str, str, str, str]) -> None:
    keyword, code, pointer, detail = expected
    assert problems(value) == [Problem(code, pointer, detail, "Mend it.", {"keyword": keyword})]


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


def nested(levels: int, keyword: str) -> dict[str, Any]:
    """Each level looks at the next one twice."""
    defs = {f"l{n}": {keyword: [{"$ref": f"#/$defs/l{n + 1}"}] * 2} for n in range(levels)}
    return {"$ref": "#/$defs/l0", "$defs": {**defs, f"l{levels}": {"type": "string"}}}


#: None of these ends before the sun does.
ENDLESS = {
    "a pattern that backtracks": ({"properties": {"s": {"pattern": "^(a+)+$"}}}, {"s": "a" * 60 + "!"}),
    "a name's pattern": ({"patternProperties": {"^(a|aa)+$": {}}}, {"a" * 80 + "!": 1}),
    "allOf twice, again and again": (nested(40, "allOf"), "no mistake to stop at"),
    "oneOf twice, again and again": (nested(40, "oneOf"), "text"),
    "oneOf inside oneOf": ({"$defs": {}, **nested(60, "oneOf")}, "text"),
}


@pytest.mark.parametrize(("schema", "value"), ENDLESS.values(), ids=ENDLESS)
def test_what_takes_too_long_is_refused(schema: Any, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_judge, "LIMIT_S", 0.15)  # the rest of a second would show nothing more
    assert problems({"s": ""}, {"properties": {"s": {"pattern": "x?"}}}) == []  # a judge is there
    (problem,) = problems(value, schema)
    assert (problem.code, problem.pointer) == ("TOO_COSTLY", "/input")
    assert [each.code for each in problems({"s": 1}, {"properties": {"s": {"pattern": "^a$", "type": "string"}}})] == [
        "WRONG_TYPE"
    ]


def test_many_different_objects_are_unique_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_judge, "LIMIT_S", patient(5.0))  # one by one they would take a minute
    rows = [{"id": number, "tags": [number, str(number)]} for number in range(20_000)]
    assert problems(rows, {"uniqueItems": True}) == []
    (problem,) = problems([*rows, rows[7]], {"uniqueItems": True})
    assert problem.code == "OUT_OF_RANGE"
    assert problem.detail.endswith("has non-unique elements.")


@pytest.mark.parametrize(
    ("items", "unique"),
    [
        ([1, True, "1", None, 0, False], True),
        ([1, 1.0], False),
        ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], False),
        ([[1, 2], [2, 1]], True),
        ([[], {}, "", 0], True),
        ([{"a": [1]}, {"a": [True]}], True),
        ([float(2**60), 2**60], False),
    ],
)
def test_unique_is_what_the_standard_says(items: list[Any], unique: bool) -> None:
    assert (problems(items, {"uniqueItems": True}) == []) is unique


@pytest.mark.parametrize(
    ("schema", "value", "quick"),
    [
        ({"type": "object", "properties": {"pattern": {"type": "string"}}}, {"pattern": "a"}, True),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, "", True),
        ({"anyOf": [{"type": "null"}, {"items": {"enum": ["a", "b"]}}]}, ["a"] * 100, True),
        ({"properties": {"s": {"pattern": "a"}}}, {"s": "a"}, False),
        ({"properties": {"s": {"not": {"pattern": "a"}}}}, {"s": "a"}, False),
        ({"items": {"$ref": "#"}}, [], False),
        ({"$ref": "#/$defs/none"}, [], False),
        ({"unevaluatedProperties": False}, {}, False),
        ({"title_zh": "名字", "x-unit": {"pattern": "kg"}, "properties": {"s": {"title_zh": "甲"}}}, {"s": "a"}, True),
        ({"$ref": "#/x-of-mine", "x-of-mine": {"pattern": "a"}}, "a", False),
        ({"$id": "of:another", "type": "string"}, "a", False),
        ({"$dynamicRef": "#of-tomorrow"}, {}, False),
        ({"type": "array"}, list(range(200_000)), False),
        ({"type": "string"}, "x" * 10_000_000, False),
        ({"enum": [f"{n}" for n in range(20_000)]}, "x", False),
    ],
)
def test_only_what_is_certain_to_be_quick_is_checked_at_once(schema: Any, value: Any, quick: bool) -> None:
    assert is_quick(value, schema) is quick


def test_both_ways_of_checking_say_the_same() -> None:
    schema = {"properties": {"rows": {"items": {"required": ["id"], "properties": {"id": {"type": "integer"}}}}}}
    value = {"rows": [{"id": 1}, {"id": "2"}, {}]}
    slow = {**schema, "uniqueItems": True}
    assert is_quick(value, schema)
    assert not is_quick(value, slow)
    assert problems(value, schema) == problems(value, slow) != []


def test_a_number_too_large_for_the_library_is_a_problem() -> None:
    (problem,) = problems({"n": 10**400}, {"properties": {"n": {"multipleOf": 0.1}}})
    assert problem.code == "OUT_OF_RANGE"


def test_a_judge_that_left_is_replaced() -> None:
    schema = {"properties": {"s": {"pattern": "^a$"}}}
    assert problems({"s": "a"}, schema) == []
    schema_judge._IDLE[-1]._process.kill()
    schema_judge._IDLE[-1]._process.wait()
    assert [each.code for each in problems({"s": "b"}, schema)] == ["OUT_OF_RANGE"]
    schema_judge.dismiss()
    assert schema_judge._IDLE == []
