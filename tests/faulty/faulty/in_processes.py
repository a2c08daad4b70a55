"""Loops of `pool="process"` as their authors write them, and what goes wrong in them."""

import os
import sys
import threading

from workflow_engine import StepFailed, artifact, current_run, map_steps, progress, register_function, step
from workflow_engine_shared.errors import RenError

from .ledger import note
from .pace import takes


class ShopError(Exception):
    """Made from two arguments, keeps one: it cannot be unpickled."""

    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")


def fetch(number):
    if number == 3:
        raise ShopError(503, "busy")
    return number


@register_function("processes.fetch")
def fetches(state):
    """One item's exception."""
    rows = map_steps(fetch, range(12), pool="process", workers=2, retry=1, on_error="skip")
    return {"rows": [[row.code, row.message] if isinstance(row, StepFailed) else row for row in rows]}


@register_function("processes.locks")
def locks(state):
    """Fifty times the same mistake."""
    return {"rows": len(map_steps(fetch, [threading.Lock() for _ in range(50)], pool="process", on_error="skip"))}


def timed(item):
    note("item", key=item)
    takes(0.1)
    return os.getpid()


@register_function("processes.timed")
def takes_time(state, *, count=60, workers=2):
    return {"pids": list(map_steps(timed, range(count), pool="process", workers=workers, on_error="skip"))}


def talks(item):
    print("printed", item)
    print("to stderr", item, file=sys.stderr)
    current_run().logger.warning("logged %s", item)
    os.write(2, f"native {item}\n".encode())
    progress(item, 10)
    for name, call in (("step", lambda: step(len, "")), ("artifact", lambda: artifact("a", "b"))):
        try:
            call()
        except RenError as error:
            print(name, error.code)
    raise ValueError(f"refused {os.environ['SHOP_API_KEY']}")


@register_function("processes.talks")
def talk(state):
    os.environ["SHOP_API_KEY"] = state["api_key"]
    rows = map_steps(talks, range(2), pool="process", on_error="skip")
    return {"rows": [row.message for row in rows]}


def squared(number):
    return [number**2, os.getpid()]


@register_function("processes.twice")
def twice(state):
    """Two loops of one node."""
    first = list(map_steps(squared, range(8), pool="process", workers=2, label="first"))
    second = list(map_steps(squared, range(8), pool="process", workers=2, label="second"))
    kept = [*state.get("kept", []), sorted({pid for _, pid in first}), sorted({pid for _, pid in second})]
    return {"kept": kept, "squares": [number for number, _ in first]}
