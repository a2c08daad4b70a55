"""What the supervisor knows of itself: its functions, its figures, its health."""

import os
import platform
import shutil
from importlib import metadata
from typing import Any

import psutil
from fastapi import APIRouter, Request, Response

from workflow_engine_shared.clock import seconds_between
from workflow_engine_shared.discovery import scan
from workflow_engine_shared.storage import health, runs
from workflow_engine_supervisor import doctor
from workflow_engine_supervisor.answers import ProblemPart
from workflow_engine_supervisor.metrics import CONTENT_TYPE, Metrics
from workflow_engine_supervisor.routes.requests import Wired, no_parameters
from workflow_engine_supervisor.system_answers import (
    FunctionAnswer,
    FunctionPage,
    HealthAnswer,
    SystemAnswer,
    WarningAnswer,
    WorkersAnswer,
)

router = APIRouter(tags=["system"])
VERSION = metadata.version("renflow")
_MIB = 1024 * 1024
_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "the figures"}
}


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
        sqlite=health.sqlite_at_hand().text,
        warnings=[
            WarningAnswer(check=each.check, verdict=each.verdict.value, detail=each.detail, hint=each.hint)
            for each in doctor.glance(settings)
            if each.verdict is not doctor.Verdict.OK
        ],
    )


@router.get("/metrics", response_class=Response, responses=_TEXT, dependencies=[no_parameters])
def get_metrics(request: Request) -> Response:
    """Figures for monitoring, in the text format of Prometheus."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=CONTENT_TYPE)


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
