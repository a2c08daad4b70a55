"""What runs throw to other runs: messages to the first that waits for one, signals to all; each of them once."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.storage.sqlite.database import Connection, Row, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow.starts.starts import MOST_DEPTH, begin_by
from workflow_engine_shared.struct_types import ready_to_read

from .rows import Met, WaitHow
from .waits import meet, waits_for_message

_SQL = load(__package__, "thrown")


@ready_to_read
class Thrown(msgspec.Struct, frozen=True):
    """A message or a signal on its way out of a run."""

    number: int  #: counted from 1 in its run
    name: str  #: what others wait for
    payload: Any  #: anything JSON can say
    correlation: str | None = None
    to_all: bool = False


class Reached(NamedTuple):
    """Whom something reached."""

    thing: Thrown
    thread_ids: list[str]
    begun: list[str]  #: runs that begin by it
    is_too_deep: bool = False  #: none do: runs began each other too often in a row


def throw(con: Connection, thread_id: str, things: Sequence[Thrown], now: str, *, epoch: int) -> list[Reached]:
    """Bring what a run threw to other runs that wait for it; what was brought before, is not brought again.

    Runs of other flows begin by it: of each that begins by a signal; of a message that reached none, of the first.

    Nothing happens if another worker holds the run: that one will throw it.
    """
    row = one(con, _SQL["thrown_by"], {"thread_id": thread_id, "epoch": epoch})
    if row is None:
        return []
    due = [thing for thing in things if thing.number > row["thrown"]]
    reached = [_brought(con, thread_id, row, thing, now) for thing in due]
    if due:
        con.execute(_SQL["was_thrown"], {"thread_id": thread_id, "thrown": due[-1].number})
    return reached


def _brought(con: Connection, thread_id: str, row: Row, thing: Thrown, now: str) -> Reached:
    found = _bring(con, thread_id, thing, now)
    if row["is_test"] or (found and not thing.to_all):
        return Reached(thing, found, [])
    depth = row["depth"] + 1
    begun = begin_by(con, thing.name, thing.payload, now, depth=depth, but=row["flow_id"], first_only=not thing.to_all)
    return Reached(thing, found, begun, is_too_deep=depth >= MOST_DEPTH)


def _bring(con: Connection, thread_id: str, thing: Thrown, now: str) -> list[str]:
    met: Met = {"how": WaitHow.MESSAGE.value, "value": thing.payload}
    found: list[str] = []
    for wait in waits_for_message(con, thing.name, thing.correlation):
        is_another = wait.thread_id.lower() != thread_id.lower()  # its own tokens have it already
        if is_another and meet(con, wait.thread_id, wait.key, met, now) is not None:
            found.append(wait.thread_id)
            if not thing.to_all:
                break
    return found
