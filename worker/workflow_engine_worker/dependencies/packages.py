"""What a flow's functions need is there before their modules are imported.

Nothing to install costs a look at the sources only. Otherwise: one worker per environment at a time; resolved together,
with everything that is installed as constraints; laid out beside the environment; verified; moved in.
"""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

from workflow_engine_shared.environments.installer_process import InstallObserver
from workflow_engine_shared.errors import (
    DependencyInstallFailed,
    DependencyUnresolvable,
    PackageIndexUnreachable,
    RenError,
)
from workflow_engine_shared.functions.discovery import scan
from workflow_engine_shared.locks import held_once_free, process_lock
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason
from workflow_engine_worker.control.leave import Awaited, NodeFailed
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.dependencies import stage as staging
from workflow_engine_worker.dependencies.environment import Environment, forget_what_was_looked_up
from workflow_engine_worker.dependencies.installer import Installer
from workflow_engine_worker.dependencies.plan import Missing, OwnFiles, arguments, find_missing, mapped, reasons
from workflow_engine_worker.dependencies.sources import Wanted, Wants, read_wants
from workflow_engine_worker.functions.modules import add_to_path
from workflow_engine_worker.functions.own_imports import files_named

TELL_S = 5.0
LOCK_LOOK_S = 0.5

log = logging.getLogger("renflow")


class PackagesAwaited(Awaited):
    """The way out while the package index cannot be reached: the run waits and tries again."""

    exit_code = WorkerExit.OFFLINE


@dataclass(frozen=True)
class Installed:
    """What was added to the environment."""

    packages: list[str]  #: name==version
    reasons: list[str]
    tool: str


@dataclass(frozen=True)
class Packages:
    """How a run gets the packages it needs."""

    mode: str  #: auto, declared or off
    index: str  #: empty: the installer's own
    safe_point: Callable[[], None]  #: leaves the run if somebody asked
    tell: Callable[[str], None]  #: how far it is; every few seconds at least

    def provide(self, names: Sequence[str], folders: Sequence[Path]) -> Installed | None:
        """Install what these functions need and is not there; None: nothing had to be.

        Raises:
            NodeFailed: that cannot be done.
            PackagesAwaited: not now.
            LeaveRun: a pause, a cancel or a stop was asked for meanwhile; nothing is half installed.
        """
        if self.mode == "off":
            return None
        add_to_path(folders)
        with ends_the_start("The packages could not be installed"):
            return self._provide(_wants(names, folders), partial(files_named, folders=folders))

    def refuse_missing(
        self, names: Sequence[str], folders: Sequence[Path], environment: str, there: Environment | None = None
    ) -> None:
        """Refuse functions that need what their environment does not have: nothing is ever added to one.

        `there` is the environment, if it is not this process's.

        Raises:
            NodeFailed
        """
        if self.mode == "off":
            return
        add_to_path(folders)
        try:
            missing = find_missing(_wants(names, folders), there or Environment.here(), self.mode)
            imports = mapped(missing.imports, partial(files_named, folders=folders))
            if missing:
                whys = "; ".join(reasons(missing.declared, imports))
                packages = ", ".join(arguments(missing.declared, imports))
                raise DependencyUnresolvable(
                    f"The environment {environment!r} lacks what its functions need: {whys}.",
                    hint=f"Add to its requirements: {packages}; publish that, and resume the run with the new version.",
                )
        except RenError as error:
            raise NodeFailed(error.data(), Reason.START_FAILED) from error

    def _provide(self, wants: Wants, own: OwnFiles) -> Installed | None:
        environment = Environment.here()
        missing = find_missing(wants, environment, self.mode)
        if not missing and not staging.unfinished(environment):
            return None
        if not missing.declared:
            mapped(missing.imports, own)  # what is on no list is refused before anything is started
        if environment.unwritable:
            _refuse(missing, environment)
        with self._locked(environment):
            for path in staging.take_back(environment):
                log.warning("An installation was cut off before; removed what it left: %s", path)
            forget_what_was_looked_up()
            missing = find_missing(wants, environment, self.mode)
            if not missing:
                return None
            with _folder(environment) as folder:
                return self._install(missing, own, environment, folder)

    def _install(self, missing: Missing, own: OwnFiles, environment: Environment, folder: Path) -> Installed:
        constraints = environment.constraints()
        installer = Installer(folder, self.index, constraints, InstallObserver(_log_line, self._pulse()))
        imports: dict[str, Wanted] = {}
        stage = folder / "declared"
        stage.mkdir()
        if missing.declared:
            _tell(reasons(missing.declared, {}))
            _lay_out(installer, arguments(missing.declared), constraints, stage)
        # What is imported may come with what is declared: only the rest is looked up by its name.
        with_stage = Environment(environment.packages, environment.scripts, environment.data, stage)
        rest = [wanted for wanted in missing.imports if not with_stage.provides(wanted.name)]
        if rest:
            imports = mapped(rest, own)
            _tell(reasons([], imports))
            stage = folder / "all"
            stage.mkdir()
            _lay_out(installer, arguments(missing.declared, imports), constraints, stage)
        packages = staging.verify(stage)
        self.safe_point()
        staging.move_in(stage, environment)
        forget_what_was_looked_up()
        log.info("Installed with %s: %s.", installer.name, ", ".join(packages))
        return Installed(packages, reasons(missing.declared, imports), installer.name)

    @contextlib.contextmanager
    def _locked(self, environment: Environment) -> Iterator[None]:
        """One installation per environment at a time; waiting for another one can be paused, too."""
        environment.ours.mkdir(exist_ok=True)
        lock = process_lock(environment.ours / "lock", timeout=LOCK_LOOK_S, mode=0o644)
        with held_once_free(lock, _say_that_it_waits, self._pulse()):
            yield

    def _pulse(self) -> "Pulse":
        return Pulse(self.safe_point, self.tell)


class Pulse:
    """Between two lines of an installer: heed commands, and show life."""

    def __init__(self, safe_point: Callable[[], None], tell: Callable[[str], None]) -> None:
        self._safe_point = safe_point
        self._tell = tell
        self._begun = monotonic()
        self._reported_at = 0.0

    def __call__(self) -> None:
        self._safe_point()
        now = monotonic()
        if now - self._reported_at >= TELL_S:
            self._reported_at = now
            self._tell(f"for {now - self._begun:.0f} s")


@contextlib.contextmanager
def ends_the_start(what: str) -> Iterator[None]:
    """Errors of getting packages become ways out of the run; `what` begins the sentence about one of the system.

    Raises:
        NodeFailed: that cannot be done.
        PackagesAwaited: not now.
        MachineFailure: the machine is to blame.
    """
    try:
        yield
    except PackageIndexUnreachable as error:
        raise PackagesAwaited(error) from error
    except RenError as error:
        raise machine_failure(error) or NodeFailed(error.data(), Reason.START_FAILED) from error
    except OSError as error:
        failed = DependencyInstallFailed(f"{what}: {error}.")
        raise machine_failure(error) or NodeFailed(failed.data(), Reason.START_FAILED) from error


def _say_that_it_waits() -> None:
    log.info("Another run is installing packages; waiting for it.")


def _wants(names: Sequence[str], folders: Sequence[Path]) -> Wants:
    """What these functions ask for; unknown ones ask for nothing, loading them will tell."""
    found = [function for name, function in scan(folders).functions.items() if name in names]
    wants = read_wants(dict.fromkeys(function.module for function in found), folders)
    own = [Wanted(text, f"{each.file}:{each.line}") for each in found for text in each.requires]
    return Wants([*own, *wants.declared], wants.imports)


def _refuse(missing: Missing, environment: Environment) -> None:
    words = arguments(missing.declared, mapped(missing.imports))
    raise DependencyInstallFailed(
        f"{', '.join(words)} cannot be installed: {environment.unwritable}.",
        hint="Run renflow in a virtual environment, or install them yourself; then resume.",
    )


def _log_line(line: str) -> None:
    log.info("[installer] %s", line.strip())


def _tell(whys: list[str]) -> None:
    for why in whys:
        log.info("This run needs %s", why)


def _lay_out(installer: Installer, requirements: list[str], installed: dict[str, str], stage: Path) -> None:
    log.info("Looking for packages: %s", ", ".join(requirements))
    versions = {name: version for name, version in installer.resolve(requirements).items() if name not in installed}
    if not versions:
        words = f"{installer.name} says that {', '.join(requirements)} is installed, but it is not found."
        raise DependencyUnresolvable(words)
    installer.lay_out(versions, stage)


@contextlib.contextmanager
def _folder(environment: Environment) -> Iterator[Path]:
    """A folder that is gone afterwards; those of workers that were killed go with it."""
    for old in environment.ours.glob("stage-*"):
        shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="stage-", dir=environment.ours))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
