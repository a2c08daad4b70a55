"""Machines: all of them, as they were seen last; and what this one tells a supervisor that speaks for it."""

from dataclasses import dataclass

from fastapi import Request

from workflow_engine_shared.errors import RunNotFound, VersionNotFound
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.found_runs import Place, RunFilter, RunOrder
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.in_thread import in_thread
from workflow_engine_supervisor.http.parameters import FlowId, ThreadId, Wired, no_parameters
from workflow_engine_supervisor.http.routes.system import VERSION
from workflow_engine_supervisor.http.run_query import RunsParameters
from workflow_engine_supervisor.machines.fleet import Fleet, own_answer
from workflow_engine_supervisor.schemas.runs import ListedRun
from workflow_engine_supervisor.schemas.system import (
    MachinesAnswer,
    OwnMachineAnswer,
    OwnVersionAnswer,
    PlacedRunPage,
    SlotsAnswer,
)
from workflow_engine_supervisor.views.flow_view import content_hash
from workflow_engine_supervisor.views.run_list import read_page_cursor

router = ApiRouter(tags=["machines"])
_MOST_VERSIONS = 200  #: of a flow are looked through for one with a content


@dataclass
class OwnMachine:
    """This supervisor, as one of the machines."""

    engine: Engine

    @property
    def instance(self) -> str:
        return self.engine.instance

    def machine(self) -> OwnMachineAnswer:
        """What it tells of itself."""
        engine = self.engine
        with engine.store.read() as tx:
            queued = tx.count_by_status().get(RunStatus.PENDING.value, 0)
        used, total = engine.monitor.workers()["active"], engine.settings.max_active_runs
        return OwnMachineAnswer(
            instance=engine.instance,
            version=VERSION,
            machines=[each.name for each in engine.settings.machines],
            slots=SlotsAnswer(total=total, used=used, free=max(0, total - used - queued)),
            queued=queued,
        )

    def has_run(self, thread_id: str) -> bool:
        """Whether it holds this run."""
        try:
            self.engine.reader.row(thread_id)
        except RunNotFound:
            return False
        return True

    def runs(self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int) -> PlacedRunPage:
        """A page of its own runs."""
        if chosen.q is not None:
            self.engine.search_texts.catch_up()
        return self.engine.lists.placed(chosen, order, after, limit)


@router.get("/machines", dependencies=[no_parameters])
async def list_machines(request: Request, engine: Wired) -> MachinesAnswer:
    """This machine, and those that it speaks for, as they were seen last."""
    fleet: Fleet | None = request.app.state.fleet
    if fleet is not None:
        return MachinesAnswer(items=await fleet.answers())
    own = await in_thread(OwnMachine(engine).machine)
    return MachinesAnswer(items=[own_answer(own, engine.started_at)])


@router.get("/machine", dependencies=[no_parameters])
def get_machine(engine: Wired) -> OwnMachineAnswer:
    """What this supervisor tells one that speaks for it."""
    return OwnMachine(engine).machine()


@router.get("/machine/runs")
def list_own_runs(query: RunsParameters, engine: Wired) -> PlacedRunPage:
    """A page of this supervisor's own runs, each with its place, for one list of several machines' runs."""
    order, after = read_page_cursor(query.cursor, query.ordered(engine.clock))
    return OwnMachine(engine).runs(query.chosen(engine.clock), order, after, query.limit)


@router.get("/machine/runs/{thread_id}", dependencies=[no_parameters])
def get_own_run(thread_id: ThreadId, engine: Wired) -> ListedRun:
    """A run as lists show it, if this very supervisor has it."""
    found = engine.lists.of([engine.reader.row(thread_id).thread_id])
    if not found:
        raise RunNotFound
    return found[0]


@router.get("/machine/flows/{flow_id}/{content}", dependencies=[no_parameters])
def get_own_version(flow_id: FlowId, content: str, engine: Wired) -> OwnVersionAnswer:
    """The newest version of a flow whose content has this hash: machines number their versions for themselves."""
    with engine.store.read() as tx:
        tx.get_flow(flow_id)
        for row in tx.list_versions(flow_id, before=None, limit=_MOST_VERSIONS):
            if content_hash(row) == content:
                return OwnVersionAnswer(flow_id=flow_id, version=row.version)
    raise VersionNotFound(f"Flow {flow_id!r} has no version with this content here.")
