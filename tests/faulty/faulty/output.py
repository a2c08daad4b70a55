"""What a function may do to its outputs and to the machinery of logging."""

import io
import logging
import logging.config
import logging.handlers
import os
import queue
import sys
import threading
import warnings

from workflow_engine import checkpoint, current_run

from .endings import waits


def prints(state, *, text):
    print(text)


def speaks(state):
    """One line through each channel."""
    print("by print")
    print("by stderr", file=sys.stderr)
    logging.getLogger("shop").info("by %s", "logging")
    current_run().logger.warning("by the run's logger")
    warnings.warn("by warnings", stacklevel=1)
    try:
        int("caught")
    except ValueError:
        logging.getLogger("shop").exception("by exception")
    os.write(1, b"by native stdout\n")
    os.write(2, b"by native stderr\n")


def floods(state, *, kind, size):
    if kind == "line":
        print("x" * size)
    elif kind == "lines":
        for number in range(size):
            print("line", number)
    elif kind == "binary":
        os.write(1, bytes(range(256)) * (size // 256))
        sys.stdout.write("\x00\udcff\r\n")
    return {"flooded": kind}


def replaces_stdout(state):
    sys.stdout = io.StringIO()
    sys.stderr = None
    print("into nothing")


def disables_logging(state):
    logging.disable(logging.CRITICAL)
    logging.getLogger("shop").error("nobody hears this")


def configures_logging(state):
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": True, "root": {"level": "CRITICAL"}})


def sets_logging_up(state, *, how):
    """As programs and libraries do it, and then speaks; each line once, at its level."""
    _SETS_UP[how]()
    shop = logging.getLogger("shop")
    current_run().logger.info("%s: the run's logger", how)
    shop.error("%s: an error", how)
    shop.warning("%s: a warning", how)
    print(f"{how}: some words", file=sys.stderr)
    print(f"ERROR: {how} in text", file=sys.stderr)
    checkpoint()
    logging.getLogger("renflow").info("%s: the engine", how)
    for listener in _LISTENERS:
        listener.stop()
    _LISTENERS.clear()


_LISTENERS = []


def _by_dict():
    console = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    root = {"level": "WARNING", "handlers": ["console"]}
    logging.config.dictConfig({"version": 1, "handlers": {"console": console}, "root": root})


def _by_force():
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", force=True)


class _Intercept(logging.Handler):
    """How loguru takes over, which writes to the stderr that it found when it was imported."""

    def __init__(self, stream):
        super().__init__()
        self.stream = stream

    def emit(self, record):
        self.stream.write(f"2024-01-02 03:04:05.678 | {record.levelname:<8} | shop:f:1 - {record.getMessage()}\n")


def _by_interception():
    logging.basicConfig(handlers=[_Intercept(sys.stderr)], level=0, force=True)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def _by_queue():
    records = queue.SimpleQueue()
    _LISTENERS.append(logging.handlers.QueueListener(records, logging.StreamHandler(sys.stdout)))
    _LISTENERS[0].start()
    logging.getLogger().handlers = [logging.handlers.QueueHandler(records)]


def _by_silence():
    """All but what the author logs as an error; not the engine's, nor the run's."""
    logging.getLogger().handlers.clear()
    logging.getLogger("shop").propagate = False
    for name in ("renflow", f"flow.{current_run().node_id}"):
        logging.getLogger(name).disabled = True
        logging.getLogger(name).propagate = False


_SETS_UP = {
    "dict": _by_dict,
    "force": _by_force,
    "interception": _by_interception,
    "queue": _by_queue,
    "silence": _by_silence,
}


def draws_bars(state, *, count):
    """What tqdm writes, for a loop of its own."""
    for done in range(count + 1):
        sys.stderr.write(f"\rpictures: {done * 100 // count:3}%|####      | {done}/{count} [00:00<00:00, 5.0it/s]")
        sys.stderr.flush()
        if done == count // 2:
            waits(state)
    sys.stderr.write("\n")


def fails_in_a_thread(state):
    thread = threading.Thread(target=int, args=("no number",), name="own")
    thread.start()
    thread.join()


def asks_terminal(state):
    return {"answer": input("your name? ")}


def changes_process(state):
    """Its directory, its mask, its tracing."""
    os.umask(0)
    os.chdir("/")
    sys.setrecursionlimit(200)


def ends_without_a_line(state, *, text):
    """As a bar that is closed without its line's end, or a prompt."""
    sys.stderr.write(text)
    sys.stdout.write(f"{text} on stdout")
