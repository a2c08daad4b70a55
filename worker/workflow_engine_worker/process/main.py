"""The worker as a process: its pipe made private, its output led into the run's folder, its end made certain."""

import contextlib
import faulthandler
import gc
import os
import select
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from workflow_engine_shared.paths import Home, RunPaths, private_file
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import (
    PROTOCOL,
    DumpStacks,
    Ready,
    Restart,
    SignalsWaiting,
    Start,
    Stop,
    ToWorker,
)
from workflow_engine_shared.protocol.pipe import Channel, worker_side
from workflow_engine_shared.short_tmp import short_tmp
from workflow_engine_worker.functions.distributions import import_names
from workflow_engine_worker.reporting.heartbeat import HeartbeatFile
from workflow_engine_worker.reporting.reporter import Reporter
from workflow_engine_worker.runs.ahead import Ahead, look_ahead
from workflow_engine_worker.runs.beginning import cannot_begin
from workflow_engine_worker.runs.rehearsal import rehearse_in_memory
from workflow_engine_worker.runs.worker import RunWorker
from workflow_engine_worker.stack_watchdog import write_stacks

#: A forked worker that is given no run within so many seconds is a spare.
_AT_ONCE_S = 0.05


def inherited_ends(argv: list[str]) -> tuple[int, int]:
    """The reading and the writing end of our pipe, by the numbers in our arguments (on Windows: of handles)."""
    reader, writer = argv
    return _descriptor(reader, os.O_RDONLY), _descriptor(writer, os.O_WRONLY)


def serve(ends: tuple[int, int], *, forked: bool) -> NoReturn:
    """Wait for a run, carry it, leave."""
    if sys.platform != "win32":  # until it can be answered it would end us; who started us had it wait, too
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    channel = _private_channel(ends)
    home = _forget_working_directory()
    report = Reporter(channel)
    import_names()  # a list of thousands, read while nobody waits for it
    report.ready(Ready(PROTOCOL, os.getpid()))
    ahead = Ahead()
    if forked and not select.select([ends[0]], [], [], _AT_ONCE_S)[0]:
        ahead = look_ahead(Home(home))
        _own_memory()
    messages = channel.messages()
    start = next((message for message in messages if isinstance(message, Start)), None)
    if start is None:
        _leave(WorkerExit.DONE)
    paths = Home(Path(start.home)).run(start.thread_id)
    code = WorkerExit.BROKEN
    try:
        code = _carry(start, paths, report, messages, ahead)
    except BaseException:  # noqa: BLE001 - the exit code and stderr.log tell the supervisor
        traceback.print_exc(file=sys.__stderr__)
    finally:
        _leave(code)


def _own_memory() -> None:
    """Copy the pages that are shared with the template, while nobody waits for this spare.

    Each is copied when it is written to for the first time, which would make a run's start half as long again. A
    rehearsal writes to what a run does, the collector to every object.
    """
    rehearse_in_memory()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _carry(start: Start, paths: RunPaths, report: Reporter, messages: Iterator[ToWorker], ahead: Ahead) -> WorkerExit:
    try:
        _lead_output_into(paths)
    except OSError as error:
        return cannot_begin(start, error)
    report.start(HeartbeatFile(paths.vitals, start.epoch))
    worker = RunWorker(start, report, ahead)
    _install_signal_handlers(worker)
    threading.Thread(target=_listen, args=(messages, worker), name="listen", daemon=True).start()
    return worker.run()


def _private_channel(ends: tuple[int, int]) -> Channel[ToWorker]:
    reader, writer = ends
    for end in ends:
        os.set_inheritable(end, False)  # so that no child of user code keeps the pipe open
    return worker_side(os.fdopen(reader, "rb"), os.fdopen(writer, "wb"))


def _descriptor(number: str, flags: int) -> int:
    if sys.platform == "win32":
        import msvcrt

        descriptor = msvcrt.open_osfhandle(int(number), flags)
    else:
        descriptor = int(number)
    return descriptor


def _forget_working_directory() -> Path:
    """`python -m` puts the working directory first on the path; user code must not be found there by chance."""
    here = Path.cwd()
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(here))]
    return here


def _lead_output_into(paths: RunPaths) -> None:
    """File descriptors 1 and 2 (native code, interpreter) go to stderr.log, files of relative paths to the run's."""
    paths.make(lasting=False)  # run.db comes next
    os.environ.update({name: str(short_tmp(paths)) for name in ("TMPDIR", "TEMP", "TMP")})
    tempfile.tempdir = None  # it may have been looked up while this was a spare
    os.chdir(paths.work)  # not the data directory: a library's `runs/` must not be ours
    target = private_file(paths.stderr)
    for descriptor in (1, 2):
        os.dup2(target, descriptor)
    os.close(target)
    faulthandler.enable(file=2)
    if sys.platform != "win32":  # for while native code holds the interpreter; otherwise the frame asks
        faulthandler.register(signal.SIGUSR1, file=2, all_threads=True)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})


def _install_signal_handlers(worker: RunWorker) -> None:
    """A terminate signal asks for a stop at the next safe point; an interrupt belongs to whoever holds the terminal."""
    signal.signal(signal.SIGTERM, lambda _, frame: worker.terminated(frame))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _listen(messages: Iterator[ToWorker], worker: RunWorker) -> None:
    """Heed the supervisor's frames until it is gone; without it the beat's polling does."""
    for message in messages:
        if isinstance(message, SignalsWaiting):
            with contextlib.suppress(Exception):  # the beat polls again within a second
                worker.control.poll()
        elif isinstance(message, Stop):
            worker.control.stop()
        elif isinstance(message, Restart):
            worker.control.restart()
        elif isinstance(message, DumpStacks):
            write_stacks()


def _leave(code: WorkerExit) -> NoReturn:
    """End at once: no leftover thread or exit hook of user code can hold the process."""
    with contextlib.suppress(Exception):
        sys.__stderr__.flush()  # type: ignore[union-attr]
    os._exit(code)
