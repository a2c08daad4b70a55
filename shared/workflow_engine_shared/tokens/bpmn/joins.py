"""Joins: tokens wait in front of a gateway for those that are still to come.

The inclusive join has the standard's path rule (BPMN 2.0, chapter 13): it goes on when some way in has a token, and
every token elsewhere that can come by a way without one can also come by a way that has one. It is looked at only when
nothing else can move.
"""

from collections.abc import Collection, Mapping
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import flows
from workflow_engine_shared.tokens.bpmn.names import is_true, seen
from workflow_engine_shared.tokens.elements.nodes import ComplexGateway, Element, InclusiveGateway, ParallelGateway
from workflow_engine_shared.tokens.events import Deadlock
from workflow_engine_shared.tokens.state import Join
from workflow_engine_shared.tokens.step import Step


def arrive(
    step: Step, scope_id: str, node: ParallelGateway | InclusiveGateway | ComplexGateway, via: str | None
) -> None:
    """A token came by a flow.

    Raises:
        BadExpression: a complex gateway's condition cannot be evaluated; nothing is changed then.
    """
    if len(node.incoming) <= 1 or via is None:
        flows.leave(step, scope_id, node, extra=_waiting(node, is_first=True))
        return
    key = f"{scope_id}/{node.id}"
    join = step.state["joins"].get(key, {"node": node.id, "scope": scope_id, "at": {}})
    came: Join = {**join, "at": {**join["at"], via: join["at"].get(via, 0) + 1}}
    if isinstance(node, ComplexGateway) and "late" not in join and _activates(step, scope_id, node, came["at"]):
        came["late"] = sorted(set(node.incoming) - came["at"].keys())
        step.state["joins"][key] = came
        _go_on(step, key, node)
        return
    step.state["joins"][key] = came
    if isinstance(node, ParallelGateway) and len(came["at"]) == len(node.incoming):
        _go_on(step, key, node)


def idle(step: Step) -> bool:
    """Nothing else can move: whether a join can."""
    for key, join in list(step.state["joins"].items()):
        node = step.program.nodes[join["node"]]
        if isinstance(node, InclusiveGateway) and join["at"]:
            empty = [flow for flow in node.incoming if flow not in join["at"]]
            if not _can_come(step, join, node, empty):
                _go_on(step, key, node)
                return True
        elif isinstance(node, ComplexGateway) and "late" in join:
            late = [flow for flow in join["late"] if flow not in join["at"]]
            if not _can_come(step, join, node, late):
                _reset(step, key, node)
                return True
    return False


def tell_deadlock(step: Step) -> None:
    """Say so if tokens wait for others, and nothing is left that could move any."""
    state = step.state
    moving = any(act["stand"] in {"work", "wait", "held", "failed", "stuck"} for act in state["acts"].values())
    if state["joins"] and state["status"] == "running" and not moving and not state["subs"]:
        step.notices.append(Deadlock(tuple(sorted({join["node"] for join in state["joins"].values()}))))


def _go_on(step: Step, key: str, node: Element) -> None:
    """Take one token of each way in that has one; one goes on."""
    join = step.state["joins"][key]
    left = {flow: count - 1 for flow, count in join["at"].items() if count > 1}
    step.state["joins"][key] = {**join, "at": left}
    if not left and not join.get("late"):
        del step.state["joins"][key]
    step.add(join["scope"], 1 - len(join["at"]))
    flows.leave(step, join["scope"], node, extra=_waiting(node, is_first=True))


def _activates(step: Step, scope_id: str, node: ComplexGateway, at: Mapping[str, int]) -> bool:
    if node.activation is None:
        return True
    known = {**seen(step.state, scope_id), "activationCount": sum(at.values()), "waitingForStart": True}
    return is_true(step, node.activation, known, node.id)


def _reset(step: Step, key: str, node: ComplexGateway) -> None:
    """All that came late is there: it is taken in, and ways out with a condition that holds now get a token."""
    join = step.state["joins"].pop(key)
    scope_id, at = join["scope"], dict(join["at"])
    taken = [flow for flow in join["late"] if flow in at]
    for flow in taken:
        at[flow] -= 1
        if not at[flow]:
            del at[flow]
    if taken:
        step.add(scope_id, 1 - len(taken))
        flows.go(step, scope_id, _late_ways(step, scope_id, node))
    if at and scope_id in step.state["scopes"]:
        tokens = [flow for flow, count in at.items() for _ in range(count)]
        for flow in tokens:  # what came for the next time counts anew
            flows.send(step, scope_id, node.id, flow)


def _late_ways(step: Step, scope_id: str, node: ComplexGateway) -> list[Any]:
    known = {**seen(step.state, scope_id), **_waiting(node, is_first=False)}
    ways = []
    for flow in node.outgoing:
        try:
            if flow.condition is not None and is_true(step, flow.condition, known, flow.id):
                ways.append(flow)
        except RenError:
            continue  # when it went on, the same condition was told to be unclear
    return ways


def _waiting(node: Element, *, is_first: bool) -> dict[str, Any]:
    return {"waitingForStart": is_first} if isinstance(node, ComplexGateway) else {}


def _can_come(step: Step, join: Join, node: InclusiveGateway | ComplexGateway, empty: Collection[str]) -> bool:
    """Whether a token elsewhere can come by a way without one, and by none of those that have one."""
    by_empty = by_full = 0
    for flow in empty:
        by_empty |= node.reach[flow]
    for flow in join["at"]:
        by_full |= node.reach[flow]
    mask = by_empty & ~by_full
    if not mask:
        return False
    nodes, scope_id = step.program.nodes, join["scope"]
    standing = {act["node"] for act in step.state["acts"].values() if act["scope"] == scope_id and not act.get("quiet")}
    standing |= {
        other["node"]
        for other in step.state["joins"].values()
        if other["scope"] == scope_id and other["node"] != node.id and other["at"]
    }
    return any(isinstance(each := nodes[node_id], Element) and each.bit & mask for node_id in standing)
