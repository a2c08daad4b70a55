"""The warm pools: one of the environment that renflow is in, and one of each other environment that was used lately."""

from collections.abc import Callable

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.environments.engine_finder import write_where
from workflow_engine_shared.environments.folder import folder_of, note_use, usable, verify
from workflow_engine_shared.environments.run_locks import read_locks
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.forking_launcher import launcher_of
from workflow_engine_supervisor.processes.warm_pool import WarmPool
from workflow_engine_supervisor.processes.worker_handle import Launcher, WorkerHandle

#: So many environments have workers ready; of those that were used longest ago there are none.
MOST = 4
IDLE_S = 600.0


class _Pool:
    """The pool of an environment."""

    def __init__(self, pool: WarmPool, launcher: Launcher, now: float) -> None:
        self.pool = pool
        self.launcher = launcher
        self.used_at = now

    def end(self) -> None:
        self.pool.dismiss()
        self.launcher.close()


class WarmPools:
    """All workers without a run. Changed by the monitor's thread only; any thread may ask."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        launcher: Launcher,
        watch: Callable[[WorkerHandle], None],
        wake: Callable[[], None],
    ) -> None:
        """As `WarmPool`; `launcher` is that of the environment that renflow is in."""
        self._settings = settings
        self._clock = clock
        self._watch = watch
        self._wake = wake
        self.shared = WarmPool(settings.warm_workers, clock, launcher, watch, wake)
        self._pools: dict[str, _Pool] = {}
        self._is_published = False  #: where renflow is, to environments that nodes are executed in

    def __len__(self) -> int:
        return sum(map(len, self._all()))

    @property
    def ready(self) -> int:
        """How many wait warm."""
        return sum(pool.ready for pool in self._all())

    @property
    def refused(self) -> bool:
        """Whether the system refused the worker that was asked for last."""
        return any(pool.refused for pool in self._all())

    def of(self, environment: str | None) -> WarmPool:
        """The pool that a run is given a worker of; while its environments are not there, of those who build them."""
        own = None if environment is None else self._own(environment)
        if own is None or not usable(self._settings.home_paths, own):
            self._forget(own)
            return self.shared
        found = self._pools.get(own) or self._begin(own)
        if found is None:
            return self.shared
        found.used_at = self._clock.monotonic()
        return found.pool

    def has_worker(self, environment: str | None) -> bool:
        """Whether a worker can be had without waiting."""
        return self.of(environment).has_worker()

    def top_up(self) -> None:
        """Launch one worker for each pool that lacks some, and end the pools that nobody uses any more."""
        self.shared.top_up()
        now = self._clock.monotonic()
        lately = sorted(self._pools, key=lambda each: self._pools[each].used_at, reverse=True)
        for place, environment in enumerate(lately):
            found = self._pools[environment]
            gone = not usable(self._settings.home_paths, environment)
            if gone or place >= MOST or now - found.used_at > IDLE_S:
                self._forget(environment)
            else:
                found.pool.top_up()

    def died(self, worker: WorkerHandle) -> None:
        """A worker ended by itself."""
        for pool in self._all():
            if worker in pool:
                pool.died(worker)

    def dismiss(self) -> None:
        """Let all of them leave."""
        for pool in self._all():
            pool.dismiss()

    def kill(self) -> None:
        for pool in self._all():
            pool.kill()

    def close(self) -> None:
        """No more workers of other environments are wanted; those that run live on."""
        for each in self._pools.values():
            each.launcher.close()
        self._pools = {}

    def _all(self) -> list[WarmPool]:
        """Any thread: the monitor's may change which there are meanwhile."""
        return [self.shared, *(each.pool for each in list(self._pools.values()))]

    def _own(self, environment: str) -> str | None:
        """The environment of the run's own process; None: the one that renflow is in, also to build those of nodes."""
        home = self._settings.home_paths
        try:
            locks = read_locks(home, environment)
        except EnvironmentDamaged:  # a worker says so, and ends the run
            return None
        if locks.nodes and not self._is_published:
            write_where(home)
            self._is_published = True
        return locks.own if all(usable(home, each) for each in locks.nodes.values()) else None

    def _begin(self, environment: str) -> _Pool | None:
        """None: its files are not those that were built, and only those may be executed here."""
        settings = self._settings
        home = settings.home_paths
        if settings.require_signature == "enforce":
            try:
                verify(home, environment)
            except EnvironmentDamaged as error:  # a worker that is not of it says so, and ends the run
                event_log.event("environment.damaged", environment=environment, detail=error.detail)
                return None
        write_where(home)
        note_use(home, environment)
        launcher = launcher_of(settings, self._clock, folder_of(home, environment))
        wanted = min(1, settings.warm_workers)
        pool = WarmPool(wanted, self._clock, launcher, self._watch, self._wake)
        self._pools[environment] = _Pool(pool, launcher, self._clock.monotonic())
        return self._pools[environment]

    def _forget(self, environment: str | None) -> None:
        found = self._pools.pop(environment, None) if environment is not None else None
        if found is not None:
            found.end()
