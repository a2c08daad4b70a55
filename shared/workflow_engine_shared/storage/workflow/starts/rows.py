"""Rows of starts from outside."""

from typing import NamedTuple

import msgspec

from workflow_engine_shared.struct_types import ready_to_read


class NamedStart(NamedTuple):
    """What of a flow begins a run by a message, or by a signal as `signal:NAME`."""

    name: str
    node_id: str


@ready_to_read
class DueStart(msgspec.Struct, frozen=True):
    """A run that a message or signal is to begin; its row goes in the transaction that accepts the run."""

    thread_id: str
    flow_id: str
    version: int
    node_id: str
    name: str
    payload_json: str
    depth: int  #: so many runs before it began the next one by what they threw
    due_at: str


class Taken(NamedTuple):
    """A message that came with an id, and whom it reached."""

    fingerprint: str
    reached: list[str]
    begun: list[str]
