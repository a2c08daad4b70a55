"""What a function may return."""

from typing import Any

from workflow_engine_shared.codec import MAX_BYTES, decode, encode, size_in_words
from workflow_engine_shared.errors import InvalidResult, ResultTooLarge
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.run import checkpoints


def checked_update(update: Any, giver: str, *, in_one_row: bool = False) -> dict[str, Any]:
    """A state update from the author's code, as it is stored; None is an empty one.

    Raises:
        InvalidResult: not a dict with keys of its own; the message names the `giver`.
        ResultNotSerializable: a value inside it cannot be stored; the message names the place.
        ResultTooLarge: a value, or `in_one_row` all of them, do not fit into a row; the message names the key.
    """
    if update is None:
        return {}
    if not isinstance(update, dict):
        raise InvalidResult(f"{giver} gave a {type(update).__name__}; a state update is a dict or None.")
    for key in update:
        if not isinstance(key, str) or key.startswith("__"):
            raise InvalidResult(f"{giver} gave the key {shown(key)}; state keys are text without leading '__'.")
    body = encode(update)
    if len(body) > MAX_BYTES:
        _refuse_large(update, giver, in_one_row=in_one_row)
    stored: dict[str, Any] = decode(body)
    return stored


def _refuse_large(update: dict[str, Any], giver: str, *, in_one_row: bool) -> None:
    """The state keeps long lists and dicts in parts; what is no list must fit as it is."""
    sizes = {key: max(map(len, checkpoints.split(value)[1].values()), default=0) for key, value in update.items()}
    key = max(sizes, key=sizes.__getitem__)
    if in_one_row or sizes[key] > MAX_BYTES:
        size, limit = size_in_words(sizes[key]), size_in_words(MAX_BYTES)
        raise ResultTooLarge(f"{giver} gave {size} under the key {shown(key)}; a row of the database holds {limit}.")
