"""Locks between processes: held by one, let go when it ends, and looked at without being kept."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.wait import patient, until
from workflow_engine_shared.locks import Timeout, is_held, process_lock, run_lock
from workflow_engine_shared.paths import RunPaths

HOLD = """
import sys
from pathlib import Path
from workflow_engine_shared.locks import run_lock
from workflow_engine_shared.paths import RunPaths
lock = run_lock(RunPaths(Path(sys.argv[1])))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another(paths: RunPaths) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-c", HOLD, str(paths.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_lock_that_nobody_made_is_free(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "worker.lock")
    assert not (tmp_path / "worker.lock").exists()


def test_looking_at_a_lock_does_not_keep_it(tmp_path: Path) -> None:
    paths = RunPaths(tmp_path)
    paths.lock.touch()
    assert not is_held(paths.lock)
    with run_lock(paths):
        assert is_held(paths.lock)
    assert not is_held(paths.lock)


def test_a_run_has_one_holder_until_its_process_dies(tmp_path: Path) -> None:
    paths = RunPaths(tmp_path)
    with held_by_another(paths) as holder:
        assert is_held(paths.lock)
        with pytest.raises(Timeout):
            run_lock(paths).acquire()
        holder.kill()
        holder.wait()
        until(lambda: not is_held(paths.lock), what="the lock of a dead process")
    with run_lock(paths):
        assert is_held(paths.lock)


def test_a_lock_may_be_waited_for(tmp_path: Path) -> None:
    paths = RunPaths(tmp_path)
    with held_by_another(paths) as holder:
        holder.kill()
        with run_lock(paths, timeout=patient(30)):
            assert is_held(paths.lock)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_open_it(tmp_path: Path) -> None:
    with process_lock(tmp_path / "supervisor.lock"):
        assert (tmp_path / "supervisor.lock").stat().st_mode & 0o777 == 0o600


def test_a_lock_that_cannot_be_tried_is_said(tmp_path: Path) -> None:
    (tmp_path / "worker.lock").mkdir()
    with pytest.raises(OSError, match="lock"):
        is_held(tmp_path / "worker.lock")
