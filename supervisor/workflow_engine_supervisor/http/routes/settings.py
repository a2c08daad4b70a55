"""Settings that are changed while the supervisor works: how long runs are kept, how large the data directory gets."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.bodies import ChangeSettings
from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import Parameters, Wired, no_parameters
from workflow_engine_supervisor.runs.housekeeping import kept_since
from workflow_engine_supervisor.schemas.settings import ChangeableNumber, SettingsAnswer

router = APIRouter(tags=["system"], route_class=ThreadedRoute)
_MOST_DUE = 1000


class SettingsQuery(Parameters):
    retention_days: Annotated[
        float | None, Field(ge=0, le=36500, allow_inf_nan=False, description="count `due` as if this were in effect")
    ] = None


@router.get("/settings")
def get_settings(query: Annotated[SettingsQuery, Query()], engine: Wired) -> SettingsAnswer:
    """What can be changed, and how many runs are due for deletion, now or with another `retention_days`."""
    return _answer(engine, query.retention_days)


@router.patch("/settings", dependencies=[no_parameters])
def change_settings(body: ChangeSettings, engine: Wired) -> SettingsAnswer:
    """Change settings: they are written into config.toml, and count at once. What is left out stays."""
    engine.retention.change(body.model_dump(exclude_none=True))
    return _answer(engine, None)


def _answer(engine: Engine, days: float | None) -> SettingsAnswer:
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
