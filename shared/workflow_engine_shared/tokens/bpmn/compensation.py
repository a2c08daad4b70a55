"""Compensation: what is over is undone, the newest first, one after the other; and a transaction that is cancelled."""

from workflow_engine_shared.tokens.bpmn import activities, catching, flows, scopes
from workflow_engine_shared.tokens.elements.definitions import CancelDefinition, CompensationDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    CallActivity,
    Element,
    StartEvent,
    SubProcess,
    Transaction,
)
from workflow_engine_shared.tokens.events import Finished
from workflow_engine_shared.tokens.program import Node
from workflow_engine_shared.tokens.state import Done, Role
from workflow_engine_shared.tokens.step import Step


def compensate(step: Step, act_id: str, definition: CompensationDefinition) -> None:
    """Undo what the definition is about; the token of the act, which throws it, waits if it is to."""
    act = step.state["acts"][act_id]
    at = _scope_of(step, act["scope"], definition)
    scope = step.state["scopes"][at]
    done = scope.get("done", [])
    todo = [each for each in done if definition.activity in {None, each["node"]}]
    step.state["scopes"][at] = {**scope, "done": [each for each in done if each not in todo]}
    step.state["acts"][act_id] = {**act, "stand": "undo", "todo": todo}
    activities.entered(step, act_id)
    if not definition.waits and todo:
        node = step.program.nodes[act["node"]]
        assert isinstance(node, Element)
        step.state["acts"][act_id]["quiet"] = True
        step.add(act["scope"], 1)
        flows.leave(step, act["scope"], node)
    following(step, act_id)


def following(step: Step, act_id: str) -> None:
    """Undo the next, or go on if there is none left."""
    act = step.state["acts"][act_id]
    todo = act.get("todo", [])
    if not todo:
        _over(step, act_id)
        return
    done = todo[-1]
    step.state["acts"][act_id] = {**act, "todo": todo[:-1]}
    if "handler" in done:
        scope_id = scopes.opened(step, done["handler"], act_id, "handler", {})
        step.add(scope_id, 1)
        flows.send(step, scope_id, done["handler"])
    else:
        _undo_inside(step, act_id, done)


def handled(step: Step, scope_id: str) -> None:
    """What undoes one activity is over."""
    act_id = step.state["scopes"][scope_id]["act"]
    assert act_id is not None
    scopes.close(step, scope_id)
    following(step, act_id)


def cancel_transaction(step: Step, scope_id: str) -> None:
    """Everything in the innermost transaction stops, and what is over in it is undone; then its boundary is left."""
    while not isinstance(step.program.nodes[step.state["scopes"][scope_id]["node"]], Transaction):
        around = step.state["scopes"][scope_id]["act"]
        assert around is not None, "a cancel event outside of a transaction"
        scope_id = step.state["acts"][around]["scope"]
    scopes.clear(step, scope_id, "The transaction was cancelled.")
    scope = step.state["scopes"][scope_id]
    step.state["scopes"][scope_id] = {**scope, "cancelled": True, "done": [], "live": 1}
    _undo_all(step, scope_id, scope["node"], scope.get("done", []))


def cancelled(step: Step, scope_id: str) -> None:
    """A transaction that was cancelled is undone."""
    act_id = step.state["scopes"][scope_id]["act"]
    assert act_id is not None
    scopes.close(step, scope_id)
    whole = activities.outermost(step, act_id)
    event = catching.boundary_for(step, whole, CancelDefinition())
    if event is None:
        activities.finish(step, act_id)
    else:
        catching.boundary(step, whole, event)


def _scope_of(step: Step, scope_id: str, definition: CompensationDefinition) -> str:
    """Where what is to be undone is drawn: a compensation event sub-process undoes what is around it."""
    scopes_, acts = step.state["scopes"], step.state["acts"]
    drawn = step.program.nodes[definition.activity] if definition.activity is not None else None
    while (around := scopes_[scope_id]["act"]) is not None:
        node = step.program.nodes[acts[around]["node"]]
        is_handling = isinstance(node, SubProcess) and node.triggered and scopes_[scope_id]["role"] == "sub"
        is_elsewhere = isinstance(drawn, Activity) and scopes_[scope_id]["node"] != drawn.scope
        if not (is_handling or is_elsewhere) or scopes_[scope_id]["role"] == "process":
            break
        scope_id = acts[around]["scope"]
    return scope_id


def _undo_inside(step: Step, act_id: str, done: Done) -> None:
    """Undo a sub-process or a called process as it was when it was over.

    That is by its compensation event sub-process, or else by undoing all that was over in it.
    """
    scope_id, inside = done["scope"], done["done"]
    node = step.program.nodes[done["node"]]
    within, role = _called(node) or (node.id, "sub")
    kept = step.state["vars"][scope_id]
    step.state["scopes"][scope_id] = {"node": within, "act": act_id, "live": 0, "role": role, "done": inside}
    step.state["vars"][scope_id] = kept
    act = step.state["acts"][act_id]
    step.state["acts"][act_id] = {**act, "branches": [*act.get("branches", ()), scope_id]}
    if done["start"] is not None:
        start = step.program.nodes[done["start"]]
        assert isinstance(start, StartEvent)
        catching.event_sub_process(step, scope_id, start)
        return
    step.state["scopes"][scope_id] = {**step.state["scopes"][scope_id], "live": 1, "done": []}
    _undo_all(step, scope_id, node.id, inside)


def _called(node: Node) -> tuple[str, Role] | None:
    """The process that an activity calls, which has variables of its own."""
    return (node.called, "process") if isinstance(node, CallActivity) else None


def _undo_all(step: Step, scope_id: str, node_id: str, todo: list[Done]) -> None:
    """Undo these with the only token of the scope, which stands in what is undone as a whole, and ends then."""
    act_id = step.stand(scope_id, node_id, "undo")
    step.state["acts"][act_id].update({"todo": todo, "quiet": True})
    activities.entered(step, act_id)
    following(step, act_id)


def _over(step: Step, act_id: str) -> None:
    act = scopes.lift(step, act_id)
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Element)  # of a process nothing is undone as a whole
    if act.get("quiet"):
        step.notices.append(Finished(act_id, node.id))
        step.consume(act["scope"])
    else:
        flows.leave(step, act["scope"], node, of=act_id)
