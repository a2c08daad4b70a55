"""The journal of a fork: what it takes over of the items, answers and updates of the run that it was forked from."""

import json
from collections.abc import Iterable, Iterator, Sequence

from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .loop_sums import recount

_SQL = load(__package__, "fork_journal")
_BATCH = 500


def count_skipped(con: Connection, error: str | None = None) -> int:
    """How many items and nodes of a run failed and were let pass; with `error`, those with this kind of error."""
    row = one(con, _SQL["count_skipped"], {"error": error})
    assert row is not None
    return int(row["skipped"])


def concerned_visits(con: Connection, error: str | None = None, first: int = 1) -> list[int]:
    """The visits from `first` on that such items and nodes belong to, the earliest first."""
    return [int(row["visit"]) for row in every(con, _SQL["concerned_visits"], {"error": error, "first": first})]


def end_of(con: Connection, visit: int) -> str | None:
    """When a visit ended."""
    row = one(con, _SQL["end_of"], {"visit": visit})
    return None if row is None else row["finished_at"]


def copy_past(source: Connection, con: Connection, due: Iterable[int], numbered: int) -> None:
    """The items of all visits that were over: of the numbers up to `numbered`, all but those that are due."""
    for loop in every(source, _SQL["loops_of_past"], {"due": json.dumps([*due]), "numbered": numbered}):
        _copy_loop(source, con, loop, _SQL["all_steps"], {})


def copy_concerned(source: Connection, con: Connection, due: Sequence[int], error: str | None) -> None:
    """Of visits with something to try again, what need not be: done items, and those skipped for another error.

    The due ones also keep their answers and updates. A later visit may turn out to be of another node: its loops wait
    until that node opens them (`journal.open_loop`).
    """
    last = max(due)
    for visit in concerned_visits(source, error, min(due)):
        if visit in due or visit > last:
            later = visit > last
            for loop in every(source, _SQL["loops_of"], {"visit": visit, "kept": later}):
                _copy_loop(source, con, loop, _SQL["steps_to_keep"], {"error": error, "hashed": later})
    for visit in due:
        for put, found in (("put_answer", "answers_of"), ("put_overlay", "overlays_of")):
            con.executemany(_SQL[put], [tuple(row) for row in every(source, _SQL[found], {"visit": visit})])


def _copy_loop(source: Connection, con: Connection, loop: Row, sql: str, params: dict[str, object]) -> None:
    made = one(con, _SQL["put_loop"], {key: loop[key] for key in ("visit", "scope", "label", "total")})
    assert made is not None
    for batch in _batches(source, sql, {"loop": loop["loop"], **params}):
        con.executemany(_SQL["put_step"], [(made["loop"], *row) for row in batch])
    recount(con, made["loop"])


def _batches(con: Connection, sql: str, params: dict[str, object]) -> Iterator[list[Row]]:
    found = con.execute(sql, params)
    while batch := found.fetchmany(_BATCH):
        yield batch
