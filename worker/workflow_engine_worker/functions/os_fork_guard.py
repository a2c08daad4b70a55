"""A child that user code forks is not the worker: it may do its own work, but never comes back into the engine."""

import contextlib
import os
import sys
import traceback


class _Own:
    pid = os.getpid()


def own_this_process() -> None:
    """The engine itself forked this process: here its code is at home."""
    _Own.pid = os.getpid()


def end_forked_child() -> None:
    """Called where user code returns or raises: in a child that it forked, the process ends here.

    Otherwise the child would go on as a second worker, with the same epoch, connections and pipe.
    """
    if os.getpid() == _Own.pid:
        return
    error = sys.exc_info()[1]
    code = 0 if error is None else 1
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    elif error is not None:
        traceback.print_exception(error, file=sys.__stderr__)
    with contextlib.suppress(Exception):
        sys.__stderr__.flush()  # type: ignore[union-attr]
    os._exit(code & 0xFF)
