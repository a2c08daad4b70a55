"""One run's graph, from its newest checkpoint to its end marker: all that the rest of the worker knows of LangGraph."""

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_worker.kernel.checkpoints_at_once import checkpoints_at_once
from workflow_engine_worker.kernel.graph import RunNode, compile_flow
from workflow_engine_worker.kernel.no_tracers import no_tracers
from workflow_engine_worker.kernel.saver import RunSaver
from workflow_engine_worker.kernel.state import initial_state

#: Our own limit counts visits over the whole run; LangGraph's would count per process.
_NO_LIMIT = 10**9


class GraphRun:
    """A flow's execution that can be left at any checkpoint and gone on with by another process."""

    def __init__(self, thread_id: str, database: Database, ride: Callable[[Connection], None]) -> None:
        """`ride` writes what belongs into the same transaction as a checkpoint."""
        self._saver = RunSaver(database, ride, lone_tasks=True)
        self._config: RunnableConfig = {"configurable": {"thread_id": thread_id}, "recursion_limit": _NO_LIMIT}
        self._stored = self._saver.get_tuple(self._config)

    @property
    def is_new(self) -> bool:
        """Whether the run has no checkpoint yet."""
        return self._stored is None

    @property
    def ended(self) -> bool:
        """Whether the newest checkpoint has the end marker: nothing is left to do."""
        if self._stored is None:
            return False
        return bool(self._stored.checkpoint["channel_values"].get("ctl", {}).get("ended"))

    def run(self, flow: Flow, run_node: RunNode, run_input: dict[str, Any]) -> bool:
        """Execute nodes until none is due; returns whether the flow's end node was visited.

        `run_input` is the state a run begins with; a run that has a checkpoint begins there.
        """
        graph = compile_flow(flow, run_node).compile(checkpointer=self._saver)
        begin = None if self._stored is not None else initial_state(run_input)
        with checkpoints_at_once(), no_tracers(), self._saver.beginning_held():
            final = graph.invoke(begin, self._config, durability="sync")
        return bool(final["ctl"].get("ended"))
