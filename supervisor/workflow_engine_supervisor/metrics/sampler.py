"""One thread measures all workers every two seconds; answers, charts and subscribers get what it measured."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.metrics.history import SAMPLE_SECONDS, MetricsHistory
from workflow_engine_supervisor.metrics.lanes import LaneCounts
from workflow_engine_supervisor.metrics.process_usage import ProcessTree, started_by_each
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage, Sample
from workflow_engine_supervisor.run_events import RunDeleted, RunEvent, RunEvents, WorkerMeasured

#: Which processes a worker started is asked of the whole machine: at every so many looks only.
LOOKS_A_FAMILY = 3
_PATIENCE = 5.0


@dataclass
class _Watched:
    """One run's worker as it was last seen."""

    tree: ProcessTree
    figures: ResourceUsage | None = None


class Sampler:
    """Figures of the runs at work. Any thread may ask; the look itself belongs to one."""

    def __init__(
        self,
        store: Store,
        live: Callable[[str], LiveRun | None],
        clock: Clock,
        events: RunEvents,
        lanes: LaneCounts | None = None,
    ) -> None:
        self.lanes = lanes
        self._store = store
        self._live = live
        self._clock = clock
        self._events = events
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._looks = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="figures", daemon=True)
        self.history = MetricsHistory()

    def start(self) -> None:
        self._events.subscribe(self._hear)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; bears being called twice."""
        self._events.unsubscribe(self._hear)
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def of(self, thread_id: str, live: LiveRun) -> ResourceUsage | None:
        """What a run's worker used at the last look; one that was never seen is looked at now."""
        watched = self._watched.get(thread_id)
        if watched is not None and watched.tree.pid == live.pid and watched.figures is not None:
            return watched.figures  # whoever looks at processes right now is not waited for
        with self._lock:
            watched = self._watched.get(thread_id)
            if watched is None or watched.tree.pid != live.pid:
                watched = self._watched[thread_id] = _Watched(ProcessTree(live.pid))
                watched.figures = watched.tree.look()
            return watched.figures

    def newest(self) -> list[ResourceUsage]:
        """The newest figures of each run at work."""
        with self._lock:
            return [each.figures for each in self._watched.values() if each.figures is not None]

    def look(self) -> None:
        """Look at every worker once."""
        at_work = self._at_work()
        now = parse_rfc3339(self._clock.now()).timestamp()
        family = self._families(at_work)
        for thread_id, live in at_work.items():
            with self._lock:
                watched = self._watched.get(thread_id)
                if watched is None or watched.tree.pid != live.pid:
                    watched = self._watched[thread_id] = _Watched(ProcessTree(live.pid))
                if family is not None:
                    watched.tree.include(family.get(live.pid, ()))
                watched.figures = watched.tree.look()
            if watched.figures is not None:
                rates = [each.rate for each in live.reported if each.rate is not None]
                sample = Sample(now, watched.figures, sum(rates) if rates else None)
                self.history.add(thread_id, sample)
                self._events.publish(WorkerMeasured(thread_id, live, sample))
        if self.lanes is not None:
            self.lanes.look(at_work)
        with self._lock:
            self._watched = {name: each for name, each in self._watched.items() if name in at_work}

    def _hear(self, event: RunEvent) -> None:
        """Another run may get the id of one that was deleted: it begins without figures."""
        if isinstance(event, RunDeleted):
            with self._lock:
                self._watched.pop(event.thread_id, None)
            self.history.forget(event.thread_id)

    def _families(self, at_work: dict[str, LiveRun]) -> dict[int, list[int]] | None:
        due = self._looks % LOOKS_A_FAMILY == 0
        self._looks += 1
        return started_by_each([live.pid for live in at_work.values()]) if due and at_work else None

    def _at_work(self) -> dict[str, LiveRun]:
        with self._store.read() as tx:
            held = {worker.thread_id for worker in tx.unended_workers()}
        found = {thread_id: self._live(thread_id) for thread_id in sorted(held)}
        return {thread_id: live for thread_id, live in found.items() if live is not None}

    def _run(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - figures are never worth more than the thread that has them
                event_log.trouble("figures.failed", error)
