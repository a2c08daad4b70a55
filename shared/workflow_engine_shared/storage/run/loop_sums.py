"""How many items of each loop stand where, and with which kinds of errors: sums that are kept beside the items.

Whoever changes an item changes its loop's sums in the same transaction; nobody counts a hundred thousand items to
show a page of them. A run that an older renflow ended has no sums, and nobody brings it forward: there they are
counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Literal, Protocol

import msgspec

from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read

_SQL = load(__package__, "loop_sums")
_RERUNS_FROM, _SUMS_FROM = 2, 4  #: versions of the schema

StepState = Literal["done", "failed", "skipped"]
_LOOP_AND_STATE = itemgetter(0, 3)


@ready_to_read
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


class Item(Protocol):
    """A decided item, whose loop and state are its first and fourth values."""

    @property
    def loop(self) -> int: ...
    @property
    def state(self) -> StepState: ...
    @property
    def error_json(self) -> str | None: ...


class SumChanges:
    """What a transaction changes; written by `apply`, after the items."""

    def __init__(self, con: Connection) -> None:
        self._con = con
        self._items: Counter[tuple[int, StepState]] = Counter()
        self._fewer_errors: set[int] = set()  #: loops

    def added(self, rows: Sequence[Item]) -> None:
        """Items are in the list and decided."""
        self._items.update(map(_LOOP_AND_STATE, rows))  # type: ignore[arg-type]  # tuples, thousands a second
        if any(state != "done" for _, state in self._items):
            errors = [{"loop": row.loop, "error_json": row.error_json} for row in rows if row.state != "done"]
            self._con.executemany(_SQL["add_error"], errors)

    def taken(self, loop: int, row: Row) -> None:
        """An item's row goes, which says its `state`, `position` and `error_json`."""
        if row["position"] is not None:
            self._items[loop, row["state"]] -= 1
        if row["state"] != "done":
            self._con.execute(_SQL["take_error"], {"loop": loop, "error_json": row["error_json"]})
            self._fewer_errors.add(loop)

    def returned(self, loop: int, states: Iterable[StepState]) -> None:
        """Decided items are in the list again."""
        self._items.update((loop, state) for state in states)

    def apply(self) -> None:
        """Write the sums."""
        for loop in sorted({loop for loop, _ in self._items}):
            changes = {state: self._items[loop, state] for state in ("done", "failed", "skipped")}
            self._con.execute(_SQL["add"], {"loop": loop, **changes})
        self._con.executemany(_SQL["drop_empty_kinds"], [{"loop": loop} for loop in self._fewer_errors])


def recount(con: Connection, loop: int) -> None:
    """Make a loop's sums from its items: after a change to many of them."""
    for name in ("recount", "drop_kinds", "recount_errors"):
        con.execute(_SQL[name], {"loop": loop})


def recount_visit(con: Connection, visit: int) -> None:
    """The same for all loops of a visit."""
    for row in every(con, _SQL["loops_of_visit"], {"visit": visit}):
        recount(con, row["loop"])


def loop_summaries(con: Connection, visit: int | None = None) -> list[LoopSummary]:
    """Per loop, of one visit or of all: how many items stand where."""
    version = _version(con)
    reruns = {row["loop"]: row["items"] for row in every(con, _SQL["reruns"], {})} if version >= _RERUNS_FROM else {}
    name = "loop_summaries" if version >= _SUMS_FROM else "counted_summaries"
    rows = every(con, _SQL[name], {"visit": visit})
    return [msgspec.convert({**columns(row), "rerun": reruns.get(row["loop"], 0)}, LoopSummary) for row in rows]


def error_groups(con: Connection) -> list[tuple[str, int]]:
    """The kinds of errors among items that did not succeed, the most frequent first."""
    name = "error_groups" if _version(con) >= _SUMS_FROM else "counted_error_groups"
    return [(row["kind"], row["items"]) for row in every(con, _SQL[name], {})]


def _version(con: Connection) -> int:
    return int(con.execute("PRAGMA main.user_version").fetchone()[0])
