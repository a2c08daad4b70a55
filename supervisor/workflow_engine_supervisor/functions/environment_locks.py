"""The packages of flows that are published: resolved once, and kept beside the version by their hash."""

import logging

from workflow_engine_shared.dsl.model import EnvironmentSpec, Flow
from workflow_engine_shared.environments.installer_process import InstallObserver
from workflow_engine_shared.environments.lock import keep_lock
from workflow_engine_shared.environments.resolve import resolve
from workflow_engine_shared.errors import (
    DependencyInstallFailed,
    DependencyUnresolvable,
    InvalidFlow,
    PackageIndexUnreachable,
    Problem,
    RenError,
)
from workflow_engine_shared.errors.dependencies import PythonMissing
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.settings import Settings

_logger = logging.getLogger(__name__)


def lock_to_publish(settings: Settings, flow: Flow, what: str) -> str | None:
    """The hash of the packages that a flow's requirements mean today; they are kept. None: it has no environment.

    Raises:
        InvalidFlow: its requirements cannot be had together, or that Python is not there.
        PackageIndexUnreachable: not now.
        DiskFull, StorageFailure
    """
    spec = flow.packages
    if spec is None:
        return None
    try:
        lock = resolve(spec.python, spec.requirements, settings.index_url, InstallObserver(_heard, _nothing))
        return keep_lock(settings.home_paths, lock)
    except PackageIndexUnreachable:
        raise
    except (DependencyUnresolvable, DependencyInstallFailed, PythonMissing) as error:
        raise _refusal(error, flow, spec, what) from error
    except OSError as error:
        raise storage_error(error, f"the lock cannot be kept in {settings.home_paths.environments}") from error


def _refusal(error: RenError, flow: Flow, spec: EnvironmentSpec, what: str) -> InvalidFlow:
    field = "python" if isinstance(error, PythonMissing) and spec.python else "requirements"
    pointer = f"/dsl/environments/{flow.environment}/{field}"
    told = {"environment": flow.environment}
    return InvalidFlow(
        f"{what} cannot be published: its environment {flow.environment!r}: {error.detail}",
        problems=[Problem(error.code, pointer, error.detail, error.advice, told)],
    )


def _heard(line: str) -> None:
    _logger.debug("%s", line)


def _nothing() -> None:
    """Nobody can end it."""
