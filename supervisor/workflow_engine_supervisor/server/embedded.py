"""One supervisor's life: take the home, listen, serve, leave. `renflow serve` and an embedded one are the same code.

Exit codes of `run_server`: 0 it stopped as asked; 1 it broke; 2 a setting is wrong (a port that is taken, a data
directory that cannot be written); 3 another supervisor owns the home; 4 the database refused.
"""

import contextlib
import os
import threading
from collections.abc import Callable

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import AlreadyRunning
from workflow_engine_shared.locks import FileLock, Timeout, process_lock
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.home.budget import HomeBudget
from workflow_engine_supervisor.home.safety import refuse_unsafe_home
from workflow_engine_supervisor.home.supervisor_info import SupervisorInfo, read_info, write_info
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.live.list_feed import RunListFeed
from workflow_engine_supervisor.live.run_feed import RunFeed
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.metrics.history import Sample
from workflow_engine_supervisor.metrics.sampler import Sampler
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.runs.housekeeping import Housekeeping
from workflow_engine_supervisor.server.http_server import HttpServer
from workflow_engine_supervisor.server.listening import listen, refuse_open_door
from workflow_engine_supervisor.supervision.listeners import Listeners
from workflow_engine_supervisor.supervision.monitor import Monitor
from workflow_engine_supervisor.views.run_list import RunLists
from workflow_engine_supervisor.views.run_reader import Redaction, RunReader


class EmbeddedServer:
    """A supervisor in this process: its HTTP side in one thread, its monitor and feed in two."""

    def __init__(self, settings: Settings, *, only_asked: bool = False) -> None:
        """With `only_asked` it starts no run but those it is asked for, and lets go of others when it leaves."""
        self._settings = settings
        self._only_asked = only_asked
        self._clock = SystemClock()
        self._leaving = contextlib.ExitStack()
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Take the home and listen; returns the base URL.

        Raises:
            ConfigError: it would be reachable from outside without a token.
            AlreadyRunning: another process holds the home.
            HomeUnsafe, HomeOnNetwork, HomeNotWritable, DatabaseNotOurs, DatabaseNewer: the home cannot be used.
            PortInUse: the port is taken.
        """
        with contextlib.ExitStack() as undo:
            url = self._start(undo)
            self._leaving = undo.pop_all()
        return url

    def stop(self) -> None:
        """Let runs reach a safe point, then leave. Bears being called twice."""
        self._leaving.pop_all().close()

    @property
    def serving(self) -> bool:
        """Whether requests are still answered."""
        return self._thread is not None and self._thread.is_alive()

    def _start(self, undo: contextlib.ExitStack) -> str:
        """Each step registers its own undoing; leaving runs them backwards."""
        settings, home = self._settings, self._settings.home_paths
        refuse_open_door(settings)
        refuse_unsafe_home(settings)
        home.make()
        undo.callback(self._take_home().release)
        store = SqliteStore.open(home.db)
        undo.callback(store.close)
        trash.clear(home, store)
        opened = listen(settings.host, settings.port)
        undo.callback(opened.close)

        hub = Hub(self._clock)
        feed = RunFeed(hub, home, self._clock)
        runs_feed = RunListFeed(hub, self._clock)
        listeners = Listeners(feed, runs_feed)
        monitor = Monitor(settings, store, self._clock, listeners, only_asked=self._only_asked)
        sampler = Sampler(store, monitor.live, self._clock, _both(listeners, monitor))
        room = HomeBudget(settings.home_max_bytes)
        monitor.wait_while(room.is_full)
        redaction = Redaction(Masks(settings), room.is_full)
        reader = RunReader(home, store, monitor.live, sampler.of, self._clock, redaction)
        lists = RunLists(store, monitor.live, sampler.of, reader.progress, self._clock, redaction)
        functions = Catalogue(settings, self._clock)
        undo.callback(functions.stop)
        engine = Engine(
            settings=settings,
            store=store,
            monitor=monitor,
            hub=hub,
            listeners=listeners,
            feed=feed,
            runs_feed=runs_feed,
            reader=reader,
            lists=lists,
            sampler=sampler,
            functions=functions,
            clock=self._clock,
            started_at=self._clock.now(),
            room=room,
        )
        server = HttpServer(engine)

        feed.start(reader)
        undo.callback(feed.stop)
        runs_feed.start(lists)
        undo.callback(runs_feed.stop)
        sampler.start()
        undo.callback(sampler.stop)
        self._thread = server.begin(opened)
        undo.callback(server.end)
        # Runs are stopped before requests are refused: whoever watches one sees how it ends.
        undo.callback(monitor.stop)
        monitor.start()
        housekeeping = Housekeeping(engine)
        undo.callback(housekeeping.stop)
        housekeeping.start()

        port: int = opened.getsockname()[1]
        info = SupervisorInfo(os.getpid(), port, settings.host, engine.instance, engine.started_at)
        write_info(home.supervisor_info, info)
        undo.callback(home.supervisor_info.unlink, missing_ok=True)
        return info.url

    def _take_home(self) -> FileLock:
        home = self._settings.home_paths
        lock = process_lock(home.supervisor_lock)
        try:
            lock.acquire()
        except Timeout:
            info = read_info(home.supervisor_info)
            where = f" (process {info.pid}, port {info.port})" if info else ""
            raise AlreadyRunning(f"Another supervisor{where} owns {home.root}.") from None
        return lock


def _both(listeners: Listeners, monitor: Monitor) -> Callable[[str, LiveRun, Sample], None]:
    """What was measured is shown to watchers and weighed against the memory limit."""

    def measured(thread_id: str, live: LiveRun, sample: Sample) -> None:
        listeners.measured(thread_id, live, sample)
        monitor.watchdog.memory_measured(thread_id, sample.figures.rss_mb)

    return measured
