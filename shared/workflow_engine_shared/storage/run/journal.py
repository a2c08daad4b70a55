"""The step journal of one run: what makes a loop inside a node durable."""

import sqlite3
from collections.abc import Collection, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import CheckpointUnreadable, ErrorData, ResultUnreadable
from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .loop_sums import StepState, SumChanges, recount, recount_visit

_SQL = load(__package__, "journal")

HASH_BYTES = 8  #: of an item's content
_AT_ONCE = 8  #: rows of the statement that inserts several
_SHORTEST_S = 0.0001
_UNSUCCESSFUL = ("failed", "skipped")


class StepRow(NamedTuple):
    """An item whose outcome is decided; a plain tuple, because thousands a second are written."""

    loop: int
    key: bytes
    position: int
    state: StepState
    attempt: int
    result: bytes | None
    error_json: str | None
    item_hash: bytes | None
    finished_at: str
    duration_s: float


def reported_duration(seconds: float) -> float:
    """An item's duration for its row: less than a tenth of a millisecond is nothing, and takes no room."""
    return seconds if seconds >= _SHORTEST_S else 0.0


class Outcome(msgspec.Struct, frozen=True):
    """An item's outcome: `value` when done, `error` otherwise; what cannot be read counts as failed."""

    key: Any
    state: StepState
    value: Any
    error: ErrorData | None
    item_hash: bytes | None = None


class StepView(msgspec.Struct, frozen=True):
    """One decided item for the API."""

    id: int
    visit: int
    node_id: str
    scope: str
    key: Any
    position: int | None
    state: StepState
    attempt: int
    value: Any
    error: ErrorData | None
    finished_at: str
    duration_s: float


class Loop(NamedTuple):
    """A loop as this attempt finds it."""

    id: int
    has_steps: bool  #: whether an earlier attempt decided items
    earlier_total: int | None  #: how many items that attempt had, where it knew


def open_loop(con: Connection, visit: int, scope: str, label: str, total: int | None) -> Loop:
    """The loop of this call, made or found again."""
    con.execute(_SQL["claim_kept_loop"], {"visit": visit, "scope": scope})
    before = one(con, _SQL["find_loop"], {"visit": visit, "scope": scope})
    row = one(con, _SQL["open_loop"], {"visit": visit, "scope": scope, "label": label, "total": total})
    assert row is not None
    found = one(con, _SQL["has_steps"], {"loop": row["loop"]})
    assert found is not None
    return Loop(row["loop"], bool(found["found"]), before["total"] if before else None)


def set_total(con: Connection, loop: int, total: int) -> None:
    """The number of items is known now."""
    con.execute(_SQL["set_total"], {"loop": loop, "total": total})


def put_steps(con: Connection, rows: Sequence[StepRow]) -> None:
    """Record decided items; a further attempt of an item replaces its row."""
    sums = SumChanges(con)
    sums.added(rows)
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        if len(some) < _AT_ONCE or not _insert_at_once(con, some):
            _insert_or_replace(con, some, sums)
    sums.apply()


def _insert_at_once(con: Connection, rows: Sequence[StepRow]) -> bool:
    """Whether it could be done: it cannot where one of them has a row; then none is in."""
    try:
        con.execute(_SQL["insert_eight"], [*chain.from_iterable(rows)])
    except sqlite3.IntegrityError:
        return False
    return True


def _insert_or_replace(con: Connection, rows: Sequence[StepRow], sums: SumChanges) -> None:
    waiting, at = iter(rows), 0
    while at < len(rows):
        before = con.total_changes
        try:
            con.executemany(_SQL["insert_step"], waiting)
        except sqlite3.IntegrityError:  # all before this row are in; what follows it still waits
            at += con.total_changes - before
            if not _replace(con, rows[at], sums):
                raise
            at += 1
        else:
            break


def _replace(con: Connection, row: StepRow, sums: SumChanges) -> bool:
    before = one(con, _SQL["result_of"], {"loop": row.loop, "key": row.key})
    if before is None:
        return False
    sums.taken(row.loop, before)
    con.execute(_SQL["replace_step"], row)
    return True


def move_steps(con: Connection, moves: Sequence[tuple[int, int, bytes]]) -> None:
    """Record (position, loop, key) of decided items that stand elsewhere now, or stand in the list again."""
    sums = SumChanges(con)
    for loop in {loop for _, loop, _ in moves}:
        found = one(con, _SQL["is_set_aside"], {"loop": loop})
        if found is not None and found["found"]:
            keys = (key for _, its, key in moves if its == loop)
            states = [one(con, _SQL["set_aside_state"], {"loop": loop, "key": key}) for key in keys]
            sums.returned(loop, [row["state"] for row in states if row is not None])
    con.executemany(_SQL["move_step"], moves)
    sums.apply()


def remove_steps(con: Connection, loop: int, keys: Collection[bytes]) -> None:
    """Record decided items that are no longer in the list."""
    if keys:
        con.executemany(_SQL["remove_step"], [(loop, key) for key in keys])
        recount(con, loop)


def count_rerun(con: Connection, loop: int, items: int = 1) -> None:
    """Record that items whose results were there ran again, because these were made from something else."""
    con.execute(_SQL["count_rerun"], {"loop": loop, "items": items})


def results(con: Connection, loop: int, *, first: int, limit: int) -> list[Outcome]:
    """A page of outcomes in item order, beginning at position `first`."""
    rows = every(con, _SQL["results"], {"loop": loop, "first": first, "limit": limit})
    return [_outcome(row) for row in rows]


def result_of(con: Connection, loop: int, key: bytes) -> Outcome | None:
    """One item's outcome."""
    row = one(con, _SQL["result_of"], {"loop": loop, "key": key})
    return None if row is None else _outcome(row)


def count_done(con: Connection) -> int:
    """How many steps of the whole run are done."""
    row = one(con, _SQL["count_done"], {})
    assert row is not None
    return int(row["steps"])


def list_steps(
    con: Connection,
    *,
    after: int,
    limit: int,
    state: str | None = None,
    node_id: str | None = None,
    error: str | None = None,
) -> list[StepView]:
    """A page of decided items; `error` is a kind of error as `error_groups` names it."""
    params = {"after": after, "limit": limit, "state": state, "node_id": node_id, "error": error}
    if error is None and state not in _UNSUCCESSFUL:
        return [_view(row) for row in every(con, _SQL["list_steps"], params)]
    # Those that did not succeed are found without a look at the many that did.
    states = _UNSUCCESSFUL if state is None else [state]
    found = [row for each in states for row in every(con, _SQL["list_unsuccessful"], {**params, "state": each})]
    return [_view(row) for row in sorted(found, key=itemgetter("id"))[:limit]]


def forget_unsuccessful(con: Connection, visit: int, error: str | None = None) -> None:
    """Let the items of a visit that failed or were skipped be tried again.

    `error` is a kind of error as `error_groups` names it: items skipped for another one stay skipped. What failed
    stopped the loop, and is tried again in any case.
    """
    con.execute(_SQL["forget_unsuccessful"], {"visit": visit, "error": error})
    recount_visit(con, visit)


def put_answer(con: Connection, visit: int, ordinal: int, value: Any) -> None:
    """Keep the answer to a visit's question; a second answer changes nothing."""
    con.execute(_SQL["put_answer"], {"visit": visit, "ordinal": ordinal, "value": encode(value)})


def get_answer(con: Connection, visit: int, ordinal: int) -> tuple[Any] | None:
    """The answer to a visit's question, in a tuple of one (it may be None itself); None: not answered.

    Raises:
        CheckpointUnreadable: it is damaged.
    """
    row = one(con, _SQL["get_answer"], {"visit": visit, "ordinal": ordinal})
    try:
        return None if row is None else (decode(row["value"]),)
    except ValueError as error:
        raise CheckpointUnreadable(f"The answer to question {ordinal} is damaged ({error}).") from error


def _outcome(row: Row) -> Outcome:
    """An item's outcome; a row that cannot be read is one failed item, and takes no other along."""
    key, state, value = _shown_key(row), row["state"], None
    error: ErrorData | None = None
    try:
        if state == "done":
            value = decode(row["result"])
        else:
            error = msgspec.json.decode(row["error_json"], type=ErrorData)
    except (ValueError, TypeError, msgspec.MsgspecError) as problem:
        what = "result" if state == "done" else "error"
        state = "failed" if state == "done" else state
        error = ResultUnreadable(f"The {what} of item {key!r} cannot be read: {problem}.").data()
    return Outcome(key, state, value, error, row["item_hash"])


def _shown_key(row: Row) -> Any:
    """What an item is called: its key, or where it stands; None: nowhere any more."""
    if is_numbered(row["item_hash"]):
        return row["position"]
    try:
        return decode(row["key"])
    except ValueError:
        return f"(damaged: {bytes(row['key'][:16]).hex()})"


def is_numbered(item_hash: bytes | None) -> bool:
    """Whether an item without a key is known by its content and its number among equals."""
    return item_hash is not None and len(item_hash) > HASH_BYTES


def _view(row: Row) -> StepView:
    outcome = _outcome(row)
    shared = ("id", "visit", "node_id", "scope", "position", "attempt", "finished_at", "duration_s")
    fields = {name: row[name] for name in shared}
    return StepView(**fields, state=outcome.state, key=outcome.key, value=outcome.value, error=outcome.error)
