"""What a spare does while nobody waits, so that the run that it is given begins sooner."""

import contextlib
from typing import NamedTuple

from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.errors import RenError, RunNotFound
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_worker.kernel.graph import LONE_NODE, RunGraph
from workflow_engine_worker.nodes.branch import next_edge
from workflow_engine_worker.runs.beginning import parsed

#: A flow is read and compiled in some hundredths of a second, in which a run may come: so many characters and nodes.
_SOON_READ, _SOON_COMPILED = 65_536, 100


class Ahead(NamedTuple):
    """What is at hand before it is known which run comes."""

    store: Store | None = None
    graph: RunGraph | None = None  #: of the newest run's flow, which the next one is probably of


def look_ahead(home: Home) -> Ahead:
    """Open workflow.db and ask it once what a run begins with; make what the newest run's flow needs.

    Nothing, if it cannot be opened now: whoever has to will learn why.
    """
    try:
        store = SqliteStore.attach(home.db)
        with store.read() as tx:
            tx.waiting_commands("")
            tx.workers_before("", 1)
            with contextlib.suppress(RunNotFound):
                tx.get_run("")
            return Ahead(store, _graph_of_newest(tx))
    except RenError:
        return Ahead()


def _graph_of_newest(tx: ReadTransaction) -> RunGraph | None:
    with contextlib.suppress(RenError):  # a row that is damaged is told by the run that needs it
        for newest in tx.list_runs(RunFilter(), limit=1):
            return _graph_of(tx.get_version_by_id(newest.flow_version_id))
    return None


def _graph_of(version: VersionRow) -> RunGraph | None:
    """The graph that a new run begins with, without the flows that it calls: one that calls some runs by tokens."""
    if version.format != "dsl":
        return RunGraph(None, LONE_NODE)
    if len(version.dsl_json) > _SOON_READ:
        return None
    flow = parsed(version).with_own_environment()
    if flow.needs_tokens:
        return RunGraph(None, LONE_NODE)
    first = next_edge(flow, flow.start.id)[1].target
    decides = any(type_of(node).passes for node in flow.nodes if node.id == first)  # the state does, not we
    return None if decides or len(flow.nodes) > _SOON_COMPILED else RunGraph(flow, first)
