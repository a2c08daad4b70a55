"""What a function may do to its outputs and to the machinery of logging."""

import io
import logging
import logging.config
import os
import sys
import warnings

from workflow_engine import current_run


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


def asks_terminal(state):
    return {"answer": input("your name? ")}


def changes_process(state):
    """Its directory, its mask, its tracing."""
    os.umask(0)
    os.chdir("/")
    sys.setrecursionlimit(200)
