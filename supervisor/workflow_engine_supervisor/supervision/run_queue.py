"""The run queue says which of the runs that wait may be given to a worker now."""

from collections.abc import Callable, Container, Iterable, Iterator

from workflow_engine_shared.clock import Clock, moment_after
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.run_queue import DueRun
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_supervisor.supervision.circuit_breaker import CircuitBreaker
from workflow_engine_supervisor.supervision.restart_policy import MAX_DELAY_S

#: More runs than ever stand before the first that may start.
_ALL = 100_000


class RunQueue:
    """First in, first out, but for those that have to wait longer. Used by the monitor's thread only."""

    def __init__(self, store: Store, clock: Clock, home_is_full: Callable[[], bool], *, only_asked: bool) -> None:
        """While `home_is_full` says so, new work waits."""
        self._store = store
        self._clock = clock
        self._home_is_full = home_is_full
        self._asked: set[str] | None = set() if only_asked else None
        self.breaker = CircuitBreaker()

    @property
    def only_asked(self) -> bool:
        """Whether nothing is started that this supervisor was not asked for."""
        return self._asked is not None

    @property
    def asked(self) -> frozenset[str] | None:
        """The runs that this supervisor was asked for; None: it takes care of all. Any thread."""
        return None if self._asked is None else frozenset(self._asked)

    def request(self, thread_id: str) -> None:
        """This supervisor was asked for this run."""
        if self._asked is not None:
            self._asked.add(thread_id)

    def _strange(self, tx: ReadTransaction, due: Iterable[str]) -> set[str]:
        """Those that this supervisor was not asked for, nor started by one that it was asked for."""
        if self._asked is None:
            return set()
        strange = {thread_id for thread_id in due if thread_id not in self._asked}
        for row in tx.runs_by_id(strange):
            if row.parent_id in self._asked:
                self._asked.add(row.thread_id)
                strange.discard(row.thread_id)
        return strange

    def due(self, busy: Container[str], spare: int, has_worker: Callable[[str | None], bool]) -> Iterator[DueRun]:
        """Runs that may be started now; `spare` is about how many are wanted. Those in `busy` have a worker.

        Without a worker to be had at once none may, but those of other environments: to be given the next probe of a
        crashing system is to use it.
        """
        now = self._clock.now()
        horizon = moment_after(now, 2 * MAX_DELAY_S)  # no delay reaches beyond, unless the clock was set back
        full, crashing = self._home_is_full(), self.breaker.is_open(self._clock.monotonic())
        limit = _ALL if full or crashing or self.only_asked else spare
        with self._store.read() as tx:
            due = tx.due_runs(now, limit, horizon=horizon)
            strange = self._strange(tx, [each.thread_id for each in due])
        for run in due:
            thread_id, status, environment = run
            if thread_id in busy or thread_id in strange:
                continue
            if full and status is RunStatus.PENDING:
                continue
            if not has_worker(environment):
                if environment is None:
                    return
                continue
            if status is RunStatus.RECOVERING and not self.breaker.may_restart(self._clock.monotonic()):
                continue
            yield run
