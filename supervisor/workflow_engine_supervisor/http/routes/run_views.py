"""Views of the list of runs: a filter and an order under a name; and what the list can be filtered by."""

from collections.abc import Sequence

from fastapi import Response

from workflow_engine_shared.errors import TooManyViews, ViewExists
from workflow_engine_shared.ids import new_id, shown
from workflow_engine_shared.storage.workflow.found_runs import InUse
from workflow_engine_shared.storage.workflow.run_views import ViewRow
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import ChangedRunView, NewRunView, no_body
from workflow_engine_supervisor.http.parameters import ViewId, Wired, no_parameters
from workflow_engine_supervisor.http.run_query import RunViewQuery
from workflow_engine_supervisor.schemas.many_runs import FacetAnswer, FacetsAnswer, RunViewAnswer, RunViewPage

router = ApiRouter(tags=["runs"])
MAX_VIEWS = 100
_MAX_FACETS = 200


@router.get("/run-facets", dependencies=[no_parameters])
def get_facets(engine: Wired) -> FacetsAnswer:
    """The tags that runs have, and the codes of what broke them."""
    with engine.store.read() as tx:
        tags, errors = tx.tags_in_use(_MAX_FACETS), tx.errors_in_use(_MAX_FACETS)
    return FacetsAnswer(tags=_facets(tags), errors=_facets(errors))


@router.get("/run-views", dependencies=[no_parameters])
def list_views(engine: Wired) -> RunViewPage:
    """The saved views, by name."""
    with engine.store.read() as tx:
        views = tx.list_views()
    return RunViewPage(items=[_answer(view) for view in views], next=None)


@router.post("/run-views", status_code=201, dependencies=[no_parameters])
def save_view(body: NewRunView, engine: Wired, response: Response) -> RunViewAnswer:
    """Save a filter and an order under a name that no other view has."""
    body.query.chosen(engine.clock, "/query/")
    with engine.store.write() as tx:
        views = tx.list_views()
        if len(views) >= MAX_VIEWS:
            raise TooManyViews(f"{MAX_VIEWS} views are saved, and no more can be.")
        _refuse_taken(views, body.name)
        view = tx.insert_view(new_id("view"), body.name.strip(), _kept(body.query), engine.clock.now())
    response.headers["Location"] = f"/run-views/{view.id}"
    return _answer(view)


@router.put("/run-views/{view_id}", dependencies=[no_parameters])
def change_view(view_id: ViewId, body: ChangedRunView, engine: Wired) -> RunViewAnswer:
    """Give a view another name, or another filter and order; what is left out stays."""
    name = None if body.name is None else body.name.strip()
    if body.query is not None:
        body.query.chosen(engine.clock, "/query/")
    with engine.store.write() as tx:
        if name is not None:
            _refuse_taken([view for view in tx.list_views() if view.id != view_id], name)
        return _answer(tx.change_view(view_id, name, None if body.query is None else _kept(body.query)))


@router.delete("/run-views/{view_id}", status_code=204, dependencies=[no_parameters, no_body])
def delete_view(view_id: ViewId, engine: Wired) -> None:
    """Forget a view. The runs in it stay."""
    with engine.store.write() as tx:
        tx.delete_view(view_id)


def _refuse_taken(views: Sequence[ViewRow], name: str) -> None:
    if any(view.name.casefold() == name.strip().casefold() for view in views):
        raise ViewExists(f"There is a view {shown(name)} already.")


def _kept(query: RunViewQuery) -> dict[str, str]:
    """What was asked for, as it was written: an age stays one."""
    return query.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _answer(view: ViewRow) -> RunViewAnswer:
    return RunViewAnswer(id=view.id, name=view.name, query=view.query, created_at=view.created_at)


def _facets(found: Sequence[InUse]) -> list[FacetAnswer]:
    return [FacetAnswer(name=each.name, runs=each.runs) for each in found]
