"""JsonLogic's `length`, `slice` and `sort`: over lists and texts."""

import math
import sys
from collections.abc import Sequence
from enum import IntEnum
from functools import cmp_to_key
from typing import Any, Final, NamedTuple

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.coercion import CONTAINERS, UNDEFINED, to_double, to_number
from workflow_engine_shared.jsonlogic.evaluation import MAX_ITEMS, BrokenRule, Evaluation, Scope, Thrown
from workflow_engine_shared.jsonlogic.moments import is_date
from workflow_engine_shared.jsonlogic.scalars import less_than

_HAS_KEY_RULE: Final = 3


class _Kind(IntEnum):
    """What stands before what: no two kinds are compared."""

    NULL = 0
    FALSE = 1
    TRUE = 2
    NOT_A_NUMBER = 3
    NUMBER = 4
    TEXT = 5
    LIST = 6
    OBJECT = 7


class _Place(NamedTuple):
    kind: _Kind
    key: Any


def length(run: Evaluation, _data: Any, value: Any = UNDEFINED, *_ignored: Any) -> int:
    """How many items a list has, characters a text, keys an object."""
    if is_date(value):
        value = value.isoformat()
    if isinstance(value, (str, dict)):
        return len(value)
    if (items := run.listed(value)) is None:
        raise BadExpression("'length' takes a list, a text or an object.")
    return len(items)


def cut(run: Evaluation, _data: Any, source: Any = UNDEFINED, *bounds: Any) -> Any:
    """A part of a list or text, as Python's `[start:end:step]`: an end left out or null is the value's own."""
    if source is None:
        return None
    start, end, step = (*(_bound(run, each) for each in bounds[:3]), None, None, None)[:3]
    if step == 0:
        raise BadExpression("The step of 'slice' is 0.")
    if is_date(source):
        source = source.isoformat()
    whole = source if isinstance(source, str) else run.listed(source)
    if whole is None:
        raise BadExpression("'slice' takes a list or a text.")
    places = range(len(whole))[start:end:step]
    if isinstance(whole, str):
        run.make_text(len(places))
        return whole[start:end:step]
    if len(places) > MAX_ITEMS:
        raise BrokenRule(f"'slice' makes a list of more than {MAX_ITEMS:,} items.")
    return run.made(list(run.read(whole[start:end:step])))


def sort(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    """A list in order; `false` as second operand turns it, a third is the rule for what an item is sorted by.

    Null comes first, then false, true, numbers, texts and dates, lists, objects. What is equal stays in its order.
    """
    if not operands or not isinstance(operands[0], CONTAINERS):
        raise BadExpression("'sort' takes a list.")
    given = run.value(operands[0], data, depth)
    if given is None:
        return None
    if (items := run.listed(given)) is None:
        raise BadExpression("'sort' takes a list.")
    downwards = len(operands) > 1 and run.value(operands[1], data, depth) is False
    keys = run.read(items)
    if len(operands) >= _HAS_KEY_RULE:
        with Scope(run, data) as scope:
            keys = [run.value(operands[2], item, depth) for item in scope.each(items)]
    return run.made([items[index] for index in _in_order(run, keys, downwards=downwards)])


def _in_order(run: Evaluation, keys: Sequence[Any], *, downwards: bool) -> list[int]:
    """The keys' positions, the least key first."""
    if (plain := _plain(run, keys)) is not None:
        return sorted(range(len(keys)), key=plain.__getitem__, reverse=downwards)
    places = [_Place(_kind(run, key), key) for key in keys]

    def compare(a: int, b: int) -> int:
        return _compare(run, places[a], places[b])

    return sorted(range(len(keys)), key=cmp_to_key(compare), reverse=downwards)


def _plain(run: Evaluation, keys: Sequence[Any]) -> Sequence[Any] | None:
    """Keys of one kind, as Python sorts them in JavaScript's order: a hundred times quicker than one by one."""
    run.spend(len(keys))
    kinds = set(map(type, keys))
    if kinds == {str}:
        run.read_text(sum(map(len, keys)) * len(keys).bit_length())
        return [key.encode("utf-16-be", "surrogatepass") for key in keys]
    if kinds <= {int, float} and not any(key != key for key in keys):  # noqa: PLR0124 - NaN alone
        return keys
    return None


def _compare(run: Evaluation, a: _Place, b: _Place) -> int:
    run.spend(1)
    if a.kind != b.kind:
        return -1 if a.kind < b.kind else 1
    if a.kind not in (_Kind.NUMBER, _Kind.TEXT):
        return 0
    one, other = run.primitive(a.key), run.primitive(b.key)
    return -1 if less_than(one, other) else int(less_than(other, one))


def _kind(run: Evaluation, value: Any) -> _Kind:
    if value is None:
        return _Kind.NULL
    if isinstance(value, bool):
        return _Kind.TRUE if value else _Kind.FALSE
    if isinstance(value, str) or is_date(value):
        return _Kind.TEXT
    if isinstance(value, dict):
        return _Kind.OBJECT
    if run.listed(value) is not None:
        return _Kind.LIST
    return _Kind.NOT_A_NUMBER if math.isnan(to_double(to_number(value))) else _Kind.NUMBER


def _bound(run: Evaluation, value: Any) -> int | None:
    """A whole number, by ToIntegerOrInfinity (ECMA-262, 7.1.5); infinity is as far as anything goes."""
    if value is None:
        return None
    number = to_double(to_number(run.primitive(value)))
    if math.isnan(number):
        raise Thrown({"type": "NaN"}, "An end or the step of 'slice' is no number.")
    return int(number) if math.isfinite(number) else int(math.copysign(sys.maxsize, number))
