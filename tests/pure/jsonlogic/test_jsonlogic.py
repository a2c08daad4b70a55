"""JsonLogic: what json-logic-js answers, where we differ on purpose, and that no rule harms.

`cases.json` holds rules of our own, in the form of jsonlogic.com's tests.json, with the answers of
json-logic-js 2.0.5: `scripts/jsonlogic_diff.py --record` writes them. The official file itself can be checked with
`scripts/jsonlogic_diff.py --cases FILE`.
"""

import contextlib
import datetime as dt
import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import json_logic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.errors import BadExpression, Problem
from workflow_engine_shared.jsonlogic.rules import (
    OPERATORS,
    evaluate,
    expression_problems,
    json_equal,
    truthy,
)

CASES = [
    case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8")) if isinstance(case, list)
]

STATE = {"count": 5, "name": "Zoë", "items": [{"qty": 1}, {"qty": 0}], "numbers": list(range(10_000))}


def nested(levels):
    rule = True
    for _ in range(levels):
        rule = {"!": rule}
    return rule


# -- the answers ----------------------------------------------------------------------------------------------------


def test_every_recorded_case_is_answered_as_json_logic_js_answers_it():
    wrong = [
        (rule, data, evaluate(rule, data), expected) for rule, data, expected in CASES if not same(rule, data, expected)
    ]
    assert not wrong


def same(rule, data, expected):
    return json_equal(evaluate(rule, data), expected)


def test_the_cases_use_every_operator():
    newer = Path(__file__).with_name("newer_cases.json").read_text("utf-8")
    text = json.dumps([CASES, json.loads(newer)])
    assert not [name for name in OPERATORS if json.dumps(name) + ":" not in text]


# Where json-logic-qubit deviates from json-logic-js, and what json-logic-js answers.
MENDED = [
    ({">": ["abc", 5]}, False),
    ({"<": ["", 1]}, True),
    ({"<": [[1], 2]}, True),
    ({"<": [{"var": "o"}, 1]}, False),
    ({"==": [2, True]}, False),
    ({"==": ["", 0]}, True),
    ({"==": ["1.0", 1]}, True),
    ({"<": [None, 5]}, True),
    ({">=": [None, 0]}, True),
    ({"var": "list.9"}, None),
    ({"missing": ["list.9", "list.0"]}, ["list.9"]),
    ({"filter": [[0, 1, 0], {"==": [{"var": ""}, 0]}]}, [0, 0]),
    ({"map": [[0, None, "", []], {"var": ""}]}, [0, None, "", []]),
    ({"all": [[0, 0], {"===": [{"var": ""}, 0]}]}, True),
    ({"some": [[None], {"===": [{"var": ""}, None]}]}, True),
    ({"none": [[""], {"===": [{"var": ""}, ""]}]}, False),
    ({"!!": {"var": "o"}}, True),
    ({"%": [-7, 3]}, -1),
    ({"/": [1, 0]}, None),
    ({"<": [5, {"/": [1, 0]}]}, True),
    ({"+": ["a", 1]}, None),
    ({">": [3, 2, 1]}, True),
    ({"==": [1]}, False),
    ({"cat": [1.0, None, True, [1, 2]]}, "1true1,2"),
    ({"cat": [1e21, 1e-7]}, "1e+211e-7"),
    ({"substr": ["workflow", -20, 4]}, "work"),
    ({"substr": [12345, "1", 2]}, "23"),
    ({"min": []}, None),
    ({"max": ["3", 10, True]}, 10),
    ({"in": [True, [1]]}, False),
    ({"in": ["key", {"var": "o"}]}, False),
    ({"in": [1, "a1"]}, True),
    ({"merge": [1, [2, [3]], None]}, [1, 2, [3], None]),
    ({"reduce": [{"var": "nothing"}, 1, {"+": [1, 2]}]}, 3),
    ({"if": [{"var": "o"}, "yes", "no"]}, "yes"),
]


@pytest.mark.parametrize(("rule", "expected"), MENDED, ids=lambda value: json.dumps(value)[:60])
def test_what_the_engine_gets_wrong_is_mended(rule, expected):
    answer = evaluate(rule, {"list": [7], "o": {}})
    assert answer == expected
    assert json_equal(answer, expected)


ON_PURPOSE = [
    ({"var": "name.0"}, None),  # a text is no list
    ({"substr": ["a😀b", 0, 2]}, "a😀"),
    ({"/": [1, {"-": [0]}]}, None),
    ({"==": [{"var": "big"}, 9007199254740992]}, False),
    ({"cat": {"var": "big"}}, "9007199254740993"),
    ({"missing": {"var": "rules"}}, [{"var": "name"}]),
]


@pytest.mark.parametrize(("rule", "expected"), ON_PURPOSE, ids=lambda value: json.dumps(value)[:60])
def test_where_ours_differs_on_purpose(rule, expected):
    assert evaluate(rule, {"name": "x", "big": 2**53 + 1, "rules": [{"var": "name"}]}) == expected


def test_non_finite_numbers_are_null_in_the_result_and_numbers_before():
    infinite = {"/": [1, 0]}
    assert evaluate([infinite, {"merge": [infinite]}, {"map": [[0, 1], {"/": [1, {"var": ""}]}]}], {}) == [
        None,
        [None],
        [None, 1],
    ]
    assert evaluate({"max": [infinite, 5]}, {}) is None
    assert evaluate({"if": [{">": [infinite, 5]}, "more", "less"]}, {}) == "more"
    assert evaluate({"reduce": [[1], {"var": ""}, infinite]}, {}) == {"current": 1, "accumulator": None}
    assert evaluate({"var": "x"}, {"x": math.nan}) is None


def test_only_the_branch_taken_is_evaluated():
    unknown = {"unknown": []}
    assert evaluate({"if": [True, 1, unknown]}, {}) == 1
    assert evaluate({"and": [0, unknown]}, {}) == 0
    assert evaluate({"or": ["x", unknown]}, {}) == "x"
    assert evaluate({"some": [[1, 2], {"if": [{"==": [{"var": ""}, 1]}, True, unknown]}]}, {}) is True


def test_values_json_does_not_have_pass_through_but_take_no_part():
    state = {"at": dt.date(2026, 1, 2), "raw": b"x", "pair": (1, 2)}
    assert evaluate({"var": "at"}, state) == state["at"]
    assert evaluate({"===": [{"var": "at"}, {"var": "at"}]}, state) is True
    assert evaluate({"map": [{"var": "pair"}, {"+": [{"var": ""}, 1]}]}, state) == [2, 3]
    with pytest.raises(BadExpression, match="'date'"):
        evaluate({"<": [{"var": "at"}, 5]}, state)
    with pytest.raises(BadExpression, match="'bytes'"):
        evaluate({"cat": [{"var": "raw"}]}, state)


def test_any_mapping_is_a_state():
    assert evaluate({"var": "a.b"}, MappingProxyType({"a": {"b": 1}})) == 1


@pytest.mark.parametrize("value", [None, False, 0, 0.0, math.nan, "", [], ()])
def test_falsy(value):
    assert truthy(value) is False


@pytest.mark.parametrize("value", [True, 1, -0.5, math.inf, "0", " ", [0], (None,), {}, {"a": 1}])
def test_truthy(value):
    assert truthy(value) is True


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1.0, True),
        (True, 1, False),
        (False, 0, False),
        (None, False, False),
        ("1", 1, False),
        (2**53, 2**53 + 1, False),
        ([1, {"a": [None]}], [1.0, {"a": [None]}], True),
        ([1, {"a": [True]}], [1, {"a": [1]}], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ([1, 2], [1], False),
        ([], {}, False),
        ({}, None, False),
    ],
)
def test_json_equal(a, b, equal):
    assert json_equal(a, b) is equal
    assert json_equal(b, a) is equal


def test_json_equal_of_very_deep_lists():
    a, b = [], []
    for _ in range(5_000):
        a, b = [a], [b]
    assert json_equal(a, b)
    assert not json_equal(a, [b])


# -- attacks and limits ---------------------------------------------------------------------------------------------

GLOBALS = {"method": [{"method": ["", "__reduce_ex__", [2]]}, "__getitem__", [0]]}
REACHES_EVAL = {
    "method": [
        {"method": [{"method": [{"method": [GLOBALS, "__globals__"]}, "get", ["__builtins__"]]}, "get", ["eval"]]},
        "__call__",
        ["1+1"],
    ]
}


@pytest.mark.parametrize("rule", [REACHES_EVAL, GLOBALS, {"method": ["a", "upper"]}, {"log": "x"}, {"count": [1]}])
def test_operators_outside_the_list_are_dead(rule):
    with pytest.raises(BadExpression, match="is not a JsonLogic operator"):
        evaluate(rule, {})


@pytest.mark.parametrize("rule", [REACHES_EVAL, {"log": "x"}])
def test_the_engine_itself_has_lost_them_too(rule):
    with pytest.raises(ValueError, match="Unrecognized operation"):
        json_logic.jsonLogic(rule, {})


@pytest.mark.parametrize(
    "path", ["__class__", "name.__class__", "items.__len__", "items.0.__class__.__mro__", "count.real"]
)
def test_var_reaches_no_attributes(path):
    assert evaluate({"var": path}, STATE) is None
    assert evaluate({"missing": [path]}, STATE) == [path]


def test_what_others_add_to_the_engine_does_not_reach_us():
    json_logic.add_operation("==", lambda *_: "hijacked")
    json_logic.add_operation("cat", lambda *_: "hijacked")
    try:
        assert evaluate({"cat": ["a", {"===": [1, 1]}]}, {}) == "atrue"
    finally:
        json_logic.rm_operation("==")
        json_logic.rm_operation("cat")


ACCUMULATOR = {"var": "accumulator"}


@pytest.mark.parametrize(
    ("step", "start"),
    [
        ({"cat": [ACCUMULATOR, ACCUMULATOR]}, "ab"),
        ({"merge": [ACCUMULATOR, ACCUMULATOR]}, [1]),
        ([ACCUMULATOR, ACCUMULATOR], "ab"),
        ([ACCUMULATOR], "ab"),
        ({"var": ""}, "ab"),
        ([{"var": ""}, {"var": ""}], "ab"),
        ({"cat": [[ACCUMULATOR, ACCUMULATOR]]}, "ab"),
    ],
)
def test_doubling_ends_quickly(step, start):
    with pytest.raises(BadExpression, match=r"makes a (text|list) of more than"):
        evaluate({"reduce": [{"var": "numbers"}, step, start]}, STATE)


def test_numbers_do_not_grow():
    assert evaluate({"reduce": [{"var": "numbers"}, {"*": [ACCUMULATOR, 7, ACCUMULATOR]}, 2]}, STATE) is None


def test_steps_are_limited():
    loop = {
        "map": [{"var": "numbers"}, {"map": [[1, 2, 3, 4, 5, 6, 7, 8, 9], {"+": [{"var": ""}, 1, 2, 3, 4, 5, 6, 7]}]}]
    }
    with pytest.raises(BadExpression, match="1,000,000 steps"):
        evaluate(loop, STATE)


def test_work_inside_an_operator_counts():
    text = "7" * 1_000_000
    with pytest.raises(BadExpression, match="1,000,000 steps"):
        evaluate({"some": [{"var": "numbers"}, {"==": [text, 7]}]}, STATE)


def test_a_filter_over_ten_thousand_items_is_no_problem():
    rule = {"filter": [{"var": "numbers"}, {"and": [{">=": [{"var": ""}, 10]}, {"<": [{"var": ""}, 20]}]}]}
    assert evaluate(rule, STATE) == list(range(10, 20))


def test_depth_is_limited():
    assert evaluate(nested(64), {}) is True
    for deep in (nested(65), nested(3_000)):
        with pytest.raises(BadExpression, match="64 levels"):
            evaluate(deep, {})


def test_a_list_that_holds_itself():
    loop = [1]
    loop.append(loop)
    with pytest.raises(BadExpression):
        evaluate({"cat": [{"var": "loop"}]}, {"loop": loop})


@pytest.mark.parametrize("rule", [{}, {"==": [1, 1], "!": [1]}, {"if": [{}, 1, 2]}, [{}], {1: 2}])
def test_objects_that_are_no_rules(rule):
    with pytest.raises(BadExpression):
        evaluate(rule, {})


def test_the_state_is_not_changed():
    state = {"numbers": [1, 2, None], "text": "a"}
    before = json.dumps(state)
    evaluate({"merge": [{"var": "numbers"}, {"map": [{"var": "numbers"}, {"/": [1, 0]}]}, {"var": "text"}]}, state)
    assert json.dumps(state) == before


def test_threads_do_not_share_accounts():
    rule = {"reduce": [{"var": "numbers"}, {"+": [ACCUMULATOR, {"var": "current"}]}, 0]}
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(lambda _: evaluate(rule, STATE), range(6))) == {49_995_000}


# -- junk -----------------------------------------------------------------------------------------------------------


class Hostile:
    """A value of a user's own class at its worst."""

    __hash__ = None

    def __eq__(self, other):
        raise KeyError(other)

    def __bool__(self):
        raise ZeroDivisionError

    def __len__(self):
        raise OSError

    def __str__(self):
        raise ArithmeticError


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["a", "a.0", "1", ""])
)
oddities = st.sampled_from([b"x", {1}, object(), Hostile(), dt.date(2026, 1, 1), 10**400, "\ud800", 1j])
operator_names = st.sampled_from(sorted(OPERATORS)) | st.sampled_from(["method", "log", "a.b", "", 1, None])


def trees(leaves, keys):
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(keys, inner, min_size=1, max_size=1)
            | st.dictionaries(keys, inner, max_size=2)
            | st.tuples(inner, inner)
        ),
        max_leaves=12,
    )


@given(rule=trees(scalars | oddities, operator_names), data=trees(scalars | oddities, st.sampled_from(["a", "b", "0"])))
def test_junk_raises_bad_expression_or_nothing(rule, data):
    with contextlib.suppress(BadExpression):
        evaluate(rule, data)


@given(rule=trees(scalars, operator_names))
def test_any_rule_can_be_checked(rule):
    assert all(isinstance(problem, Problem) for problem in expression_problems(rule, "/expr"))


@given(rule=trees(scalars, st.sampled_from(sorted(OPERATORS))), data=trees(scalars, st.sampled_from(["a", "b"])))
def test_the_same_rule_gives_the_same_answer(rule, data):
    def outcome():
        try:
            return json.dumps(evaluate(rule, data))
        except BadExpression as error:
            return error.detail

    assert outcome() == outcome()


@given(
    rule=trees(
        st.none() | st.integers() | st.text(max_size=3), st.sampled_from(["+", "/", "cat", "map", "var", "merge"])
    )
)
def test_results_are_json(rule):
    try:
        result = evaluate(rule, {"a": [1, None, "x"]})
    except BadExpression:
        return
    json.dumps(result, allow_nan=False)


# -- the check before there is data -----------------------------------------------------------------------------------


def test_the_recorded_cases_have_no_problems_but_those_about_operands():
    details = {problem.detail for rule, _, _ in CASES for problem in expression_problems(rule, "")}
    assert all(" takes " in detail or "The path of 'var'" in detail or "'nobody'" in detail for detail in details)


def test_all_problems_are_told_at_once_each_with_its_place():
    expr = {
        "and": [
            {"=": [{"var": "a"}, 1]},
            {"filtr": [{"var": "a"}, {">": [1]}]},
            {"if": [{}, {"a": 1, "b": 2}]},
            {"/": [1, {"var": [True]}]},
            {"cat": {"~x/y": 1}},
        ]
    }
    found = [(problem.pointer, problem.code) for problem in expression_problems(expr, "/nodes/1/data/expr")]
    at = "/nodes/1/data/expr/and"
    assert found == [
        (f"{at}/0/=", "BAD_EXPRESSION"),
        (f"{at}/1/filtr", "BAD_EXPRESSION"),
        (f"{at}/1/filtr/1/>", "BAD_EXPRESSION"),
        (f"{at}/2/if/0", "BAD_EXPRESSION"),
        (f"{at}/2/if/1", "BAD_EXPRESSION"),
        (f"{at}/3/~1/1/var/0", "BAD_EXPRESSION"),
        (f"{at}/4/cat/~0x~1y", "BAD_EXPRESSION"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("filtr", "filter"),
        ("reduced", "reduce"),
        ("=", "=="),
        ("====", "==="),
        ("vars", "var"),
        ("=>", ">="),
        ("not", "!"),
        ("concat", "cat"),
        ("missingsome", "missing_some"),
        ("substring", "substr"),
        ("&&", "and"),
        ("AND", "and"),
    ],
)
def test_did_you_mean(written, meant):
    [problem] = expression_problems({written: [1, 2]}, "")
    assert problem.detail == f"'{written}' is not a JsonLogic operator."
    assert problem.hint == f"Did you mean '{meant}'?"


def test_without_a_near_operator_all_are_named():
    [problem] = expression_problems({"frobnicate": 1}, "")
    assert all(name in problem.hint for name in OPERATORS)


@pytest.mark.parametrize(
    ("expr", "detail"),
    [
        ({"==": [1]}, "'==' takes 2 operands; here it has 1."),
        ({"==": {"var": "a"}}, "'==' takes 2 operands; here it has 1."),
        ({">": [3, 2, 1]}, "'>' takes 2 operands; here it has 3."),
        ({"<": [1]}, "'<' takes 2 to 3 operands; here it has 1."),
        ({"!": []}, "'!' takes 1 operand; here it has 0."),
        ({"and": []}, "'and' takes at least 1 operand; here it has 0."),
        ({"reduce": [[], 1, 2, 3]}, "'reduce' takes 2 to 3 operands; here it has 4."),
        ({"var": ["a", 1, 2]}, "'var' takes 0 to 2 operands; here it has 3."),
    ],
)
def test_the_number_of_operands(expr, detail):
    assert [problem.detail for problem in expression_problems(expr, "")] == [detail]


@pytest.mark.parametrize("path", [True, 1.5, [["a"]]])
def test_paths_that_are_none(path):
    [problem] = expression_problems({"var": path}, "/e")
    assert problem.pointer == ("/e/var/0" if isinstance(path, list) else "/e/var")


@pytest.mark.parametrize(
    "path", ["a", "", 0, None, [], ["a", [1]], {"cat": ["a", ".b"]}, [{"var": "which"}, "default"]]
)
def test_paths_that_are_fine(path):
    assert expression_problems({"var": path}, "") == []


def test_too_deep_is_write_once():
    assert expression_problems(nested(64), "") == []
    [problem] = expression_problems(nested(3_000), "")
    assert problem.pointer == "/!" * 64
