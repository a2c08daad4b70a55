"""Failures: what could not go on leaves by the nearest edge for it, of its own node or of a call around it."""

from typing import Any, NamedTuple

from workflow_engine_shared.errors import RenError, StateConflict
from workflow_engine_shared.tokens.events import Caught, Left
from workflow_engine_shared.tokens.program import Block, Call, Catch, Kind, Node, Program, Task
from workflow_engine_shared.tokens.state import Stand, blocks_around
from workflow_engine_shared.tokens.step import Step
from workflow_engine_shared.tokens.variables import written


class Failure(NamedTuple):
    """What failed: `outputs` is what it gave before."""

    code: str
    message: str
    kind: Kind = "error"
    outputs: dict[str, Any] = {}  # noqa: RUF012 - never changed


def stop(step: Step, act_id: str, error: RenError) -> None:
    """A token cannot go on from where it stands."""
    fail(step, act_id, Failure(error.code, str(error)))


def fail(step: Step, act_id: str, failure: Failure) -> None:
    """Lead on from a failure; where nothing does, let the token stand in an incident."""
    act = step.state["acts"][act_id]
    around = list(blocks_around(step.state, act["scope"]))
    for depth, catching in enumerate([act_id, *around]):
        way = _way_on(step.program.nodes[step.state["acts"][catching]["node"]], failure.kind)
        if way is not None:
            _lead_on(step, [act_id, *around[:depth]], way, failure)
            return
    step.trouble(act_id, _stand(step, act_id), failure.code, failure.message)


def place(program: Program, node_id: str) -> str:
    """The node that is said to have failed: of a block, whose branches could not be joined, its join."""
    node = program.nodes[node_id]
    return node.join if isinstance(node, Block) else node_id


class _Way(NamedTuple):
    kind: Kind | None  #: of the edge; None: the failure is let pass
    catch: Catch


def _way_on(node: Node, kind: Kind) -> _Way | None:
    if not isinstance(node, (Task, Call)):
        return None
    for each in dict.fromkeys((kind, "error")):
        if each in node.catches:
            return _Way(each, node.catches[each])
    return _Way(None, Catch(node.then)) if isinstance(node, Call) and node.lets_pass else None


def _lead_on(step: Step, left: list[str], way: _Way, failure: Failure) -> None:
    """Leave what failed and all that is around it, up to the last of `left`, whose edge it is."""
    acts = step.state["acts"]
    failed, catching = acts[left[0]], acts[left[-1]]
    error = {"code": failure.code, "message": failure.message, "node": place(step.program, failed["node"])}
    outputs = failure.outputs if len(left) == 1 else {}
    try:
        told = {} if way.kind is None else {way.catch.into: error}
        variables = written(step.program, step.state, catching["scope"], {**outputs, **told})
    except StateConflict as conflict:
        step.trouble(left[0], _stand(step, left[0]), conflict.code, str(conflict))
        return
    to, by = way.catch.then.target, catching["node"]
    for act_id in left:
        node_id = acts[act_id]["node"]
        if act_id == left[0] and isinstance(step.program.nodes[node_id], Task):
            step.notices.append(Left(act_id, node_id, to))
        elif act_id == left[0] or isinstance(step.program.nodes[node_id], Call):
            code, message = failure.code, failure.message
            edge = way.catch.then.edge if act_id == left[-1] else None
            step.notices.append(Caught(act_id, node_id, code, message, way.kind, to, by, edge))
    for scope_id in acts[left[-1]].get("branches", ()):
        step.close(scope_id, f"Node {error['node']!r} failed, and an edge leads on from there.", known=left)
    step.lift(left[-1])
    step.state["vars"][catching["scope"]] = variables
    step.follow(catching["scope"], way.catch.then)


def _stand(step: Step, act_id: str) -> Stand:
    return "failed" if step.state["acts"][act_id]["stand"] == "work" else "stuck"
