"""One supervisor's life: take the home, listen, serve, leave. `renflow serve` and an embedded one are the same code.

Exit codes of `run_server`: 0 it stopped as asked; 1 it broke; 2 a setting is wrong (a port that is taken, a data
directory that cannot be written); 3 another supervisor owns the home; 4 the database refused.
"""

import contextlib
import gc
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from workflow_engine_shared.clock import Clock, SystemClock
from workflow_engine_shared.errors import AlreadyRunning, HomeUnsafe
from workflow_engine_shared.locks import Timeout, process_lock
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.home.safety import refuse_lost_database, refuse_unsafe_home
from workflow_engine_supervisor.home.supervisor_info import SupervisorInfo, read_info, write_info
from workflow_engine_supervisor.processes.forking_launcher import launcher_of
from workflow_engine_supervisor.server.listening import listen, refuse_open_door

if TYPE_CHECKING:  # imported while the workers' template is, which takes as long
    from workflow_engine_supervisor.engine import Engine
    from workflow_engine_supervisor.server.http_server import HttpServer

_ODD_FILE = "Look what stands there, and move it away."


class EmbeddedServer:
    """A supervisor in this process: its HTTP side in one thread, its monitor and feeds in others."""

    def __init__(
        self,
        settings: Settings,
        build: "Callable[[Settings, Clock, Store], Engine] | None" = None,
        *,
        only_asked: bool = False,
        own_process: bool = False,
    ) -> None:
        """A server of these settings.

        Args:
            settings: of this supervisor.
            build: makes the engine of each life; None: the usual one.
            only_asked: the usual one starts no run but those it is asked for.
            own_process: nothing of anybody else's is in this process: what is there by now is never collected.
        """
        self._settings = settings
        self._build = build
        self._only_asked = only_asked
        self._own_process = own_process
        self._leaving = contextlib.ExitStack()
        self._http: HttpServer | None = None

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
        return self._http is not None and self._http.is_alive

    def _start(self, undo: contextlib.ExitStack) -> str:
        """Each step registers its own undoing; leaving runs them backwards."""
        settings = self._settings
        self._take_home(undo)
        store = self._open_store(undo)
        opened = listen(settings.host, settings.port)
        undo.callback(opened.close)
        port: int = opened.getsockname()[1]

        with _no_garbage(freezes=self._own_process):
            engine = self._engine(store, undo)
            from workflow_engine_supervisor.server.http_server import HttpServer

            self._http = HttpServer(engine, opened)
        undo.callback(engine.stop)
        engine.start(self._http)

        info = SupervisorInfo(os.getpid(), port, settings.host, engine.instance, engine.started_at)
        write_info(settings.home_paths.supervisor_info, info)
        undo.callback(settings.home_paths.supervisor_info.unlink, missing_ok=True)
        return info.url

    def _engine(self, store: Store, undo: contextlib.ExitStack) -> "Engine":
        """The engine, imported while the template of its workers imports theirs."""
        settings, clock = self._settings, SystemClock()
        if self._build is not None:
            return self._build(settings, clock, store)
        launcher = launcher_of(settings, clock)
        undo.callback(launcher.close)
        launcher.prepare(_nobody_waits)
        from workflow_engine_supervisor.engine import build

        return build(settings, clock, store, launcher=launcher, only_asked=self._only_asked)

    def _take_home(self, undo: contextlib.ExitStack) -> None:
        """Make the home ours alone, once it is known to be safe."""
        refuse_open_door(self._settings)
        refuse_unsafe_home(self._settings)
        home = self._settings.home_paths
        home.make()
        if kind_of(home.supervisor_info) == "a folder":  # nothing could take its place, once all is at work
            raise HomeUnsafe(f"{home.supervisor_info} is not a file but a folder.", hint=_ODD_FILE)
        try:
            lock = process_lock(home.supervisor_lock)
            lock.acquire()
        except Timeout:
            info = read_info(home.supervisor_info)
            where = f" (process {info.pid}, port {info.port})" if info else ""
            raise AlreadyRunning(f"Another supervisor{where} owns {home.root}.") from None
        except OSError as error:
            raise HomeUnsafe(f"The data directory's lock cannot be used: {error}.", hint=_ODD_FILE) from error
        undo.callback(lock.release)

    def _open_store(self, undo: contextlib.ExitStack) -> Store:
        """The database, and what a supervisor before us began to delete."""
        home = self._settings.home_paths
        refuse_lost_database(home)
        store = SqliteStore.open(home.db)
        undo.callback(store.close)
        trash.clear(home, store)
        return store


@contextlib.contextmanager
def _no_garbage(*, freezes: bool) -> Iterator[None]:
    """What is imported stays: to look for garbage meanwhile costs an eighth of the import, and finds none.

    To look through all of it afterwards, three times within the first seconds and now and then for ever, costs a fifth
    of a command that runs one flow, and lets every thread wait for a twentieth of a second each time. Only who has the
    process to itself may say that nothing in it is garbage.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if freezes:
            gc.freeze()
        if collects:
            gc.enable()


def _nobody_waits() -> None:
    """For the first worker: the monitor, which will, is not there yet."""
