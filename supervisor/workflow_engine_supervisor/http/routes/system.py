"""What the supervisor knows of itself: its figures, its health, the functions that flows may name."""

import contextlib
import os
import platform
from functools import lru_cache
from importlib import metadata
from typing import Annotated, Any

import psutil
from fastapi import Query, Request, Response
from pydantic import Field

from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.signature import Signature
from workflow_engine_shared.signatures.keys import trusted_keys
from workflow_engine_shared.storage.sqlite.version import has_wal_reset_bug, sqlite_at_hand
from workflow_engine_shared.strict_json import MAX_DEPTH, MAX_KEY, MAX_KEYS
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.doctor import checks
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home.finding import Verdict
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import ChangeSettings
from workflow_engine_supervisor.http.parameters import Id, Parameters, Wired, no_parameters
from workflow_engine_supervisor.http.prometheus import CONTENT_TYPE, Metrics
from workflow_engine_supervisor.http.security.body import MAX_BODY, MAX_DATA_BODY
from workflow_engine_supervisor.http.security.head_size import MAX_HEAD
from workflow_engine_supervisor.live.subscription import RING
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.runs.housekeeping import kept_since
from workflow_engine_supervisor.schemas.flows import KeyAnswer, KeysAnswer, SignedAnswer, SignedVersion
from workflow_engine_supervisor.schemas.functions import FunctionAnswer, FunctionPage, UseAnswer
from workflow_engine_supervisor.schemas.problem import ProblemAnswer, ProblemPart
from workflow_engine_supervisor.schemas.system import (
    ChangeableNumber,
    HealthAnswer,
    LimitsAnswer,
    SettingsAnswer,
    SystemAnswer,
    WarningAnswer,
    WorkersAnswer,
    shown_settings,
)

_ANY = Signature(extras=True)
router = ApiRouter(tags=["system"])
VERSION = metadata.version("renflow")
_MOST_DUE = 1000
_MOST_SIGNED = 1000
_LIBRARIES = (
    "fastapi",
    "langgraph",
    "langgraph-checkpoint-sqlite",
    "msgspec",
    "psutil",
    "pydantic",
    "starlette",
    "uvicorn",
)
#: Of one route, so that the description has the shape of refusals; `openapi/problems` names it for all of them.
_DESCRIBED: dict[int | str, dict[str, Any]] = {"4XX": {"model": ProblemAnswer, "description": "why it was not done"}}
_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "the figures"}
}


class SettingsQuery(Parameters):
    retention_days: Annotated[
        float | None, Field(ge=0, le=36500, allow_inf_nan=False, description="count `due` as if this were in effect")
    ] = None


@router.get("/system", dependencies=[no_parameters])
def get_system(request: Request, engine: Wired) -> SystemAnswer:
    """The supervisor, its workers and its machine."""
    fleet: Fleet | None = request.app.state.fleet
    counts = engine.counts()
    settings = engine.settings
    sqlite = sqlite_at_hand()
    return SystemAnswer(
        version=VERSION,
        instance=engine.instance,
        pid=os.getpid(),
        started_at=engine.started_at,
        uptime_s=round(engine.uptime_s, 3),
        home=settings.home,
        flows=settings.flows,
        python=platform.python_version(),
        platform=platform.platform(),
        cpu_count=os.cpu_count() or 1,
        rss_mb=_own_rss_mb(),
        disk_free_mb=round(counts.disk_free / MIB, 1),
        disk_total_mb=round(counts.disk_total / MIB, 1),
        runs=counts.runs,
        active_elsewhere=0 if fleet is None else fleet.active_elsewhere,
        workers=WorkersAnswer(max_active=settings.max_active_runs, **counts.workers),
        degraded=counts.degraded,
        sqlite=sqlite.text,
        sqlite_source=sqlite.source_id,
        sqlite_wal_reset_bug=has_wal_reset_bug(sqlite.version),
        versions=_versions(),
        limits=LimitsAnswer(
            max_active_runs=settings.max_active_runs,
            max_queued_runs=settings.max_queued_runs,
            body_bytes=MAX_BODY,
            data_body_bytes=MAX_DATA_BODY,
            head_bytes=MAX_HEAD,
            json_depth=MAX_DEPTH,
            json_keys=MAX_KEYS,
            json_key_chars=MAX_KEY,
            events_kept=RING,
            log_max_bytes=settings.log_max_bytes,
            grace_s=settings.grace,
        ),
        settings=shown_settings(engine.retention.in_effect(settings)),
        warnings=[
            WarningAnswer(check=each.check, verdict=each.verdict.value, detail=each.detail, hint=each.hint)
            for each in (*checks.quick_checks(settings), *engine.budget.findings())
            if each.verdict is not Verdict.OK
        ],
    )


@router.get("/settings")
def get_settings(query: Annotated[SettingsQuery, Query()], engine: Wired) -> SettingsAnswer:
    """What can be changed, and how many runs are due for deletion, now or with another `retention_days`."""
    return _changeable(engine, query.retention_days)


@router.patch("/settings", dependencies=[no_parameters])
def change_settings(body: ChangeSettings, engine: Wired) -> SettingsAnswer:
    """Change settings: they are written into config.toml, and count at once. What is left out stays."""
    engine.retention.change(body.model_dump(exclude_none=True))
    return _changeable(engine, None)


@router.get("/metrics", response_class=Response, responses=_TEXT, dependencies=[no_parameters])
def get_metrics(request: Request) -> Response:
    """Figures for monitoring, in the text format of Prometheus."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=CONTENT_TYPE)


@router.get("/healthz", dependencies=[no_parameters], responses=_DESCRIBED)
def get_health(engine: Wired) -> HealthAnswer:
    """Whether requests are answered and the database can be read. Needs no token."""
    with engine.store.read() as tx:
        tx.count_by_status()
    return HealthAnswer(status="ok", instance=engine.instance, version=VERSION)


def _changeable(engine: Engine, days: float | None) -> SettingsAnswer:
    kept, sources = engine.retention, engine.retention.sources()
    limit = kept_since(engine.clock.now(), kept.retention_days if days is None else days)
    due = 0
    if limit is not None:
        with engine.store.read() as tx:
            due = len(tx.ended_before(limit, _MOST_DUE))
    return SettingsAnswer(
        retention_days=ChangeableNumber(value=kept.retention_days, source=sources["retention_days"]),
        home_max_bytes=ChangeableNumber(value=kept.home_max_bytes, source=sources["home_max_bytes"]),
        due=due,
    )


@lru_cache(maxsize=1)
def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def _own_rss_mb() -> float | None:
    try:
        return round(psutil.Process().memory_info().rss / MIB, 1)
    except psutil.Error:
        return None


@router.get("/functions", dependencies=[no_parameters])
def list_functions(engine: Wired) -> FunctionPage:
    """The functions that flows may name, read from the source; what importing tells is filled in once known."""
    found = engine.catalogue.scan()
    engine.catalogue.request(found.functions.values())
    with engine.store.read() as tx:
        uses = tx.uses_of_functions()
        elsewhere = {(flow_id, version) for flow_id, version, _ in tx.used_environments()[0]}
    return FunctionPage(
        items=[
            _answer(each, engine.catalogue, uses.get(name, {}), elsewhere)
            for name, each in sorted(found.functions.items())
        ],
        problems=[
            ProblemPart(pointer=each.pointer, code=each.code, detail=each.detail, hint=each.hint)
            for each in found.problems
        ],
    )


def _answer(
    function: FoundFunction, catalogue: Catalogue, uses: dict[str, list[int]], elsewhere: set[tuple[str, int]]
) -> FunctionAnswer:
    known = catalogue.known(function)
    told = known.description
    return FunctionAnswer(
        name=function.name,
        module=function.module,
        file=function.file,
        line=function.line,
        doc=function.doc,
        requires=list(function.requires),
        parameters=told.parameters if told else (function.signature or _ANY).schema(),
        signature=told.signature if told else None,
        source_hash=function.source_hash,
        used_in=[UseAnswer(flow_id=flow_id, versions=versions) for flow_id, versions in uses.items()],
        in_environments=any((flow_id, each) in elsewhere for flow_id, versions in uses.items() for each in versions),
        health=known.health,
        reason=known.reason,
        disabled=catalogue.is_disabled(function.name),
    )


@router.get("/keys", dependencies=[no_parameters])
def list_keys(engine: Wired) -> KeysAnswer:
    """The keys whose signatures of versions count, or counted once."""
    keys = trusted_keys(engine.settings.home_paths)
    return KeysAnswer(items=[KeyAnswer.model_validate(each, from_attributes=True) for each in keys])


@router.get("/keys/{key_id}/signed", dependencies=[no_parameters])
def get_signed(key_id: Id, engine: Wired) -> SignedAnswer:
    """What a key has signed: versions, and runs of them that are not over."""
    with engine.store.read() as tx:
        versions, runs = tx.signed_by(key_id, _MOST_SIGNED)
    return SignedAnswer(versions=[SignedVersion(flow_id=flow, version=number) for flow, number in versions], runs=runs)
