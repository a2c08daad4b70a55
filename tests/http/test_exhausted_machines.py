"""A machine that gives no more files or processes: said so, nothing half made, and all goes on when it gives again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.api import Api

resource = pytest.importorskip("resource")

#: As a user whom the limit binds, if we may become one; prints what the launcher says, three times.
LAUNCHES = """
import os, resource, sys
from pathlib import Path
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.processes.local_launcher import LocalLauncher

os.chdir(sys.argv[1])  # nobody else may come here by its path
home = Home(Path())
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
launcher = LocalLauncher(home)
hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
resource.setrlimit(resource.RLIMIT_NPROC, (0, hard))
before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
for _ in range(3):
    try:
        launcher.launch()
    except CannotStartWorker as error:
        print(error.code, error.detail)
after = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
print("kept open", after - before)
"""


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process, and the server in it, may open nothing inside."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_f31_without_files_what_needs_some_is_refused_and_leaves_nothing(api: Api):
    api.run("before")
    body = {"flow_id": "minimal", "thread_id": "starved"}
    with api.unchanged():
        with no_more_files():  # over the connection that is open already
            refused = [api.post("/uploads") for _ in range(3)]
        assert {answer.status_code for answer in refused} == {503}
        assert {answer.json()["code"] for answer in refused} == {"TOO_MANY_OPEN_FILES"}
        assert all("Too many open files" in answer.json()["detail"] for answer in refused)
    assert not [*(api.home / "uploads").glob("*")]

    with no_more_files():  # a start needs none: its row is written through what is open
        assert [api.post("/runs/start", body).status_code for _ in range(3)] == [201, 200, 200]
    assert {each["thread_id"] for each in api.get("/runs").json()["items"]} == {"before", "starved"}


def test_f32_without_processes_no_worker_is_started_and_nothing_is_kept_open(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    if os.getuid() == 0:
        os.chown(home, 65534, 65534)
    done = subprocess.run([sys.executable, "-c", LAUNCHES, home], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *refused, kept = done.stdout.splitlines()
    assert len(refused) == 3
    assert all(line.startswith("CANNOT_START_WORKER No worker process could be started:") for line in refused)
    assert "temporarily unavailable" in refused[0]
    assert kept == "kept open 0"
