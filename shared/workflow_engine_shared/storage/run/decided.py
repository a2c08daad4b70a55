"""What the journal knows of a loop's items before they are run: what earlier attempts decided, and of what."""

import contextlib
from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.codec import decode
from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .loop_sums import StepState

_SQL = load(__package__, "decided")
#: Where whole numbers lie among encoded keys; they have the order of their bytes.
_NUMBERS = {"small_end": b"\x80", "large_begin": b"\xcc", "large_end": b"\xd0"}
_POSITION, _RESULT = 1, 4  #: of the columns of a page


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


class Settled(NamedTuple):
    """Items that stand next to one another and all have an outcome, in the order of the list."""

    keys: tuple[bytes, ...]
    item_hashes: tuple[bytes | None, ...]
    done: int
    skipped: int


class Page(NamedTuple):
    """What is decided of the items at some places of the list."""

    #: Key, position, attempt, hash, result, and the state unless it is done: as they come, for most are looked at
    #: together. Hundreds of thousands come when a run goes on, so each call and each column of one counts.
    found: list[tuple[Any, ...]]
    end: int  #: the next page begins there

    def settled_from(self, first: int) -> Settled | None:
        """Its items, if they stand at `first` and the places behind it without a gap and none has to run again."""
        if not self.found:
            return None
        keys, positions, _attempts, item_hashes, results, other_states = zip(*self.found, strict=True)
        if "failed" in other_states or positions != tuple(range(first, first + len(positions))):
            return None
        done = other_states.count(None)
        if done < len(results):
            results = tuple(result for result, state in zip(results, other_states, strict=True) if state is None)
        return Settled(keys, item_hashes, done, len(keys) - done) if _are_readable(results) else None

    def rows(self) -> list[Decided]:
        """Its items, one by one."""
        return [
            Decided(key, position, state or "done", attempt, item_hash, None if state else _why_unreadable(result))
            for key, position, attempt, item_hash, result, state in self.found
        ]


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
    rows: list[tuple[Any, ...]] = []
    with contextlib.closing(con.cursor()) as found:
        found.row_factory = None  # plain tuples take half the time
        for row in found.execute(_SQL["decided_from"], {"loop": loop, "first": first, "end": first + places}):
            rows.append(row)
            max_bytes -= len(row[_RESULT] or b"")
            if max_bytes < 0:
                return Page(rows, row[_POSITION] + 1)
    return Page(rows, first + places)


def done_from(con: Connection, loop: int, first: int, places: int, max_bytes: int) -> Settled | None:
    """The items at so many places, if all are done and their results are small and can be read.

    None: `decided_from` tells more. Most of a loop that goes on is done, and less is read of it here.
    """
    params = {"loop": loop, "first": first, "end": first + places, "most": max_bytes // places}
    with contextlib.closing(con.cursor()) as found:
        found.row_factory = None  # plain tuples take half the time
        rows = found.execute(_SQL["done_from"], params).fetchall()
    if len(rows) < places:
        return None
    positions, keys, item_hashes, results = zip(*rows, strict=True)
    whole = positions == tuple(range(first, first + places)) and _are_readable(results)
    return Settled(keys, item_hashes, places, 0) if whole else None


def get_step(con: Connection, loop: int, key: bytes) -> Decided | None:
    """What is decided of an item."""
    row = one(con, _SQL["get_step"], {"loop": loop, "key": key})
    if row is None:
        return None
    unreadable = _why_unreadable(row["result"]) if row["state"] == "done" else None
    return Decided(row["key"], row["position"], row["state"], row["attempt"], row["item_hash"], unreadable)


def _are_readable(results: Iterable[Any]) -> bool:
    try:
        deque(map(decode, results), maxlen=0)
    except (ValueError, TypeError):
        return False
    return True


def _why_unreadable(result: bytes | None) -> str | None:
    try:
        decode(result)  # type: ignore[arg-type]  # None is as unreadable as damage
    except (ValueError, TypeError) as error:
        return str(error)
    return None
