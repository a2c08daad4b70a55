"""The visits that are under way, each in a thread of its own: how they are begun, stopped, and what comes of them."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from workflow_engine_shared.tokens.events import Completed, Event, Failed
from workflow_engine_shared.tokens.program import Kind
from workflow_engine_worker.control.leave import SiblingStopped
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.kernel.visit import Done
from workflow_engine_worker.visits.node_visit import NodeVisit

#: Carries out a visit on a state.
CarryOut = Callable[[NodeVisit, dict[str, Any]], Done]


@dataclass(frozen=True)
class Result:
    """What came of a visit: it is done, or it left."""

    id: str  #: of the work, as the tokens know it
    visit: NodeVisit | None  #: None: it is an event that is waited for
    done: Done | None = None
    left: BaseException | None = None
    value: Any = None  #: of an event: what came with it

    @property
    def event(self) -> Event:
        """What it is to the tokens, where the visit is done."""
        assert self.done is not None
        led_on = self.done.outcome.led_on
        if led_on is None:
            return Completed(self.id, self.done.updates)
        kind: Kind = "timeout" if led_on.edge.on == "timeout" else "error"
        code = led_on.code or led_on.error.code
        return Failed(self.id, code, led_on.error.message, kind, self.done.updates)


class VisitThreads:
    """Begins visits, and hands over what comes of them to the thread that asks."""

    def __init__(self, carry_out: CarryOut, threads: OwnThreads) -> None:
        self._carry_out = carry_out
        self._threads = threads
        self._results: queue.SimpleQueue[Result | None] = queue.SimpleQueue()  #: None: somebody else has something
        self.running: dict[str, NodeVisit] = {}
        self._unwanted: dict[str, NodeVisit] = {}  #: still running, but nobody waits for them

    def begin(self, work_id: str, visit: NodeVisit, state: dict[str, Any]) -> None:
        """Carry out a visit beside others."""
        self.running[work_id] = visit
        name = f"node {visit.node.id}"
        thread = threading.Thread(target=self._visit, args=(work_id, visit, state), name=name, daemon=True)
        self._threads.start_own(thread)

    def carry_out(self, work_id: str, visit: NodeVisit, state: dict[str, Any]) -> None:
        """Carry out a visit that is alone, here: some libraries work in the main thread only."""
        self.running[work_id] = visit
        self._visit(work_id, visit, state)

    def put(self, result: Result) -> None:
        """What came of a visit that needed no thread."""
        assert result.visit is not None
        self.running[result.id] = result.visit
        self._results.put(result)

    def wake(self) -> None:
        """Whoever waits for results does something else first. Any thread, and handlers of signals."""
        self._results.put(None)

    def results(self, seconds: float | None = None) -> list[Result]:
        """Wait for the first visit that ends; those that have ended by then come with it.

        None of them: the time is up, or somebody wakes the one who waits.
        """
        try:
            came = [self._results.get(timeout=seconds)]
        except queue.Empty:
            return []
        while not self._results.empty():
            came.append(self._results.get())
        return [each for each in came if each is not None and self._taken_note_of(each)]

    def stop(self, work_id: str) -> None:
        """Let a visit leave at its next safe point."""
        self.running[work_id].control.stop(SiblingStopped())

    def drop(self, work_id: str) -> NodeVisit | None:
        """Let a visit leave at its next safe point; nobody wants to hear of it. None: it was not under way."""
        visit = self.running.pop(work_id, None)
        if visit is not None:
            self._unwanted[work_id] = visit
            visit.control.stop(SiblingStopped())
        return visit

    def await_dropped(self, seconds: float) -> None:
        """Give visits that nobody waits for the time to come to their safe points."""
        # Only at the end: whatever is running then was dropped.
        due = monotonic() + seconds
        while self._unwanted:
            try:
                left = self._results.get(timeout=max(0.0, due - monotonic()))
            except queue.Empty:
                return
            if left is not None:
                self._taken_note_of(left)

    def _taken_note_of(self, result: Result) -> bool:
        """Whether somebody waits for it."""
        if self._unwanted.pop(result.id, None) is not None:
            return False
        del self.running[result.id]
        return True

    def _visit(self, work_id: str, visit: NodeVisit, state: dict[str, Any]) -> None:
        try:
            self._results.put(Result(work_id, visit, done=self._carry_out(visit, state)))
        except BaseException as left:  # noqa: BLE001 - raised again by whoever asks for the results
            self._results.put(Result(work_id, visit, left=left))
