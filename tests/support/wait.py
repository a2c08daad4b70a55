"""Waiting for facts: every test that needs time waits here, on a condition with a deadline."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
STEP_S = 0.01


def until(fact: Callable[[], T], timeout: float = 30.0, what: str = "", *, step: float = STEP_S) -> T:
    """The first true value of `fact`; fails when there is none within `timeout` seconds."""
    deadline = monotonic() + timeout
    pause = threading.Event()
    while True:
        value = fact()
        if value:
            return value
        if monotonic() > deadline:
            raise AssertionError(f"not within {timeout} s: {what or fact}; last seen: {value!r}")
        pause.wait(step)
