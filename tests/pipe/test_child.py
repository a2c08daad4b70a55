"""Real worker processes: how they are started, what they inherit, and that every one of them can be ended."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from support.launchers import on_linux, until_prepared
from support.processes import alive
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import PROTOCOL, Ready, SignalsWaiting, Start, ToSupervisor
from workflow_engine_shared.storage.workflow import flows, run_queue, runs
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_supervisor.processes.forking_launcher import ForkingLauncher
from workflow_engine_supervisor.processes.local_launcher import LocalLauncher
from workflow_engine_supervisor.processes.system_process import end_leftovers, is_alive, kill_tree
from workflow_engine_supervisor.processes.worker_handle import Launcher

FUNCTION = """
import os, subprocess, sys, time
from workflow_engine import current_run, register_function

HANG = [sys.executable, "-c", "import time; time.sleep(600)"]

@register_function("family.found")
def found(state):
    here = current_run().outputs_dir
    pids = {"child": subprocess.Popen(HANG, cwd=here).pid}
    pids["daemon"] = subprocess.Popen(HANG, cwd=here, start_new_session=True).pid
    first = os.fork()
    if first == 0:  # an orphan in a session of its own, which still holds our pipe open
        os.setsid()
        orphan = os.fork()
        if orphan == 0:
            time.sleep(600)
        (current_run().outputs_dir / "orphan").write_text(str(orphan))
        os._exit(0)
    os.waitpid(first, 0)
    pids["orphan"] = (current_run().outputs_dir / "orphan").read_text()
    text = " ".join(f"{name}={pid}" for name, pid in pids.items())
    (current_run().outputs_dir / "unfinished").write_text(text)
    (current_run().outputs_dir / "unfinished").rename(current_run().outputs_dir / "pids")
    time.sleep(600)
"""
NODES = [
    {"id": "start", "type": "start"},
    {"id": "found", "type": "python", "data": {"codeRef": "family.found"}},
    {"id": "end", "type": "end"},
]
DSL = {"nodes": NODES, "edges": [{"source": "start", "target": "found"}, {"source": "found", "target": "end"}]}
NOW = "2024-01-01T00:00:00.000Z"


class Watched:
    """A worker process with what it said and how it ended."""

    def __init__(self, launcher: Launcher) -> None:
        self.worker = launcher.launch()
        self.process = psutil.Process(self.worker.pid)
        self.said: queue.SimpleQueue[ToSupervisor] = queue.SimpleQueue()
        self.ended: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.worker.watch(lambda _, message: self.said.put(message), lambda _, code: self.ended.put(code))

    def code(self) -> int:
        return self.ended.get(timeout=patient(30))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the launchers."""
    return tmp_path_factory.mktemp("launchers")


@pytest.fixture(scope="module", params=["spawned", pytest.param("forked", marks=on_linux)])
def launcher(request: pytest.FixtureRequest, folder: Path) -> Iterator[Launcher]:
    """Both ways to make workers, each with one launcher for all its tests: a template imports the whole engine."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("REN_TOKEN", "s3cret")
        monkeypatch.setenv("REN_HOME", "kept")
        made: Launcher = LocalLauncher(Home(folder))
        if request.param == "forked":
            made = ForkingLauncher(Home(folder), SystemClock())
        yield made
        made.close()


@pytest.fixture
def watch(launcher: Launcher) -> Iterator[Callable[[], Watched]]:
    """Starts workers; those that still live at the end are ended."""
    started: list[Watched] = []

    def start() -> Watched:
        until_prepared(launcher)
        started.append(Watched(launcher))
        return started[-1]

    yield start
    for watched in started:
        watched.worker.kill()
        watched.worker.dismiss()
        until(lambda pid=watched.worker.pid: not alive(pid))


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows asks by a frame")
def test_a_worker_that_is_asked_for_its_stacks_too_early_lives(watch: Callable[[], Watched], folder: Path) -> None:
    spare = watch()
    os.kill(spare.worker.pid, signal.SIGUSR1)  # not even Python is there yet
    assert spare.said.get(timeout=patient(30)) == Ready(PROTOCOL, spare.worker.pid)
    os.kill(spare.worker.pid, signal.SIGUSR1)
    assert alive(spare.worker.pid)
    spare.worker.dismiss()
    assert spare.code() == 0
    assert "Current thread" not in (folder / "spares.log").read_text()
    assert signal.SIGUSR1 not in signal.pthread_sigmask(signal.SIG_BLOCK, set()), "only the worker lets it wait"


def test_a_spare_from_its_start_to_its_dismissal(watch: Callable[[], Watched], folder: Path) -> None:
    spare = watch()
    assert spare.said.get(timeout=patient(30)) == Ready(PROTOCOL, spare.worker.pid)
    environment = spare.process.environ()
    assert "REN_TOKEN" not in environment
    assert "s3cret" not in str(environment)
    assert (environment["REN_HOME"], environment["PYTHONUTF8"]) == ("kept", "1")
    python, *rest = spare.process.cmdline()
    assert Path(python) == Path(sys.executable)
    assert rest[:2] == ["-m", "workflow_engine_worker"]
    assert all(number.isdigit() for number in rest[2:] if number != "--template")
    assert environment["REN_WORKER_INSTANCE"] == spare.worker.instance
    assert spare.worker.pid_created_at == pytest.approx(spare.process.create_time(), abs=2)
    if os.name == "posix":
        assert os.getsid(spare.worker.pid) == os.getpgid(spare.worker.pid) == spare.worker.pid
        inherited = {Path(f"/proc/{spare.worker.pid}/fd/{number}") for number in (0, 1, 2)}
        if sys.platform == "linux":
            assert {str(link.readlink()) for link in inherited} == {"/dev/null", str(folder / "spares.log")}
    spare.worker.dismiss()
    assert spare.code() == 0
    spare.worker.dismiss()
    assert (folder / "spares.log").read_bytes() == b""


def test_a_spare_that_is_dismissed_while_it_starts_leaves_too(watch: Callable[[], Watched]) -> None:
    spare = watch()
    spare.worker.dismiss()
    assert spare.code() == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process")
def test_a_stopped_worker_makes_nobody_wait(watch: Callable[[], Watched]) -> None:
    spare = watch()
    spare.said.get(timeout=patient(30))
    spare.process.send_signal(signal.SIGSTOP)
    until(lambda: spare.process.status() == psutil.STATUS_STOPPED)
    done = threading.Event()

    def ring() -> None:
        for _ in range(20_000):
            spare.worker.send(SignalsWaiting())
        spare.worker.dismiss()
        done.set()

    threading.Thread(target=ring, daemon=True).start()
    assert done.wait(patient(20)), "the supervisor waits for a worker that does not read"
    spare.process.send_signal(signal.SIGCONT)
    assert spare.code() == 0


@pytest.mark.skipif(os.name == "nt", reason="sessions and fork are POSIX")
def test_with_a_killed_worker_all_it_started_ends(watch: Callable[[], Watched], tmp_path: Path) -> None:
    held = watch()
    pids = _begin_a_run(held, tmp_path)
    assert all(map(alive, pids.values()))
    assert pids["daemon"] == os.getsid(pids["daemon"]) != held.worker.pid

    held.process.kill()
    assert held.code() == -signal.SIGKILL, "heard of although the orphan holds the pipe open"
    until(lambda: not any(map(alive, pids.values())), what="all that it started is gone")


@pytest.mark.skipif(os.name == "nt", reason="sessions and fork are POSIX")
def test_a_worker_of_before_is_ended_with_its_descendants(watch: Callable[[], Watched], tmp_path: Path) -> None:
    held = watch()
    pids = _begin_a_run(held, tmp_path)
    kill_tree(held.worker.pid)
    until(lambda: not alive(held.worker.pid) and not alive(pids["child"]) and not alive(pids["daemon"]))
    end_leftovers(held.worker.instance)
    until(lambda: not alive(pids["orphan"]))


def test_a_worker_is_known_by_more_than_its_number(watch: Callable[[], Watched]) -> None:
    spare = watch()
    assert is_alive(spare.worker.pid, spare.worker.instance)
    assert not is_alive(spare.worker.pid, "another")
    assert not is_alive(os.getpid(), spare.worker.instance)
    spare.worker.dismiss()
    spare.code()
    assert not is_alive(spare.worker.pid, spare.worker.instance)


def _begin_a_run(held: Watched, folder: Path) -> dict[str, int]:
    """Give it a run whose function starts a family; returns the family's pids."""
    home = Home(folder / "home")
    home.make()
    home.run("r1").make()
    (folder / "flows").mkdir()
    (folder / "flows" / "family.py").write_text(FUNCTION)
    database = open_workflow_db(home.db)
    with database.write() as con:
        flows.insert_flow(con, "flow", "Flow", NOW)
        version = flows.insert_version(con, "flow", DSL, {}, NOW)
        assert runs.insert_run(con, runs.NewRun("r1", version.id, "{}", "print", str(folder / "flows")), NOW)
        epoch = run_queue.claim_run(con, "r1")
    assert epoch == 1
    held.worker.assign(Start(str(home.root), "r1", epoch), NOW)
    found = home.run("r1").outputs / "pids"
    until(lambda: found.exists() or not held.process.is_running(), timeout=60, what="the function runs")
    with database.read() as con:
        assert runs.get_run(con, "r1").status.value == "running"
    database.close()
    assert home.run("r1").stderr.read_text() == ""
    return {name: int(pid) for name, _, pid in (word.partition("=") for word in found.read_text().split())}


@pytest.mark.parametrize("broken", ["folder", "interpreter", "pipe"])
def test_a_worker_that_cannot_be_started_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = tmp_path / "absent" if broken == "folder" else tmp_path
    if broken == "interpreter":
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    if broken == "pipe":
        real, made = os.pipe, []

        def second_fails() -> tuple[int, int]:
            if made:
                raise OSError(24, "Too many open files")
            made.append(real())
            return made[0]

        monkeypatch.setattr(os, "pipe", second_fails)
    me = psutil.Process()
    count = me.num_handles if os.name == "nt" else me.num_fds
    before, children = count(), me.children()  # what other tests started here may live on
    with pytest.raises(CannotStartWorker, match="No worker process could be started"):
        LocalLauncher(Home(folder)).launch()
    assert count() == before
    assert me.children() == children


def test_killing_what_is_gone_is_no_error() -> None:
    free = next(pid for pid in range(2**22 - 10, 0, -1) if not psutil.pid_exists(pid))
    kill_tree(free)
