"""Runs found by filter, text and order, page by page; how many there are, and what they can be filtered by."""

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite.damage import every_readable
from workflow_engine_shared.storage.sqlite.database import Connection, every, one, stand_of
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import RunRow
from .runs import runs_by_seq, status_list

_SQL = load(__package__, "found_runs")
_LAST = 2**62
_EPOCH = "1970-01-01T00:00:00.000Z"


class SortKey(str, Enum):
    """What a list of runs is sorted by."""

    CREATED = "created"
    STARTED = "started"
    DURATION = "duration"
    STATUS = "status"
    FLOW = "flow"
    TITLE = "title"


@dataclass(frozen=True)
class RunFilter:
    """Which runs are meant; what is left out asks for nothing."""

    statuses: frozenset[RunStatus] | None = None
    flow_id: str | None = None
    q: str | None = None  #: part of the id, title, tags, input or error
    tags: frozenset[str] = frozenset()  #: all of these
    error: str | None = None  #: the code of what broke
    skipped: bool = False  #: only those that are finished and left something out
    started_from: str | None = None  #: at this time or later; a run that has not begun counts by when it was accepted
    started_to: str | None = None  #: before this time
    without_tests: bool = False  #: none that is a test of a draft


@dataclass(frozen=True)
class RunOrder:
    """In which order they come. Where keys are the same, the age decides."""

    key: SortKey = SortKey.CREATED
    descending: bool = True
    now: str = _EPOCH  #: how long a run at work has lasted by then: the same for every page of a list


#: A run's place in an order: its key, and its seq.
Place = tuple[str | int | float, int]


class FoundRun(NamedTuple):
    """A run, and where it stands in the order it was found by."""

    row: RunRow
    place: Place


class Matching(NamedTuple):
    """What is needed to know of a run before something is done to it."""

    thread_id: str
    status: str
    skipped: int
    waits: bool = False  #: whether it would go on by itself when something comes


class InUse(NamedTuple):
    """A tag or an error's code, and how many runs have it."""

    name: str
    runs: int


def stand(con: Connection) -> Hashable:
    """With an equal one all that is found here is the same."""
    return stand_of(con)


def find_runs(
    con: Connection, chosen: RunFilter, order: RunOrder, *, after: Place | None = None, limit: int
) -> list[FoundRun]:
    """A page of runs, beginning behind a place."""
    place, place_seq = after or (0, _LAST if order.descending else -1)
    params = {
        **_params(chosen),
        "sort": order.key.value,
        "now": order.now,
        "goes_on": after is not None,
        "place": place,
        "place_seq": place_seq,
        "limit": limit,
    }
    if order.key is SortKey.CREATED and chosen == RunFilter():
        sql = _SQL["newest"] if order.descending else _SQL["oldest"]
    else:
        sql = _SQL["descending"] if order.descending else _SQL["ascending"]
    found = every_readable(con, sql, params)
    rows = runs_by_seq(con, [each["seq"] for each in found])
    return [FoundRun(rows[each["seq"]], (each["place"], each["seq"])) for each in found if each["seq"] in rows]


def list_runs(con: Connection, chosen: RunFilter, *, before: int | None = None, limit: int) -> list[RunRow]:
    """A page of runs, newest first, beginning behind the run with `seq` = `before`."""
    after = None if before is None else (before, before)
    return [found.row for found in find_runs(con, chosen, RunOrder(), after=after, limit=limit)]


def count_runs(con: Connection, chosen: RunFilter) -> int:
    """How many runs are meant."""
    row = one(con, _SQL["every"] if chosen == RunFilter() else _SQL["total"], _params(chosen))
    assert row is not None
    return int(row["runs"])


def matching_runs(
    con: Connection, chosen: RunFilter, *, only: Iterable[str] | None = None, limit: int
) -> list[Matching]:
    """The runs that are meant - of `only` these - the oldest first."""
    params = {**_params(chosen), "only": None if only is None else json.dumps(list(only)), "limit": limit}
    return [Matching(*row) for row in every(con, _SQL["matching"], params)]


def tags_in_use(con: Connection, limit: int) -> list[InUse]:
    """The tags that runs have, the most frequent first."""
    return [InUse(*row) for row in every(con, _SQL["tags_in_use"], {"limit": limit})]


def errors_in_use(con: Connection, limit: int) -> list[InUse]:
    """The codes of what broke runs, the most frequent first."""
    return [InUse(*row) for row in every(con, _SQL["errors_in_use"], {"limit": limit})]


def runs_without_text(con: Connection, limit: int) -> list[RunRow]:
    """Runs that a search cannot look through yet."""
    seqs = [row["seq"] for row in every(con, _SQL["without_text"], {"limit": limit})]
    return list(runs_by_seq(con, seqs).values())


def number_without_text(con: Connection) -> int:
    """How many these are."""
    row = one(con, _SQL["number_without_text"], {})
    assert row is not None
    return int(row["runs"])


def insert_text(con: Connection, seq: int, text: str) -> None:
    """Keep what a search looks through. The run may be gone since."""
    con.execute(_SQL["insert_text"], {"seq": seq, "text": text})
    con.execute(_SQL["has_its_text"], {"seq": seq})


def _params(chosen: RunFilter) -> Mapping[str, Any]:
    return {
        "statuses": None if chosen.statuses is None else status_list(chosen.statuses),
        "flow_id": chosen.flow_id,
        "tags": json.dumps(sorted(chosen.tags), ensure_ascii=False) if chosen.tags else None,
        "error": chosen.error,
        "skipped": chosen.skipped,
        "without_tests": chosen.without_tests,
        "started_from": chosen.started_from,
        "started_to": chosen.started_to,
        "q": chosen.q,
        "folded": None if chosen.q is None else chosen.q.casefold(),
    }
