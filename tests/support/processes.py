"""Processes of the machine, as the tests look for theirs among them."""

import contextlib
import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from support.forked_process import Process
from support.wait import until
from workflow_engine_shared.paths import Home

SECONDS = 60


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill(pid: int) -> None:
    """kill -9; a process that is gone already is as good."""
    with contextlib.suppress(psutil.Error):
        psutil.Process(pid).kill()


def stop(pid: int) -> None:
    """Stop a process (SIGSTOP), and wait until it stands: the signal reaches one of its threads after another."""
    process = psutil.Process(pid)
    process.suspend()

    def stands(thread: int) -> bool:
        try:  # Linux gives a thread's own state under its id; elsewhere only the process has one
            return psutil.Process(thread if sys.platform == "linux" else pid).status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return True

    until(lambda: all(stands(each.id) for each in process.threads()), what=f"all threads of {pid} stopped")


def at_work_in(home: Home) -> Iterator[psutil.Process]:
    """Workers and spares of a home, and what they started: they work in its folder."""
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):
            process = psutil.Process(pid)
            if Path(process.cwd()).is_relative_to(home.root):
                yield process


def let_ctrl_c_reach_children() -> None:
    """Programs that are started from here may be ended by Ctrl-C, however we were started ourselves.

    `nohup tests &` and a shell without job control start us with SIGINT ignored, and that is inherited: the product
    leaves an ignored signal ignored, as it should. A handler of ours is not inherited; a child begins with the default.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def published(process: Process, home: Home, log: Callable[[], str]) -> Any:
    """What a supervisor that was just started says in its home's supervisor.json, once it serves.

    Args:
        process: The supervisor; when it ends before it serves, the test fails at once.
        home: Its home, in which an earlier supervisor may have left its own words.
        log: What the process has said so far.
    """

    def info() -> Any:
        assert process.poll() is None, log()
        try:
            found = json.loads(home.supervisor_info.read_bytes())
        except (FileNotFoundError, json.JSONDecodeError):  # not there yet, or half written
            return None
        return found if found["pid"] == process.pid else None

    return until(info, SECONDS, "supervisor.json")
