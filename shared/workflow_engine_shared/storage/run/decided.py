"""What the journal knows of a loop's items before they are run: what earlier attempts decided, and of what."""

import contextlib
from typing import NamedTuple

import msgspec

from workflow_engine_shared.codec import decode
from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .loop_sums import StepState

_SQL = load(__package__, "decided")
#: Where whole numbers lie among encoded keys; they have the order of their bytes.
_NUMBERS = {"small_end": b"\x80", "large_begin": b"\xcc", "large_end": b"\xd0"}


class Decided(msgspec.Struct, frozen=True, gc=False):
    """What the journal knows of an item before it is run; it refers to nothing, which the collector need not learn."""

    key: bytes
    position: int | None
    state: StepState
    attempt: int
    item_hash: bytes | None
    unreadable: str | None  #: why its result cannot be read


class Made(NamedTuple):
    """What a decided item was made from."""

    key: bytes
    position: int | None  #: where it stood last; None: it was no longer in the list
    item_hash: bytes | None  #: None: an older renflow kept none


class Page(NamedTuple):
    """What is decided of the items at some places of the list."""

    rows: list[Decided]
    end: int  #: the next page begins there


def made_from(con: Connection, loop: int, first: int = 0) -> list[Made]:
    """What a loop's decided items were made from: of all that stand at `first` or behind it, or nowhere any more."""
    return [Made(*row) for row in every(con, _SQL["made_from"], {"loop": loop, "first": first})]


def one_hash(con: Connection, loop: int) -> bytes | None:
    """What some decided item of a loop was made from."""
    row = one(con, _SQL["one_hash"], {"loop": loop})
    return None if row is None else row["item_hash"]


def largest_number(con: Connection, loop: int) -> int | None:
    """The largest whole number that is the key of an item."""
    row = one(con, _SQL["largest_number"], {"loop": loop, **_NUMBERS})
    return None if row is None else decode(row["key"])


def decided_from(con: Connection, loop: int, first: int, places: int, max_bytes: int) -> Page:
    """What is decided of so many places; of fewer where their results are so large."""
    rows: list[Decided] = []
    end, add = first + places, rows.append
    with contextlib.closing(con.cursor()) as found:
        found.row_factory = None  # plain tuples take half the time
        # Hundreds of thousands of rows come through here when a run goes on: each call and each column counts.
        for key, position, attempt, item_hash, result, other_state in found.execute(
            _SQL["decided_from"], {"loop": loop, "first": first, "end": end}
        ):
            if other_state is not None:
                add(Decided(key, position, other_state, attempt, item_hash, None))
                continue
            try:
                decode(result)
            except (ValueError, TypeError):
                add(Decided(key, position, "done", attempt, item_hash, _why_unreadable(result)))
                continue
            add(Decided(key, position, "done", attempt, item_hash, None))
            max_bytes -= len(result)
            if max_bytes < 0:
                return Page(rows, position + 1)
    return Page(rows, end)


def get_step(con: Connection, loop: int, key: bytes) -> Decided | None:
    """What is decided of an item."""
    row = one(con, _SQL["get_step"], {"loop": loop, "key": key})
    if row is None:
        return None
    unreadable = _why_unreadable(row["result"]) if row["state"] == "done" else None
    return Decided(row["key"], row["position"], row["state"], row["attempt"], row["item_hash"], unreadable)


def _why_unreadable(result: bytes | None) -> str | None:
    try:
        decode(result)  # type: ignore[arg-type]  # None is as unreadable as damage
    except (ValueError, TypeError) as error:
        return str(error)
    return None
