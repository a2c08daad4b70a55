"""Pieces of JsonLogic that stand for what the texts of other languages say."""

import math
from typing import Any, Final, TypeAlias

from workflow_engine_shared.bpmn.expressions.words import NotUnderstood

Rule: TypeAlias = Any
_MOST: Final = 2**63
_SCALARS: Final = (str, int, float, bool, type(None))


class Path(tuple[str, ...]):
    """The way to a variable, or to a part of its value."""

    __slots__ = ()


def rule(value: Rule) -> Rule:
    """The rule that a term is: a path becomes what looks it up."""
    if not isinstance(value, Path):
        return value
    if all(step and "." not in step for step in value):
        return {"var": ".".join(value)}
    return {"val": list(value)}


def number(text: str) -> int | float:
    """A number as it is written.

    Raises:
        NotUnderstood: it is too large for one.
    """
    value = float(text)
    is_whole = not any(sign in text for sign in ".eE")
    if not math.isfinite(value) or (is_whole and value >= _MOST):
        raise NotUnderstood(f"the number {text[:40]} is too large")
    return int(text) if is_whole else value


def negative(value: Rule) -> Rule:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return -value
    return {"-": [rule(value)]}


def is_text(value: Rule) -> bool:
    """Whether a term is surely a text."""
    return isinstance(value, str) or (isinstance(value, dict) and value.keys() <= {"cat", "substr"})


def plus(left: Rule, right: Rule) -> Rule:
    """Texts are put together, all else is added."""
    name = "cat" if is_text(left) or is_text(right) else "+"
    return {name: [rule(left), rule(right)]}


def known(value: Rule) -> Rule | None:
    """That a variable is there at all; None: the term is no variable."""
    return {"!==": [rule(value), None]} if isinstance(value, Path) else None


def compared(sign: str, left: Rule, right: Rule, *, strictly: bool) -> Rule:
    """A comparison; `strictly`: nothing is smaller or larger than a variable that is not there."""
    names = {"=": "===", "==": "==", "!=": "!=", "<>": "!="}
    if sign in names:
        name = {"==": "===", "!=": "!=="}.get(names[sign], names[sign]) if strictly else names[sign]
        return {name: [rule(left), rule(right)]}
    comparison = {sign: [rule(left), rule(right)]}
    guards = [each for each in (known(left), known(right)) if each is not None] if strictly else []
    return {"and": [*guards, comparison]} if guards else comparison


def either(name: str, rules: list[Rule]) -> Rule:
    return rules[0] if len(rules) == 1 else {name: rules}


def within(value: Rule, low: Rule, high: Rule, *, open_low: bool = False, open_high: bool = False) -> Rule:
    """That a value is in a range; its ends belong to it where they are not open."""
    parts = [
        {">" if open_low else ">=": [rule(value), rule(low)]},
        {"<" if open_high else "<=": [rule(value), rule(high)]},
    ]
    guards = [each for each in map(known, (value, low, high)) if each is not None]
    return {"and": [*guards, *parts]}


def length(value: Rule) -> Rule:
    return len(value) if isinstance(value, str) else {"length": [rule(value)]}


def starts_with(text: Rule, begin: Rule) -> Rule:
    return {"===": [{"substr": [rule(text), 0, length(begin)]}, rule(begin)]}


def ends_with(text: Rule, end: Rule) -> Rule:
    # Where the end is longer than the text, what is cut off the text is too short to be equal.
    return {"===": [{"substr": [rule(text), {"-": [length(text), length(end)]}]}, rule(end)]}


def is_empty(value: Rule) -> Rule:
    """Null, an empty text or an empty list: what counts as false but is neither 0 nor false."""
    return {"and": [{"!": [rule(value)]}, {"!==": [rule(value), 0]}, {"!==": [rule(value), False]}]}


def substring(text: Rule, start: Rule, *count: Rule) -> Rule:
    """A part of a text; its first character is 1, its last -1."""
    if isinstance(start, int) and not isinstance(start, bool):
        if start == 0:
            raise NotUnderstood("substring() counts from 1")
        begin: Rule = start - 1 if start > 0 else start
    else:
        begin = {"if": [{">": [rule(start), 0]}, {"-": [rule(start), 1]}, rule(start)]}
    return {"substr": [rule(text), begin, *map(rule, count)]}


def modulo(left: Rule, right: Rule) -> Rule:
    """The remainder with the divisor's sign."""
    return {"%": [{"+": [{"%": [rule(left), rule(right)]}, rule(right)]}, rule(right)]}


def total(items: Rule) -> Rule:
    return {"reduce": [rule(items), {"+": [{"var": "current"}, {"var": "accumulator"}]}, 0]}


def texts_together(items: Rule, between: Rule = "") -> Rule:
    """The texts of a list as one, without what is null; `between` two of them stands a text."""
    if not isinstance(between, str):  # inside a reduction nothing but its own two variables is known
        raise NotUnderstood("string join() is translated with a text in quotes between the parts, not with a variable")
    current, so_far = {"var": "current"}, {"var": "accumulator"}
    first, next_one = {"cat": [current]}, {"cat": [so_far, between, current]}
    step = {"if": [{"===": [current, None]}, so_far, {"===": [so_far, None]}, first, next_one]}
    return {"??": [{"reduce": [rule(items), step, None]}, ""]}


def is_boolean(value: Rule) -> bool:
    """Whether a rule may give true or false: not so for what is a number or a text, whatever the data."""
    if isinstance(value, bool):
        return True
    if isinstance(value, (*_SCALARS, list)):
        return False
    return not (isinstance(value, dict) and value.keys() <= _NEVER_BOOLEAN)


_NEVER_BOOLEAN: Final = frozenset({"+", "-", "*", "/", "%", "cat", "substr", "length", "min", "max", "merge", "map"})
