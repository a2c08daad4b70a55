"""Loops of `pool="ray"`, and what their items do to the machines they run on. They share a ledger."""

import ctypes
import json
import logging
import os
import sys
import threading
import time
from pathlib import Path

from workflow_engine import StepFailed, artifact, current_run, map_steps, register_function
from workflow_engine_shared.errors import RenError


def note(item):
    """One line for an item that begins; whole lines only, from several processes."""
    line = json.dumps({"key": item["key"], "pid": os.getpid(), "attempt": current_run().attempt, "at": time.time()})
    with Path(item["ledger"]).open("ab") as ledger:
        ledger.write(line.encode() + b"\n")


def work(item):
    """What an item is told to do, once it is noted."""
    if item.get("ledger"):
        note(item)
    return DEEDS[item.get("deed", "sleeps")](item)


def sleeps(item):
    threading.Event().wait(item.get("seconds", 0))
    return item["key"]


def computes(item):
    """Holds its processor for so long."""
    until = time.perf_counter() + item.get("seconds", 0)
    while time.perf_counter() < until:
        pass
    return item["key"]


def dies(item):
    os.kill(os.getpid(), 9)


def crashes(item):
    ctypes.string_at(0)


def hangs(item):
    threading.Event().wait(600)


def holds(item):
    ctypes.PyDLL(None).sleep(600)  # keeps the interpreter: no thread of the process comes to anything


def leaks(item):
    """Takes more and more, and would keep it."""
    held = []
    for _ in range(item["megabytes"] // 10):
        held.append(b"x" * 10_000_000)
        threading.Event().wait(0.02)
    hangs(item)


def raises(item):
    raise ValueError(f"refused {item['key']}")


def leaves(item):
    sys.exit(3)


def is_large(item):
    return bytes(item["bytes"])


def is_odd(item):
    return threading.Lock()


def tries_again(item):
    if current_run().attempt < 3:
        raise ConnectionError("not yet")
    return current_run().attempt


def talks(item):
    print("printed", item["key"])
    print("to stderr", item["key"], file=sys.stderr)
    logging.getLogger("shop").warning("logged %s", item["key"])
    try:
        artifact("a.txt", "b")
    except RenError as error:
        print("artifact", error.code)
    return item["key"]


def looks(item):
    """What an item sees of the process it runs in."""
    return {
        "ray": "ray" in sys.modules,
        "token": any(name.startswith("RAY_AUTH") for name in os.environ),
        "threads": sorted(each.name for each in threading.enumerate()),
        "main": threading.current_thread() is threading.main_thread(),
        "cwd": str(Path.cwd()),
        "tmp": os.environ["TMPDIR"],
        "outputs": str(current_run().outputs_dir),
        "path": [each for each in sys.path if "ray" in each.lower().replace("\\", "/").split("/")],
        "pid": os.getpid(),
        "key": current_run().idempotency_key,
    }


def strays(item):
    """Reads what the guard keeps from it."""
    return Path(item["path"]).read_text(encoding="utf-8")


DEEDS = {
    each.__name__: each
    for each in (
        *(
            sleeps,
            computes,
            dies,
            crashes,
            hangs,
            holds,
            leaks,
            raises,
            leaves,
            is_large,
            is_odd,
            tries_again,
            talks,
            looks,
            strays,
        ),
    )
}


@register_function("cluster.map")
def maps(state, *, items=None, count=0, pool="ray", workers=2, again=False, **given):
    """A loop over `items`, or over `count` of the input's `item`."""
    items = items or [{**state.get("item", {}), "key": key} for key in range(count)]
    begun = time.monotonic()
    rows = map_steps(work, items, pool=pool, workers=workers, on_error="skip", **given)
    shown = [[row.code, row.message] if isinstance(row, StepFailed) else row for row in rows]
    took = time.monotonic() - begun
    update = {"rows": [len(row) if isinstance(row, bytes) else row for row in shown], "took": took}
    if again:
        begun = time.monotonic()
        update["again"] = list(map_steps(work, items, pool=pool, workers=workers, label="again", **given))
        update["took_again"] = time.monotonic() - begun
    return update


@register_function("cluster.work")
def one(item, *, factor=1):
    """For a map node."""
    return item * factor
