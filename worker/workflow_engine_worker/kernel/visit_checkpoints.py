"""Each visit has a checkpoint, also those that a superstep made besides its own.

A node that passes - a condition, the start - is visited in the superstep of the node that leads to it. What LangGraph
saves is the state behind all of these visits; people look at the state behind each of them, and fork a run there. So
the checkpoints at which these nodes were due are stored in the same transaction, as LangGraph would have made them.
"""

import uuid
from collections.abc import Iterator
from typing import Any

#: The engine's own channel; see `EngineChannel`.
CTL, PASSED, OPEN = "ctl", "passed", "open"
#: LangGraph's channels: of what a graph begins with, and those by which a node says which one is due.
_INPUT, _DUE = "__start__", "branch:to:"


def one_a_visit(checkpoint: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The checkpoints of a superstep's visits, oldest first: of a plain graph the one that it is."""
    values = checkpoint["channel_values"]
    if _INPUT in values:
        yield {**checkpoint, "channel_values": {**values, _INPUT: _without_visits(values[_INPUT])}}
        return
    ctl = values.get(CTL)
    passed = ctl.get(PASSED, ()) if isinstance(ctl, dict) else ()
    if not passed:
        yield checkpoint
        return
    kept = {key: value for key, value in ctl.items() if key != PASSED}
    between = {key: value for key, value in kept.items() if key != OPEN}  # the next visit alone is due there
    for left, node in zip(range(len(passed), 0, -1), passed, strict=True):
        yield {
            **_with_due(checkpoint, f"{_DUE}{node}", {**between, "visits": kept["visits"] - left}),
            "id": _id_before(checkpoint["id"], left),
        }
    yield {**checkpoint, "channel_values": {**values, CTL: kept}}


def _without_visits(state: Any) -> Any:
    """What a run begins with, before what passed before its first superstep."""
    ctl = state.get(CTL) if isinstance(state, dict) else None
    if not isinstance(ctl, dict) or PASSED not in ctl:
        return state
    return {**state, CTL: {"visits": ctl["visits"] - len(ctl[PASSED])}}


def _id_before(checkpoint_id: str, places: int) -> str:
    """An id that comes so many places before another, and behind all that were made earlier.

    LangGraph's ids (UUID 6) begin with the time, which never is the same twice, and end with 48 random bits.
    """
    return str(uuid.UUID(int=uuid.UUID(checkpoint_id).int - places))


def _with_due(checkpoint: dict[str, Any], due: str, ctl: dict[str, Any]) -> dict[str, Any]:
    """The checkpoint before another node became due."""
    values = {key: value for key, value in checkpoint["channel_values"].items() if not key.startswith(_DUE)}
    versions = checkpoint["channel_versions"]
    updated = [name for name in checkpoint.get("updated_channels") or () if not name.startswith(_DUE)]
    return {
        **checkpoint,
        "channel_values": {**values, CTL: ctl, due: None},
        "channel_versions": {**versions, due: versions[CTL]},
        "updated_channels": sorted([*updated, due]),
    }


def step_of(checkpoint: dict[str, Any], counted: int) -> int:
    """The number of a checkpoint: that of the visit behind which it is; before any visit LangGraph's own count."""
    ctl = checkpoint["channel_values"].get(CTL)
    return ctl.get("visits") or counted if isinstance(ctl, dict) else counted
