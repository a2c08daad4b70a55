"""Runs to look at: through the supervisor where one answers, else straight from the files of the home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import NotRunning
from workflow_engine_shared.settings import Settings

from .connection import connect
from .errors import VersionMismatch
from .http_client import PAGE, Client
from .log_reader import LogReader, follow_log

if TYPE_CHECKING:
    from workflow_engine_shared.storage.workflow.store import Store
    from workflow_engine_supervisor.views.run_list import RunLists
    from workflow_engine_supervisor.views.run_reader import RunReader

#: So many of the newest runs are looked through for one that a mistyped id may mean.
MOST_IDS = 500
_ALL = 1_000_000


class RunSource(Protocol):
    """What can be read of runs. Answers are those of the API."""

    served: bool  #: whether a supervisor answers

    def run(self, thread_id: str) -> dict[str, Any]: ...
    def state(self, thread_id: str, checkpoint: str | None) -> dict[str, Any]: ...
    def log(self, thread_id: str, filters: Mapping[str, Any], *, follow: bool) -> Iterator[dict[str, Any] | None]: ...
    def compare(self, first: str, second: str) -> dict[str, Any]: ...
    def listed(self, query: Mapping[str, Any], limit: int) -> tuple[list[dict[str, Any]], int]: ...
    def saved_views(self) -> list[dict[str, Any]]: ...
    def newest_ids(self) -> list[str]: ...
    def flows(self) -> list[dict[str, Any]]: ...
    def versions(self, flow_id: str) -> list[dict[str, Any]]: ...


class ServedRuns:
    """Through the supervisor."""

    served = True

    def __init__(self, client: Client) -> None:
        self.client = client

    def run(self, thread_id: str) -> dict[str, Any]:
        return dict(self.client.get(f"/runs/{thread_id}"))

    def state(self, thread_id: str, checkpoint: str | None) -> dict[str, Any]:
        return dict(self.client.get(f"/runs/{thread_id}/state", checkpoint=checkpoint))

    def log(self, thread_id: str, filters: Mapping[str, Any], *, follow: bool) -> Iterator[dict[str, Any] | None]:
        if follow:
            return follow_log(self.client, thread_id, filters)
        return LogReader(self.client, thread_id, filters).new_lines()

    def compare(self, first: str, second: str) -> dict[str, Any]:
        return dict(self.client.get(f"/runs/{first}/compare/{second}"))

    def listed(self, query: Mapping[str, Any], limit: int) -> tuple[list[dict[str, Any]], int]:
        """The first runs of a list, and how many there are."""
        page = self.client.get("/runs", **query, limit=min(limit, PAGE))
        found, total = list(page["items"]), page["total"]
        while page["next"] and len(found) < limit:
            page = self.client.get("/runs", **query, limit=min(limit - len(found), PAGE), cursor=page["next"])
            found += page["items"]
        if not found and "flow_id" in query:
            self.client.get(f"/flows/{query['flow_id']}")  # so that a flow that is not there is said, not 'no runs'
        return found, total

    def saved_views(self) -> list[dict[str, Any]]:
        return list(self.client.get("/run-views")["items"])

    def newest_ids(self) -> list[str]:
        return [run["thread_id"] for run in islice(self.client.pages("/runs"), MOST_IDS)]

    def flows(self) -> list[dict[str, Any]]:
        return list(self.client.pages("/flows"))

    def versions(self, flow_id: str) -> list[dict[str, Any]]:
        return list(self.client.pages(f"/flows/{flow_id}/versions"))


class StoredRuns:
    """From the files, which nobody changes here."""

    served = False

    def __init__(self, settings: Settings, store: Store, reader: RunReader, lists: RunLists) -> None:
        self._home = settings.home_paths
        self._store = store
        self._reader = reader
        self._lists = lists
        self._clock = SystemClock()

    def run(self, thread_id: str) -> dict[str, Any]:
        return self._reader.run(thread_id).model_dump(mode="json")

    def state(self, thread_id: str, checkpoint: str | None) -> dict[str, Any]:
        return self._reader.state(thread_id, checkpoint).model_dump(mode="json")

    def log(self, thread_id: str, filters: Mapping[str, Any], *, follow: bool) -> Iterator[dict[str, Any] | None]:  # noqa: ARG002 - nothing comes any more
        from workflow_engine_supervisor.logs.pages import LineFilter
        from workflow_engine_supervisor.logs.reader import RunLog

        wanted = LineFilter(filters.get("level"), filters.get("node"), filters.get("q"))
        log = RunLog(self._home.run(self._reader.row(thread_id).thread_id).log)
        return (line.record for line in log.lines() if wanted.takes(line.record))

    def compare(self, first: str, second: str) -> dict[str, Any]:
        from workflow_engine_supervisor.views.comparison import compare_runs

        return compare_runs(self._reader, self._home, first, second).model_dump(mode="json")

    def listed(self, query: Mapping[str, Any], limit: int) -> tuple[list[dict[str, Any]], int]:
        """The first runs of a list, and how many there are.

        Raises:
            BadQuery: a filter has a value that is none.
            NotRunning: texts are asked for, and what they are found by is written by a supervisor.
        """
        from pydantic import ValidationError

        from workflow_engine_supervisor.http.problems import refusal
        from workflow_engine_supervisor.http.run_query import RunViewQuery, refuse_other_machines

        try:
            asked = RunViewQuery.model_validate(dict(query))
        except ValidationError as error:
            raise refusal([{**each, "loc": ("query", *each["loc"])} for each in error.errors()], None) from None
        refuse_other_machines(asked.machine)
        chosen = asked.chosen(self._clock)
        if chosen.q is not None:
            raise NotRunning("Only a supervisor searches the texts of runs.")
        page = self._lists.page(chosen, asked.ordered(self._clock), limit=limit)
        if not page.items and chosen.flow_id is not None:
            with self._store.read() as tx:
                tx.get_flow(chosen.flow_id)  # so that a flow that is not there is said, not 'no runs'
        return [each.model_dump(mode="json") for each in page.items], page.total

    def saved_views(self) -> list[dict[str, Any]]:
        with self._store.read() as tx:
            return [{"id": each.id, "name": each.name, "query": each.query} for each in tx.list_views()]

    def newest_ids(self) -> list[str]:
        from workflow_engine_shared.storage.workflow.found_runs import RunFilter

        with self._store.read() as tx:
            return [row.thread_id for row in tx.list_runs(RunFilter(), limit=MOST_IDS)]

    def flows(self) -> list[dict[str, Any]]:
        from workflow_engine_supervisor.views.flow_view import flow_answer

        with self._store.read() as tx:
            return [flow_answer(row).model_dump(mode="json") for row in tx.list_flows(after="", limit=_ALL)]

    def versions(self, flow_id: str) -> list[dict[str, Any]]:
        from workflow_engine_supervisor.views.flow_view import version_answer

        with self._store.read() as tx:
            rows = tx.list_versions(flow_id, before=None, limit=_ALL)
        return [version_answer(row).model_dump(mode="json") for row in rows]


@contextmanager
def runs_of(settings: Settings) -> Iterator[RunSource]:
    """The runs of a home.

    Raises:
        NotRunning: nobody serves them, and there are none.
        VersionMismatch: another renflow serves them, whose files may be others.
    """
    try:
        connection = connect(settings)
    except VersionMismatch:
        raise
    except NotRunning:
        if not settings.home_paths.db.is_file():
            raise
    else:
        with connection:
            yield ServedRuns(connection.client)
        return
    with _stored(settings) as runs:
        yield runs


def _nobody(*_: object) -> None:
    """No worker is asked: what the rows say counts."""


@contextmanager
def _stored(settings: Settings) -> Iterator[StoredRuns]:
    from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
    from workflow_engine_supervisor.masks import Masks, Redaction
    from workflow_engine_supervisor.views.flow_names import KnownNames
    from workflow_engine_supervisor.views.run_list import RunLists
    from workflow_engine_supervisor.views.run_reader import RunReader

    store = SqliteStore.attach(settings.home_paths.db, readonly=True)
    try:
        redaction = Redaction(Masks(settings), lambda: None)
        clock, names = SystemClock(), KnownNames()
        reader = RunReader(settings.home_paths, store, _nobody, _nobody, clock, redaction, names)
        lists = RunLists(store, _nobody, _nobody, reader.progress, clock, redaction, names)
        yield StoredRuns(settings, store, reader, lists)
    finally:
        store.close()
