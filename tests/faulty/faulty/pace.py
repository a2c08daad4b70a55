"""How long the items of loops take, until the run's test is in a hurry: it has seen enough, and says so by a file."""

import time

from workflow_engine import current_run

from .endings import WAIT_S


def takes(seconds):
    """Some time, as work does."""
    if not hurried():
        time.sleep(seconds)


def holds():
    """Until its test is in a hurry: what happens before happens in the middle of a loop, however busy the machine."""
    end = time.monotonic() + WAIT_S
    while not hurried() and time.monotonic() < end:
        time.sleep(0.01)


def hurried():
    return current_run().outputs_dir.parent.joinpath("hurry").exists()
