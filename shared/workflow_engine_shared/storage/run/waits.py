"""What the run waits for: decided once, when it begins to, and written with the checkpoint that makes it due.

While a row is there, its visit waits: whoever takes the run over goes on waiting for the same.
"""

from typing import Any

import msgspec

from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.sqlite.database import Connection, every
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read

_SQL = load(__package__, "waits")


@ready_to_read
class OpenWait(msgspec.Struct, frozen=True):
    """One of them."""

    key: str  #: what the tokens know the visit by
    visit: int
    node_id: str
    armed_at: str
    kind: str  #: as `workflow.db` names it
    due_at: str | None = None  #: when it ends by itself
    ends: str | None = None  #: what it is that comes then: its `timer`, or a `timeout`
    seconds: float | None = None  #: of a duration: how long it is; None: it ends when a clock shows a time
    ref: str | None = None
    correlation: str | None = None
    body: dict[str, Any] | None = None


def put_wait(con: Connection, wait: OpenWait) -> None:
    """Begin to wait; what is waited for already stays as it is."""
    con.execute(
        _SQL["put_wait"], {"key": wait.key, "visit": wait.visit, "wait_json": msgspec.json.encode(wait).decode()}
    )


def end_wait(con: Connection, key: str) -> None:
    """It came, or nobody waits for it any more."""
    con.execute(_SQL["end_wait"], {"key": key})


def open_waits(con: Connection) -> list[OpenWait]:
    """All that is waited for.

    Raises:
        CheckpointUnreadable: a row is damaged.
    """
    try:
        return [msgspec.json.decode(row["wait_json"], type=OpenWait) for row in every(con, _SQL["open_waits"], {})]
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise CheckpointUnreadable(f"What the run waits for cannot be read ({error}).") from error


def waiting_visits(con: Connection) -> set[int]:
    """The visits that wait."""
    return {row["visit"] for row in every(con, _SQL["waiting_visits"], {})}
