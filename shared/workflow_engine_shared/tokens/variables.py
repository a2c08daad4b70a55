"""What is read and written where: a branch sees the run's variables as of the split, and what it wrote itself.

A branch never sees what its siblings write, so that no result depends on who is faster. A variable with a reducer is
added to: each value that a branch writes joins those it wrote before, and at the join all of them join the variable. A
called flow has variables of its own, as a run has, and its branches see those.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from workflow_engine_shared.errors import StateConflict
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.program import Call, Program
from workflow_engine_shared.tokens.reducers import Reducer, combine
from workflow_engine_shared.tokens.state import ROOT, State

Reducers: TypeAlias = Mapping[str, Reducer]


def seen(program: Program, state: State, scope_id: str) -> dict[str, Any]:
    """The variables as a scope sees them; not to be changed."""
    base, *branches = _way_to(program, state, scope_id)
    if not branches:
        return state["vars"][base]
    variables, reducers = dict(state["vars"][base]), _reducers(program, state, base)
    for inner in branches:
        for key, value in state["vars"][inner].items():
            variables[key] = _added(reducers, variables.get(key), key, value)
    return variables


def reducers_of(program: Program, state: State, scope_id: str) -> Reducers:
    """How variables with several writers are joined in a scope."""
    return _reducers(program, state, _way_to(program, state, scope_id)[0])


def _way_to(program: Program, state: State, scope_id: str) -> list[str]:
    """From the scope whose variables all others around this one add to, down to this one."""
    way = [scope_id]
    while not _is_whole(program, state, way[-1]):
        act = state["scopes"][way[-1]]["act"]
        assert act is not None  # or it would be whole
        way.append(state["acts"][act]["scope"])
    return way[::-1]


def _is_whole(program: Program, state: State, scope_id: str) -> bool:
    """Whether a scope has variables of its own, and sees none around it: the run's, and that of a called flow."""
    return _call(program, state, scope_id) is not None or scope_id == ROOT


def _call(program: Program, state: State, scope_id: str) -> Call | None:
    act = state["scopes"][scope_id]["act"] if scope_id in state["scopes"] else None
    node = None if act is None else program.nodes[state["acts"][act]["node"]]
    return node if isinstance(node, Call) else None


def _reducers(program: Program, state: State, base: str) -> Reducers:
    call = _call(program, state, base)
    return program.reducers if call is None else call.reducers


def _added(reducers: Reducers, old: Any, key: str, new: Any) -> Any:
    how = reducers.get(key)
    if how is None or old is None:
        return new
    try:
        return combine(how, key, old, new)
    except StateConflict:
        return new  # an update from outside changed what the branch adds to: told at the join, where it can be mended


def written(program: Program, state: State, scope_id: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """A scope's variables after it wrote.

    Raises:
        StateConflict: a value is none for the reducer of its variable.
    """
    own = state["vars"][scope_id]
    reducers = reducers_of(program, state, scope_id)
    if not reducers or _is_whole(program, state, scope_id):
        return {**own, **outputs}
    added = dict(own)
    for key, value in outputs.items():
        how = reducers.get(key)
        before = [added[key]] if key in added else []
        added[key] = value if how is None else combine(how, key, *before, value)
    return added


def joined(
    reducers: Reducers, own: Mapping[str, Any], branches: Iterable[tuple[str, Mapping[str, Any]]]
) -> dict[str, Any]:
    """The variables `own` after branches, each with its name, came together in their order.

    Raises:
        StateConflict: several wrote a variable that has no reducer, or values that it cannot bring together.
    """
    writers: dict[str, list[tuple[str, Any]]] = {}
    for name, variables in branches:
        for key, value in variables.items():
            writers.setdefault(key, []).append((name, value))
    result = dict(own)
    for key, wrote in writers.items():
        how, old = reducers.get(key), own.get(key)
        if how is not None:
            result[key] = combine(how, key, *([] if old is None else [old]), *(value for _, value in wrote))
        elif len(wrote) > 1:
            names = ", ".join(shown(name) for name, _ in wrote)
            raise StateConflict(f"{shown(key)} was written by several branches (those that begin at {names}).")
        else:
            result[key] = wrote[0][1]
    return result


def updated(program: Program, state: State, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """All variables after values came from outside; what branches add to a variable with a reducer stays theirs.

    The values also hold in called flows: work that stands there sees them, too.
    """
    changed: dict[str, dict[str, Any]] = {}
    for scope_id, own in state["vars"].items():
        if _is_whole(program, state, scope_id):
            changed[scope_id] = {**own, **values}
        else:
            reducers = reducers_of(program, state, scope_id)
            changed[scope_id] = {key: value for key, value in own.items() if key in reducers or key not in values}
    return changed
