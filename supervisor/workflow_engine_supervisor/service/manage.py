"""Installing, asking for and removing the service: what is decided is in the plan, what happens goes through `Run`."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from workflow_engine_shared.errors import ServiceExists, ServiceFailed, ServiceNotInstalled
from workflow_engine_shared.paths import replace_file
from workflow_engine_supervisor.service.definition import Command, Plan


@dataclass(frozen=True)
class Ran:
    """What became of a command of the system."""

    code: int
    output: str


#: Runs a command of the system to its end.
#: Raises FileNotFoundError where the system has no such command.
Run = Callable[[Command], Ran]


@dataclass(frozen=True)
class ServiceStatus:
    """How the service stands."""

    installed: bool
    running: bool
    same: bool  #: whether what is installed is what would be installed now
    detail: str  #: what the service manager says


def install(plan: Plan, run: Run) -> bool:
    """Write the file and start the service; returns whether anything was new.

    Raises:
        ServiceExists: a service of this name with other settings is installed.
        ServiceFailed: the manager is not there, or refuses. No file stays.
    """
    before = _content(plan)
    if before is not None and before != plan.content:
        raise ServiceExists(f"A service with other settings is installed: {plan.file}.")
    if before is not None and status(plan, run).running:
        return False
    try:
        plan.file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(plan.file, plan.content, durable=True)
    except OSError as error:
        raise ServiceFailed(f"{plan.file} cannot be written: {error.strerror}.") from error
    try:
        for command in plan.start:
            _must(run, command)
    except ServiceFailed:
        if before is None:
            remove(plan, run)
        raise
    return True


def remove(plan: Plan, run: Run) -> None:
    """Stop the service and take its file away. Data, runs and settings stay.

    Raises:
        ServiceNotInstalled: there is none.
        ServiceFailed: its file cannot be removed.
    """
    if _content(plan) is None:
        raise ServiceNotInstalled(f"There is no service {plan.file}.")
    for command in plan.stop:
        with contextlib.suppress(FileNotFoundError):  # what has no manager does not run
            run(command)
    try:
        plan.file.unlink(missing_ok=True)
    except OSError as error:
        raise ServiceFailed(f"{plan.file} cannot be removed: {error.strerror}.") from error
    for command in plan.forget:
        with contextlib.suppress(FileNotFoundError):
            run(command)


def status(plan: Plan, run: Run) -> ServiceStatus:
    """Whether it is installed, and runs."""
    content = _content(plan)
    try:
        ran = run(plan.status)
    except FileNotFoundError:
        ran = Ran(1, f"{plan.status[0]} is not there")
    return ServiceStatus(content is not None, ran.code == 0, content == plan.content, ran.output)


def _content(plan: Plan) -> bytes | None:
    try:
        return plan.file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ServiceFailed(f"{plan.file} cannot be read: {error.strerror}.") from error


def _must(run: Run, command: Command) -> None:
    words = " ".join(command)
    try:
        ran = run(command)
    except FileNotFoundError:
        raise ServiceFailed(f"This system has no {command[0]}.") from None
    if ran.code != 0:
        raise ServiceFailed(f"'{words}' ended with {ran.code}: {ran.output.strip() or 'it says nothing'}.")
