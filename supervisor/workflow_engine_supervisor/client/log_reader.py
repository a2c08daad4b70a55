"""A run's log through the API: all of it, or on and on.

Read by position rather than from events: pages are complete, a stream may have had a gap.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_engine_shared.clock import pause
from workflow_engine_shared.run_status import ACTIVE, RunStatus

from .http_client import PAGE, Client

LOOK_SECONDS = 0.25


class LogReader:
    """Reads a log on from where it was."""

    def __init__(self, client: Client, thread_id: str, filters: Mapping[str, Any]) -> None:
        self._client = client
        self._path = f"/runs/{thread_id}/logs"
        self._filters = filters
        self._position: str | None = None

    def new_lines(self) -> Iterator[dict[str, Any]]:
        """The lines that came since the last call; at first, all there are."""
        more = True
        while more:
            page = self._client.get(self._path, limit=PAGE, cursor=self._position, **self._filters)
            yield from page["items"]
            self._position, more = page.get("position") or self._position, bool(page.get("next"))


def follow_log(client: Client, thread_id: str, filters: Mapping[str, Any]) -> Iterator[dict[str, Any] | None]:
    """Every line, then those to come, until the run rests. None: caught up, for now."""
    reader = LogReader(client, thread_id, filters)
    while True:
        # Asked before the lines are: what a run logs last is there when it rests.
        resting = RunStatus(client.get(f"/runs/{thread_id}")["status"]) not in ACTIVE
        yield from reader.new_lines()
        yield None
        if resting:
            return
        pause(LOOK_SECONDS)
