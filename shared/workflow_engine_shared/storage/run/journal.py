"""The step journal of one run: what makes a loop inside a node durable."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "journal")

StepState = Literal["done", "failed", "skipped"]


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


class Decided(msgspec.Struct, frozen=True):
    """What the journal knows of an item before it is run."""

    key: bytes
    position: int | None
    state: StepState
    attempt: int
    item_hash: bytes | None


class Outcome(msgspec.Struct, frozen=True):
    """An item's outcome: `value` when done, `error` otherwise."""

    key: Any
    state: StepState
    value: Any
    error: ErrorData | None


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


def forget_positions(con: Connection, loop: int) -> None:
    """Begin a pass over items that are matched by key."""
    con.execute(_SQL["forget_positions"], {"loop": loop})


def get_step(con: Connection, loop: int, key: bytes) -> Decided | None:
    """What is decided of an item."""
    row = one(con, _SQL["get_step"], {"loop": loop, "key": key})
    return None if row is None else msgspec.convert(dict(row), Decided)


def put_steps(con: Connection, rows: Sequence[StepRow]) -> None:
    """Record decided items."""
    con.executemany(_SQL["put_step"], rows)


def move_steps(con: Connection, moves: Sequence[tuple[int, int, bytes]]) -> None:
    """Record (position, loop, key) of decided items that stand elsewhere now."""
    con.executemany(_SQL["move_step"], moves)


def results(con: Connection, loop: int, *, first: int, limit: int) -> list[Outcome]:
    """A page of outcomes in item order, beginning at position `first`."""
    rows = every(con, _SQL["results"], {"loop": loop, "first": first, "limit": limit})
    return [_outcome(row, decode(row["key"])) for row in rows]


def result_of(con: Connection, loop: int, key: bytes) -> Outcome | None:
    """One item's outcome."""
    row = one(con, _SQL["result_of"], {"loop": loop, "key": key})
    return None if row is None else _outcome(row, decode(key))


def count_done(con: Connection) -> int:
    """How many steps of the whole run are done."""
    row = one(con, _SQL["count_done"], {})
    assert row is not None
    return int(row["steps"])


def count_removed(con: Connection, loop: int) -> int:
    """How many decided items are no longer in the list."""
    row = one(con, _SQL["count_removed"], {"loop": loop})
    assert row is not None
    return int(row["steps"])


def loop_summaries(con: Connection, visit: int | None = None) -> list[LoopSummary]:
    """Per loop, of one visit or of all: how many items stand where."""
    return [msgspec.convert(dict(row), LoopSummary) for row in every(con, _SQL["loop_summaries"], {"visit": visit})]


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
    """The answer to a visit's question, in a tuple of one (it may be None itself); None: not answered."""
    row = one(con, _SQL["get_answer"], {"visit": visit, "ordinal": ordinal})
    return None if row is None else (decode(row["value"]),)


def _outcome(row: Row, key: Any) -> Outcome:
    done = row["state"] == "done"
    error = None if done else msgspec.json.decode(row["error_json"], type=ErrorData)
    return Outcome(key, row["state"], decode(row["result"]) if done else None, error)


def _view(row: Row) -> StepView:
    outcome = _outcome(row, decode(row["key"]))
    shared = ("id", "visit", "node_id", "scope", "position", "state", "attempt", "finished_at", "duration_s")
    return StepView(**{name: row[name] for name in shared}, key=outcome.key, value=outcome.value, error=outcome.error)
