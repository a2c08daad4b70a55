"""`subflow` as a run of its own, which is waited for. In the same run the tokens go through its nodes."""

import json
import secrets
from typing import Any

from workflow_engine_shared.dsl.nodes.subflow import SubflowNode
from workflow_engine_shared.errors import ChildFailed, InvalidInput, OutputMissing
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.nodes.outcome import Outcome
from workflow_engine_worker.nodes.waiting.asked import Asked, Asking, deadline, timed_out

#: Of the caller's id in the id of a run that it starts: ids have 128 characters at most.
_MOST = 90


def ask(node: SubflowNode, asking: Asking) -> Asked:
    """Which run is to be started, with which input: decided once, and so is its id.

    Raises:
        BadExpression, InvalidInput: there is no input, or one that does not fit.
    """
    assert asking.called is not None  # the flow is linked
    body = {
        "flow": asking.called.flow,
        "version": asking.called.version,
        "input": _input(node, asking),
        "output": sorted(set(node.output.values())),
        "onChildError": node.on_child_error,
    }
    ref = f"{asking.run[:_MOST]}-{asking.key.replace('.', '-')}-{secrets.token_hex(3)}"
    return Asked(WaitKind.CHILD, deadline(asking.now, node.policy), ref=ref, body=body)


def came(node: SubflowNode, how: WaitHow, value: Any) -> Outcome:
    """The other run ended, or the time for it is over: then whoever noticed that has asked it to end.

    Raises:
        NodeTimeout: it is, unless `onTimeout` is "continue".
        ChildFailed: otherwise than at its end.
        OutputMissing: without something that is to come back.
    """
    if how is WaitHow.TIMEOUT:
        words = f"The run that node {node.id!r} started took longer than {node.policy.timeout:g} s, and is cancelled."
        return timed_out(node, words, "another run is started")
    told = value if isinstance(value, dict) else {}
    who = f"Run {told.get('thread_id')!r}, which node {node.id!r} started,"
    if told.get("status") != "finished":
        error = told.get("error")
        if isinstance(error, dict):
            raise ChildFailed(f"{who} failed at node {error.get('node')!r}: {error.get('message')}")
        raise ChildFailed(f"{who} was cancelled.")
    result = told.get("result") or {}
    for key, name in node.output.items():
        if name not in result:
            raise OutputMissing(f"{who} ended without {shown(name)}, which is to become {shown(key)}.")
    return Outcome(updates=checked_update({key: result[name] for key, name in node.output.items()}, repr(node.id)))


def _input(node: SubflowNode, asking: Asking) -> dict[str, Any]:
    assert asking.called is not None
    given = {name: evaluate(rule, asking.state) for name, rule in node.input.items()}
    what = f"What {node.id!r} gives does not fit flow {asking.called.flow!r}"
    for name, value in given.items():
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise InvalidInput(f"{what}: /{name}: it is nothing that JSON can say ({error}).") from error
    if asking.called.inputs is not None:
        told = schema_problems(given, asking.called.inputs, "", codes={}, hint="", too_deep="it is nested too deeply.")
        if problem := next(told, None):
            raise InvalidInput(f"{what}: {problem.pointer}{': ' if problem.pointer else ''}{problem.detail}")
    return given
