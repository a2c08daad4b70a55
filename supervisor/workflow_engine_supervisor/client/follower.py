"""Following a run until it rests: told by events, and by looking where none comes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Protocol

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import NotRunning, RenError
from workflow_engine_shared.run_status import ACTIVE, FINAL, Reason, RunStatus

from .errors import Refused
from .event_stream import EventStream, Item, News
from .http_client import Client
from .log_reader import LogReader

#: Looking without being told: often while no stream is open, now and then otherwise.
BROKEN_SECONDS = 1.0
OPEN_SECONDS = 5.0
#: How long a supervisor may be away (it is being started anew) before the watching ends.
AWAY_SECONDS = 30.0
SERVER_ERROR = 500


class Answering(Protocol):
    """A supervisor that is asked, and that may be found again when it was started anew."""

    @property
    def client(self) -> Client: ...
    @property
    def start_hint(self) -> str: ...
    def find_again(self) -> bool: ...


class Watching(Protocol):
    """Who shows a run while it is followed."""

    def __enter__(self) -> Any: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def event(self, kind: str, data: Any) -> None: ...
    def look(self, view: Mapping[str, Any]) -> None: ...
    def note(self, text: str) -> None: ...


class TookTooLong(RenError):
    """The run did not come to rest in time."""

    code = "TOOK_TOO_LONG"
    hint = "It goes on by itself: wait again, with a longer timeout or without one."


class Absence:
    """How long a supervisor has not answered; some seconds are borne, because it may be being started anew."""

    def __init__(self, connection: Answering, thread_id: str) -> None:
        self._connection = connection
        self._thread_id = thread_id
        self._clock = SystemClock()
        self._since: float | None = None

    def is_over(self) -> None:
        self._since = None

    def bear(self) -> bool:
        """Look for it again; returns whether it went only now.

        Raises:
            NotRunning: it is away for too long.
        """
        now = self._clock.monotonic()
        is_new, self._since = self._since is None, now if self._since is None else self._since
        if not self._connection.find_again() and now - self._since > AWAY_SECONDS:
            detail = f"The supervisor went away while run {self._thread_id} was watched; the run may still be at work."
            raise NotRunning(detail, hint=self._connection.start_hint)
        return is_new


class Follower:
    """Watches one run."""

    def __init__(self, connection: Answering, thread_id: str, display: Watching) -> None:
        self._connection = connection
        self._client = connection.client
        self._thread_id = thread_id
        self._display = display
        self._queue: SimpleQueue[Item] = SimpleQueue()
        self._stream = EventStream(self._client, thread_id, self._queue)
        self._patience = BROKEN_SECONDS
        self._looked_at = 0.0
        self._absence = Absence(connection, thread_id)
        self._log = LogReader(self._client, thread_id, {"level": "INFO"})
        self._shown = 0  #: the last log line that was shown
        self._rest_was_published = False
        self._clock = SystemClock()
        self._deadline: float | None = None

    def until_rest(self, timeout: float | None = None) -> dict[str, Any]:
        """The run's view once no worker has it or is about to.

        Raises:
            NotRunning: the supervisor went away and did not come back.
            TookTooLong: it does not rest after `timeout` seconds.
        """
        self._deadline = None if timeout is None else self._clock.monotonic() + timeout
        with self._interruptions(), self._display:
            self._stream.start()
            try:
                view = self._look({})
                while not rests(view):
                    view = self._next(view)
                if not self._rest_was_published:
                    self._catch_up()
            finally:
                self._stream.stop()
        return view

    def _interruptions(self) -> AbstractContextManager[object]:
        """What else may put news into the queue meanwhile."""
        return nullcontext()

    def _next(self, view: dict[str, Any]) -> dict[str, Any]:
        now = self._clock.monotonic()
        if self._deadline is not None and now >= self._deadline:
            raise TookTooLong(f"Run {self._thread_id} is still {view.get('status', 'at work')}.")
        wait = self._looked_at + self._patience - now
        if wait <= 0:
            return self._look(view)
        try:
            item = self._queue.get(timeout=wait if self._deadline is None else min(wait, self._deadline - now))
        except Empty:
            return self._look(view)
        if isinstance(item, News):
            return self._handle_news(item, view)
        kind, data = item.get("type"), item.get("data")
        if kind in {"status", "resync"}:
            # Of a run that ends, the last lines come before the end.
            self._rest_was_published = kind == "status" and rests(data)
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
        self._absence.is_over()
        self._answered()
        self._display.look(found)
        return found

    def _answered(self) -> None:
        """The supervisor is there."""

    def _bear_absence(self) -> None:
        if self._absence.bear():
            self._display.note("The supervisor does not answer. The run goes on by itself; looking again ...")

    def _handle_news(self, news: News, view: dict[str, Any]) -> dict[str, Any]:
        if news is News.CONNECTED:
            self._patience = OPEN_SECONDS
            self._catch_up()
            return self._look(view)  # what happened before the stream was open
        if news is News.BROKEN:
            self._patience = BROKEN_SECONDS
        return view

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


def rests(data: Any) -> bool:
    """Whether no worker has the run or is about to, and somebody has to do something before one has.

    One that is being cancelled does not rest yet, nor does one that waits for a time, a message or another run.
    """
    if not isinstance(data, Mapping) or "status" not in data:
        return False
    status = RunStatus(data["status"])
    goes_on = data.get("cancel_requested") or data.get("reason") == Reason.WAITING.value
    return status in FINAL or (status not in ACTIVE and not goes_on)
