"""Watching a run from the command line: Ctrl-C drives the run, or ends the watching."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from workflow_engine_shared.errors import NotRunning
from workflow_engine_supervisor.client.connection import Connection
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.client.event_stream import News
from workflow_engine_supervisor.client.follower import Follower

from .display import Display
from .failure import CTRL_C, TERMINATED
from .signals import on_signals


class Left(Exception):
    """The watcher goes before the run came to rest; the run goes on."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class SteeringFollower(Follower):
    """Watches one run; `until_rest` raises Left at the third Ctrl-C, or at SIGTERM."""

    def __init__(self, connection: Connection, thread_id: str, display: Display, *, steers: bool = True) -> None:
        """`steers`: whether Ctrl-C is meant for the run; else it ends the watching."""
        super().__init__(connection, thread_id, display)
        self._steers = steers
        self._presses = 0
        self._wanted = ""  #: a command the supervisor has not taken yet

    def _interruptions(self) -> AbstractContextManager[object]:
        return on_signals(
            {
                "SIGINT": lambda: self._queue.put(News.CTRL_C),
                "SIGTERM": lambda: self._queue.put(News.TERMINATE),
            }
        )

    def _answered(self) -> None:
        if self._wanted:
            self._ask()

    def _handle_news(self, news: News, view: dict[str, Any]) -> dict[str, Any]:
        if news is News.TERMINATE:
            raise Left(TERMINATED)
        if news is News.CTRL_C:
            self._ctrl_c()
            return view
        return super()._handle_news(news, view)

    def _ctrl_c(self) -> None:
        self._presses += 1
        if not self._steers:
            raise Left(CTRL_C)
        if self._presses == 1:
            self._display.note("Pausing at the next safe point ... (Ctrl-C again cancels the run)")
            self._wanted = "pause"
        elif self._presses == 2:  # noqa: PLR2004 - the second time
            self._display.note("Cancelling ... (Ctrl-C again leaves without waiting)")
            self._wanted = "cancel"
        else:
            raise Left(CTRL_C)
        self._ask()

    def _ask(self) -> None:
        try:
            self._client.post(f"/runs/{self._thread_id}/{self._wanted}")
        except NotRunning:
            return  # asked again when it is back
        except Refused as error:  # it came to rest meanwhile: the next look tells
            self._display.note(f"Not done: {error.detail}")
        self._wanted = ""
