"""The forking launcher has workers forked from a template, a process with the engine imported; on Linux only.

What is installed may change while the template lives: a worker must never mix the modules that the template imported
with files of newer ones. So a template is replaced as soon as one of the folders on its path changed, as it does when
something is installed there.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.environments.folder import FILES, python_in
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.functions.module_names import last_change
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.processes.adopted_worker import AdoptedWorker
from workflow_engine_supervisor.processes.local_launcher import LocalLauncher, launched
from workflow_engine_supervisor.processes.local_worker import LocalWorker
from workflow_engine_supervisor.processes.worker_handle import Launcher
from workflow_engine_supervisor.processes.worker_template import TemplateGone, WorkerTemplate

#: After a template that could not be started, or died before it was ready, workers are spawned for so long.
PAUSE_S = 30.0

#: When each folder was changed last, in nanoseconds.
Changes: TypeAlias = tuple[tuple[str, int], ...]


class ForkingLauncher:
    """Workers forked from a template, or spawned where there is none. Used by the monitor's thread."""

    def __init__(self, home: Home, clock: Clock, flows: str = "", environment: Path | None = None) -> None:
        """`environment` is the folder of the one whose interpreter the workers are of; None: that of this process."""
        self._home = home
        self._flows = flows
        self._clock = clock
        self._environment = environment
        self._python = sys.executable if environment is None else str(python_in(environment))
        self._spawning = LocalLauncher(home, self._python)
        self._template: WorkerTemplate | None = None
        self._imported: Changes = ()
        self._spawn_until = 0.0
        self._wake: Callable[[], None] = _nobody_waits
        self._unfit: Changes | None = None  #: with what is installed so, a template cannot be forked

    def prepare(self, wake: Callable[[], None]) -> bool:
        """Have a template, one of what is installed now; while it imports, no worker can be launched."""
        self._wake = wake
        now = installed() if self._environment is None else _built(self._environment)
        template = self._template
        if template is not None and (template.gone or template.unfit or self._imported != now):
            self._let_go(template)
        if self._template is None and self._clock.monotonic() >= self._spawn_until and self._unfit != now:
            self._begin(now)
        return self._template is None or self._template.ready

    def launch(self) -> LocalWorker:
        """Have a worker forked; without a template, spawn one.

        Raises:
            CannotStartWorker: the system refused.
        """
        if self._template is not None and self._template.ready and not self._template.unfit:
            try:
                return launched(self._template.fork)
            except CannotStartWorker as error:
                if not isinstance(error.__cause__, TemplateGone):
                    raise
        return self._spawning.launch()

    def adopt(self, row: WorkerRow) -> AdoptedWorker:
        """Take up the child of a supervisor before us, or its template's."""
        return self._spawning.adopt(row)

    def close(self) -> None:
        """End the template; workers that still run live on."""
        if self._template is not None:
            self._template.end()
            self._template.wait()
            self._template = None

    def _begin(self, now: Changes) -> None:
        self._imported = now
        try:
            self._template = WorkerTemplate(self._home.root, self._flows, self._ring, self._python)
        except OSError as error:
            self._spawn(f"it could not be started: {error}")

    def _ring(self) -> None:
        """The template is ready, or gone: wake who asked last."""
        self._wake()

    def _let_go(self, template: WorkerTemplate) -> None:
        self._template = None
        if template.unfit:
            self._unfit = self._imported
            event_log.event("template.unfit", reason=template.unfit, then="every worker imports the engine itself")
        elif template.gone and not template.ready:
            self._spawn("it ended before it was ready; spares.log may tell why")
        template.retire()

    def _spawn(self, reason: str) -> None:
        self._spawn_until = self._clock.monotonic() + PAUSE_S
        event_log.event("template.failed", reason=reason, then=f"workers are spawned for {PAUSE_S:.0f} s")


def _nobody_waits() -> None:
    """Before the first question."""


def installed() -> Changes:
    """When the folders that modules are imported from were changed last."""
    return tuple((path, changed) for path in sys.path if path and (changed := last_change(path)))


def _built(environment: Path) -> Changes:
    """Nothing is added to an environment: another time is that of another one, in its place. The engine may be new."""
    return ((str(environment), last_change(environment / FILES)), *installed())


def launcher_of(settings: Settings, clock: Clock, environment: Path | None = None) -> Launcher:
    """Where workers come from, by the setting `worker_processes`. On macOS frameworks mind; Windows knows no fork."""
    if settings.worker_processes == "auto" and sys.platform == "linux":
        return ForkingLauncher(settings.home_paths, clock, settings.flows, environment)
    return LocalLauncher(settings.home_paths, sys.executable if environment is None else str(python_in(environment)))
