"""What is read and written where: a branch sees the run's variables as of the split, and what it wrote itself.

It never sees what its siblings write, so that no result depends on who is faster. A variable with a reducer is added
to: each value that a branch writes joins those it wrote before, and at the join all of them join the variable.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workflow_engine_shared.errors import StateConflict
from workflow_engine_shared.ids import shown
from workflow_engine_shared.tokens.program import Program
from workflow_engine_shared.tokens.reducers import combine
from workflow_engine_shared.tokens.state import ROOT, State, blocks_around


def seen(program: Program, state: State, scope_id: str) -> dict[str, Any]:
    """The variables as a scope sees them; not to be changed."""
    variables = state["vars"][ROOT]
    if scope_id == ROOT:
        return variables
    outer = [state["acts"][block]["scope"] for block in blocks_around(state, scope_id)]
    variables = dict(variables)
    for inner in [*reversed(outer[:-1]), scope_id]:
        for key, value in state["vars"][inner].items():
            variables[key] = _added(program, variables.get(key), key, value)
    return variables


def _added(program: Program, old: Any, key: str, new: Any) -> Any:
    how = program.reducers.get(key)
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
    if scope_id == ROOT or not program.reducers:
        return {**own, **outputs}
    added = dict(own)
    for key, value in outputs.items():
        how = program.reducers.get(key)
        before = [added[key]] if key in added else []
        added[key] = value if how is None else combine(how, key, *before, value)
    return added


def joined(
    program: Program, own: Mapping[str, Any], branches: Iterable[tuple[str, Mapping[str, Any]]]
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
        how, old = program.reducers.get(key), own.get(key)
        if how is not None:
            result[key] = combine(how, key, *([] if old is None else [old]), *(value for _, value in wrote))
        elif len(wrote) > 1:
            names = ", ".join(shown(name) for name, _ in wrote)
            raise StateConflict(f"{shown(key)} was written by several branches (those that begin at {names}).")
        else:
            result[key] = wrote[0][1]
    return result


def updated(program: Program, state: State, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """All variables after values came from outside; what branches add to a variable with a reducer stays theirs."""
    settled = {key for key in values if key not in program.reducers}
    inner = {
        scope_id: {key: value for key, value in own.items() if key not in settled}
        for scope_id, own in state["vars"].items()
        if scope_id != ROOT
    }
    return {ROOT: {**state["vars"][ROOT], **values}, **inner}
