"""One supervisor's parts: built whole without any of them being at work, started in order, stopped in the opposite one.

Arrows run one way. Who makes things happen (monitor, sampler, use cases) publishes into `RunEvents`; who shows them
(feeds) subscribes there, so that neither has to wait for the other to be made.
"""

import contextlib
import shutil
from dataclasses import dataclass, field
from typing import Protocol

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.functions.freeze_code import remove_unfinished
from workflow_engine_shared.ids import new_id
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home.budget import HomeBudget
from workflow_engine_supervisor.home.retention import Retention
from workflow_engine_supervisor.hooks.config import HooksAtHand
from workflow_engine_supervisor.hooks.desk import HookDesk
from workflow_engine_supervisor.hooks.messenger import Messenger
from workflow_engine_supervisor.hooks.outside import Outside
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.live.list_feed import RunListFeed
from workflow_engine_supervisor.live.run_feed import RunFeed
from workflow_engine_supervisor.logs.level_counts import LogCounts
from workflow_engine_supervisor.masks import Masks, Redaction
from workflow_engine_supervisor.metrics.lanes import LaneCounts
from workflow_engine_supervisor.metrics.sampler import Sampler
from workflow_engine_supervisor.processes.forking_launcher import launcher_of
from workflow_engine_supervisor.processes.worker_handle import Launcher
from workflow_engine_supervisor.resource_usage import ResourceUsage
from workflow_engine_supervisor.run_events import RunEvents
from workflow_engine_supervisor.runs.housekeeping import Housekeeping
from workflow_engine_supervisor.runs.search_texts import SearchTexts
from workflow_engine_supervisor.runs.use_cases import Runs
from workflow_engine_supervisor.schedules.answers import ScheduleReader
from workflow_engine_supervisor.schedules.scheduler import Scheduler
from workflow_engine_supervisor.schedules.use_cases import Schedules
from workflow_engine_supervisor.supervision.monitor import Monitor
from workflow_engine_supervisor.uploads.store import Uploads
from workflow_engine_supervisor.views.flow_names import KnownNames
from workflow_engine_supervisor.views.run_list import ListsOnMachine, ReaderOnMachine, RunLists
from workflow_engine_supervisor.views.run_reader import RunReader
from workflow_engine_supervisor.waits.answers import TaskReader
from workflow_engine_supervisor.waits.beginner import Beginner
from workflow_engine_supervisor.waits.use_cases import Waits
from workflow_engine_supervisor.waits.waker import Waker


class Part(Protocol):
    """What has a life of its own. `stop` bears being called twice, and without a start before."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Counts:
    """How much there is of what right now."""

    runs: dict[str, int]  #: by status
    waits: dict[str, int]  #: what runs wait for, by its kind
    workers: dict[str, int]  #: by what they do
    degraded: bool  #: many runs crash together
    usage: list[ResourceUsage]  #: of each run at work, as it was measured last
    lanes: dict[str, int]  #: on a cluster, by what they do
    lanes_lost: int  #: since the start
    watchers: int
    disk_free: int  #: bytes, where the data directory is
    disk_total: int


@dataclass
class Engine:
    """What requests are answered with: `runs` changes runs, `reader` and `lists` show them, the feeds follow them."""

    settings: Settings
    clock: Clock
    store: Store
    runs: Runs
    reader: RunReader
    lists: RunLists
    hub: Hub
    run_feed: RunFeed
    list_feed: RunListFeed
    catalogue: Catalogue
    uploads: Uploads
    search_texts: SearchTexts
    sampler: Sampler
    budget: HomeBudget
    retention: Retention
    monitor: Monitor
    housekeeping: Housekeeping
    schedules: Schedules
    schedule_reader: ScheduleReader
    scheduler: Scheduler
    waits: Waits
    beginner: Beginner
    task_reader: TaskReader
    waker: Waker
    hooks: HookDesk
    messenger: Messenger
    log_counts: LogCounts = field(default_factory=LogCounts)
    instance: str = field(default_factory=lambda: new_id("supervisor"))
    started_at: str = field(init=False)
    _born: float = field(init=False)
    _began: bool = field(default=False, init=False)
    _leaving: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, init=False)

    def __post_init__(self) -> None:
        self.started_at = self.clock.now()
        self._born = self.clock.monotonic()

    @property
    def uptime_s(self) -> float:
        """Seconds since it was built, however the wall clock was set."""
        return self.clock.monotonic() - self._born

    def start(self, *doors: Part) -> None:
        """Set every part to work; `doors` let requests in. An engine has one life: it is not started again.

        The feeds come first: whoever comes through a door misses nothing. Runs are stopped before the doors close:
        whoever watches one sees how it ends.
        """
        if self._began:
            raise RuntimeError("This engine was started before: build another one.")
        self._began = True
        feeds: tuple[Part, ...] = (self.run_feed, self.list_feed, self.sampler, self.messenger)
        with contextlib.ExitStack() as undo:
            undo.callback(self.catalogue.stop)  # it starts by itself, at the first question
            for part in (*feeds, *doors, self.monitor, self.waker, self.scheduler, self.beginner, self.housekeeping):
                undo.callback(part.stop)
                part.start()
            self._leaving = undo.pop_all()

    def stop(self) -> None:
        """Let runs reach a safe point, then end every thread. Bears being called twice."""
        self._leaving.pop_all().close()

    def counts(self) -> Counts:
        """Looked up anew each time."""
        with self.store.read() as tx:
            runs, waits = tx.count_by_status(), tx.count_open_waits()
        disk, lanes = shutil.disk_usage(self.settings.home), self.sampler.lanes
        return Counts(
            runs=runs,
            waits=waits,
            workers=self.monitor.workers(),
            degraded=self.monitor.degraded,
            usage=self.sampler.newest(),
            lanes={} if lanes is None else lanes.by_state(),
            lanes_lost=0 if lanes is None else lanes.lost,
            watchers=self.hub.subscribers(),
            disk_free=disk.free,
            disk_total=disk.total,
        )


def build(
    settings: Settings,
    clock: Clock,
    store: Store,
    *,
    monitor: type[Monitor] = Monitor,
    launcher: Launcher | None = None,
    only_asked: bool = False,
) -> Engine:
    """Make the parts and join them: nothing is opened, written, listened on or started.

    With `only_asked` it starts no run but those it is asked for, and lets go of others when it leaves.
    """
    home, events = settings.home_paths, RunEvents()
    retention = Retention(settings)
    budget = HomeBudget(lambda: retention.home_max_bytes)
    launcher = launcher or launcher_of(settings, clock)
    supervision = monitor(settings, store, clock, events, budget.is_full, launcher=launcher, only_asked=only_asked)
    sampler = Sampler(store, supervision.live, clock, events, LaneCounts(home))
    catalogue = Catalogue(settings, clock)
    masks = Masks(settings)
    redaction = Redaction(masks, supervision.why_waiting)
    texts = SearchTexts(store, masks)
    names = KnownNames()
    reader_of, lists_of = (ReaderOnMachine, ListsOnMachine) if settings.machines else (RunReader, RunLists)
    reader = reader_of(home, store, supervision.live, sampler.of, clock, redaction, names)
    lists = lists_of(store, supervision.live, sampler.of, reader.progress, clock, redaction, names)
    hub = Hub(clock)
    uploads = Uploads(home, clock, settings.upload_max_bytes)
    at_hand, outside = HooksAtHand(home.hooks), Outside(settings, clock)
    runs = Runs(settings, store, clock, catalogue, uploads, supervision, events)
    scheduler = Scheduler(store, clock, runs, events, at_work=not only_asked)
    beginner = Beginner(store, runs, at_work=not only_asked)

    def unfinished_code() -> None:
        remove_unfinished(home, clock.now())

    return Engine(
        settings=settings,
        clock=clock,
        store=store,
        runs=runs,
        reader=reader,
        lists=lists,
        hub=hub,
        run_feed=RunFeed(hub, home, reader, clock, events),
        list_feed=RunListFeed(hub, lists, clock, events),
        catalogue=catalogue,
        uploads=uploads,
        search_texts=texts,
        sampler=sampler,
        budget=budget,
        retention=retention,
        monitor=supervision,
        hooks=HookDesk(at_hand, outside, store, clock),
        messenger=Messenger(at_hand, outside, store, clock, events, masks, settings.public_url),
        housekeeping=Housekeeping(
            home, retention, store, clock, budget, runs.delete, (uploads.expire, texts.tidy, unfinished_code)
        ),
        schedules=Schedules(store, clock, runs, scheduler),
        schedule_reader=ScheduleReader(store, clock, masks),
        scheduler=scheduler,
        waits=Waits(store, clock, runs, beginner),
        beginner=beginner,
        task_reader=TaskReader(store, masks, names, LOCAL if settings.machines else None),
        waker=Waker(store, clock, supervision.asked, runs.notify),
    )
