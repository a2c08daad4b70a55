"""Launchers of workers, as the tests use them."""

import sys
import threading

import pytest

from support.wait import patient
from workflow_engine_supervisor.processes.worker_handle import Launcher

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


def until_prepared(launcher: Launcher) -> None:
    """Wait until a worker can be launched at once, as the monitor does: by being woken."""
    woken = threading.Event()
    while not launcher.prepare(woken.set):
        assert woken.wait(patient(30)), "the launcher calls nobody"
        woken.clear()
