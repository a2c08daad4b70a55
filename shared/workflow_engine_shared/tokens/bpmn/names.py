"""Which variables are seen and written: the scope's own, and those around it up to its process.

A variable is written where it is: in the innermost scope that has it, or else in the process. So a sub-process has only
what it names as its data for itself, and an instance of a loop its counter and item.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.elements.definitions import Assignment
from workflow_engine_shared.tokens.state import State
from workflow_engine_shared.tokens.step import Step


def outwards(state: State, scope_id: str) -> Iterator[str]:
    """A scope and those around it, up to that of its process."""
    while True:
        yield scope_id
        scope = state["scopes"][scope_id]
        if scope["act"] is None or scope["role"] == "process":
            return
        scope_id = state["acts"][scope["act"]]["scope"]


def seen(state: State, scope_id: str, act_id: str | None = None) -> dict[str, Any]:
    """The variables as a scope, or what stands in it, sees them; not to be changed."""
    way = list(outwards(state, scope_id))
    own = state["vars"].get(act_id) if act_id is not None else None
    if len(way) == 1 and not own:
        return state["vars"][scope_id]
    variables: dict[str, Any] = {}
    for each in reversed(way):
        variables.update(state["vars"][each])
    return {**variables, **own} if own else variables


def put(step: Step, scope_id: str, values: Mapping[str, Any]) -> None:
    """Write variables as a scope does."""
    if not values:
        return
    step.changed = True
    variables = step.state["vars"]
    way = list(outwards(step.state, scope_id))
    if len(way) == 1:
        variables[scope_id] = {**variables[scope_id], **values}
        return
    for key, value in values.items():
        at = next((each for each in way if key in variables[each]), way[-1])
        variables[at] = {**variables[at], key: value}


def assigned(step: Step, assignments: Iterable[Assignment], variables: Mapping[str, Any]) -> dict[str, Any]:
    """What assignments give, each seeing those before it. Raises BadExpression."""
    values: dict[str, Any] = {}
    known = dict(variables)
    for each in assignments:
        known[each.into] = values[each.into] = None if each.rule is None else step.evaluate(each.rule, known)
    return values


def is_true(step: Step, rule: Any, variables: dict[str, Any], what: str) -> bool:
    """Whether a condition holds; `what` it is of.

    Raises:
        BadExpression: it cannot be evaluated, or gives neither true nor false.
    """
    value = step.evaluate(rule, variables)
    if value is True or value is False:
        return value
    raise BadExpression(f"The condition of {shown(what)} gives {shown(value)}, not true or false.")
