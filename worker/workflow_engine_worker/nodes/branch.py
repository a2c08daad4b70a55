"""Which edge a node's outcome takes, or its failure."""

from typing import Any

import msgspec

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

    A time-out leaves by the edge for time-outs; by that for errors, where there is no other.
    """
    edges = {placed[1].on: placed for placed in flow.edges_from(node_id) if placed[1].on is not None}
    if not edges or isinstance(error, LeaveRun) or machine_failure(error):
        return None
    placed = (edges.get("timeout") if _timed_out(error) else None) or edges.get("error")
    if placed is None:
        return None
    place, edge = placed
    data = msgspec.structs.replace(error_of(error, node_id), left_by=edge.on)
    told = {"code": data.code, "message": data.message, "node": node_id}
    return Outcome(updates={edge.error_key: told}, led_on=LedOn(edge, place, data))


def _timed_out(error: BaseException) -> bool:
    """Whether the time of a visit, of a request or of an item was up."""
    return isinstance(error, TimedOut) or isinstance(error.__cause__, TimedOut)
