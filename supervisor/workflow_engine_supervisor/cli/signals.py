"""Signals that ask the command line to stop."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from types import FrameType


@contextlib.contextmanager
def on_signals(acts: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    """Act on the signals of these names, as far as the system has them; one that is ignored (`nohup`) stays ignored."""
    numbers = {getattr(signal, name): act for name, act in acts.items() if hasattr(signal, name)}
    before = {number: signal.getsignal(number) for number in numbers}
    heeded = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}

    def act(number: int, _frame: FrameType | None) -> None:
        numbers[number]()

    for number in heeded:
        signal.signal(number, act)
    try:
        yield
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)


def signals_into(asked: threading.Event) -> contextlib.AbstractContextManager[None]:
    """Note the signals that ask a program to end."""
    return on_signals(dict.fromkeys(("SIGINT", "SIGTERM", "SIGBREAK"), asked.set))
