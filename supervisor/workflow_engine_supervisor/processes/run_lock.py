"""The run's lock tells whether a worker holds the run, also one that nobody here launched."""

import filelock

from workflow_engine_shared.paths import RunPaths


def is_held(paths: RunPaths) -> bool:
    """Whether some worker holds the run: the lock is let go by the system when its process ends, however it ends."""
    if not paths.lock.exists():
        return False
    lock = filelock.FileLock(paths.lock, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        return True
    lock.release()
    return False
