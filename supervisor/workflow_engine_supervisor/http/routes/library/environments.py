"""Environments of flows: what is built, of which packages, who uses it; and removing what nobody does."""

from typing import Annotated

from fastapi import Path

from workflow_engine_shared.environments.folder import build_log
from workflow_engine_shared.errors.dependencies import EnvironmentInUse, EnvironmentNotFound
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.home.environments import remove_environment
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import no_body
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.http.routes.library.found_environments import FoundEnvironment, found_environments
from workflow_engine_supervisor.schemas.functions import (
    EnvironmentAnswer,
    EnvironmentLogAnswer,
    EnvironmentsAnswer,
    LockedPackageAnswer,
    VersionOfEnvironment,
)

_LINES = 1_000
_AT_WORK = frozenset({RunStatus.PENDING, RunStatus.RUNNING, RunStatus.RECOVERING})
Hash = Annotated[str, Path(description="the environment's hash, or its beginning if only one begins so", max_length=64)]

router = ApiRouter(prefix="/environments", tags=["flows"])


@router.get("", dependencies=[no_parameters])
def list_environments(engine: Wired) -> EnvironmentsAnswer:
    """Environments of flows, those that were used last first: their packages, size, age, and who uses them."""
    return EnvironmentsAnswer(
        items=[_answer(each) for each in found_environments(engine.settings.home_paths, engine.store)]
    )


@router.get("/{environment}", dependencies=[no_parameters])
def get_environment(environment: Hash, engine: Wired) -> EnvironmentAnswer:
    """One environment."""
    return _answer(_one(engine, environment))


@router.get("/{environment}/log", dependencies=[no_parameters])
def get_build_log(environment: Hash, engine: Wired) -> EnvironmentLogAnswer:
    """What the last building of an environment said."""
    found = _one(engine, environment)
    try:
        text = read_plain(build_log(engine.settings.home_paths, found.known_by)).decode("utf-8", "replace")
    except OSError:
        text = ""
    return EnvironmentLogAnswer(hash=found.known_by, lines=text.splitlines()[-_LINES:])


@router.delete("/{environment}", status_code=204, dependencies=[no_parameters, no_body])
def delete_environment(environment: Hash, engine: Wired) -> None:
    """Remove a built environment that no run at work uses. The next run that needs it builds it again."""
    found = _one(engine, environment)
    busy = [thread_id for thread_id, status in found.runs if RunStatus(status) in _AT_WORK]
    if busy:
        told = f"Run {busy[0]!r} uses the environment {found.known_by[:12]}"
        raise EnvironmentInUse(f"{told}{f', and {len(busy) - 1} more do' if busy[1:] else ''}.")
    if not remove_environment(engine.settings.home_paths, found.known_by):
        raise EnvironmentNotFound(f"The environment {found.known_by[:12]} is not built.")


def _one(engine: Engine, environment: str) -> FoundEnvironment:
    beginning = environment.lower()
    found = found_environments(engine.settings.home_paths, engine.store, beginning) if beginning else []
    if len(found) != 1:
        many = f"{len(found)} environments begin with" if found else "There is no environment"
        raise EnvironmentNotFound(f"{many} {environment!r}.")
    return found[0]


def _answer(found: FoundEnvironment) -> EnvironmentAnswer:
    lock = found.lock
    return EnvironmentAnswer(
        hash=found.known_by,
        python=None if lock is None else lock.python,
        system=None if lock is None else lock.system,
        packages=[
            LockedPackageAnswer(name=each.name, version=each.version)
            for each in (() if lock is None else lock.packages)
        ],
        built_at=found.built_at,
        used_at=found.used_at,
        size_mb=found.size_mb,
        has_log=found.has_log,
        state=found.state,
        failure=found.failure,
        versions=[VersionOfEnvironment(flow_id=flow_id, version=version) for flow_id, version in found.versions],
        runs=[thread_id for thread_id, _ in found.runs],
    )
