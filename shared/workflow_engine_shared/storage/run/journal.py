"""The step journal of one run: what makes a loop inside a node durable."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import CheckpointUnreadable, ErrorData, ResultUnreadable
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "journal")

StepState = Literal["done", "failed", "skipped"]
HASH_BYTES = 8  #: of an item's content
_SHORTEST_S = 0.0001


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


class Decided(msgspec.Struct, frozen=True):
    """What the journal knows of an item before it is run."""

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


class Outcome(msgspec.Struct, frozen=True):
    """An item's outcome: `value` when done, `error` otherwise; what cannot be read counts as failed."""

    key: Any
    state: StepState
    value: Any
    error: ErrorData | None
    item_hash: bytes | None = None


class LoopSummary(msgspec.Struct, frozen=True):
    """Where the items of one loop stand; done + failed + skipped + pending = total where total is known."""

    loop: int
    visit: int
    node_id: str
    scope: str
    label: str
    total: int | None
    done: int
    failed: int
    skipped: int
    rerun: int = 0  #: items that were decided once more, because they or their arguments had changed

    @property
    def pending(self) -> int | None:
        return None if self.total is None else max(0, self.total - self.done - self.failed - self.skipped)


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


def made_from(con: Connection, loop: int) -> list[Made]:
    """What all decided items of a loop were made from."""
    rows = every(con, _SQL["made_from"], {"loop": loop})
    return [Made(row["key"], row["position"], row["item_hash"]) for row in rows]


def get_step(con: Connection, loop: int, key: bytes) -> Decided | None:
    """What is decided of an item."""
    row = one(con, _SQL["get_step"], {"loop": loop, "key": key})
    if row is None:
        return None
    unreadable = None
    if row["state"] == "done":
        try:
            decode(row["result"])
        except (ValueError, TypeError) as error:
            unreadable = str(error)
    return Decided(row["key"], row["position"], row["state"], row["attempt"], row["item_hash"], unreadable)


def put_steps(con: Connection, rows: Sequence[StepRow]) -> None:
    """Record decided items."""
    con.executemany(_SQL["put_step"], rows)


def move_steps(con: Connection, moves: Sequence[tuple[int, int, bytes]]) -> None:
    """Record (position, loop, key) of decided items that stand elsewhere now."""
    con.executemany(_SQL["move_step"], moves)


def remove_steps(con: Connection, loop: int, keys: Iterable[bytes]) -> None:
    """Record decided items that are no longer in the list."""
    con.executemany(_SQL["remove_step"], [(loop, key) for key in keys])


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


def loop_summaries(con: Connection, visit: int | None = None) -> list[LoopSummary]:
    """Per loop, of one visit or of all: how many items stand where."""
    reruns = {row["loop"]: row["items"] for row in every(con, _SQL["reruns"], {})} if _counts_reruns(con) else {}
    name = "loop_summaries" if visit is None else "loop_summaries_of_visit"
    rows = every(con, _SQL[name], {"visit": visit})
    return [msgspec.convert({**columns(row), "rerun": reruns.get(row["loop"], 0)}, LoopSummary) for row in rows]


def _counts_reruns(con: Connection) -> bool:
    """A run that an older renflow ended has no such table, and nobody brings it forward."""
    return bool(con.execute("PRAGMA main.user_version").fetchone()[0] > 1)


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
    return [_view(row) for row in every(con, _SQL["list_steps"], params)]


def error_groups(con: Connection) -> list[tuple[str, int]]:
    """The kinds of errors among items that did not succeed, the most frequent first."""
    return [(row["kind"], row["items"]) for row in every(con, _SQL["error_groups"], {})]


def forget_unsuccessful(con: Connection, visit: int, error: str | None = None) -> None:
    """Let the items of a visit that failed or were skipped be tried again.

    `error` is a kind of error as `error_groups` names it: items skipped for another one stay skipped. What failed
    stopped the loop, and is tried again in any case.
    """
    con.execute(_SQL["forget_unsuccessful"], {"visit": visit, "error": error})


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
