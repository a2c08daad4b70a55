"""The processes for items that a run has: made for a loop, kept for the next one, ended when idle for a minute."""

import contextlib
import itertools
import multiprocessing
import os
import sys
import threading
from pathlib import Path
from time import monotonic
from typing import Any

from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.lanes.item_process import serve
from workflow_engine_worker.lanes.lane_process import Forked, LaneProcess, Listener, Relay, Spawned
from workflow_engine_worker.lanes.template import Environment, Template, started

IDLE_S = 60.0
_WORDS = 2000  #: bytes of what a process said last


def forks_where(chosen: str) -> bool:
    """Whether lanes are forked, by the setting `item_processes`. On macOS frameworks mind; Windows knows no fork."""
    return sys.platform != "win32" and (chosen == "fork" or (chosen == "auto" and sys.platform == "linux"))


class RunLanes:
    """All processes for items of one run. Any thread."""

    def __init__(self, relay: Relay, stderr: Path, *, forks: bool, idle_s: float = IDLE_S) -> None:
        self._relay = relay
        self._stderr = stderr
        self._forks = forks
        self._idle_s = idle_s
        self._tasks = itertools.count(1)
        self._changed = threading.Condition()
        self._idle: list[tuple[LaneProcess, float]] = []
        self._environment: Environment | None = None
        self._template: Template | None = None
        self._keeper: threading.Thread | None = None

    def new_task(self) -> int:
        """The number of a loop's task."""
        return next(self._tasks)

    def begin(self) -> None:
        """A loop will come: the process that forks its lanes begins now. Nothing is lost if none comes."""
        with self._changed, contextlib.suppress(OSError):  # no room for a process: the loop will tell
            if self._forks and self._template is None:
                self._template = Template(audit_hook.current())

    def expect(self, function: bytes) -> None:
        """A loop of this function's module will come: its import begins now, as this process did it."""
        with self._changed, contextlib.suppress(OSError):
            if self._forks:
                self._refuse_outdated()
                self._living_template(function)

    def take(self, function: bytes, listener: Listener) -> LaneProcess:
        """A lane that is idle, or a new one. Its function is still to be sent."""
        with self._changed:
            self._refuse_outdated()
            while self._idle:
                lane, _ = self._idle.pop()
                if lane.work_for(listener):
                    return lane
            if not self._forks:
                return self.spawn(listener)
            template = self._living_template(function)
            return LaneProcess(template.fork(), Forked(template), self._relay, listener)

    def spawn(self, listener: Listener) -> LaneProcess:
        """A lane in a process that was started for it."""
        spawn: Any = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = started(spawn.Process(target=serve, args=(theirs, audit_hook.current()), name="item-process"))
        theirs.close()
        return LaneProcess(ours, Spawned(process), self._relay, listener)

    def forks_no_more(self) -> None:
        """The flow's import leaves something behind that processes must not share."""
        with self._changed:
            self._forks = False
            self._end_template()

    def keep(self, lane: LaneProcess) -> None:
        """It has nothing to do; the next loop may want it."""
        with self._changed:
            if not lane.work_for(None):
                return
            self._idle.append((lane, monotonic()))
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._end_idle, name="lanes", daemon=True)
                self._keeper.start()
            self._changed.notify_all()

    def close(self) -> None:
        """End all that are idle; the others end with their loop."""
        with self._changed:
            for lane, _ in self._idle:
                lane.end()
            self._idle.clear()
            self._end_template()

    def mark(self) -> int:
        """Where in the run's native output a process begins."""
        try:
            return self._stderr.stat().st_size
        except OSError:
            return 0

    def words_since(self, mark: int) -> str:
        """What was written to the run's native output since, at most its end."""
        try:
            with self._stderr.open("rb") as output:
                size = os.fstat(output.fileno()).st_size
                output.seek(max(mark if mark <= size else 0, size - _WORDS))
                return output.read(_WORDS).decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def _refuse_outdated(self) -> None:
        """A process that began under another environment or path would not find what a fresh one does."""
        now = Environment.here()
        if self._environment not in (None, now):
            self.close()
        self._environment = now

    def _living_template(self, function: bytes) -> Template:
        if self._template is not None and not self._template.alive:
            self._template.close()
            self._template = None
        self._template = self._template or Template(audit_hook.current())
        self._template.load(function, Environment.here())
        return self._template

    def _end_template(self) -> None:
        if self._template is not None:
            self._template.end()
            self._template = None

    def _end_idle(self) -> None:
        """End what was idle for too long, the template with the last one."""
        with self._changed:
            while True:
                due = monotonic() - self._idle_s
                for lane, _ in (each for each in self._idle if each[1] <= due):
                    lane.end()
                before = len(self._idle)
                self._idle = [each for each in self._idle if each[1] > due]
                if before and not self._idle:
                    self._end_template()
                first = min((since for _, since in self._idle), default=None)
                self._changed.wait(None if first is None else first - due)
