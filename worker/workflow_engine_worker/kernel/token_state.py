"""The tokens of a run in the engine's channel: JSON, but for what branches wrote, which are the user's own values.

The run's own variables are the state that every node receives, and are kept there only. What branches wrote is stored
like the state, in chunks: what did not change costs nothing.
"""

from typing import Any

import msgspec

from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.tokens.state import ROOT, State

#: The engine's own channel, and the keys in it.
CTL, TOKENS, WRITTEN = "ctl", "tokens", "written"
_BARE = "bare"


def packed(state: State) -> dict[str, Any]:
    """The part of the channel that says where the tokens are, and what branches wrote."""
    tokens = {key: value for key, value in state.items() if key != "vars"}
    written = {scope_id: own for scope_id, own in state["vars"].items() if scope_id != ROOT}
    bare = [scope_id for scope_id, own in written.items() if not own and scope_id not in state["scopes"]]
    if bare:  # what keeps no value would be forgotten; kept are those of what can be compensated
        tokens[_BARE] = bare
    return {TOKENS: msgspec.json.encode(tokens).decode(), WRITTEN: written}


def unpacked(ctl: dict[str, Any], data: dict[str, Any]) -> State:
    """The tokens as `packed` put them away.

    Raises:
        CheckpointUnreadable: they are damaged.
    """
    try:
        tokens = msgspec.json.decode(ctl[TOKENS])
        written = ctl.get(WRITTEN, {})
        known = dict.fromkeys([*tokens["scopes"], *written, *tokens.pop(_BARE, ())])
        inner = {scope_id: dict(written.get(scope_id, {})) for scope_id in known}
        state: State = {**tokens, "vars": {**inner, ROOT: dict(data)}}  # type: ignore[typeddict-item]
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointUnreadable(f"Where the run's branches stood cannot be read ({error!r}).") from error
    return state


def without_written(channels: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The channels without what branches wrote; and that, by branch and key."""
    ctl = channels.get(CTL)
    if not isinstance(ctl, dict) or WRITTEN not in ctl:
        return channels, {}
    rest = {key: value for key, value in ctl.items() if key != WRITTEN}
    written = {f"{scope_id}/{key}": value for scope_id, own in ctl[WRITTEN].items() for key, value in own.items()}
    return {**channels, CTL: rest}, written


def put_written(channels: dict[str, Any], written: dict[str, Any]) -> None:
    """Give the channels back what branches wrote."""
    if written:
        inner: dict[str, dict[str, Any]] = {}
        for name, value in written.items():
            scope_id, _, key = name.partition("/")
            inner.setdefault(scope_id, {})[key] = value
        channels[CTL] = {**channels[CTL], WRITTEN: inner}
