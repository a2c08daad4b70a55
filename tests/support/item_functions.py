"""Functions for items in processes of their own: what ordinary code does there, and what takes a process with it."""

import ctypes
import logging
import multiprocessing
import os
import random
import signal
import stat
import sys
import threading
import time
from pathlib import Path

from workflow_engine import current_run

LOG = logging.getLogger("shop")


class ShopError(Exception):
    """Like httpx.HTTPStatusError or botocore's ClientError: what it is made from is not what it keeps."""

    def __init__(self, code, text, *, response):
        super().__init__(f"{code}: {text}")
        self.response = response


class Stubborn:
    """Can be pickled, and not unpickled."""

    def __reduce__(self):
        return ShopError, (1,)


class Loud(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    def __reduce__(self):
        os._exit(9)


def itself(item):
    return item


def pid(_):
    time.sleep(0.01)
    return os.getpid()


def misbehaves(item):
    """What an item does stands in it."""
    if isinstance(item, str):
        return _WAYS[item]()
    return item


def _raises_shop_error():
    raise ShopError(503, "busy", response=threading.Lock())


def _raises_loud():
    raise Loud


def _raises_without_pickle():
    class Local(Exception):
        pass

    raise Local(lambda: 1)


def _raises_chain():
    try:
        _raises_shop_error()
    except ShopError as error:
        raise ValueError("because of it") from error


def _raise(error):
    raise error


def _exits():
    sys.exit(2)


_WAYS = {
    "shop": _raises_shop_error,
    "loud": _raises_loud,
    "local": _raises_without_pickle,
    "chain": _raises_chain,
    "lock": lambda: {"lock": threading.Lock()},
    "stubborn": lambda: Stubborn(),  # noqa: PLW0108 - the class is defined above
    "exit": _exits,
    "segv": lambda: ctypes.string_at(0),
    "kill": lambda: os.kill(os.getpid(), 9),
    "gone": lambda: os._exit(0),
    "full": lambda: _raise(OSError(28, "No space left on device", str(current_run().outputs_dir.parent / "run.db"))),
    "quota": lambda: _raise(OSError(28, "inotify watch limit reached")),
    "deep": lambda: _deep(5000),
    "closes": lambda: os.closerange(3, 60),
    "writes": lambda: [os.write(each, b"\0\0\0\5rubbish") for each in range(3, 99) if _is_socket(each)],
}


def _is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def talks(item):
    print("printed", item)
    print("to stderr", item, file=sys.stderr)
    LOG.warning("logged %s", item)
    try:
        {}[item]
    except KeyError:
        LOG.exception("caught")
    print("half \udcff", end="")
    print(" a line")
    print("no end", end="")


def information(item):
    run = current_run()
    return [run.thread_id, run.node_id, run.attempt, run.idempotency_key, run.logger.name, item]


def hangs(item):
    """In native code that holds the interpreter."""
    if item == "hang":
        ctypes.PyDLL(None).sleep(60)
    return item


def alarmed(item):
    """A signal's handler works in the main thread, and prints while the item does."""
    heard = []
    signal.signal(signal.SIGALRM, lambda *_: (heard.append(1), print("alarm")))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        print("x" * 50)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return [item, bool(heard)]


def forks(item):
    """A child that comes back from the function, and one that prints."""
    child = os.fork()
    if not child:
        print("in the child")
        return "the child's"
    os.waitpid(child, 0)
    return item


def has_children(item):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(abs, [-item, item])


def at_random(_):
    time.sleep(0.01)
    numbers = [random.random()]
    if "numpy" in sys.modules:
        numbers.append(float(sys.modules["numpy"].random.random()))
    return [os.getpid(), *numbers]


def children_of_mine(_):
    return [each.name for each in multiprocessing.active_children()]


async def later(item):
    return item + 1


def big(item):
    return len(item) * b"r"


def leaves_traces(item):
    """What the next loop should not find."""
    os.chdir("/")
    sys.stdout = None
    logging.disable(logging.CRITICAL)
    logging.getLogger().handlers.clear()
    return item


def where(_):
    print("still heard")
    return str(Path.cwd())
