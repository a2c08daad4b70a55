"""Ordinary ways of a function: it returns, it waits, it raises one of many things."""

import os
import sys
import time

from workflow_engine import checkpoint, current_run, pause_requested


def returns(state, **updates):
    return updates


def counts(state, *, key="n", by=1):
    return {key: state.get(key, 0) + by}


def copies(state, *, source, target):
    """What a node finds in the state, under another key."""
    return {target: state[source]}


def mutates(state, *, key):
    """Changes what it was given, and returns nothing of it."""
    state[key].append("mine")


#: A test whose own deadlines are stretched lets its functions wait as much longer.
WAIT_S = float(os.environ.get("FAULTY_WAIT_S", "60"))


def waits(state, *, gate="go", timeout=WAIT_S, safe=False, tells=False):
    """Until a test opens the gate: a file among the outputs; another one may tell that the run was asked to stop."""
    outputs = current_run().outputs_dir
    (outputs / "began").touch()
    end = time.monotonic() + timeout
    while not (outputs / gate).exists() and time.monotonic() < end:
        if safe:
            checkpoint()
        if tells and pause_requested():
            (outputs / "heard").touch()
        time.sleep(0.01)
    return {"gate": gate}


def remembers(state, *, key="seen", value=1):
    """Its attempt, as the state will show it."""
    return {key: [*state.get(key, []), [value, current_run().attempt]]}


def raises(state, *, what="plain", until=None):
    """Raise `what`; with `until`, only in the attempts before that one."""
    if until is not None and current_run().attempt >= until:
        return {"raised_until": until}
    ERRORS[what]()
    return None


class Odd(Exception):
    """An exception that nothing can be done with."""

    def __str__(self):
        raise RuntimeError("no text")

    def __reduce__(self):
        raise TypeError("cannot be pickled")


def _plain():
    raise ValueError("a plain mistake")


def _long():
    raise ValueError("x" * 10_000_000)


def _surrogate():
    raise ValueError("half a pair: \ud800")


def _odd():
    raise Odd


def _group():
    if sys.version_info < (3, 11):  # groups came with 3.11
        raise KeyboardInterrupt("two at once")
    raise BaseExceptionGroup("two at once", [ValueError("one"), KeyboardInterrupt("two")])  # noqa: F821


def _chain():
    error = ValueError("the first")
    for number in range(100):
        link = ValueError(f"link {number}")
        link.__cause__ = error
        error = link
    raise error


def _interrupt():
    raise KeyboardInterrupt("as if somebody had pressed it")


def _generator_exit():
    raise GeneratorExit


def _stop_iteration():
    raise StopIteration("nothing more")


def _recursion():
    _recursion()


def _memory():
    raise MemoryError


ERRORS = {
    name: globals()[f"_{name}"]
    for name in (
        *("plain", "long", "surrogate", "odd", "group", "chain"),
        *("interrupt", "generator_exit", "stop_iteration", "recursion", "memory"),
    )
}
