"""Locks that processes hold on a file: the system lets go of them when their process ends, however it ends."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.plain_files import refuse_odd

__all__ = ["FileLock", "Timeout", "held_once_free", "is_held", "process_lock", "run_lock"]


def process_lock(path: Path, *, timeout: float = 0.0, mode: int = 0o600) -> FileLock:
    """A lock that one process at a time holds; it is not taken yet.

    It is not bound to a thread: the one that releases it need not be the one that acquired it.

    Args:
        path: the lock's file; it is made, and may stay.
        timeout: how many seconds `acquire` waits before it raises Timeout.
        mode: who may read and write the file, less the umask.

    Raises:
        OddFile: something else stands in the file's place.
    """
    refuse_odd(path)
    return FileLock(path, timeout=timeout, mode=mode, thread_local=False)


@contextlib.contextmanager
def held_once_free(lock: FileLock, waits: Callable[[], None], pulse: Callable[[], None]) -> Iterator[None]:
    """Hold a lock, once nobody else does.

    Args:
        lock: its own timeout is the time between two pulses.
        waits: called once, if somebody holds it.
        pulse: called again and again meanwhile; what it raises ends the waiting.
    """
    told = False
    while True:
        with contextlib.suppress(Timeout):
            lock.acquire()
            break
        if not told:
            waits()
            told = True
        pulse()
    try:
        yield
    finally:
        lock.release()


def run_lock(paths: RunPaths, *, timeout: float = 0.0) -> FileLock:
    """The lock of one run: who holds it is the only writer of the run's database and log.

    Raises:
        OddFile: something else stands in the file's place.
    """
    return process_lock(paths.lock, timeout=timeout)


def is_held(path: Path) -> bool:
    """Whether some process holds a lock, this one included.

    Raises:
        OSError: the lock's file cannot be opened, or something else stands in its place.
    """
    if not path.exists():
        return False
    lock = process_lock(path)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False
