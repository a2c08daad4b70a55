"""What holds of every state between two steps; what does not is a fault of the engine. For tests, and for doubts."""

from collections import Counter
from collections.abc import Iterator

from workflow_engine_shared.tokens.elements import invariants
from workflow_engine_shared.tokens.program import Block, Call, Node, Program, Task
from workflow_engine_shared.tokens.state import ROOT, Stand, State

_STANDS: dict[Stand, tuple[type[Node], ...]] = {
    "work": (Task,),
    "failed": (Task,),
    "block": (Block,),
    "call": (Call,),
    "held": (Node,),
    "stuck": (Node,),
}


def check(program: Program, state: State) -> list[str]:
    """What is wrong with a state, in words; nothing of a sound one."""
    if program.processes:
        return invariants.check(program, state)
    return [*_accounts(state), *_scopes(state), *_acts(program, state), *_variables(state), *_progress(state)]


def _accounts(state: State) -> Iterator[str]:
    standing = Counter(act["scope"] for act in state["acts"].values())
    for scope_id, scope in state["scopes"].items():
        if scope["live"] != standing[scope_id]:
            yield f"{scope_id} counts {scope['live']} tokens, {standing[scope_id]} stand in it"


def _scopes(state: State) -> Iterator[str]:
    for scope_id, scope in state["scopes"].items():
        act = None if scope["act"] is None else state["acts"].get(scope["act"])
        if (scope["act"] is None) != (scope_id == ROOT):
            yield f"{scope_id} belongs to {scope['act']}"
        elif scope_id != ROOT and (act is None or scope_id not in act.get("branches", ())):
            yield f"{scope_id} is no branch of {scope['act']}, which it belongs to"


def _acts(program: Program, state: State) -> Iterator[str]:
    for act_id, act in state["acts"].items():
        node = program.nodes.get(act["node"])
        if not isinstance(node, _STANDS[act["stand"]]):
            yield f"{act_id} stands as {act['stand']} in {act['node']}"
        if act["scope"] not in state["scopes"]:
            yield f"{act_id} is in {act['scope']}, which is not there"
        if (act["stand"] in {"failed", "stuck"}) != ("error" in act):
            yield f"{act_id} stands as {act['stand']}, its error is {act.get('error')}"
        for scope_id in act.get("branches", ()):
            scope = state["scopes"].get(scope_id)
            if scope is None or scope["act"] != act_id:
                yield f"{act_id} has the branch {scope_id}, which does not belong to it"


def _variables(state: State) -> Iterator[str]:
    if state["vars"].keys() - {ROOT} != state["scopes"].keys() - {ROOT}:
        yield f"variables of {sorted(state['vars'])}, scopes {sorted(state['scopes'])}"


def _progress(state: State) -> Iterator[str]:
    running = state["status"] == "running"
    moving = any(act["stand"] not in {"block", "call"} for act in state["acts"].values())
    if running and not moving:
        yield "the run is not over, but nothing is left that anybody could do"
    if not running and (state["scopes"] or state["acts"]):
        yield f"the run is {state['status']}, but something of it is left"
