"""Each visit has a checkpoint, also those that a superstep made besides its own.

A condition is visited in the superstep of the node that leads to it. What LangGraph saves is the state behind all of
these visits; people look at the state behind each of them, and fork a run there. So the checkpoints at which the
conditions were due are stored in the same transaction, as LangGraph would have made them.
"""

from collections.abc import Iterator
from typing import Any

#: The engine's own channel; see `EngineChannel`.
CTL, PASSED, OPEN = "ctl", "passed", "open"
#: The channels by which a node says which one is due.
_DUE = "branch:to:"


def one_a_visit(checkpoint: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The checkpoints of a superstep's visits, oldest first: of a plain graph the one that it is."""
    ctl = checkpoint["channel_values"].get(CTL)
    passed = ctl.get(PASSED, ()) if isinstance(ctl, dict) else ()
    if not passed:
        yield checkpoint
        return
    kept = {key: value for key, value in ctl.items() if key != PASSED}
    between = {key: value for key, value in kept.items() if key != OPEN}  # the next visit alone is due there
    for left, (node, checkpoint_id) in zip(range(len(passed), 0, -1), passed, strict=True):
        yield {
            **_with_due(checkpoint, f"{_DUE}{node}", {**between, "visits": kept["visits"] - left}),
            "id": checkpoint_id,
        }
    yield {**checkpoint, "channel_values": {**checkpoint["channel_values"], CTL: kept}}


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
