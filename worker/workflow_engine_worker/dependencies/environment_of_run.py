"""The environment of a run: resolved if nobody did, built if it is not there, and then left to a process of its own.

A run that has one begins in a process of the environment that renflow itself is in: what building takes is told in the
run's log, and can be paused, cancelled and waited for as packages are. What a run finds built it need not begin so.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from workflow_engine_shared.dsl.model import EnvironmentSpec
from workflow_engine_shared.environments.build import build
from workflow_engine_shared.environments.folder import is_here, note_use, usable, verify
from workflow_engine_shared.environments.installer_process import InstallObserver
from workflow_engine_shared.environments.lock import keep_lock, read_lock
from workflow_engine_shared.environments.resolve import resolve
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

    def enter(self, name: str, spec: EnvironmentSpec, known_by: str | None, demand: Demand) -> None:
        """Return if this process is of the environment.

        Args:
            name: what the flow calls it.
            spec: what the flow wants of it.
            known_by: the hash of its lock; None: nobody resolved it.
            demand: whether its files are compared with what was built.

        Raises:
            EnvironmentDue: it is there; another process goes on.
            NodeFailed: it cannot be had, or is not what was built.
            PackagesAwaited: not now.
            LeaveRun: a pause, a cancel or a stop was asked for meanwhile; nothing of it is half there.
        """
        with ends_the_start(f"The environment {name!r} could not be built"):
            self._enter(name, spec, known_by, demand)

    def _enter(self, name: str, spec: EnvironmentSpec, known_by: str | None, demand: Demand) -> None:
        observer = InstallObserver(_log_line, Pulse(self.safe_point, self.tell))
        if known_by is None:
            log.info("Resolving the environment %r: %s.", name, ", ".join(spec.requirements) or "no packages")
            known_by = keep_lock(self.home, resolve(spec.python, spec.requirements, self.index, observer))
            self.keep(known_by)
        if usable(self.home, known_by):
            self._look_through(known_by, demand)
            if is_here(self.home, known_by):
                note_use(self.home, known_by)
                log.info("This process is of the environment %r (%s).", name, known_by[:12])
                return
            raise EnvironmentDue
        lock = read_lock(self.home, known_by)
        begun = monotonic()
        if build(self.home, lock, self.index, observer):
            log.info("Built the environment %r in %.1f s.", name, monotonic() - begun)
        raise EnvironmentDue

    def _look_through(self, known_by: str, demand: Demand) -> None:
        if demand == "off":
            return
        try:
            verify(self.home, known_by)
        except EnvironmentDamaged as error:
            if demand == "enforce":
                raise
            log.warning("%s", error.detail)


def _log_line(line: str) -> None:
    log.info("[environment] %s", line.strip())
