"""Ways in which a function takes its process with it, or will not end."""

import ctypes
import os
import pathlib
import re
import signal
import sys
import threading
import time

from workflow_engine import current_run


def exits(state, *, code=0):
    os._exit(code)


def says_goodbye(state, *, code=0):
    sys.exit(code)


def kills_itself(state, *, number=int(signal.SIGKILL)):
    os.kill(os.getpid(), number)
    time.sleep(60)


def segfaults(state):
    ctypes.string_at(0)


def dies_talking(state, *, lines):
    """Its last words go where native code writes."""
    for line in lines:
        os.write(2, line.encode() + b"\n")
    os._exit(3)


def hangs(state, *, how="sleep", seconds=300.0):
    """However long: in Python, in a C call with and without the interpreter, in a regular expression."""
    note_that_it_began()
    if how == "loop":
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass
    elif how == "sleep":
        time.sleep(seconds)
    elif how == "pydll":
        ctypes.PyDLL(None).sleep(int(seconds))
    elif how == "regex":
        re.match(r"(a+)+$", "a" * 40 + "b")
    elif how == "threads":
        for _ in range(3):
            threading.Thread(target=deep, args=(60, seconds), daemon=True).start()
        deep(60, seconds)
    return {"hung": how}


def deep(depth, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        fall(depth)


def fall(depth):
    return fall(depth - 1) + len(re.findall("a|b", "ab")) if depth else 0


def ignores_terminate(state, *, seconds=300.0):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note_that_it_began()
    time.sleep(seconds)


def note_that_it_began():
    (current_run().outputs_dir / "began").touch()


def closes_descriptors(state, *, last=50):
    os.closerange(0, last + 1)
    return {"closed": last}


def dies_unless(state, *, key):
    if not state.get(key):
        os._exit(5)


def dies_unless_mended(state):
    """A dependency that all runs share is broken, until somebody puts a file beside the functions."""
    if not pathlib.Path(__file__).parents[1].joinpath("mended").exists():
        os._exit(6)
    return {"mended": True}
