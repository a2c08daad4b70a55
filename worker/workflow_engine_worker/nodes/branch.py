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


def next_node(flow: Flow, node_id: str, value: Any = NO_VALUE) -> str:
    """The node that follows; `value` is what a condition evaluated to.

    JSON equality decides first; for a boolean `when`, JsonLogic's truthiness next; an edge without `when` is the else.

    Raises:
        NoBranch: no edge fits.
    """
    edges = [edge for edge in flow.edges_from(node_id) if edge.on is None]
    if value is not NO_VALUE:
        labelled = [edge for edge in edges if edge.when is not _UNSET]
        place = place_of(value, [edge.when for edge in labelled])
        if place is not None:
            return labelled[place].target
    for edge in edges:
        if edge.when is _UNSET:
            return edge.target
    raise NoBranch(f"Node {node_id!r} evaluated to {shown(value)}, and no edge out of it fits.")


def led_on(flow: Flow, node_id: str, error: BaseException) -> Outcome | None:
    """What follows from a node's failure, where its flow draws an edge for it; None: nothing, the run stops.

    A time-out leaves by the edge for time-outs; by that for errors, where there is no other. Inside of a called flow
    the edges of the node that calls it come next.
    """
    if isinstance(error, LeaveRun) or machine_failure(error):
        return None
    edge = next(filter(None, (_edge_on(flow, each, error) for each in callers_of(node_id))), None)
    if edge is None:
        return None
    data = msgspec.structs.replace(error_of(error, node_id), left_by=edge.on)
    told = {"code": data.code, "message": data.message, "node": node_id}
    return Outcome(updates={edge.error_key: told} if edge.source == node_id else {}, led_on=LedOn(edge, data))


def _edge_on(flow: Flow, node_id: str, error: BaseException) -> Edge | None:
    """The edge by which a node is left because of a failure: of its own work, or of the flow that it calls."""
    edges = {edge.on: edge for edge in flow.edges_from(node_id)}
    edge = (edges.get("timeout") if _timed_out(error) else None) or edges.get("error")
    linked = flow.linked.get(node_id)
    if edge is None and linked is not None and linked.lets_pass:
        return msgspec.structs.replace(edges[None], on="error")
    return edge


def _timed_out(error: BaseException) -> bool:
    """Whether the time of a visit, of a request or of an item was up."""
    return isinstance(error, TimedOut) or isinstance(error.__cause__, TimedOut)
