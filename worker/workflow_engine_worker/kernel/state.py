"""The graph's state: two keyed channels.

Not one root dict: a root channel leaks engine values into user data, ignores a resume's updates and makes every
checkpoint a full copy. `data` is the user's, free-form; `ctl` is the engine's.
"""

from typing import Annotated, Any, TypedDict


def merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Updates win key by key."""
    return {**old, **new}


class EngineChannel(TypedDict, total=False):
    """What the engine keeps beside the user's data."""

    visits: int  #: visits completed so far
    ended: bool  #: the end node was visited: the only proof that a run is complete
    passed: list[
        tuple[str, str]
    ]  #: conditions visited in the newest superstep: node in the graph, checkpoint before it


class RunState(TypedDict):
    """What every node receives."""

    data: Annotated[dict[str, Any], merge]
    ctl: Annotated[dict[str, Any], merge]


def initial_state(run_input: dict[str, Any]) -> RunState:
    """The state a run begins with: its input."""
    return {"data": run_input, "ctl": {"visits": 0}}
