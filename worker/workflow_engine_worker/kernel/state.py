"""The graph's state: two keyed channels.

Not one root dict: a root channel leaks engine values into user data, ignores a resume's updates and makes every
checkpoint a full copy. `data` is the user's, free-form; `ctl` is the engine's.
"""

from typing import Annotated, Any, TypedDict

from workflow_engine_shared.codec import stored_form
from workflow_engine_shared.errors import InvalidResult
from workflow_engine_shared.ids import shown


def merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Updates win key by key."""
    return {**old, **new}


class Control(TypedDict, total=False):
    """What the engine keeps beside the user's data."""

    visits: int  #: visits completed so far
    ended: bool  #: the end node was visited: the only proof that a run is complete


class RunState(TypedDict):
    """What every node receives."""

    data: Annotated[dict[str, Any], merge]
    ctl: Annotated[dict[str, Any], merge]


def initial_state(run_input: dict[str, Any]) -> RunState:
    """The state a run begins with: its input."""
    return {"data": run_input, "ctl": {"visits": 0}}


def checked_update(update: Any, giver: str) -> dict[str, Any]:
    """A state update from the author's code, as it is stored; None is an empty one.

    Raises:
        InvalidResult: not a dict with keys of its own; the message names the `giver`.
        ResultNotSerializable: a value inside it cannot be stored.
    """
    if update is None:
        return {}
    if not isinstance(update, dict):
        raise InvalidResult(f"{giver} gave a {type(update).__name__}; a state update is a dict or None.")
    for key in update:
        if not isinstance(key, str) or key.startswith("__"):
            raise InvalidResult(f"{giver} gave the key {shown(key)}; state keys are text without leading '__'.")
    stored: dict[str, Any] = stored_form(update)
    return stored
