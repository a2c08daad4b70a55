"""From doorbells and rows to events: what watched runs do, as it happens.

Bells only make it quick: each second every followed run is looked at anyway, so that a lost frame costs no event.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import RenError, RunNotFound
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import NodeMoved, Progress
from workflow_engine_shared.run_status import ACTIVE
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.live.adopted_runs import POLL_SECONDS, AdoptedRunPoller
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.logs.lines import LogPosition
from workflow_engine_supervisor.logs.reader import RunLog
from workflow_engine_supervisor.run_events import (
    LogExtended,
    ProgressMade,
    RunChanged,
    RunDeleted,
    RunEvent,
    RunEvents,
    VisitMoved,
    WorkerMeasured,
)
from workflow_engine_supervisor.schemas.events import MetricsEvent, NodeEvent
from workflow_engine_supervisor.views.run_reader import RunReader
from workflow_engine_supervisor.views.run_view import process_answer

LOOK_SECONDS = 1.0
#: A run that nobody watches any more is followed a little longer: whoever reconnects misses nothing.
LINGER_SECONDS = 10.0
LINES_A_TURN = 2_000
LINES_A_BREATH = 200
BREATH_SECONDS = 0.003
_MAX_MOVES = 10_000


@dataclass
class _Pending:
    """What was heard of a run since the last turn."""

    changed: bool = False
    log_grew: bool = False
    moves: list[NodeMoved] = field(default_factory=list)
    progress: dict[int, Progress] = field(default_factory=dict)  #: the newest of each visit

    def note(self, event: RunEvent) -> None:
        match event:
            case LogExtended():
                self.log_grew = True
            case ProgressMade():
                self.progress[event.progress.visit] = event.progress
            case VisitMoved():
                if len(self.moves) < _MAX_MOVES:
                    self.moves.append(event.move)
            case RunChanged():
                self.changed = True


@dataclass
class _Followed:
    """What was told about a run so far."""

    log: RunLog
    position: LogPosition
    asked_at: float  #: when somebody last began to watch
    status: dict[str, Any] | None = None


class RunFeed:
    """Hears what happens to runs. Its own thread turns what it heard into events on the hub."""

    def __init__(self, hub: Hub, home: Home, reader: RunReader, clock: Clock, events: RunEvents) -> None:
        self._hub = hub
        self._home = home
        self._reader = reader
        self._clock = clock
        self._events = events
        self._poller = AdoptedRunPoller(home, reader)
        self._lock = threading.Lock()
        self._bells: dict[str, _Pending] = {}
        self._followed: dict[str, _Followed] = {}
        self._held_back: set[str] = set()  #: runs whose readers need a breath before the next lines
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._events.subscribe(self._hear)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; bears being called twice."""
        self._events.unsubscribe(self._hear)
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def follow(self, thread_id: str) -> None:
        """Somebody is about to watch this run: its events count from here on.

        Raises:
            RunNotFound: there is no such run.
        """
        now = self._clock.monotonic()
        with self._lock:
            known = self._followed.get(thread_id)
            if known is not None:
                known.asked_at = now
                return
        run_log = RunLog(self._home.run(thread_id).log)
        begun = _Followed(run_log, run_log.end(), now, self._reader.status(thread_id).model_dump(mode="json"))
        with self._lock:
            self._followed.setdefault(thread_id, begun).asked_at = now

    # -- the subscriber: called from any thread, returns at once ---------------------------------------------------

    def _hear(self, event: RunEvent) -> None:
        match event:
            case WorkerMeasured():
                self._tell_figures(event)
            case RunDeleted():
                self._end(event.thread_id)
            case _:
                self._note(event)

    def _note(self, event: RunEvent) -> None:
        with self._lock:
            if event.thread_id not in self._followed:
                return
            self._bells.setdefault(event.thread_id, _Pending()).note(event)
        self._wake.set()

    def _tell_figures(self, measured: WorkerMeasured) -> None:
        process = process_answer(measured.live, measured.sample.figures, measured.live.now(self._clock.now()))
        event = MetricsEvent(**process.model_dump(), items_per_s=measured.sample.items_per_s)
        self._hub.publish(measured.thread_id, "metrics", event.model_dump())

    def _end(self, thread_id: str) -> None:
        """There is nothing to follow any more."""
        with self._lock:
            self._followed.pop(thread_id, None)
            self._bells.pop(thread_id, None)
        self._hub.end(thread_id)

    # -- the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        look_at = self._clock.monotonic() + LOOK_SECONDS
        while not self._stop.is_set():
            self._wake.wait(self._patience(look_at))
            self._wake.clear()
            bells = self._take_bells()
            now = self._clock.monotonic()
            if now >= look_at:
                look_at = now + LOOK_SECONDS
                self._let_go(now)
                for thread_id in list(self._followed):
                    bell = bells.setdefault(thread_id, _Pending())
                    bell.changed = bell.log_grew = True
                self._look_out(bells)
            else:
                for thread_id in self._poller.grown():
                    bells.setdefault(thread_id, _Pending()).log_grew = True
            for thread_id, bell in bells.items():
                self._attempt(thread_id, partial(self._tell, bell))

    def _patience(self, look_at: float) -> float:
        """How long nothing need be looked at."""
        left = max(0.0, look_at - self._clock.monotonic())
        if self._held_back:
            return min(left, BREATH_SECONDS)
        return min(left, POLL_SECONDS) if self._poller.has_some else left

    def _look_out(self, bells: dict[str, _Pending]) -> None:
        """Runs without a pipe: how far they are, and which nodes they passed, stands in their rows."""
        for thread_id in self._poller.watch(self._hub.watched()):
            self._attempt(thread_id, self._look_at_progress)
            with contextlib.suppress(RenError):  # a damaged run.db is told elsewhere
                bells.setdefault(thread_id, _Pending()).moves += self._poller.moves(thread_id)

    def _take_bells(self) -> dict[str, _Pending]:
        with self._lock:
            bells, self._bells = self._bells, {}
        for thread_id in self._held_back:
            bell = bells.setdefault(thread_id, _Pending())
            bell.changed = bell.log_grew = True
        self._held_back.clear()
        return bells

    def _attempt(self, thread_id: str, act: Callable[[str], None]) -> None:
        """One run that cannot be read must not silence the others."""
        try:
            act(thread_id)
        except RunNotFound:  # deleted just when somebody began to watch
            self._end(thread_id)
        except Exception as error:  # noqa: BLE001 - this thread is everybody's
            event_log.trouble("feed.failed", error, thread_id=thread_id)

    def _tell(self, bell: _Pending, thread_id: str) -> None:
        followed = self._followed.get(thread_id)
        if followed is None:
            return
        # The row is read first and told last: when a run ends, its last lines come before the end.
        status = self._status_if_new(thread_id, followed) if bell.changed else None
        for moved in bell.moves:
            data: NodeEvent = {
                "node": moved.node,
                "visit": moved.visit,
                "status": moved.status,
                "attempt": moved.attempt,
                "beside": list(moved.beside),
            }
            self._hub.publish(thread_id, "node", data)
        for progress in bell.progress.values():
            self._hub.publish(thread_id, "progress", msgspec.structs.asdict(progress))
        if (bell.log_grew or status is not None) and not self._tell_lines(thread_id, followed):
            self._held_back.add(thread_id)
        elif status is not None:
            followed.status = status
            self._hub.publish(thread_id, "status", status)

    def _status_if_new(self, thread_id: str, followed: _Followed) -> dict[str, Any] | None:
        status = self._reader.status(thread_id).model_dump(mode="json")
        return status if status != followed.status else None

    def _tell_lines(self, thread_id: str, followed: _Followed) -> bool:
        """Publish new lines at the pace of their readers: the file keeps them. False: there are more."""
        for told, line in enumerate(followed.log.lines(followed.position)):
            if told == LINES_A_TURN or (told % LINES_A_BREATH == 0 and not self._hub.has_room(thread_id)):
                return False
            followed.position = line.end
            self._hub.publish(thread_id, "log", line.text)
        return True

    def _look_at_progress(self, thread_id: str) -> None:
        for progress in self._reader.progress_of_each(thread_id):
            self._hub.publish(thread_id, "progress", progress.model_dump(mode="json"))

    def _let_go(self, now: float) -> None:
        """Forget runs that rest and that nobody watches."""
        watched = set(self._hub.watched())
        with self._lock:
            idle = [
                thread_id
                for thread_id, followed in self._followed.items()
                if thread_id not in watched and now - followed.asked_at > LINGER_SECONDS
            ]
        for thread_id in idle:
            self._attempt(thread_id, self._let_go_of)

    def _let_go_of(self, thread_id: str) -> None:
        try:
            rests = self._reader.row(thread_id).status not in ACTIVE
        except RunNotFound:
            rests = True
        if rests and self._hub.forget(thread_id):
            with self._lock:
                self._followed.pop(thread_id, None)
                self._bells.pop(thread_id, None)
