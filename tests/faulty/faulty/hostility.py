"""What user code may do to the process it runs in, and to the pipe of the engine."""

import asyncio
import atexit
import concurrent.futures
import os
import pathlib
import signal
import socket
import sys
import threading
import time

from workflow_engine import checkpoint, current_run, map_steps

from .ledger import note


def meddles(state, *, what):
    """Changes something that the engine needs, and returns as if nothing were the matter."""
    _MEDDLING[what]()
    return {"meddled": what}


def _trace():
    sys.settrace(lambda *_: None)
    threading.settrace(lambda *_: None)


def _patch_time():
    time.time = time.monotonic = lambda: 0.0
    time.sleep = lambda _seconds: None


def _patch_socket():
    socket.socket = socket.create_connection = None


def _ignore_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
        signal.signal(number, signal.SIG_IGN)


def _empty_environment():
    os.environ.clear()


def _forget_modules():
    for name in [name for name in sys.modules if name.startswith(("workflow_engine", "json", "threading"))]:
        del sys.modules[name]


_MEDDLING = {
    "trace": _trace,
    "time": _patch_time,
    "socket": _patch_socket,
    "signals": _ignore_signals,
    "environment": _empty_environment,
    "modules": _forget_modules,
}


def lingers(state, *, how):
    """Leaves something that would hold the process's end."""
    if how == "executor":
        concurrent.futures.ThreadPoolExecutor().submit(time.sleep, 300)
    elif how == "atexit":
        atexit.register(time.sleep, 300)
    elif how == "loop":
        threading.Thread(target=asyncio.new_event_loop().run_forever).start()
    else:
        threading.Thread(target=time.sleep, args=(300,), daemon=False).start()


def forks(state, *, how, count=20):
    """A child of this process leaves the function as the parent does, while the journal writes."""
    rows = map_steps(_forking_item, [{"how": how, "number": number} for number in range(count)], workers=2)
    pids = [row["child"] for row in rows]
    return {"children": len(pids)}


def _forking_item(item):
    note("item", key=item["number"])
    pid = os.fork()
    if not pid:
        if item["how"] == "exits":
            sys.exit(0)
        if item["how"] == "raises":
            raise ValueError("in the child")
        return {"child": 0}
    os.waitpid(pid, 0)
    return {"child": pid}


def forks_in_node(state, *, how):
    """A child that comes back from the node's function, or uses the run's database."""
    pid = os.fork()
    if not pid:
        if how == "writes":
            checkpoint({"written_by": "the child"})
        if how == "exits":
            sys.exit(0)
        return {"returned_by": "the child"}
    return {"child_status": os.waitpid(pid, 0)[1]}


def spoils_pipe(state, *, how):
    """Writes what is no frame into the engine's pipe, or closes it; then goes on."""
    import fcntl  # not on Windows

    (current_run().outputs_dir / "began").touch()
    for entry in list(pathlib.Path("/proc/self/fd").iterdir()):
        try:
            is_pipe = str(entry.readlink()).startswith("pipe:")
        except FileNotFoundError:
            continue
        descriptor = int(entry.name)
        if is_pipe and how == "close":
            os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
        elif is_pipe and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
            os.write(descriptor, _NOISE[how])


_NOISE = {
    "torn": b"\x00\x00\x10\x00half a frame",
    "huge": b"\x80\x00\x00\x00",
    "unknown": b"\x00\x00\x00\x0d\x81\xa4kind\xa7nothing",
    "garbage": bytes(range(256)) * 64,
    "empty": b"\x00\x00\x00\x00" * 1000,
}
