"""JsonLogic: conditions and arguments of a flow, computed from its state.

json-logic-qubit is the engine: its functions compare, calculate, join and merge. It is not given whole rules, because
its dispatcher cannot be bounded and loses data: it recurses without limit, takes `data or {}` for the data, so that a 0
or "" inside `filter` becomes an object, and its operators raise whatever they like. So this module and its parts
walk the rule (`evaluation`: scopes, limits), name the operators (`operators`, `paths`, `sequences`), and hand the
engine's functions the operands JavaScript would work with (`scalars`, by the rules in `coercion`).

The answers are those of json-logic-js 2.0.5; `scripts/jsonlogic_diff.py` compares them. What it does not have - `val`,
`exists`, `??`, `try`, `throw`, `length`, `sort`, `slice` - answers as in the suites of the JsonLogic community
(github.com/json-logic/compat-tables; the last two as in datalogic-rs). Ours differ on purpose where

- `var` reaches into objects and lists, and takes the `length` of a list or text: nothing else of a value is in reach.
- Data is never run as a rule, not even by `missing`; `missing_some` takes a list of names and nothing else.
- An object in a rule has exactly one key, an operator of `OPERATORS`. Literal objects are refused.
- `undefined` is null outside an operator: `{"and": []}` and `{"map": [[1]]}` yield null.
- Whole numbers beyond 2**53 are compared and written exactly, and minus zero is zero.
- Characters are Unicode's, not UTF-16 units, where they are counted.
- What a run's state holds beyond JSON counts as a number, an ISO text or a list, or ends the expression
  (`state_values`, `moments`); passed on, it stays what it is. Keys that are no texts are found by how they are shown.
- NaN and infinities take part in the calculation as in JavaScript; in a result they are null, as JSON.stringify has it.
  Inside `try` a calculation that ends in one has failed, as everywhere in the community's suites.
- `try` answers for what the data did to a rule, not for a rule that is none or exceeds a limit.

Every evaluation counts its own steps: nothing is shared between threads, and the same rule always ends at the same one.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import BadExpression, Problem
from workflow_engine_shared.jsonlogic.coercion import CONTAINERS, LISTS, truthy
from workflow_engine_shared.jsonlogic.evaluation import MAX_DEPTH, Evaluation
from workflow_engine_shared.jsonlogic.operators import EAGER, LAZY
from workflow_engine_shared.jsonlogic.paths import CLIMB_HINT, climbs
from workflow_engine_shared.jsonlogic.scalars import json_equal

__all__ = ["OPERATORS", "evaluate", "expression_problems", "json_equal", "truthy"]

OPERATORS: Final[frozenset[str]] = frozenset(LAZY) | frozenset(EAGER)

_ANY_NUMBER = (0, None)
# How many operands at least and at most, where JsonLogic fixes it.
_ARITY: Final[Mapping[str, tuple[int, int | None]]] = {
    **dict.fromkeys(("!", "!!"), (1, 1)),
    **dict.fromkeys(("==", "!=", "===", "!==", ">", ">=", "/", "%", "in", "missing_some"), (2, 2)),
    **dict.fromkeys(("filter", "map", "all", "some", "none"), (2, 2)),
    **dict.fromkeys(("<", "<=", "substr", "reduce"), (2, 3)),
    **dict.fromkeys(("and", "or", "*", "min", "max", "??", "try", "exists"), (1, None)),
    **dict.fromkeys(("length", "throw"), (1, 1)),
    "sort": (1, 3),
    "slice": (1, 4),
    "-": (1, 2),
    "?:": (3, 3),
    "var": (0, 2),
}

# Where the nearest spelling is not what is meant.
_MEANT: Final[Mapping[str, str]] = {
    "=": "==",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "eq": "==",
    "ne": "!=",
    "not": "!",
    "&&": "and",
    "||": "or",
    "concat": "cat",
    "join": "cat",
    "contains": "in",
    "any": "some",
    "every": "all",
    "mod": "%",
    "else": "if",
    "coalesce": "??",
    "ifnull": "??",
    "default": "??",
    "catch": "try",
    "raise": "throw",
    "error": "throw",
    "len": "length",
    "size": "length",
    "count": "length",
    "order": "sort",
    "has": "exists",
    "get": "val",
}


def evaluate(expr: Any, state: Mapping[str, Any] | Any) -> Any:
    """The value of `expr` over `state`, which is neither walked nor changed; the result may share parts with it.

    Raises:
        BadExpression: The rule is not JsonLogic, or it exceeds a limit, or it meets a value JSON does not have.
    """
    try:
        data = dict(state) if isinstance(state, Mapping) and not isinstance(state, dict) else state
        evaluation = Evaluation(LAZY, EAGER)
        return evaluation.result(evaluation.value(expr, data, 0))
    except BadExpression:
        raise
    except Exception as error:
        # Objects in the state that are no JSON may raise anything when they are compared.
        raise BadExpression(f"The expression failed with {type(error).__name__}.") from error


def expression_problems(expr: Any, pointer: str) -> list[Problem]:
    """Everything that can be said against an expression before there is data, each with its JSON pointer."""
    return list(_problems(expr, pointer, 0))


def _problems(rule: Any, pointer: str, depth: int) -> Iterator[Problem]:
    if not isinstance(rule, CONTAINERS):
        return
    if depth >= MAX_DEPTH:
        detail = f"The expression is nested more than {MAX_DEPTH} levels deep."
        yield _problem(pointer, detail, "Split the condition.", why="too_deep", max=MAX_DEPTH)
    elif isinstance(rule, LISTS):
        yield from _problems_of_each(rule, pointer, depth)
    elif len(rule) != 1:
        yield _problem(
            pointer,
            f"A rule is an object with exactly one operator; this one has {len(rule)} keys.",
            'Combine rules with {"and": [...]}, or take the object from the state with {"var": "..."}.',
            why="keys",
            count=len(rule),
        )
    else:
        [(name, given)] = rule.items()
        yield from _operator_problems(name, given, json_pointer.join(pointer, name), depth)


def _problems_of_each(rules: Any, pointer: str, depth: int) -> Iterator[Problem]:
    for position, rule in enumerate(rules):
        yield from _problems(rule, f"{pointer}/{position}", depth + 1)


def _operator_problems(name: Any, given: Any, pointer: str, depth: int) -> Iterator[Problem]:
    operands = given if isinstance(given, LISTS) else [given]
    if name not in OPERATORS:
        detail = f"'{name!s:.100}' is not a JsonLogic operator."
        yield _problem(pointer, detail, _suggestion(name), why="operator", name=str(name)[:100], near=_meant(name))
    elif wrong := _wrong_number(name, len(operands)):
        least, most = _ARITY.get(name, _ANY_NUMBER)
        told: dict[str, Any] = {"name": name, "min": least, "max": most, "count": len(operands)}
        yield _problem(pointer, wrong, f'The operands stand in a list: {{"{name}": [...]}}.', why="operands", **told)
    else:
        yield from _misplaced(
            name, operands, lambda place: f"{pointer}/{place}" if isinstance(given, LISTS) else pointer
        )
    if isinstance(given, LISTS):
        yield from _problems_of_each(given, pointer, depth)
    else:
        yield from _problems(given, pointer, depth + 1)


def _misplaced(name: str, operands: Sequence[Any], at: Callable[[int], str]) -> Iterator[Problem]:
    """Operands that stand where nothing of their kind has a meaning; `at` is where one stands."""
    if name == "var" and operands and not _may_be_path(operands[0]):
        yield _problem(
            at(0),
            "The path of 'var' is a text, a whole number or a rule.",
            'Write it like "items.0.name".',
            **_odd(name),
        )
    if name in {"val", "exists"}:
        for place, key in enumerate(operands):
            if not (_may_be_key(key) or (place == 0 and climbs(key))):
                yield _problem(
                    at(place), f"A key of '{name}' is a text, a whole number or a rule.", CLIMB_HINT, **_odd(name)
                )
    if name == "sort" and len(operands) > 1 and not isinstance(operands[1], (bool, dict)):
        detail = "The second operand of 'sort' is true (upwards), false (downwards) or a rule."
        yield _problem(
            at(1), detail, 'Write it like {"sort": [{"var": "items"}, false, {"var": "price"}]}.', **_odd(name)
        )


def _wrong_number(name: str, count: int) -> str | None:
    least, most = _ARITY.get(name, _ANY_NUMBER)
    if count >= least and (most is None or count <= most):
        return None
    wanted = f"at least {least}" if most is None else str(least) if least == most else f"{least} to {most}"
    return f"'{name}' takes {wanted} operand{'' if wanted.endswith('1') else 's'}; here it has {count}."


def _may_be_path(path: Any) -> bool:
    """Null is one, too: the whole of the data, like the empty text."""
    return path is None or (isinstance(path, (str, int, dict)) and not isinstance(path, bool))


def _may_be_key(key: Any) -> bool:
    return isinstance(key, (str, int, dict)) and not isinstance(key, bool)


def _suggestion(name: Any) -> str:
    meant = _meant(name)
    return f"Did you mean '{meant}'?" if meant else f"The operators are {' '.join(sorted(OPERATORS))}."


def _meant(name: Any) -> str:
    written = str(name)[:100].lower()
    return _MEANT.get(written) or next(iter(difflib.get_close_matches(written, sorted(OPERATORS), n=1)), "")


def _odd(name: str) -> dict[str, str]:
    return {"why": "operand", "name": name}


def _problem(pointer: str, detail: str, hint: str, **params: Any) -> Problem:
    return Problem(BadExpression.code, pointer, detail, hint, params)
