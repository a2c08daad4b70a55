"""The packages of flows that are published: resolved once, and kept beside the version by their hash."""

import logging
from collections.abc import Mapping

from workflow_engine_shared.dsl.model import EnvironmentSpec, Flow
from workflow_engine_shared.environments.installer_process import InstallObserver
from workflow_engine_shared.environments.lock import keep_lock
from workflow_engine_shared.environments.resolve import resolve
from workflow_engine_shared.environments.run_locks import RunLocks, keep_locks
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

    `flow` has the nodes of all that it calls.

    Raises:
        InvalidFlow: its requirements cannot be had together, or that Python is not there.
        PackageIndexUnreachable: not now.
        DiskFull, StorageFailure
    """
    try:
        own = None
        if flow.environment is not None and flow.packages is not None:
            own = _locked(settings, flow.environment, flow.packages, what)
        nodes = {name: _locked(settings, name, spec, what) for name, spec in _of_nodes(flow).items()}
        return keep_locks(settings.home_paths, RunLocks(own, nodes))
    except OSError as error:
        raise storage_error(error, f"the lock cannot be kept in {settings.home_paths.locks}") from error


def _of_nodes(flow: Flow) -> Mapping[str, EnvironmentSpec]:
    """Those that nodes may be executed in; which the latest version of another flow names is not known yet."""
    if not flow.linked:
        return flow.node_environments()
    return {name: spec for name, spec in flow.environments.items() if name != flow.environment}


def _locked(settings: Settings, name: str, spec: EnvironmentSpec, what: str) -> str:
    try:
        lock = resolve(spec.python, spec.requirements, settings.index_url, InstallObserver(_heard, _nothing))
        return keep_lock(settings.home_paths, lock)
    except PackageIndexUnreachable:
        raise
    except (DependencyUnresolvable, DependencyInstallFailed, PythonMissing) as error:
        raise _refusal(error, name, spec, what) from error


def _refusal(error: RenError, name: str, spec: EnvironmentSpec, what: str) -> InvalidFlow:
    field = "python" if isinstance(error, PythonMissing) and spec.python else "requirements"
    pointer = f"/dsl/environments/{name}/{field}"
    told = {"environment": name}
    return InvalidFlow(
        f"{what} cannot be published: its environment {name!r}: {error.detail}",
        problems=[Problem(error.code, pointer, error.detail, error.advice, told)],
    )


def _heard(line: str) -> None:
    _logger.debug("%s", line)


def _nothing() -> None:
    """Nobody can end it."""
