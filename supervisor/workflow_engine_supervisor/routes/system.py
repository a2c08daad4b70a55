"""What the supervisor knows of itself: its functions, its figures, its health."""

import os
import platform
import shutil
from importlib import metadata

import psutil
from fastapi import APIRouter

from workflow_engine_shared.clock import seconds_between
from workflow_engine_shared.discovery import scan
from workflow_engine_shared.storage import runs
from workflow_engine_supervisor.answers import (
    FunctionAnswer,
    FunctionPage,
    HealthAnswer,
    ProblemPart,
    SystemAnswer,
    WorkersAnswer,
)
from workflow_engine_supervisor.routes.requests import Wired, no_parameters

router = APIRouter(tags=["system"])
VERSION = metadata.version("renflow")
_MIB = 1024 * 1024


@router.get("/functions", dependencies=[no_parameters])
def list_functions(backend: Wired) -> FunctionPage:
    """The functions that flows may name, read from the source of the flows folder."""
    found = scan(backend.settings.flows_path)
    return FunctionPage(
        items=[
            FunctionAnswer(
                name=each.name,
                module=each.module,
                file=each.file,
                line=each.line,
                doc=each.doc,
                requires=list(each.requires),
            )
            for _, each in sorted(found.functions.items())
        ],
        problems=[
            ProblemPart(pointer=each.pointer, code=each.code, detail=each.detail, hint=each.hint)
            for each in found.problems
        ],
    )


@router.get("/system", dependencies=[no_parameters])
def get_system(backend: Wired) -> SystemAnswer:
    """The supervisor, its workers and its machine."""
    with backend.database.read() as con:
        counts = runs.count_by_status(con)
    settings = backend.settings
    return SystemAnswer(
        version=VERSION,
        instance=backend.instance,
        pid=os.getpid(),
        started_at=backend.started_at,
        uptime_s=round(seconds_between(backend.started_at, backend.clock.now()), 3),
        home=settings.home,
        flows=settings.flows,
        python=platform.python_version(),
        platform=platform.platform(),
        cpu_count=os.cpu_count() or 1,
        rss_mb=_own_rss_mb(),
        disk_free_mb=round(shutil.disk_usage(settings.home).free / _MIB, 1),
        runs=counts,
        workers=WorkersAnswer(max_active=settings.max_active_runs, **backend.monitor.workers()),
    )


@router.get("/healthz", dependencies=[no_parameters])
def get_health(backend: Wired) -> HealthAnswer:
    """Whether requests are answered and the database can be read. Needs no token."""
    with backend.database.read() as con:
        runs.count_by_status(con)
    return HealthAnswer(status="ok", instance=backend.instance, version=VERSION)


def _own_rss_mb() -> float | None:
    try:
        return round(psutil.Process().memory_info().rss / _MIB, 1)
    except psutil.Error:
        return None
