"""A schedule, as a program handles it: runs that start by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from workflow_engine.client.run import Run
from workflow_engine_supervisor.client.follower import Answering
from workflow_engine_supervisor.schemas.schedules import ScheduleAnswer, ScheduleRunAnswer


class Schedule:
    """A handle on one schedule. It holds no state of its own: each call asks the supervisor."""

    def __init__(self, connection: Answering, schedule_id: str) -> None:
        self._connection = connection
        self._client = connection.client
        self.id = schedule_id
        self._path = f"/schedules/{quote(schedule_id, safe='')}"

    def __repr__(self) -> str:
        return f"Schedule({self.id!r})"

    def look(self) -> ScheduleAnswer:
        """Everything about it, with its next five times and what was missed last."""
        return ScheduleAnswer.model_validate(self._client.get(self._path))

    def change(self, **fields: Any) -> ScheduleAnswer:
        """Give it other values, by the names that `Supervisor.schedule` has; what is left out stays.

        Raises:
            InvalidBody, InvalidInput: it is refused, and stays as it was.
        """
        return ScheduleAnswer.model_validate(self._client.put(self._path, as_sent(fields)))

    def pause(self) -> None:
        """Let none of its times come until it is resumed."""
        self._client.post(f"{self._path}/pause")

    def resume(self) -> None:
        """Let its times come again, from now on."""
        self._client.post(f"{self._path}/resume")

    def run_now(self) -> Run:
        """Start a run as it would, beside its times."""
        return Run(self._connection, self._client.post(f"{self._path}/run-now")["thread_id"])

    def times(self) -> Iterator[ScheduleRunAnswer]:
        """What became of its times, the newest first, fetched page by page as you go."""
        return map(ScheduleRunAnswer.model_validate, self._client.pages(f"{self._path}/runs"))

    def delete(self) -> None:
        """Forget it; the runs that it started stay."""
        self._client.delete(self._path)


def as_sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a schedule as the API takes them; an `at` without a zone is a time in the schedule's."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in fields.items()}
