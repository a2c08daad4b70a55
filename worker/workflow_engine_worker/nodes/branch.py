"""Which edge a node's outcome takes, or its failure."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.linking.pins import callers_of
from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.errors import NoBranch, TimedOut
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.matching import place_of
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.nodes.outcome import NO_VALUE, LedOn, Outcome

_UNSET = msgspec.UNSET


def next_edge(flow: Flow, node_id: str, value: Any = NO_VALUE) -> tuple[int, Edge]:
    """The edge that leads on, with its place among the flow's; `value` is what a condition evaluated to.

    JSON equality decides first; for a boolean `when`, JsonLogic's truthiness next; an edge without `when` is the else.

    Raises:
        NoBranch: no edge fits.
    """
    edges = [placed for placed in flow.edges_from(node_id) if placed[1].on is None]
    if value is not NO_VALUE:
        labelled = [placed for placed in edges if placed[1].when is not _UNSET]
        place = place_of(value, [edge.when for _, edge in labelled])
        if place is not None:
            return labelled[place]
    for placed in edges:
        if placed[1].when is _UNSET:
            return placed
    raise NoBranch(f"Node {node_id!r} evaluated to {shown(value)}, and no edge out of it fits.")


def led_on(flow: Flow, node_id: str, error: BaseException) -> Outcome | None:
    """What follows from a node's failure, where its flow draws an edge for it; None: nothing, the run stops.

    A time-out leaves by the edge for time-outs; by that for errors, where there is no other. Inside of a called flow
    the edges of the node that calls it come next.
    """
    if isinstance(error, LeaveRun) or machine_failure(error):
        return None
    placed = next(filter(None, (_edge_on(flow, each, error) for each in callers_of(node_id))), None)
    if placed is None:
        return None
    place, edge = placed
    data = msgspec.structs.replace(error_of(error, node_id), left_by=edge.on)
    told = {"code": data.code, "message": data.message, "node": node_id}
    if edge.source != node_id:  # the node that calls this flow goes on by it
        return Outcome(led_on=LedOn(edge, data))
    return Outcome(updates={edge.error_key: told}, led_on=LedOn(edge, data, place))


def thrown(_flow: Flow, node_id: str, error: BaseException) -> Outcome | None:
    """A failure of a BPMN file's node, to be thrown to the events around it; None: it is not the node's.

    An exception's own `code`, if it is a text, is what error events go by.
    """
    if isinstance(error, LeaveRun) or machine_failure(error):
        return None
    code = getattr(error, "code", None)
    kind = "timeout" if _timed_out(error) else "error"
    data = msgspec.structs.replace(error_of(error, node_id), left_by=kind)
    return Outcome(led_on=LedOn(Edge(node_id, "", on=kind), data, code=code if isinstance(code, str) else None))


def _edge_on(flow: Flow, node_id: str, error: BaseException) -> tuple[int, Edge] | None:
    """The edge by which a node is left because of a failure: of its own work, or of the flow that it calls."""
    edges = {placed[1].on: placed for placed in flow.edges_from(node_id)}
    placed = (edges.get("timeout") if _timed_out(error) else None) or edges.get("error")
    linked = flow.linked.get(node_id)
    if placed is None and linked is not None and linked.lets_pass:
        place, edge = edges[None]
        return place, msgspec.structs.replace(edge, on="error")
    return placed


def _timed_out(error: BaseException) -> bool:
    """Whether the time of a visit, of a request or of an item was up."""
    return isinstance(error, TimedOut) or isinstance(error.__cause__, TimedOut)
