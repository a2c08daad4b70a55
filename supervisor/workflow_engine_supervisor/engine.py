"""What the HTTP side works with, in one value."""

from dataclasses import dataclass, field

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.ids import new_id
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home.budget import HomeBudget
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.live.list_feed import RunListFeed
from workflow_engine_supervisor.live.run_feed import RunFeed
from workflow_engine_supervisor.logs.level_counts import LogCounts
from workflow_engine_supervisor.metrics.sampler import Sampler
from workflow_engine_supervisor.supervision.listeners import Listeners
from workflow_engine_supervisor.supervision.monitor import Monitor
from workflow_engine_supervisor.views.run_list import RunLists
from workflow_engine_supervisor.views.run_reader import RunReader


@dataclass(frozen=True)
class Engine:
    """One supervisor's parts. `notify` after each commit that a run's worker or watchers should hear of."""

    settings: Settings
    store: Store
    monitor: Monitor
    hub: Hub
    listeners: Listeners
    feed: RunFeed
    runs_feed: RunListFeed
    reader: RunReader
    lists: RunLists
    sampler: Sampler
    functions: Catalogue
    clock: Clock
    started_at: str
    room: HomeBudget
    log_counts: LogCounts = field(default_factory=LogCounts)
    instance: str = field(default_factory=lambda: new_id("supervisor"))

    def notify(self, thread_id: str) -> None:
        """Rows of this run changed and are committed."""
        self.monitor.notify(thread_id)
        self.listeners.run_changed(thread_id)
