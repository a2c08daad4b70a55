"""Processes and sub-processes: how a scope begins, how it is cleared, and what goes with it."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from workflow_engine_shared.tokens.bpmn import flows, waits
from workflow_engine_shared.tokens.bpmn.names import assigned, seen
from workflow_engine_shared.tokens.elements.conditional_starts import conditional_start
from workflow_engine_shared.tokens.elements.nodes import AdHocSubProcess, EventNode, Process, SubProcess
from workflow_engine_shared.tokens.events import Disabled
from workflow_engine_shared.tokens.state import ROOT, Act, Done, Role
from workflow_engine_shared.tokens.step import Step


def begin(
    step: Step,
    node: Process | SubProcess,
    act_id: str | None,
    variables: dict[str, Any],
    at: Collection[str] | None = None,
) -> str:
    """Open the scope of a process or sub-process; `at`: what its tokens begin with, if not with what is usual.

    Raises:
        BadExpression: one of its rules cannot be evaluated; nothing is changed then.
        NoBranch: it is a process that begins by conditions only, and none of them holds; nothing is changed then.
    """
    role: Role = "process" if isinstance(node, Process) else "sub"
    around = {} if role == "process" or act_id is None else seen(step.state, step.state["acts"][act_id]["scope"])
    own = {**assigned(step, node.contents.data, {**around, **variables}), **variables}
    if at is None and isinstance(node, Process):
        at = conditional_start(step.program, node, own, step.evaluate)
    subs = waits.ready(step, starts_inside(step, node), {**around, **own})
    scope_id = opened(step, node.id, act_id, role, own)
    waits.arm(step, subs, scope_id)
    _place(step, node, scope_id, at)
    return scope_id


def opened(step: Step, node_id: str, act_id: str | None, role: Role, variables: dict[str, Any]) -> str:
    """A new scope without tokens, the newest of its act."""
    scope_id = step.new_id("s")
    step.state["scopes"][scope_id] = {"node": node_id, "act": act_id, "live": 0, "role": role}
    step.state["vars"][scope_id] = variables
    if act_id is not None:
        act = step.state["acts"][act_id]
        step.state["acts"][act_id] = {**act, "branches": [*act.get("branches", ()), scope_id]}
    return scope_id


def clear(step: Step, scope_id: str, why: str = "") -> None:
    """Cancel everything in a scope; the scope stays, without tokens and without anything that it waits for."""
    for each in _emptied(step, [scope_id], why)[1:]:
        _forget(step, each)
    scope = step.state["scopes"][scope_id]
    waits.drop(step, scope.get("subs", ()))
    step.state["scopes"][scope_id] = {**scope, "live": 0, "subs": [], "todo": []}


def close(step: Step, scope_id: str, *, kept: bool = False) -> None:
    """End a scope that has no token; `kept`: its variables and what can be compensated in it are still wanted."""
    act_id = step.state["scopes"][scope_id]["act"]
    _without_joins(step, {scope_id})  # a complex gateway may still look out for what comes late
    _forget(step, scope_id, kept=kept)
    if act_id is not None:
        act = step.state["acts"][act_id]
        left = act["branches"].copy()
        left.remove(scope_id)  # of many instances side by side the first ones are over first, mostly
        step.state["acts"][act_id] = {**act, "branches": left}


def cancel(step: Step, act_id: str, why: str = "") -> None:
    """Cancel what an act stands for; its token is in the scope still."""
    cancel_inside(step, act_id, why)
    step.notices.append(Disabled(act_id, lift(step, act_id)["node"], why))


def cancel_inside(step: Step, act_id: str, why: str = "") -> None:
    """Cancel all that is in what an act stands for."""
    act = step.state["acts"][act_id]
    for each in _emptied(step, act.get("branches", ()), why):
        _forget(step, each)
    step.state["acts"][act_id] = {**act, "branches": []}


def lift(step: Step, act_id: str) -> Act:
    """Take up the token that stands in something, and with it what it waited for."""
    act = step.lift(act_id)
    waits.drop(step, act.get("subs", ()))
    step.state["vars"].pop(act_id, None)
    return act


def starts_inside(step: Step, node: Process | SubProcess) -> Iterator[str]:
    """The start events of its event sub-processes."""
    for handler in node.contents.handlers:
        handling = step.program.nodes[handler]
        assert isinstance(handling, SubProcess)
        yield from handling.contents.starts


def _place(step: Step, node: Process | SubProcess, scope_id: str, at: Collection[str] | None) -> None:
    """Send the first tokens of a scope."""
    tokens = _first(step, node) if at is None else list(at)
    if isinstance(node, AdHocSubProcess) and node.ordering == "sequential":
        tokens, rest = tokens[:1], tokens[1:]
        step.state["scopes"][scope_id] = {**step.state["scopes"][scope_id], "todo": rest}
    step.add(scope_id, len(tokens))
    for each in tokens:
        flows.send(step, scope_id, each)
    if not tokens:
        step.see_to(scope_id)


def _first(step: Step, node: Process | SubProcess) -> list[str]:
    starts = node.contents.starts
    if not starts or isinstance(node, AdHocSubProcess):
        return list(node.contents.entries)
    nodes = step.program.nodes
    none = [each for each in starts if isinstance(event := nodes[each], EventNode) and not event.definitions]
    return [*none, *starts][:1]


def _emptied(step: Step, scope_ids: Iterable[str], why: str) -> list[str]:
    """Take all acts and tokens out of scopes and those inside of them; returns them all, the given first."""
    inside: dict[str, list[str]] = {}
    for act_id, act in step.state["acts"].items():
        inside.setdefault(act["scope"], []).append(act_id)
    closing = list(scope_ids)
    for each in closing:
        for act_id in inside.get(each, ()):
            act = lift(step, act_id)
            closing.extend(act.get("branches", ()))
            step.notices.append(Disabled(act_id, act["node"], why))
    _without_tokens(step, set(closing))
    return closing


def _without_tokens(step: Step, scope_ids: Collection[str]) -> None:
    step.call_back(scope_ids)
    _without_joins(step, scope_ids)


def _without_joins(step: Step, scope_ids: Collection[str]) -> None:
    joins = step.state["joins"]
    for key in [key for key, join in joins.items() if join["scope"] in scope_ids]:
        del joins[key]


def _forget(step: Step, scope_id: str, *, kept: bool = False) -> None:
    scope = step.state["scopes"].pop(scope_id)
    waits.drop(step, scope.get("subs", ()))
    if not kept:
        if scope_id != ROOT:
            del step.state["vars"][scope_id]
        forget_done(step, scope.get("done", ()))


def forget_done(step: Step, done: Iterable[Done]) -> None:
    """What could be compensated is not to be any more."""
    due = list(done)
    for each in due:
        if "scope" in each:
            step.state["vars"].pop(each["scope"], None)
            due.extend(each["done"])
