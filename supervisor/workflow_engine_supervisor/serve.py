"""One supervisor's life: take the home, listen, serve, leave. `renflow serve` and an embedded one are the same code.

Exit codes of `run_server`: 0 it stopped as asked; 1 it broke; 2 a setting is wrong (a port that is taken, a data
directory that cannot be written); 3 another supervisor owns the home; 4 the database refused.
"""

import contextlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn
from filelock import FileLock, Timeout

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import AlreadyRunning, ConfigError, HomeNotWritable, PortInUse, RenError
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.migrate import open_workflow_db
from workflow_engine_supervisor import trash
from workflow_engine_supervisor.app import create_app
from workflow_engine_supervisor.backend import Backend
from workflow_engine_supervisor.broadcast import Hub
from workflow_engine_supervisor.feed import Feed
from workflow_engine_supervisor.listening import SupervisorInfo, listen, read_info, refuse_open_door, write_info
from workflow_engine_supervisor.monitor import Monitor
from workflow_engine_supervisor.snapshots import Snapshots

STARTING_SECONDS = 20.0
CLOSING_SECONDS = 3
MAX_MESSAGE = 64 * 1024
_LOOK_SECONDS = 0.2
_BROKE = 1
_DATABASE_REFUSED = 4
_EXIT_CODES: dict[type[RenError], int] = {ConfigError: 2, PortInUse: 2, HomeNotWritable: 2, AlreadyRunning: 3}


def run_server(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code."""
    _log_plainly()
    asked = threading.Event()
    server = EmbeddedServer(settings)
    with _signals_into(asked):
        try:
            url = server.start()
        except RenError as error:
            sys.stderr.write(f"renflow: {error.detail} [{error.code}]\n  {error.advice}\n")
            return _EXIT_CODES.get(type(error), _DATABASE_REFUSED)
        sys.stdout.write(f"renflow is listening on {url} (data in {settings.home})\n")
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

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._leaving = contextlib.ExitStack()
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Take the home and listen; returns the base URL.

        Raises:
            ConfigError: it would be reachable from outside without a token.
            AlreadyRunning: another process holds the home.
            HomeNotWritable, DatabaseNotOurs, DatabaseNewer: the home cannot be used.
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
        home.make()
        undo.callback(self._take_home().release)
        database = open_workflow_db(home.db)
        undo.callback(database.close)
        trash.clear(home, database)
        opened = listen(settings.host, settings.port)
        undo.callback(opened.close)

        hub = Hub(self._clock)
        feed = Feed(hub, home, self._clock)
        monitor = Monitor(settings, database, self._clock, feed)
        snapshots = Snapshots(home, database, monitor.live, self._clock)
        backend = Backend(settings, database, monitor, hub, feed, snapshots, self._clock, self._clock.now())
        server = _Server(backend)

        feed.start(snapshots)
        undo.callback(feed.stop)
        self._thread = server.begin(opened)
        undo.callback(server.end)
        # Runs are stopped before requests are refused: whoever watches one sees how it ends.
        undo.callback(monitor.stop)
        monitor.start()

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


class _Server(uvicorn.Server):
    """uvicorn on our own socket, in a thread of its own, where it installs no signal handlers."""

    def __init__(self, backend: Backend) -> None:
        self._hub = backend.hub
        super().__init__(
            uvicorn.Config(
                create_app(backend),
                http="h11",
                ws="websockets-sansio",
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


def _log_plainly() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
