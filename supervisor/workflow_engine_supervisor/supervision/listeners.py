"""Who hears what happens to runs."""

from typing import Protocol

from workflow_engine_shared.protocol.messages import NodeMoved, Progress
from workflow_engine_supervisor.metrics.history import Sample
from workflow_engine_supervisor.processes.live_worker import LiveRun


class Listener(Protocol):
    """Who wants to know. Called from several threads; must return at once."""

    def run_changed(self, thread_id: str, /) -> None: ...
    def run_deleted(self, thread_id: str, /) -> None: ...
    def node_moved(self, thread_id: str, moved: NodeMoved, /) -> None: ...
    def progressed(self, thread_id: str, progress: Progress, /) -> None: ...
    def measured(self, thread_id: str, live: "LiveRun", sample: Sample, /) -> None: ...
    def log_grew(self, thread_id: str, /) -> None: ...


class Listeners:
    """Several who want to know, as one."""

    def __init__(self, *listeners: Listener) -> None:
        self._all = listeners

    def run_changed(self, thread_id: str) -> None:
        for each in self._all:
            each.run_changed(thread_id)

    def run_deleted(self, thread_id: str) -> None:
        for each in self._all:
            each.run_deleted(thread_id)

    def node_moved(self, thread_id: str, moved: NodeMoved) -> None:
        for each in self._all:
            each.node_moved(thread_id, moved)

    def progressed(self, thread_id: str, progress: Progress) -> None:
        for each in self._all:
            each.progressed(thread_id, progress)

    def measured(self, thread_id: str, live: LiveRun, sample: Sample) -> None:
        for each in self._all:
            each.measured(thread_id, live, sample)

    def log_grew(self, thread_id: str) -> None:
        for each in self._all:
            each.log_grew(thread_id)
