"""What an activity is for, begun once a token stands in it."""

from collections.abc import Callable
from typing import Any, Final

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.tokens.bpmn import activities, loops, scopes, throwing, waits
from workflow_engine_shared.tokens.bpmn.names import assigned, put, seen
from workflow_engine_shared.tokens.elements.nodes import (
    Activity,
    AdHocSubProcess,
    AssignTask,
    CallActivity,
    EmptyTask,
    Process,
    ReceiveTask,
    SendTask,
    SubProcess,
    Transaction,
    WorkTask,
)
from workflow_engine_shared.tokens.events import Message
from workflow_engine_shared.tokens.program import Node
from workflow_engine_shared.tokens.step import Step


def perform(step: Step, act_id: str) -> None:
    """Do what an activity is for; where that cannot begin, it stands in an incident."""
    act = step.state["acts"][act_id]
    node = step.program.nodes[act["node"]]
    assert isinstance(node, Activity)
    try:
        if node.loop is not None and not activities.is_instance(step, act["scope"], node.id):
            loops.begin(step, act_id, node)
            return
        inputs = assigned(step, node.inputs, seen(step.state, act["scope"])) if node.inputs else {}
        if inputs:
            step.state["vars"][act_id] = inputs
        called = step.program.nodes[node.called] if isinstance(node, CallActivity) else node
        _PERFORM[type(called)](step, act_id, called)
    except RenError as error:
        step.state["acts"][act_id] = {**step.state["acts"][act_id], "again": "perform"}
        step.trouble(act_id, "stuck", error.code, str(error))


def _work(step: Step, act_id: str, _node: WorkTask) -> None:
    step.restand(act_id, "work")


def _nothing(step: Step, act_id: str, _node: EmptyTask) -> None:
    activities.entered(step, act_id)
    activities.complete(step, act_id)


def _assign(step: Step, act_id: str, node: AssignTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    values = assigned(step, node.assignments, seen(step.state, scope_id, act_id))
    activities.entered(step, act_id)
    put(step, scope_id, values)
    activities.complete(step, act_id)


def _send(step: Step, act_id: str, node: SendTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    correlation = waits.text_of(step, node.message, seen(step.state, scope_id, act_id))
    payload = step.state["vars"].get(act_id, {})
    activities.entered(step, act_id)
    throwing.send(step, scope_id, node.id, node.message, Message(node.message.ref, payload, correlation))
    if act_id in step.state["acts"]:
        activities.complete(step, act_id)


def _receive(step: Step, act_id: str, node: ReceiveTask) -> None:
    scope_id = step.state["acts"][act_id]["scope"]
    subs = waits.ready(step, [node.id], seen(step.state, scope_id, act_id))
    step.restand(act_id, "wait")
    activities.entered(step, act_id)
    waits.arm(step, subs, scope_id, act_id)


def _sub_process(step: Step, act_id: str, node: SubProcess) -> None:
    variables = step.state["vars"].pop(act_id, {})
    scopes.begin(step, node, act_id, variables)
    step.restand(act_id, "sub")
    activities.entered(step, act_id)


def _process(step: Step, act_id: str, node: Process) -> None:
    """Of a call: the process sees its inputs, or, if none are named, everything."""
    calling = step.program.nodes[step.state["acts"][act_id]["node"]]
    assert isinstance(calling, CallActivity)
    own = step.state["vars"].pop(act_id, {})
    variables = dict(seen(step.state, step.state["acts"][act_id]["scope"])) if calling.inputs is None else own
    scopes.begin(step, node, act_id, variables)
    step.restand(act_id, "sub")
    activities.entered(step, act_id)


_PERFORM: Final[dict[type[Node], Callable[[Step, str, Any], None]]] = {
    WorkTask: _work,
    EmptyTask: _nothing,
    AssignTask: _assign,
    SendTask: _send,
    ReceiveTask: _receive,
    SubProcess: _sub_process,
    Transaction: _sub_process,
    AdHocSubProcess: _sub_process,
    Process: _process,
}
