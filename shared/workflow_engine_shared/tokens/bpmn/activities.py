"""Activities: how one begins, and what its end leads to."""

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import flows, scopes, waits
from workflow_engine_shared.tokens.bpmn.names import assigned, put, seen
from workflow_engine_shared.tokens.elements.definitions import CompensationDefinition
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    CallActivity,
    Process,
    StartEvent,
    SubProcess,
)
from workflow_engine_shared.tokens.events import Entered, Finished
from workflow_engine_shared.tokens.state import Done
from workflow_engine_shared.tokens.step import Step


def admit(step: Step, scope_id: str, node: Activity) -> str | None:
    """Let a token in: it stands in the activity from now on, and its boundary events wait. None: others are to come.

    Raises:
        BadExpression: what a boundary event waits for cannot be told; nothing is changed then.
    """
    if is_instance(step, scope_id, node.id):
        return step.stand(scope_id, node.id, "sub")
    key = f"{scope_id}/{node.id}"
    before = step.state["joins"][key]["at"][""] if key in step.state["joins"] else 0
    if before + 1 < node.start_quantity:
        step.state["joins"][key] = {"node": node.id, "scope": scope_id, "at": {"": before + 1}}
        return None
    subs = waits.ready(step, node.boundaries, seen(step.state, scope_id))
    if before:
        del step.state["joins"][key]
        step.add(scope_id, -before)
    act_id = step.stand(scope_id, node.id, "sub")
    waits.arm(step, subs, scope_id, act_id)
    return act_id


def is_instance(step: Step, scope_id: str, node_id: str) -> bool:
    """Whether what stands in the scope is an instance of an activity that loops."""
    scope = step.state["scopes"][scope_id]
    return scope["role"] == "instance" and scope["node"] == node_id


def outermost(step: Step, act_id: str) -> str:
    """The act that is the activity as a whole: of an instance, its loop."""
    act = step.state["acts"][act_id]
    loop = step.state["scopes"][act["scope"]]["act"]
    return loop if loop is not None and is_instance(step, act["scope"], act["node"]) else act_id


def entered(step: Step, act_id: str) -> None:
    """Tell that an activity without work of the host began."""
    step.notices.append(Entered(act_id, step.state["acts"][act_id]["node"]))


def complete(step: Step, act_id: str, kept: Done | None = None) -> None:
    """An activity, or an instance of one, is over; `kept` is what a sub-process keeps to be compensated."""
    act = step.state["acts"][act_id]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    done = _handled(step, node) or kept
    if done is not None and not node.is_for_compensation:
        _can_be_undone(step, act["scope"], node, done)
    finish(step, act_id)


def finish(step: Step, act_id: str) -> None:
    """The token of an activity goes on."""
    act = scopes.lift(step, act_id)
    scope_id = act["scope"]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    if is_instance(step, scope_id, node.id) or (isinstance(node, SubProcess) and node.triggered):
        step.notices.append(Finished(act_id, node.id))
        step.consume(scope_id)
        return
    flows.leave(step, scope_id, node, of=act_id)
    if isinstance(step.program.nodes[step.state["scopes"][scope_id]["node"]], AdHocSubProcess):
        step.see_to(scope_id)


def inner_over(step: Step, scope_id: str) -> None:
    """A sub-process, or a called process, has come to its end."""
    scope = step.state["scopes"][scope_id]
    act_id = scope["act"]
    assert act_id is not None
    act = step.state["acts"][act_id]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, (SubProcess, CallActivity))
    variables = seen(step.state, scope_id)
    is_call = isinstance(node, CallActivity)
    try:
        values = assigned(step, node.outputs, variables) if node.outputs is not None else variables if is_call else {}
    except RenError as error:
        step.trouble(act_id, "stuck", error.code, str(error))
        return
    kept = None if _handled(step, node) else _kept(step, node, scope_id)  # a handler comes in place of it
    scopes.close(step, scope_id, kept=kept is not None)
    put(step, act["scope"], values)
    complete(step, act_id, kept)


def _handled(step: Step, node: Activity) -> Done | None:
    """An activity that has a compensation handler."""
    for each in node.boundaries:
        event = step.program.nodes[each]
        assert isinstance(event, BoundaryEvent)
        if event.handler is not None:
            return {"node": node.id, "handler": event.handler}
    return None


def _kept(step: Step, node: SubProcess | CallActivity, scope_id: str) -> Done | None:
    """What a sub-process or a called process keeps.

    That is what is over in it, and where its compensation event sub-process starts.
    """
    scope = step.state["scopes"][scope_id]
    inside = step.program.nodes[scope["node"]]
    assert isinstance(inside, (Process, SubProcess))
    start, done = compensation_start(step, inside), scope.get("done", [])
    if (isinstance(node, SubProcess) and node.triggered) or (start is None and not done):
        return None
    return {"node": node.id, "scope": scope_id, "start": start, "done": done}


def compensation_start(step: Step, node: Process | SubProcess) -> str | None:
    """Where the compensation event sub-process in a process or sub-process starts, if there is one."""
    nodes = step.program.nodes
    for each in node.contents.handlers:
        handling = nodes[each]
        assert isinstance(handling, SubProcess)
        for start_id in handling.contents.starts:
            start = nodes[start_id]
            assert isinstance(start, StartEvent)
            if any(isinstance(definition, CompensationDefinition) for definition in start.definitions):
                return start_id
    return None


def _can_be_undone(step: Step, scope_id: str, node: Activity, done: Done) -> None:
    """Write down, where the activity is drawn, that it is over; a loop of it counts for each instance."""
    while is_instance(step, scope_id, node.id):
        loop = step.state["scopes"][scope_id]["act"]
        assert loop is not None
        scope_id = step.state["acts"][loop]["scope"]
    scope = step.state["scopes"][scope_id]
    if scope["role"] != "handler":
        step.state["scopes"][scope_id] = {**scope, "done": [*scope.get("done", ()), done]}
