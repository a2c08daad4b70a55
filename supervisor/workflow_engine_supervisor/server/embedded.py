"""One supervisor's life: take the home, listen, serve, leave. `renflow serve` and an embedded one are the same code.

Exit codes of `run_server`: 0 it stopped as asked; 1 it broke; 2 a setting is wrong (a port that is taken, a data
directory that cannot be written); 3 another supervisor owns the home; 4 the database refused.
"""

import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from filelock import FileLock, Timeout

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import AlreadyRunning, RenError
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_supervisor.cli.failure import report
from workflow_engine_supervisor.doctor import environment
from workflow_engine_supervisor.engine import Backend
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.home.budget import HomeRoom
from workflow_engine_supervisor.home.finding import Verdict
from workflow_engine_supervisor.home.safety import refuse_unsafe_home
from workflow_engine_supervisor.http.app import create_app
from workflow_engine_supervisor.http.security.connections import GuardedHttp, GuardedWebSocket
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.live.list_feed import RunsFeed
from workflow_engine_supervisor.live.run_feed import Feed
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.metrics.history import Sample
from workflow_engine_supervisor.metrics.sampler import Sampler
from workflow_engine_supervisor.processes.live_worker import Listeners, LiveRun
from workflow_engine_supervisor.runs.housekeeping import Housekeeping
from workflow_engine_supervisor.server.listening import (
    SupervisorInfo,
    listen,
    read_info,
    refuse_open_door,
    write_info,
)
from workflow_engine_supervisor.supervision.monitor import Monitor
from workflow_engine_supervisor.views.run_list import RunLists
from workflow_engine_supervisor.views.run_reader import Sight, Snapshots

STARTING_SECONDS = 20.0
CLOSING_SECONDS = 3
MAX_MESSAGE = 64 * 1024
_LOOK_SECONDS = 0.2
_BROKE = 1


def run_server(settings: Settings, *, as_json: bool = False) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code."""
    _log_plainly()
    asked = threading.Event()
    server = EmbeddedServer(settings)
    with _signals_into(asked):
        try:
            url = server.start()
        except RenError as error:
            return report(error, as_json=as_json)
        _warn(settings)
        told = {"url": url, "home": settings.home, "pid": os.getpid()}
        text = f"renflow is listening on {url} (data in {settings.home})"
        sys.stdout.write((json.dumps(told) if as_json else text) + "\n")
        sys.stdout.flush()
        try:
            while not asked.wait(_LOOK_SECONDS) and server.serving:
                pass
        finally:
            broke = not server.serving
            server.stop()
    return _BROKE if broke else 0


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
        database = open_workflow_db(home.db)
        undo.callback(database.close)
        trash.clear(home, database)
        opened = listen(settings.host, settings.port)
        undo.callback(opened.close)

        hub = Hub(self._clock)
        feed = Feed(hub, home, self._clock)
        runs_feed = RunsFeed(hub, self._clock)
        listeners = Listeners(feed, runs_feed)
        monitor = Monitor(settings, database, self._clock, listeners, only_asked=self._only_asked)
        sampler = Sampler(database, monitor.live, self._clock, _both(listeners, monitor))
        room = HomeRoom(settings.home_max_bytes)
        monitor.wait_while(room.is_full)
        sight = Sight(Masks(settings), room.is_full)
        snapshots = Snapshots(home, database, monitor.live, sampler.of, self._clock, sight)
        lists = RunLists(database, monitor.live, sampler.of, snapshots.progress, self._clock, sight)
        functions = Catalogue(settings, self._clock)
        undo.callback(functions.stop)
        backend = Backend(
            settings=settings,
            database=database,
            monitor=monitor,
            hub=hub,
            listeners=listeners,
            feed=feed,
            runs_feed=runs_feed,
            snapshots=snapshots,
            lists=lists,
            sampler=sampler,
            functions=functions,
            clock=self._clock,
            started_at=self._clock.now(),
            room=room,
        )
        server = _Server(backend)

        feed.start(snapshots)
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
        housekeeping = Housekeeping(backend)
        undo.callback(housekeeping.stop)
        housekeeping.start()

        port: int = opened.getsockname()[1]
        info = SupervisorInfo(os.getpid(), port, settings.host, backend.instance, backend.started_at)
        write_info(home.supervisor_info, info)
        undo.callback(home.supervisor_info.unlink, missing_ok=True)
        return info.url

    def _take_home(self) -> FileLock:
        home = self._settings.home_paths
        # Not bound to a thread: the one that stops need not be the one that started.
        lock = FileLock(home.supervisor_lock, mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            info = read_info(home.supervisor_info)
            where = f" (process {info.pid}, port {info.port})" if info else ""
            raise AlreadyRunning(f"Another supervisor{where} owns {home.root}.") from None
        return lock


def _both(listeners: Listeners, monitor: Monitor) -> Callable[[str, LiveRun, Sample], None]:
    """What was measured is shown to watchers and weighed against the memory limit."""

    def measured(thread_id: str, live: LiveRun, sample: Sample) -> None:
        listeners.measured(thread_id, live, sample)
        monitor.guard.weigh(thread_id, sample.figures.rss_mb)

    return measured


class _Server(uvicorn.Server):
    """uvicorn on our own socket, in a thread of its own, where it installs no signal handlers."""

    def __init__(self, backend: Backend) -> None:
        self._hub = backend.hub
        super().__init__(
            uvicorn.Config(
                create_app(backend),
                http=GuardedHttp,
                ws=GuardedWebSocket,
                ws_max_size=MAX_MESSAGE,
                ws_per_message_deflate=False,
                lifespan="on",
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=CLOSING_SECONDS,
            )
        )
        self._failed = threading.Event()

    def begin(self, opened: socket.socket) -> threading.Thread:
        """Serve; returns once requests are answered."""
        self._thread = threading.Thread(target=self.run, args=([opened],), name="http", daemon=True)
        self._thread.start()
        clock = SystemClock()
        deadline = clock.monotonic() + STARTING_SECONDS
        while not self.started:
            if not self._thread.is_alive() or clock.monotonic() > deadline:
                raise RenError("The HTTP server did not start.")
            self._failed.wait(0.005)
        return self._thread

    def end(self) -> None:
        """Answer what is under way, then stop."""
        self.should_exit = True
        self._thread.join()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams first: uvicorn would wait for them."""
        self._hub.close()
        await super().shutdown(sockets)


@contextlib.contextmanager
def _signals_into(asked: threading.Event) -> Iterator[None]:
    """Note the signals that ask a program to end; one that is ignored (`nohup`) stays ignored."""
    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    heeded = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}

    def note(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in heeded:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)


def _warn(settings: Settings) -> None:
    """What is allowed, but worth a line at each start."""
    for finding in (environment.user(), environment.exposure(settings)):
        if finding.verdict is not Verdict.OK:
            logging.getLogger(__name__).warning("%s %s", finding.detail, finding.hint)


def _log_plainly() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
