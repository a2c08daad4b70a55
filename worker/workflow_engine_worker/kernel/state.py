"""The graph's state: two keyed channels.

Not one root dict: a root channel leaks engine values into user data, ignores a resume's updates and makes every
checkpoint a full copy. `data` is the user's, free-form; `ctl` is the engine's.
"""

import inspect
from typing import Annotated, Any, TypedDict


def merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Updates win key by key."""
    return {**old, **new}


#: Asked of for each channel of each graph.
vars(merge)["__signature__"] = inspect.signature(merge)


class EngineChannel(TypedDict, total=False):
    """What the engine keeps beside the user's data."""

    visits: int  #: how many visits are over
    open: dict[str, int]  #: those that are due or under way: what each is known by (its node, or its act) -> its number
    over: list[int]  #: visits that ended in the newest superstep, where they were several
    tokens: str  #: of a run by tokens: where they are, as JSON; empty: none has moved yet
    written: dict[str, dict[str, Any]]  #: of a run by tokens: what each branch wrote
    failed: list[str]  #: of a run of a BPMN file: the event whose error nothing caught, and its code
    refused: str | None  #: of a run by tokens: the node of a visit that is one too many
    ended: bool  #: the end node was visited: the only proof that a run is complete
    passed: list[str]  #: what was visited on the way in the newest superstep, by its name in the graph


class RunState(TypedDict):
    """What every node receives."""

    data: Annotated[dict[str, Any], merge]
    ctl: Annotated[dict[str, Any], merge]


def number_of(name: str, ctl: dict[str, Any]) -> int:
    """The number of a visit that is due: given to it in the step that made it so.

    A checkpoint of a renflow that numbered visits by their order names none.
    """
    number: int = ctl.get("open", {}).get(name) or ctl["visits"] + 1
    return number


def numbered(ctl: dict[str, Any]) -> int:
    """The highest number that a visit has: each is over, or it is open."""
    number: int = ctl["visits"] + (len(ctl["open"]) if "open" in ctl else 1)
    return number


def initial_state(run_input: dict[str, Any], *, by_tokens: bool = False) -> RunState:
    """The state a run begins with: its input, and whether it is to run by tokens."""
    ctl: EngineChannel = {"visits": 0, "tokens": ""} if by_tokens else {"visits": 0}
    return {"data": run_input, "ctl": {**ctl}}
