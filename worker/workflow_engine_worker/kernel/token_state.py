"""The tokens of a run in the engine's channel: JSON, but for what branches wrote, which are the user's own values.

The run's own variables are the state that every node receives, and are kept there only.
"""

from typing import Any

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.tokens.state import ROOT, State

#: The keys of the channel.
TOKENS, WRITTEN = "tokens", "written"


def packed(state: State) -> dict[str, Any]:
    """The part of the channel that says where the tokens are.

    Raises:
        ResultNotSerializable: what a branch wrote is larger than a database takes.
    """
    tokens = {key: value for key, value in state.items() if key != "vars"}
    written = {scope_id: encode(own) for scope_id, own in state["vars"].items() if scope_id != ROOT}
    return {TOKENS: msgspec.json.encode(tokens).decode(), WRITTEN: written}


def unpacked(ctl: dict[str, Any], data: dict[str, Any]) -> State:
    """The tokens as `packed` put them away.

    Raises:
        CheckpointUnreadable: they are damaged.
    """
    try:
        tokens = msgspec.json.decode(ctl[TOKENS])
        inner = {scope_id: decode(own) for scope_id, own in ctl[WRITTEN].items()}
        state: State = {**tokens, "vars": {ROOT: dict(data), **inner}}  # type: ignore[typeddict-item]
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointUnreadable(f"Where the run's branches stood cannot be read ({error!r}).") from error
    return state
