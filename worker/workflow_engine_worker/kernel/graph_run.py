"""One run's graph, from its newest checkpoint to its end marker: all that the rest of the worker knows of LangGraph."""

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_worker.kernel.checkpoints_at_once import checkpoints_at_once
from workflow_engine_worker.kernel.elements.host import ElementHost
from workflow_engine_worker.kernel.graph import LONE_NODE, RunGraph, RunNode
from workflow_engine_worker.kernel.no_tracers import no_tracers
from workflow_engine_worker.kernel.saver import RunSaver
from workflow_engine_worker.kernel.state import initial_state
from workflow_engine_worker.kernel.token_host import TokenHost
from workflow_engine_worker.kernel.token_state import CTL, TOKENS
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.visits.tools import Tools

#: Our own limit counts visits over the whole run; LangGraph's would count per process.
_NO_LIMIT = 10**9
#: How long a run waits at its end for visits that nobody waits for, so that they come to a safe point.
DROPPED_S = 5.0


class GraphRun:
    """A flow's execution that can be left at any checkpoint and gone on with by another process."""

    def __init__(
        self, thread_id: str, database: Database, ride: Callable[[Connection], None], ahead: RunGraph | None = None
    ) -> None:
        """`ride` writes what belongs into the same transaction as a checkpoint; `ahead` may be this run's graph."""
        self._ahead = ahead
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
        return bool(self._stored.checkpoint["channel_values"].get(CTL, {}).get("ended"))

    def mover(self, flow: Flow, runner: NodeRunner, tools: Tools, *, force_tokens: bool) -> NodeRunner | TokenHost:
        """What moves the run: tokens if it was begun so; of a new run if its flow needs them, or they are forced."""
        begun = None if self._stored is None else self._stored.checkpoint["channel_values"].get(CTL)
        by_tokens = flow.needs_tokens or force_tokens if begun is None else TOKENS in begun
        if not by_tokens:
            return runner
        host = TokenHost if flow.program is None else ElementHost
        return host(flow, runner, tools, checked=force_tokens)

    def run(self, flow: Flow, by: RunNode | TokenHost, run_input: dict[str, Any]) -> bool:
        """Execute nodes until none is due; returns whether the flow's end node was visited.

        `run_input` is the state a run begins with; a run that has a checkpoint begins there.
        """
        by_tokens = isinstance(by, TokenHost)
        begin = initial_state(run_input, by_tokens=by_tokens) if self.is_new else None
        first = LONE_NODE if by_tokens else flow.start.id
        if begin is not None and isinstance(by, NodeRunner):
            begin, first = by.begin(begin)
        graph = self._graph(None if by_tokens else flow, first)
        try:
            with checkpoints_at_once(), no_tracers(), self._saver.beginning_held():
                final = graph.invoke(begin, self._config, by, self._saver)
        finally:
            if isinstance(by, TokenHost):
                by.threads.await_dropped(DROPPED_S)
        return bool(final[CTL].get("ended"))

    def _graph(self, flow: Flow | None, first: str) -> RunGraph:
        ahead = self._ahead
        return ahead if ahead is not None and ahead.is_made_of(flow, first) else RunGraph(flow, first)
