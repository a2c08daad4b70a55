"""Waiting for facts: every test that needs time waits here, on a condition with a deadline.

`REN_TEST_PATIENCE=3` makes every deadline of the tests three times as long: what fails on a busy machine and not then
was slow, what fails with any patience is wrong. Unless it is given, deadlines grow with what else the machine does.
"""

import functools
import math
import os
import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
#: A wait looks again after a hundredth of a second at first, later after a twentieth of what it waited: who waits long
#: is not told later by much, and many looks a second take the processor from what is waited for.
STEP_S, LONGEST_STEP_S, SHARE = 0.01, 0.05, 0.05
PATIENCE = "REN_TEST_PATIENCE"
#: So many processes a processor, by the load of the last minute, are what the tests themselves make of it.
USUAL_LOAD, MOST = 2.0, 4.0


def until(fact: Callable[[], T], timeout: float = 30.0, what: str = "", *, step: float | None = None) -> T:
    """The first true value of `fact`; fails when there is none within `timeout` seconds, by the tests' patience."""
    seconds = patient(timeout)
    began = monotonic()
    pause = threading.Event()
    while True:
        value = fact()
        if value:
            return value
        waited = monotonic() - began
        if waited > seconds and waited > (seconds := patient(timeout)):
            raise AssertionError(f"not within {seconds:g} s: {what or fact}; last seen: {value!r}")
        pause.wait(step or min(max(STEP_S, waited * SHARE), LONGEST_STEP_S))


def within(seconds: float, work: Callable[[], object], what: str = "") -> None:
    """Do `work`, which must come back by itself within so many seconds, by the tests' patience."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(patient(seconds))
    assert not thread.is_alive(), f"not within {patient(seconds):g} s: {what or work}"


def patient(seconds: float) -> float:
    """A deadline, stretched by the tests' patience."""
    return seconds * patience()


def patience() -> float:
    """How many times as long as usual the tests wait.

    Raises:
        ValueError: The environment says something else than a number from 1 on.
    """
    return asked() or min(MOST, max(1.0, load() / USUAL_LOAD))


def load() -> float:
    """How many processes want to run a processor; 0.0 where the system does not tell (Windows)."""
    return os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0


@functools.cache
def asked() -> float | None:
    """The patience that the environment asks for; None: it leaves that to the machine."""
    text = os.environ.get(PATIENCE)
    if text is None:
        return None
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not 1 <= factor < math.inf:
        raise ValueError(
            f"{PATIENCE} must be a number from 1 on, how many times as long the tests wait; it is {text!r}."
        )
    return factor
