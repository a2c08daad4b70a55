"""Operators that json-logic-js does not have: what they answer, what they refuse, and that their work has an end.

`newer_cases.json` holds rules of our own; where the JsonLogic community's suites have a like case, with their answer.
"""

import datetime as dt
import json
import uuid
from decimal import Decimal
from pathlib import Path

import pytest

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.rules import evaluate, expression_problems, json_equal

CASES = [
    case
    for case in json.loads(Path(__file__).with_name("newer_cases.json").read_text("utf-8"))
    if isinstance(case, list)
]
NUMBERS = list(range(10_000))


def test_every_case_is_answered():
    wrong = [
        (rule, data, evaluate(rule, data), expected)
        for rule, data, expected in CASES
        if not json_equal(evaluate(rule, data), expected)
    ]
    assert not wrong


def test_the_cases_have_no_problems_but_an_empty_choice():
    found = [(rule, problem.detail) for rule, _, _ in CASES for problem in expression_problems(rule, "")]
    assert found == [({"??": []}, "'??' takes at least 1 operand; here it has 0.")]


def test_no_state_is_changed():
    state = {"rows": [3, 1, 2], "shop": {"a": 1}}
    before = json.dumps(state)
    answer = evaluate([{"sort": [{"var": "rows"}]}, {"slice": [{"var": "rows"}]}], state)
    answer[1].append(9)
    assert json.dumps(state) == before


@pytest.mark.parametrize(
    ("rule", "detail"),
    [
        ({"throw": "closed"}, "The expression throws 'closed'."),
        ({"throw": {"var": "why"}}, "The expression throws 'late'."),
        ({"throw": {"var": "shop"}}, "The expression throws an object."),
        ({"if": [{"var": "open"}, 1, {"throw": "closed"}]}, "throws 'closed'"),
        ({"try": {"throw": "closed"}}, "throws 'closed'"),
        ({"try": [{"throw": "a"}, {"throw": "b"}]}, "throws 'b'"),
        ({"try": [{"throw": "a"}, {"throw": {"val": []}}]}, "throws 'a'"),
        ({"try": [{"/": [0, 0]}, {"/": [1, 0]}]}, "no number as its result"),
        ({"map": [[1, 2], {"try": [{"/": [0, 0]}]}]}, "no number as its result"),
        ({"try": []}, "'try' needs at least one operand"),
        ({"length": 5}, "'length' takes a list, a text or an object"),
        ({"length": None}, "'length' takes"),
        ({"length": {"var": "gone"}}, "'length' takes"),
        ({"length": []}, "'length' takes"),
        ({"length": {"var": "id"}}, "'UUID'"),
        ({"slice": 5}, "'slice' takes a list or a text"),
        ({"slice": []}, "'slice' takes a list or a text"),
        ({"slice": {"var": "shop"}}, "'slice' takes a list or a text"),
        ({"slice": [[1, 2], 0, 1, 0]}, "step of 'slice' is 0"),
        ({"slice": [[1, 2], "tea"]}, "is no number"),
        ({"slice": [[1, 2], {"var": "shop"}]}, "is no number"),
        ({"slice": [[1, 2], {"var": "day"}]}, "'date'"),
        ({"sort": None}, "'sort' takes a list"),
        ({"sort": 5}, "'sort' takes a list"),
        ({"sort": "tea"}, "'sort' takes a list"),
        ({"sort": []}, "'sort' takes a list"),
        ({"sort": {"var": "shop"}}, "'sort' takes a list"),
        ({"sort": [[1, {"var": "id"}]]}, "'UUID'"),
        ({"sort": [[{"var": "day"}, "tea"]]}, "no date"),
        ({"val": [["a"], "b"]}, "holds one whole number"),
        ({"val": [[], "b"]}, "holds one whole number"),
        ({"val": [[1, 2], "b"]}, "holds one whole number"),
        ({"val": ["a", [1]]}, "A list stands among the keys"),
        ({"val": ["day", "year"]}, "'year' looks into a 'date'"),
    ],
)
def test_what_is_refused(rule, detail):
    state = {"why": {"type": "late"}, "shop": {"a": 1}, "id": uuid.UUID(int=5), "day": dt.date(2026, 1, 31)}
    with pytest.raises(BadExpression, match=detail):
        evaluate(rule, state)


def test_try_does_not_hide_what_is_wrong_with_a_rule_or_too_much():
    deep = True
    for _ in range(70):
        deep = {"!": deep}
    endless = {"map": [NUMBERS, {"map": [NUMBERS, 1]}]}
    for rule in (deep, endless, {"unknown": 1}, {"a": 1, "b": 2}, {"val": [["a"]]}):
        with pytest.raises(BadExpression):
            evaluate({"try": [rule, "never"]}, {})


def test_what_the_state_holds_beyond_json():
    days = [dt.date(2026, 3, 1), dt.date(2026, 1, 1), dt.datetime.fromisoformat("2026-02-01T08:00:00")]
    state = {"days": days, "tags": {"b", "a"}, "prices": [Decimal("2.50"), 1, Decimal("0.1")], "raw": b"x"}
    assert evaluate({"sort": {"var": "days"}}, state) == [days[1], days[2], days[0]]
    assert evaluate({"sort": {"var": "prices"}}, state) == [Decimal("0.1"), 1, Decimal("2.50")]
    assert evaluate({"sort": [{"var": "tags"}, False]}, state) == ["b", "a"]
    assert evaluate({"length": {"var": "tags"}}, state) == 2
    assert evaluate({"length": {"var": "days.1"}}, state) == len("2026-01-01")
    assert evaluate({"slice": [{"var": "days.1"}, 0, 4]}, state) == "2026"
    assert evaluate({"slice": [{"var": "tags"}, 1]}, state) == ["b"]
    assert evaluate({"sort": [[10**400, 1, -(10**400)]]}, state) == [-(10**400), 1, 10**400]
    assert evaluate({"slice": [[1, 2, 3], -(10**400), 10**400]}, state) == [1, 2, 3]
    assert evaluate({"sort": [[1, {"/": [0, 0]}, -1]]}, state) == [None, -1, 1]
    assert evaluate({"try": [{"cat": [{"var": "raw"}]}, {"val": "type"}]}, state) == "Invalid Arguments"
    assert evaluate({"exists": "raw"}, state) is True
    assert evaluate({"val": "raw"}, state) == b"x"


def test_val_reaches_no_attributes():
    for key in ("__class__", "items", "keys"):
        assert evaluate({"val": ["shop", key]}, {"shop": {}}) is None
        assert evaluate({"exists": ["rows", key]}, {"rows": []}) is False


def test_a_long_list_is_sorted_within_the_steps_and_a_longer_one_is_not():
    turned = list(reversed(NUMBERS))
    assert evaluate({"sort": {"var": "rows"}}, {"rows": turned}) == NUMBERS
    texts = [str(number) for number in NUMBERS]
    assert evaluate({"sort": [{"var": "rows"}, True, {"+": {"var": ""}}]}, {"rows": texts}) == texts
    with pytest.raises(BadExpression, match="1,000,000 steps"):
        evaluate({"map": [NUMBERS, {"sort": [{"val": [[2], "rows"]}]}]}, {"rows": turned})


def test_what_is_made_has_an_end():
    with pytest.raises(BadExpression, match="1,000,000 steps"):
        evaluate({"map": [NUMBERS, {"slice": [{"val": [[2], "rows"]}]}]}, {"rows": NUMBERS})
    with pytest.raises(BadExpression, match="more than 1,048,576 items"):
        evaluate({"slice": [{"var": "rows"}]}, {"rows": [0] * (2**20 + 1)})
    with pytest.raises(BadExpression, match="more than 1,048,576 characters"):
        evaluate({"slice": [{"var": "text"}]}, {"text": "x" * (2**20 + 1)})
    grown = {"try": [{"throw": {"var": "accumulator"}}, {"var": ""}]}
    with pytest.raises(BadExpression, match="makes a list of more than"):
        evaluate({"reduce": [NUMBERS, [grown, grown], 1]}, {})


@pytest.mark.parametrize(
    ("rule", "pointer", "detail"),
    [
        ({"val": True}, "/val", "A key of 'val' is a text, a whole number or a rule."),
        ({"val": ["a", None]}, "/val/1", "A key of 'val'"),
        ({"val": ["a", 1.5]}, "/val/1", "A key of 'val'"),
        ({"val": ["a", [1]]}, "/val/1", "A key of 'val'"),
        ({"val": [["a"], "b"]}, "/val/0", "A key of 'val'"),
        ({"exists": [False]}, "/exists/0", "A key of 'exists'"),
        ({"exists": []}, "/exists", "'exists' takes at least 1 operand"),
        ({"sort": [{"var": "a"}, "desc"]}, "/sort/1", "The second operand of 'sort' is true"),
        ({"sort": [{"var": "a"}, None]}, "/sort/1", "The second operand of 'sort' is true"),
        ({"sort": [[], True, 1, 2]}, "/sort", "'sort' takes 1 to 3 operands"),
        ({"slice": [[], 1, 2, 3, 4]}, "/slice", "'slice' takes 1 to 4 operands"),
        ({"length": ["a", "b"]}, "/length", "'length' takes 1 operand;"),
        ({"throw": []}, "/throw", "'throw' takes 1 operand;"),
        ({"try": []}, "/try", "'try' takes at least 1 operand"),
        ({"try": [{"frobnicate": 1}, 2]}, "/try/0/frobnicate", "is not a JsonLogic operator"),
    ],
)
def test_what_is_told_before_there_is_data(rule, pointer, detail):
    [problem] = expression_problems(rule, "")
    assert problem.pointer == pointer
    assert detail in problem.detail
    assert problem.hint


@pytest.mark.parametrize(
    "rule", [{"val": []}, {"val": [[-2], "a", 0]}, {"val": [{"var": "a"}]}, {"exists": [[2], "a"]}]
)
def test_keys_that_are_fine(rule):
    assert expression_problems(rule, "") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [("coalesce", "??"), ("len", "length"), ("catch", "try"), ("raise", "throw"), ("sorted", "sort")],
)
def test_did_you_mean(written, meant):
    [problem] = expression_problems({written: [1]}, "")
    assert problem.hint == f"Did you mean '{meant}'?"
