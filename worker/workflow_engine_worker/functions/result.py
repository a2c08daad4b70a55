"""What a function may return."""

from typing import Any

from workflow_engine_shared.codec import stored_form
from workflow_engine_shared.errors import InvalidResult
from workflow_engine_shared.ids import shown


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
