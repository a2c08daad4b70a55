"""What holds of every state of a program of elements between two steps; what does not is a fault of the engine."""

from collections import Counter
from collections.abc import Iterable, Iterator

from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    CallActivity,
    CatchEvent,
    Element,
    EndEvent,
    EventGateway,
    ReceiveTask,
    SubProcess,
    ThrowEvent,
)
from workflow_engine_shared.tokens.program import Node, Program
from workflow_engine_shared.tokens.state import ROOT, Done, Stand, State

_STANDS: dict[Stand, tuple[type[Node], ...]] = {
    "work": (Activity,),
    "failed": (Activity,),
    "wait": (CatchEvent, EventGateway, ReceiveTask, CallActivity),
    "sub": (SubProcess, CallActivity),
    "loop": (Activity,),
    "undo": (ThrowEvent, EndEvent, SubProcess, CallActivity),
    "held": (Element,),
    "stuck": (Element,),
}


def check(program: Program, state: State) -> list[str]:
    """What is wrong with a state, in words; nothing of a sound one."""
    parts = (_accounts(state), _scopes(state), _acts(program, state), _subs(state), _variables(state), _end(state))
    return [each for part in parts for each in part]


def _accounts(state: State) -> Iterator[str]:
    tokens = Counter(act["scope"] for act in state["acts"].values())
    for join in state["joins"].values():
        tokens[join["scope"]] += sum(join["at"].values())
    for scope_id, scope in state["scopes"].items():
        if scope["live"] != tokens[scope_id]:
            yield f"{scope_id} counts {scope['live']} tokens, {tokens[scope_id]} are in it"


def _scopes(state: State) -> Iterator[str]:
    for scope_id, scope in state["scopes"].items():
        act = None if scope["act"] is None else state["acts"].get(scope["act"])
        if scope["act"] is None:
            if scope["role"] != "process":
                yield f"{scope_id} is a {scope['role']} of nothing"
        elif act is None or scope_id not in act.get("branches", ()):
            yield f"{scope_id} does not belong to {scope['act']}"
    for key, join in state["joins"].items():
        if join["scope"] not in state["scopes"] or not (join["at"] or "late" in join):
            yield f"the join {key} is of no use"


def _acts(program: Program, state: State) -> Iterator[str]:
    for act_id, act in state["acts"].items():
        node = program.nodes.get(act["node"])
        if not isinstance(node, _STANDS.get(act["stand"], ())):
            yield f"{act_id} stands as {act['stand']} in {act['node']}"
        if act["scope"] not in state["scopes"]:
            yield f"{act_id} is in {act['scope']}, which is not there"
        if (act["stand"] in {"failed", "stuck"}) != ("error" in act):
            yield f"{act_id} stands as {act['stand']}, its error is {act.get('error')}"
        for scope_id in act.get("branches", ()):
            if scope_id not in state["scopes"] or state["scopes"][scope_id]["act"] != act_id:
                yield f"{act_id} has the scope {scope_id}, which does not belong to it"
        loop = act.get("loop")
        if loop is not None and loop["begun"] - loop["over"] != len(act.get("branches", ())):
            yield f"{act_id} began {loop['begun']} instances, {loop['over']} are over, {act.get('branches')} are there"


def _subs(state: State) -> Iterator[str]:
    owned = [each for owner in [*state["acts"].values(), *state["scopes"].values()] for each in owner.get("subs", ())]
    if sorted(owned) != sorted(state["subs"]):
        yield f"{sorted(owned)} are said to be waited for, {sorted(state['subs'])} are"
    for sub_id, sub in state["subs"].items():
        owner = state["scopes"].get(sub["scope"]) if sub["act"] is None else state["acts"].get(sub["act"])
        if owner is None or sub_id not in owner.get("subs", ()):
            yield f"{sub_id} belongs to nothing"


def _variables(state: State) -> Iterator[str]:
    kept = {each for scope in state["scopes"].values() for each in _kept(scope.get("done", ()))}
    kept |= {each for act in state["acts"].values() for each in _kept(act.get("todo", ()))}
    scopes = (state["scopes"].keys() | kept | {ROOT}) - state["acts"].keys()
    if lost := scopes - state["vars"].keys():
        yield f"the variables of {sorted(lost)} are lost"
    if left := state["vars"].keys() - scopes - state["acts"].keys():
        yield f"the variables of {sorted(left)} are left"


def _kept(done: Iterable[Done]) -> Iterator[str]:
    for each in done:
        if "scope" in each:
            yield each["scope"]
            yield from _kept(each["done"])


def _end(state: State) -> Iterator[str]:
    if state["status"] == "running" and not state["scopes"]:
        yield "the run is not over, but no process is left"
    if state["status"] != "running" and (state["scopes"] or state["acts"] or state["subs"] or state["joins"]):
        yield f"the run is {state['status']}, but something of it is left"
