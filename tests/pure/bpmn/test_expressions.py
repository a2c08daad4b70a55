"""The texts that files have as expressions: what they become, that this means the same, and what is refused by name."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine_shared.bpmn.expressions.translate import NotUnderstood, condition, translated
from workflow_engine_shared.bpmn.expressions.words import MAX_CHARS
from workflow_engine_shared.jsonlogic.rules import evaluate, expression_problems

STATE: dict[str, Any] = {
    "a": 5, "b": "x", "name": "Abendrot", "none": None, "yes": True, "list": [1, 2, 3], "empty_list": [],
    "order": {"total": 120.5, "items": [{"name": "pen"}, {"name": "ink"}], "odd.key": 7},
}  # fmt: skip

VALUES = [
    # Java's expression language, as Camunda's files have it
    ("${a > 3 && b == 'x'}", True),
    ("${a > 3 and not (b eq 'y')}", True),
    ('#{a lt 3 || b != "x"}', False),
    ("${!yes}", False),
    ("${a + 2 * 3 - -1}", 12),
    ("${(a + 2) * 3 % 4}", 1),
    ("${a == 5 ? 'five' : 'other'}", "five"),
    ("${order.total >= 120 && order.items[0].name == 'pen'}", True),
    ("${order['items'][1]['name']}", "ink"),
    ("${order['odd.key']}", 7),
    ("${name.contains('end') && name.startsWith('Ab') && name.endsWith('rot')}", True),
    ("${list.contains(2) && list.size() == 3}", True),
    ("${empty none && empty empty_list && !empty a}", True),
    ("${'a' + b + 'c'}", "axc"),
    ('test.contains("q")', False),
    ("true", True),
    ("${null == none}", True),
    # FEEL
    ('= a > 3 and b = "x"', True),
    ("= not(yes) or a != 5", False),
    ("= a in [1..5]", True),
    ("= a in [1..5)", False),
    ("= a in ]5..9]", False),
    ("= a in (1, 2, > 4)", True),
    ("= a in list", False),
    ("= a between 1 and 5 and yes", True),
    ('= if a > 3 then "big" else "small"', "big"),
    ('= contains(name, "end") and starts with(name, "Ab") and ends with(name, "rot")', True),
    ('= ends with("rot", name)', False),
    ("= string length(name)", 8),
    ('= substring(name, 1, 4) + "!"', "Aben!"),
    ("= substring(name, -3)", "rot"),
    ("= order.items[2].name", "ink"),
    ("= count(list) + sum(list)", 9),
    ('= string join(["a", null, b, "c"], "-")', "a-x-c"),
    ("= string join(list)", "123"),
    ('= string join(empty_list, ", ")', ""),
    ('= string join(["", "z"], ",")', ",z"),
    ("= min(4, 2, a) + max(1, 2)", 4),
    ("= modulo(-7, 3)", 2),
    ("= abs(-a)", 5),
    ("= missing < 5", False),
    ("= missing >= 0", False),
    ("= missing = null", True),
    ("= is defined(missing)", False),
    ("= get or else(missing, 3)", 3),
    ("= list contains(list, 3)", True),
    # JsonLogic
    ('{"var": "order.total"}', 120.5),
    ('{"and": [true, {"<": [1, {"var": "a"}]}]}', True),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_expressions_mean_in_jsonlogic_what_they_say(text: str, value: Any) -> None:
    rule = translated(text)
    assert expression_problems(rule, "") == []
    assert evaluate(rule, STATE) == value


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("= upper case(name)", "upper case()"),
        ("= some x in list satisfies x > 1", "some"),
        ("= for x in list return x", "for"),
        ("= a ** 2", "'**'"),
        ("= list[item > 1]", "brackets"),
        ('= date("2026-01-01")', "date()"),
        ("${execution.getVariable('x')}", "getVariable()"),
        ("${bean.call(a)}", "call()"),
        ("= now()", "now()"),
        ("= today()", "today()"),
        ("= string join(list, b)", "string join()"),
        ("${a = 1}", "'='"),
        ("Hello ${name}!", "around"),
        ("${a}${b}", "around"),
        ("${'open}", "quote"),
        ("${a > }", "ends"),
        ("${(a}", "')'"),
        ("${a b}", "'b'"),
        ('{"sum": [1]}', "'sum'"),
        ("{", "JSON"),
        ("[1, 2", "JSON"),
        ("", "empty"),
        ("x" * (MAX_CHARS + 1), "characters"),
        ("(" * 1_000 + "a" + ")" * 1_000, "nested"),
        ("!" * 1_000 + "a", "nested"),
        ("9" * 400, "too large"),
        ("1e999", "too large"),
        ("'\\ud800'", "surrogate"),
    ],
)
def test_what_is_not_translated_is_refused_by_its_name(text: str, named: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        translated(text)
    assert named in str(caught.value)


@pytest.mark.parametrize("language", ["groovy", "http://www.w3.org/1999/XPath", "javascript"])
def test_other_languages_are_refused_by_name(language: str) -> None:
    with pytest.raises(NotUnderstood, match="is not executed"):
        translated("a", language)


@pytest.mark.parametrize("text", ["5", "'yes'", "${a + 1}", "= string length(b)", "[1]", "null"])
def test_a_condition_is_never_a_number_or_a_text(text: str) -> None:
    with pytest.raises(NotUnderstood, match="true or false"):
        condition(text)


# -- any expression -------------------------------------------------------------------------------------------------

NUMBERS = st.integers(0, 1000) | st.floats(0, 1000, allow_nan=False).map(lambda number: round(number, 3))
ATOMS = (
    NUMBERS.map(lambda value: (json.dumps(value), value))
    | st.sampled_from(["true", "false"]).map(lambda text: (text, text == "true"))
    | st.sampled_from(["a", "yes"]).map(lambda name: (name, STATE[name]))
)


def either(inner: st.SearchStrategy[tuple[str, Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    """Two expressions with an operator between them, and what Python makes of it."""
    made = {
        "&&": lambda x, y: x and y,
        "||": lambda x, y: x or y,
        "<": lambda x, y: x < y,
        ">=": lambda x, y: x >= y,
        "==": lambda x, y: float(x) == float(y),
        "!=": lambda x, y: float(x) != float(y),
    }
    pairs = st.tuples(inner, st.sampled_from(sorted(made)), inner)
    joined = pairs.map(lambda each: (f"({each[0][0]} {each[1]} {each[2][0]})", made[each[1]](each[0][1], each[2][1])))
    return joined | inner.map(lambda each: (f"!({each[0]})", not each[1]))


@settings(max_examples=200, deadline=None)
@given(st.recursive(ATOMS, either, max_leaves=12))
def test_any_expression_has_the_value_that_python_gives_it(made: tuple[str, Any]) -> None:
    text, value = made
    found = evaluate(translated(f"${{{text}}}"), STATE)
    assert bool(found) == bool(value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab01.,'\"()[]{}<>=!&|+-*/%?: \\\u00e9\n", max_size=40) | st.text(max_size=20))
def test_any_text_is_translated_to_jsonlogic_or_refused(text: str) -> None:
    for whole in (text, f"${{{text}}}", f"={text}"):
        try:
            rule = translated(whole)
        except NotUnderstood:
            continue
        assert expression_problems(rule, "") == []
        json.dumps(rule)
