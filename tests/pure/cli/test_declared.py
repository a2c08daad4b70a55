"""`--input KEY=VALUE` as the flow's `inputs` declares KEY."""

import json

import pytest

from support.wait import within
from workflow_engine_shared.errors import InvalidInput
from workflow_engine_supervisor.cli.values import assignments, run_input, without_mark
from workflow_engine_supervisor.runs.input_check import check_input

SCHEMA = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "count": {"type": "integer"},
        "price": {"type": "number"},
        "yes": {"type": "boolean"},
        "either": {"type": ["string", "null"]},
        "both": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "year": {"$ref": "#/$defs/Year"},
        "word": {"enum": ["1", "2"]},
        "only": {"const": "true"},
        "list": {"type": "array"},
        "narrow": {"allOf": [{"type": ["string", "number"]}, {"type": "string"}]},
        "round": {"$ref": "#/properties/round"},
        "lost": {"$ref": "#/nowhere"},
        "any": True,
        "none": False,
        "strange": {"type": 5},
    },
    "$defs": {"Year": {"type": "string", "pattern": "[0-9]+"}},
}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("text=2024", "2024"),
        ("text=007", "007"),
        ("text=null", "null"),
        ("text=true", "true"),
        ("text=1e5", "1e5"),
        ("text=[1, 2]", "[1, 2]"),
        ('text="2024"', "2024"),
        ('text={"a": 1}', '{"a": 1}'),
        ("count=3", 3),
        ("count=3.0", 3.0),
        ("count=abc", "abc"),
        ("price=5", 5),
        ("yes=true", True),
        ("yes=1", 1),
        ("either=null", None),
        ("either=5", "5"),
        ("both=5", 5),
        ("year=2024", "2024"),
        ("word=1", "1"),
        ("word=3", 3),
        ("only=true", "true"),
        ("list=[1]", [1]),
        ("list=5", 5),
        ("narrow=5", "5"),
        ("round=5", 5),
        ("lost=5", 5),
        ("any=5", 5),
        ("none=5", 5),
        ("strange=5", 5),
        ("undeclared=5", 5),
        ("text=NaN", "NaN"),
    ],
)
def test_a_value_is_what_is_declared(given, value):
    assert run_input([given]).as_declared(SCHEMA) == {given.partition("=")[0]: value}


@pytest.mark.parametrize("schema", [None, True, {}, {"properties": 5}, {"properties": {"a": {"anyOf": 5}}}])
def test_without_a_declaration_json_is_json(schema):
    assert run_input(["a=2024", "b=x"]).as_declared(schema) == {"a": 2024, "b": "x"}


def test_a_schema_that_branches_without_end_costs_nothing():
    schema = {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"anyOf": [{"$ref": "#/$defs/x"}] * 9}}}
    read = []
    within(5, lambda: read.append(run_input(["a=1"]).as_declared(schema)))
    assert read == [{"a": 1}]


def test_a_deep_schema_is_no_failure():
    schema = {"type": "string"}
    for _ in range(400):
        schema = {"allOf": [schema]}
    assert run_input(["a=1"]).as_declared({"properties": {"a": schema}}) == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mark_in_front_is_read_past(encoding):
    assert json.loads(without_mark(json.dumps({"名": "é"}, ensure_ascii=False).encode(encoding))) == {"名": "é"}


@pytest.mark.parametrize(
    ("given", "detail", "mend"),
    [
        ({"text": 2024}, "2024 is not of type 'string'.", '"2024"'),
        ({"text": None}, "null is not of type 'string'.", '"null"'),
        ({"text": True}, "true is not of type 'string'.", '"true"'),
        ({"count": None}, "null is not of type 'integer'.", ""),
        ({"word": None}, "null is not one of ['1', '2'].", ""),
        ({"text": []}, "[] is not of type 'string'.", ""),
    ],
)
def test_what_does_not_fit_is_told_in_the_words_of_json(given, detail, mend):
    with pytest.raises(InvalidInput) as refused:
        check_input(given, SCHEMA)
    [problem] = refused.value.problems
    assert problem.detail == detail
    assert mend in problem.hint
    assert ("quotes" in problem.hint) is bool(mend)


def test_other_flags_take_no_types():
    assert assignments(["text=2024"], "--set") == {"text": 2024}
