"""Watching a run until it rests: the server's events drive a display, Ctrl-C drives the run."""

from __future__ import annotations

from collections.abc import Mapping
from queue import Empty, SimpleQueue
from typing import Any

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import NotRunning
from workflow_engine_shared.run_status import ACTIVE, RunStatus
from workflow_engine_supervisor.client.address import serve_hint
from workflow_engine_supervisor.client.connection import Connection
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.client.event_stream import EventStream, Item, News
from workflow_engine_supervisor.client.log_reader import LogReader

from .display import Display
from .failure import CTRL_C, TERMINATED
from .signals import on_signals

#: Looking without being told: often while no stream is open, now and then otherwise.
BROKEN_SECONDS = 1.0
OPEN_SECONDS = 5.0
#: How long a supervisor may be away (it is being started anew) before the watching ends.
AWAY_SECONDS = 30.0
SERVER_ERROR = 500


class Left(Exception):
    """The watcher goes before the run came to rest; the run goes on."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Follower:
    """Watches one run."""

    def __init__(self, connection: Connection, thread_id: str, display: Display, *, steers: bool = True) -> None:
        """`steers`: whether Ctrl-C is meant for the run; else it ends the watching."""
        self._steers = steers
        self._connection = connection
        self._client = connection.client
        self._thread_id = thread_id
        self._display = display
        self._queue: SimpleQueue[Item] = SimpleQueue()
        self._stream = EventStream(self._client, thread_id, self._queue)
        self._patience = BROKEN_SECONDS
        self._looked_at = 0.0
        self._away_since: float | None = None
        self._presses = 0
        self._log = LogReader(self._client, thread_id, {"level": "INFO"})
        self._shown = 0  #: the last log line that was shown
        self._rest_was_published = False
        self._wanted = ""  #: a command the supervisor has not taken yet
        self._clock = SystemClock()

    def until_rest(self) -> dict[str, Any]:
        """The run's view once no worker has it or is about to.

        Raises:
            Left: Ctrl-C a third time, or SIGTERM.
            NotRunning: the supervisor went away and did not come back.
        """
        signals = {
            "SIGINT": lambda: self._queue.put(News.CTRL_C),
            "SIGTERM": lambda: self._queue.put(News.TERMINATE),
        }
        with on_signals(signals), self._display:
            self._stream.start()
            try:
                view = self._look({})
                while not _rests(view):
                    view = self._next(view)
                if not self._rest_was_published:
                    self._catch_up()
            finally:
                self._stream.stop()
        return view

    def _next(self, view: dict[str, Any]) -> dict[str, Any]:
        wait = self._looked_at + self._patience - self._clock.monotonic()
        if wait <= 0:
            return self._look(view)
        try:
            item = self._queue.get(timeout=wait)
        except Empty:
            return self._look(view)
        if isinstance(item, News):
            return self._handle_news(item, view)
        kind, data = item.get("type"), item.get("data")
        if kind in {"status", "resync"}:
            # Of a run that ends, the last lines come before the end.
            self._rest_was_published = kind == "status" and _rests(data)
            return self._look(view)
        if kind == "log":
            self._show(data)
        else:
            self._display.event(str(kind), data)
        return view

    def _look(self, view: dict[str, Any]) -> dict[str, Any]:
        """Ask how the run stands; while the supervisor is away, what was known before counts."""
        self._looked_at = self._clock.monotonic()
        try:
            found: dict[str, Any] = self._client.get(f"/runs/{self._thread_id}")
        except NotRunning:
            self._bear_absence()
            return view
        except Refused as error:
            if error.status < SERVER_ERROR:
                raise
            self._bear_absence()  # a disk or database in trouble, not a wrong question
            return view
        self._away_since = None
        if self._wanted:
            self._ask()
        self._display.look(found)
        return found

    def _bear_absence(self) -> None:
        now = self._clock.monotonic()
        if self._away_since is None:
            self._away_since = now
            self._display.note("The supervisor does not answer. The run goes on by itself; looking again ...")
        if not self._connection.find_again() and now - self._away_since > AWAY_SECONDS:
            detail = f"The supervisor went away while run {self._thread_id} was watched; the run may still be at work."
            raise NotRunning(detail, hint=serve_hint(self._connection.settings))

    def _handle_news(self, news: News, view: dict[str, Any]) -> dict[str, Any]:
        if news is News.CONNECTED:
            self._patience = OPEN_SECONDS
            self._catch_up()
            return self._look(view)  # what happened before the stream was open
        if news is News.BROKEN:
            self._patience = BROKEN_SECONDS
        elif news is News.TERMINATE:
            raise Left(TERMINATED)
        else:
            self._ctrl_c()
        return view

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

    def _catch_up(self) -> None:
        """Show lines that no event brought: from before the stream was open, or from a gap in it."""
        try:
            for line in self._log.new_lines():
                self._show(line)
        except (Refused, NotRunning):
            return  # they can still be read with `renflow logs`

    def _show(self, line: Any) -> None:
        seq = line.get("seq") if isinstance(line, Mapping) else None
        if isinstance(seq, int) and seq > self._shown:
            self._shown = seq
            self._display.event("log", line)


def _rests(data: Any) -> bool:
    """Whether no worker has the run or is about to."""
    return isinstance(data, Mapping) and "status" in data and RunStatus(data["status"]) not in ACTIVE
