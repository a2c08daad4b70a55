"""The environment of a run: resolved if nobody did, built if it is not there, and then left to a process of its own.

A run that has one begins in a process of the environment that renflow itself is in: what building takes is told in the
run's log, and can be paused, cancelled and waited for as packages are. What a run finds built it need not begin so.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from workflow_engine_shared.dsl.model import EnvironmentSpec, Flow
from workflow_engine_shared.environments.build import build
from workflow_engine_shared.environments.folder import is_here, note_use, usable, verify
from workflow_engine_shared.environments.installer_process import InstallObserver
from workflow_engine_shared.environments.lock import keep_lock, read_lock
from workflow_engine_shared.environments.resolve import resolve
from workflow_engine_shared.environments.run_locks import RunLocks, keep_locks, read_locks
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.paths import Home
from workflow_engine_shared.signatures.statement import Demand
from workflow_engine_worker.control.leave import EnvironmentDue
from workflow_engine_worker.dependencies.packages import Pulse, ends_the_start

log = logging.getLogger("renflow")


@dataclass(frozen=True)
class EnvironmentOfRun:
    """How a run comes into its environment."""

    home: Home
    index: str
    safe_point: Callable[[], None]  #: leaves the run if somebody asked
    tell: Callable[[str], None]  #: how far it is; every few seconds at least
    keep: Callable[[str], None]  #: writes the hash down as the run's

    def enter(self, flow: Flow, known_by: str | None, demand: Demand) -> Mapping[str, str]:
        """Return if this process is of the flow's environment and those of its nodes are there.

        Args:
            flow: what it wants of them.
            known_by: the hash that stands for their locks; None: nobody resolved them.
            demand: whether their files are compared with what was built.

        Returns:
            the lock of each environment that nodes are executed in.

        Raises:
            EnvironmentDue: they are there; another process goes on.
            NodeFailed: one cannot be had, or is not what was built.
            PackagesAwaited: not now.
            LeaveRun: a pause, a cancel or a stop was asked for meanwhile; nothing of it is half there.
        """
        names = [*([] if flow.environment is None else [flow.environment]), *flow.node_environments()]
        with ends_the_start(f"The environment {names[0]!r} could not be built"):
            observer = InstallObserver(_log_line, Pulse(self.safe_point, self.tell))
            locks = self._resolve(flow, observer) if known_by is None else read_locks(self.home, known_by)
            _refuse_unlocked(flow, locks)
            for name, each in locks.nodes.items():
                self._provide(name, each, demand, observer, may_build=locks.own is None or not self._is_here(locks.own))
            if locks.own is not None:
                self._come_into(names[0], locks.own, demand, observer)
            return locks.nodes

    def _resolve(self, flow: Flow, observer: InstallObserver) -> RunLocks:
        def lock_of(name: str, spec: EnvironmentSpec) -> str:
            log.info("Resolving the environment %r: %s.", name, ", ".join(spec.requirements) or "no packages")
            return keep_lock(self.home, resolve(spec.python, spec.requirements, self.index, observer))

        own = None
        if flow.environment is not None and flow.packages is not None:
            own = lock_of(flow.environment, flow.packages)
        locks = RunLocks(own, {name: lock_of(name, spec) for name, spec in flow.node_environments().items()})
        known_by = keep_locks(self.home, locks)
        if known_by is not None:
            self.keep(known_by)
        return locks

    def _is_here(self, known_by: str) -> bool:
        return usable(self.home, known_by) and is_here(self.home, known_by)

    def _provide(self, name: str, known_by: str, demand: Demand, observer: InstallObserver, *, may_build: bool) -> None:
        """Have an environment; only a process of the environment that renflow is in builds one."""
        if usable(self.home, known_by):
            self._look_through(known_by, demand)
            note_use(self.home, known_by)
            return
        if not may_build:
            raise EnvironmentDue
        lock = read_lock(self.home, known_by)
        begun = monotonic()
        if build(self.home, lock, self.index, observer):
            log.info("Built the environment %r in %.1f s.", name, monotonic() - begun)

    def _come_into(self, name: str, known_by: str, demand: Demand, observer: InstallObserver) -> None:
        self._provide(name, known_by, demand, observer, may_build=True)
        if not is_here(self.home, known_by):
            raise EnvironmentDue
        log.info("This process is of the environment %r (%s).", name, known_by[:12])

    def _look_through(self, known_by: str, demand: Demand) -> None:
        if demand == "off":
            return
        try:
            verify(self.home, known_by)
        except EnvironmentDamaged as error:
            if demand == "enforce":
                raise
            log.warning("%s", error.detail)


def _refuse_unlocked(flow: Flow, locks: RunLocks) -> None:
    for name in flow.node_environments():
        if name not in locks.nodes:
            told = f"The run's list of packages does not have the environment {name!r}, which a node of it names."
            raise EnvironmentDamaged(told, hint="Publish a new version, and resume the run with that.")


def _log_line(line: str) -> None:
    log.info("[environment] %s", line.strip())
