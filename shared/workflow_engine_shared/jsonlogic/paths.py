"""JsonLogic's operators that read the data: by a dotted path, by keys, and what is not there.

`var` splits its path at dots and knows the data around it only. `val` takes one operand for each key, so that keys may
hold dots, and climbs: `[[1], "index"]` is the place in the list that is gone through, `[[2], "key"]` the data around
that list, `[[3], …]` and `[[4], …]` the same of the list around it.
"""

from collections.abc import Sequence
from typing import Any, Final

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.coercion import LISTS, UNDEFINED, to_text
from workflow_engine_shared.jsonlogic.evaluation import BrokenRule, Evaluation
from workflow_engine_shared.jsonlogic.moments import is_date
from workflow_engine_shared.jsonlogic.scalars import at_least

_MAX_INDEX_DIGITS = 10
CLIMB_HINT: Final = 'Write it like {"val": [[2], "limit"]}: two levels up from an item is the data around its list.'


def var(run: Evaluation, data: Any, path: Any = None, default: Any = None, *_ignored: Any) -> Any:
    path = run.primitive(path)
    if path is None or path == "":
        return data
    text = to_text(path)
    for key in text.split("."):
        data = _step(run, data, key, text)
        if data is UNDEFINED:
            return default
    return data


def val(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    found = _under_keys(run, operands, data, depth)
    return None if found is UNDEFINED else found


def exists(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> bool:
    """Whether `val` would find something; null is something."""
    return _under_keys(run, operands, data, depth) is not UNDEFINED


def missing(run: Evaluation, data: Any, *names: Any) -> list[Any]:
    first = names[0] if names else None
    listed = run.listed(first)
    wanted = names if listed is None else listed
    run.spend(len(wanted))
    return run.made([name for name in wanted if _is_missing(run, data, name)])


def missing_some(run: Evaluation, data: Any, need: Any = UNDEFINED, names: Any = None, *_ignored: Any) -> list[Any]:
    names = run.listed(names)
    if names is None:
        raise BadExpression("'missing_some' takes how many are needed, and a list of names.")
    absent = missing(run, data, *names)
    return [] if at_least(len(names) - len(absent), run.primitive(need)) else absent


def climbs(operand: Any) -> bool:
    """Whether it is the `[levels]` with which the keys of `val` may begin."""
    return isinstance(operand, LISTS) and len(operand) == 1 and type(operand[0]) is int


def _under_keys(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    keys = [run.value(operand, data, depth) for operand in operands if not isinstance(operand, LISTS)]
    if len(operands) == 1 and isinstance(operands[0], dict):
        keys = list(run.read(run.listed(keys[0]) or keys))  # a rule may make all the keys
    elif operands and isinstance(operands[0], LISTS):
        data = _levels_up(run, operands[0], data)
    if any(isinstance(operand, LISTS) for operand in operands[1:]):
        raise BadExpression("A list stands among the keys.", hint=CLIMB_HINT)
    for key in keys:
        if key is None:  # a rule found no key: that is no reason to hand out all of the data
            return UNDEFINED
        text = to_text(run.primitive(key))
        data = _step(run, data, text, text)
        if data is UNDEFINED:
            break
    return data


def _levels_up(run: Evaluation, operand: Sequence[Any], data: Any) -> Any:
    """An odd level is a place in a list, an even one the data around it; `try` has no place, but data around it."""
    if not climbs(operand):
        raise BrokenRule(
            "A list before the keys holds one whole number: how many levels up they begin.", hint=CLIMB_HINT
        )
    levels = abs(operand[0])
    if levels == 0:
        return data
    scope = run.scope
    for _ in range((levels - 1) // 2):
        if scope is None:
            break
        scope = scope.outer
    if scope is None:
        return UNDEFINED
    if levels % 2 == 0:
        return scope.data
    return UNDEFINED if scope.index is None else run.made_scope({"index": scope.index})


def _step(run: Evaluation, data: Any, key: str, path: str) -> Any:
    """What is under one key of a value, `UNDEFINED` if nothing is."""
    if isinstance(data, dict):
        return data[key] if key in data else _under_other_key(run, data, key)
    if (items := run.listed(data)) is not None:
        return len(items) if key == "length" else _item(items, key)
    if is_date(data):
        raise BadExpression(
            f"{shown(path)} looks into a '{type(data).__name__}', which is an ISO text here.",
            hint='Take a part of it with {"substr": [{"var": "at"}, 0, 4]}, or let the function return it.',
        )
    return len(data) if key == "length" and isinstance(data, str) else UNDEFINED


def _under_other_key(run: Evaluation, data: dict[Any, Any], key: str) -> Any:
    """The value under a number, a boolean or None: a path is text, as are the keys that the state is shown with."""
    run.read(data)
    return next((item for own, item in data.items() if not isinstance(own, str) and str(own) == key), UNDEFINED)


def _item(items: Sequence[Any], key: str) -> Any:
    """An item by its index, written as JavaScript writes it: no sign, no leading zero."""
    if not (key.isascii() and key.isdigit() and len(key) <= _MAX_INDEX_DIGITS) or (key[0] == "0" and key != "0"):
        return UNDEFINED
    return items[int(key)] if int(key) < len(items) else UNDEFINED


def _is_missing(run: Evaluation, data: Any, name: Any) -> bool:
    value = var(run, data, *(name if isinstance(name, LISTS) else (name,)))
    return value is None or (isinstance(value, str) and not value)
