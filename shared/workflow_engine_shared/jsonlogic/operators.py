"""JsonLogic's operators over one evaluation.

Lazy operators get their operands as rules and decide what is evaluated, over what. Eager ones get values; scalar ones
get, in addition, every list and object as the text that JavaScript has for it. An operand left out is `UNDEFINED`,
one too many is ignored: `expression_problems` is where the author hears of either.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NoReturn

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.coercion import LISTS, UNDEFINED, to_text, truthy
from workflow_engine_shared.jsonlogic.evaluation import (
    MAX_ITEMS,
    BrokenRule,
    Eager,
    Evaluation,
    Lazy,
    Scope,
    Thrown,
    is_scalar,
)
from workflow_engine_shared.jsonlogic.moments import is_date
from workflow_engine_shared.jsonlogic.paths import exists, missing, missing_some, val, var
from workflow_engine_shared.jsonlogic.scalars import (
    ENGINE,
    add,
    at_least,
    at_most,
    divide,
    greater_than,
    less_than,
    loosely_equal,
    maximum,
    minimum,
    multiply,
    remainder,
    strictly_equal,
    substring,
    subtract,
)
from workflow_engine_shared.jsonlogic.sequences import cut, length, sort
from workflow_engine_shared.jsonlogic.state_values import JSON_SCALARS, JSON_TYPES, SETS, refuse_bytes

# -- operators that decide what is evaluated, and over what -----------------------------------------------------------


def _if(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    for position in range(0, len(operands) - 1, 2):
        if truthy(run.value(operands[position], data, depth)):
            return run.value(operands[position + 1], data, depth)
    return run.value(operands[-1], data, depth) if len(operands) % 2 else None


def _and(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    current = None
    for operand in operands:
        current = run.value(operand, data, depth)
        if not truthy(current):
            break
    return current


def _or(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    current = None
    for operand in operands:
        current = run.value(operand, data, depth)
        if truthy(current):
            break
    return current


def _items_and_rule(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> tuple[Sequence[Any], Any]:
    """What the operator runs over - nothing, if it isn't a list - and the rule each item is the data of."""
    items = run.value(operands[0], data, depth) if operands else None
    return run.listed(items) or (), operands[1] if len(operands) > 1 else None


def _filter(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> list[Any]:
    items, rule = _items_and_rule(run, operands, data, depth)
    with Scope(run, data) as scope:
        return run.made([item for item in scope.each(items) if truthy(run.value(rule, item, depth))])


def _map(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> list[Any]:
    items, rule = _items_and_rule(run, operands, data, depth)
    with Scope(run, data) as scope:
        return run.made([run.value(rule, item, depth) for item in scope.each(items)])


def _reduce(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    items, rule = _items_and_rule(run, operands, data, depth)
    accumulator = run.value(operands[2], data, depth) if len(operands) > len(("items", "rule")) else None
    with Scope(run, data) as scope:
        for item in scope.each(items):
            accumulator = run.value(rule, run.made_scope({"current": item, "accumulator": accumulator}), depth)
    return accumulator


def _all(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> bool:
    items, rule = _items_and_rule(run, operands, data, depth)
    with Scope(run, data) as scope:
        return len(items) > 0 and all(truthy(run.value(rule, item, depth)) for item in scope.each(items))


def _some(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> bool:
    items, rule = _items_and_rule(run, operands, data, depth)
    with Scope(run, data) as scope:
        return any(truthy(run.value(rule, item, depth)) for item in scope.each(items))


def _none(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> bool:
    return not _some(run, operands, data, depth)


def _coalesce(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    for operand in operands:
        if (value := run.value(operand, data, depth)) is not None:
            return value
    return None


def _try(run: Evaluation, operands: Sequence[Any], data: Any, depth: int) -> Any:
    """The first operand that does not fail; each further one has the failure of the one before as its data."""
    failure = BadExpression("'try' needs at least one operand.")
    for position, operand in enumerate(operands):
        try:
            with run.attempt():
                if position == 0:
                    return run.value(operand, data, depth)
                with Scope(run, data):
                    return run.value(operand, _caught(run, failure), depth)
        except BrokenRule:
            raise
        except BadExpression as error:
            failure = error
    raise failure


def _caught(run: Evaluation, failure: BadExpression) -> Any:
    if isinstance(failure, Thrown):
        return failure.thrown
    return run.made_scope({"type": "Invalid Arguments", "message": failure.detail})


# -- operators over values ------------------------------------------------------------------------------------------


def _merge(run: Evaluation, _data: Any, *operands: Any) -> list[Any]:
    parts = [run.listed(operand) if isinstance(operand, SETS) else operand for operand in operands]
    lists = [part for part in parts if isinstance(part, LISTS)]
    if sum(map(len, lists)) > MAX_ITEMS:
        raise BrokenRule(f"'merge' makes a list of more than {MAX_ITEMS:,} items.")
    for items in lists:
        run.read(items)
    return run.made(ENGINE["merge"](*parts))


def _contains(run: Evaluation, _data: Any, needle: Any = UNDEFINED, where: Any = None, *_ignored: Any) -> bool:
    """`indexOf` (22.1.3.9, 23.1.3.17): part of a text, or strictly equal to an item of a list."""
    where = where.isoformat() if is_date(where) else where
    if isinstance(where, str):
        return bool(where) and bool(ENGINE["in"](to_text(run.primitive(needle)), run.primitive(where)))
    items = run.listed(where)
    if items is None:
        return False
    if isinstance(where, bytes) and (not isinstance(needle, (int, float, Decimal)) or isinstance(needle, bool)):
        refuse_bytes()  # a text, or bytes, among numbers: never there, and not what was asked
    run.read(items)
    # Python's equality takes true for 1, but misses nothing of JSON: with most lists it is quicker than item by item.
    of_json = type(needle) in JSON_SCALARS and JSON_TYPES.issuperset(map(type, items))
    if of_json and not ENGINE["in"](needle, items):
        return False
    return any(strictly_equal(item, needle) for item in items)


def _loosely_equal(run: Evaluation, _data: Any, a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    if _is_bytes_beside_nothing(a, b) or _is_bytes_beside_nothing(b, a):
        return False
    if is_scalar(a) or is_scalar(b):
        return loosely_equal(run.primitive(a), run.primitive(b))
    return strictly_equal(a, b)


def _is_bytes_beside_nothing(a: Any, b: Any) -> bool:
    return isinstance(a, bytes) and (b is None or b is UNDEFINED)


def _loosely_unequal(run: Evaluation, data: Any, *operands: Any) -> bool:
    return not _loosely_equal(run, data, *operands)


def _strictly_equal(_run: Evaluation, _data: Any, a: Any = UNDEFINED, b: Any = UNDEFINED, *_ignored: Any) -> bool:
    return strictly_equal(a, b)


def _strictly_unequal(run: Evaluation, data: Any, *operands: Any) -> bool:
    return not _strictly_equal(run, data, *operands)


def _truth(_run: Evaluation, _data: Any, value: Any = None, *_ignored: Any) -> bool:
    return truthy(value)


def _not(_run: Evaluation, _data: Any, value: Any = None, *_ignored: Any) -> bool:
    return not truthy(value)


def _throw(run: Evaluation, _data: Any, thrown: Any = None, *_ignored: Any) -> NoReturn:
    hint = 'The flow itself ends the expression here. In {"try": [...]} the next operand would have gone on.'
    raise Thrown(thrown if isinstance(thrown, dict) else run.made_scope({"type": thrown}), hint=hint)


def _multiply(run: Evaluation, _data: Any, *factors: Any) -> Any:
    """A single factor is handed back as it is, whatever it is: json-logic-js reduces without a start value."""
    if not factors:
        raise BadExpression("'*' needs at least one operand.")
    return factors[0] if len(factors) == 1 else run.calculated(multiply(*map(run.primitive, factors)))


def _concatenate(run: Evaluation, _data: Any, *operands: Any) -> str:
    """Array.prototype.join (23.1.3.18) with nothing between."""
    return str(ENGINE["cat"](*run.texts(operands)))


def _substring(run: Evaluation, _data: Any, *operands: Any) -> str:
    text = substring(*map(run.primitive, operands))
    run.make_text(len(text))
    return text


def _on_scalars(operator: Callable[..., Any]) -> Eager:
    def apply(run: Evaluation, _data: Any, *values: Any) -> Any:
        return operator(*map(run.primitive, values))

    return apply


def _calculating(operator: Callable[..., int | float]) -> Eager:
    def apply(run: Evaluation, _data: Any, *values: Any) -> int | float:
        return run.calculated(operator(*map(run.primitive, values)))

    return apply


LAZY: Final[Mapping[str, Lazy]] = MappingProxyType(
    {
        "if": _if,
        "?:": _if,
        "and": _and,
        "or": _or,
        "filter": _filter,
        "map": _map,
        "reduce": _reduce,
        "all": _all,
        "some": _some,
        "none": _none,
        "??": _coalesce,
        "try": _try,
        "val": val,
        "exists": exists,
        "sort": sort,
    }
)

EAGER: Final[Mapping[str, Eager]] = MappingProxyType(
    {
        "var": var,
        "missing": missing,
        "missing_some": missing_some,
        "length": length,
        "slice": cut,
        "throw": _throw,
        "merge": _merge,
        "in": _contains,
        "cat": _concatenate,
        "substr": _substring,
        "==": _loosely_equal,
        "!=": _loosely_unequal,
        "===": _strictly_equal,
        "!==": _strictly_unequal,
        "!": _not,
        "!!": _truth,
        "<": _on_scalars(less_than),
        "<=": _on_scalars(at_most),
        ">": _on_scalars(greater_than),
        ">=": _on_scalars(at_least),
        "+": _calculating(add),
        "-": _calculating(subtract),
        "*": _multiply,
        "/": _calculating(divide),
        "%": _calculating(remainder),
        "min": _calculating(minimum),
        "max": _calculating(maximum),
    }
)
