"""One contract, all worker handles: a worker that is our child, one that was forked, one whose supervisor is gone."""

import itertools
import os
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from support.launchers import on_linux, until_prepared
from support.processes import alive
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import PROTOCOL, Ready, SignalsWaiting, Start
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.rows import RunRow, WorkerRow
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.processes.assignments import Assignments
from workflow_engine_supervisor.processes.forking_launcher import ForkingLauncher
from workflow_engine_supervisor.processes.liveness import Liveness, LivenessLimits, WorkerHealth
from workflow_engine_supervisor.processes.local_launcher import LocalLauncher
from workflow_engine_supervisor.processes.stack_dump import dump_stacks
from workflow_engine_supervisor.processes.worker_handle import Launcher, SpareWorker, WorkerHandle, WorkerMessage
from workflow_engine_supervisor.run_events import RunEvents
from workflow_engine_supervisor.supervision.worker_messages import WorkerMessages

FUNCTION = """
import subprocess, sys, time
from workflow_engine import current_run, register_function, track

@register_function("patient.waits")
def waits_patiently(state):
    here = current_run().outputs_dir
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], cwd=here)
    (here / "unfinished").write_text(str(child.pid))
    (here / "unfinished").rename(here / "child")
    for _ in track(range(12_000)):
        time.sleep(0.05)
"""
NODES = [
    {"id": "start", "type": "start"},
    {"id": "waits", "type": "python", "data": {"codeRef": "patient.waits"}},
    {"id": "end", "type": "end"},
]
DSL = {"nodes": NODES, "edges": [{"source": "start", "target": "waits"}, {"source": "waits", "target": "end"}]}
NOW = "2024-01-01T00:00:00.000Z"
RUN = "r1"
RUNS = itertools.count(2)  #: numbers of the runs that share a home
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


class Held:
    """A worker in the middle of a run, with all that its handle reported."""

    def __init__(self, home: Home, run: str, store: SqliteStore, launched: SpareWorker, handle: WorkerHandle) -> None:
        self.run = run
        self.paths = home.run(run)
        self.store = store
        self.launched = launched
        self.handle = handle
        self.child = int((self.paths.outputs / "child").read_text())
        self.messages: queue.SimpleQueue[tuple[WorkerHandle, WorkerMessage]] = queue.SimpleQueue()
        self.exits: queue.SimpleQueue[tuple[WorkerHandle, int | None]] = queue.SimpleQueue()
        handle.watch(lambda *message: self.messages.put(message), lambda *exit_: self.exits.put(exit_))

    @property
    def row(self) -> RunRow:
        with self.store.read() as tx:
            return tx.get_run(self.run)

    def command(self, command: str) -> None:
        with self.store.write() as tx:
            tx.insert_command(self.run, command, {}, NOW)

    def reported(self, what: "queue.SimpleQueue[object]") -> bool:
        self.handle.poll()
        return not what.empty()

    def exit_code(self) -> int | None:
        """Its reported end, after which nothing of it is left and no second end is reported."""
        until(lambda: self.reported(self.exits), what="its end is reported")
        worker, code = self.exits.get()
        assert worker is self.handle
        assert not self.handle.alive()
        assert not is_held(self.paths.lock)
        until(lambda: not alive(self.child), what="what it started is gone")
        until(lambda: not self.launched.alive(), what="its parent has heard of its end")
        self.handle.poll()
        assert self.exits.empty()
        return code


@pytest.fixture(scope="module")
def forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Launcher]]:
    """A launcher with its template, and its home: the engine is imported once for all workers that are forked."""
    home = Home(tmp_path_factory.mktemp("forking") / "home")
    home.make()
    launcher = ForkingLauncher(home, SystemClock())
    yield home, launcher
    launcher.close()


@pytest.fixture
def spawning(tmp_path: Path) -> Iterator[tuple[Home, Launcher]]:
    home = Home(tmp_path / "home")
    home.make()
    launcher = LocalLauncher(home)
    yield home, launcher
    launcher.close()


@pytest.fixture(params=["local", "adopted", pytest.param("forked", marks=on_linux)])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Held]:
    home, launcher = request.getfixturevalue("forking" if request.param == "forked" else "spawning")
    run = f"r{next(RUNS)}"
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "patient.py").write_text(FUNCTION)
    store = SqliteStore.open(home.db)
    until_prepared(launcher)
    worker = launcher.launch()
    with store.write() as tx:
        tx.insert_flow(f"flow-{run}", "Flow", NOW)
        version = tx.insert_version(f"flow-{run}", DSL, {}, NOW)
        assert tx.insert_run(NewRun(run, version.id, "{}", "print", str(tmp_path / "flows")), NOW)
        assert tx.claim_run(run) == 1
        row = WorkerRow(run, 1, worker.instance, worker.pid, worker.pid_created_at, NOW, None, None, None)
        tx.insert_worker(row)
    worker.assign(Start(str(home.root), run, 1), NOW)
    until((home.run(run).outputs / "child").exists, 60, "the function runs")
    if request.param == "adopted":
        worker.dismiss()  # its pipe is gone with the supervisor that launched it
        yield Held(home, run, store, worker, launcher.adopt(row))
    else:
        yield Held(home, run, store, worker, worker)
    worker.kill()
    until(lambda: not worker.alive())
    worker.dismiss()
    store.close()


def test_it_is_alive_and_known(held: Held) -> None:
    worker = held.handle
    assert worker.alive()
    assert worker.assignment is not None
    assert (worker.assignment.thread_id, worker.assignment.epoch) == (held.run, 1)
    live = worker.live(WorkerHealth(responsive=True, node="waits"))
    assert live is not None
    assert (live.pid, live.instance) == (held.launched.pid, held.launched.instance)
    assert (live.epoch, live.started_at, live.responsive, live.node) == (1, NOW, True, "waits")
    assert live.adopted is worker.adopted is (worker is not held.launched)


def test_it_reports_signs_of_life_with_its_progress(held: Held) -> None:
    def progress() -> bool:
        held.handle.poll()
        live = held.handle.live(WorkerHealth(responsive=True, node=None))
        return live is not None and live.progress is not None and live.progress.done > 0

    until(lambda: held.reported(held.messages), what="a message")
    until(progress, what="its progress")
    until(lambda: not held.handle.starting)
    assert held.messages.get()[0] is held.handle
    assert held.exits.empty()


def test_a_bell_lets_it_look_at_its_commands(held: Held) -> None:
    held.command("pause_request")
    held.handle.send(SignalsWaiting())
    assert held.exit_code() == (None if held.handle.adopted else 0)
    assert (held.row.status, held.row.reason) == (RunStatus.INTERRUPTED, Reason.PAUSED)


@posix
def test_asked_to_stop_it_leaves_at_a_safe_point(held: Held) -> None:
    held.handle.ask_to_stop()
    assert held.exit_code() == (None if held.handle.adopted else 0)
    assert (held.row.status, held.row.reason) == (RunStatus.INTERRUPTED, Reason.SHUTDOWN)
    held.handle.ask_to_stop()


@posix
def test_asked_to_restart_it_leaves_its_run_to_another(held: Held) -> None:
    held.handle.ask_to_restart()
    code, row = held.exit_code(), held.row
    # The policy, or the record of an exit that nobody asked for, starts both again.
    if held.handle.adopted:
        assert (code, row.status, row.reason) == (None, RunStatus.INTERRUPTED, Reason.SHUTDOWN)
    else:
        assert (code, row.status) == (WorkerExit.RESTART, RunStatus.RUNNING)


def test_killed_it_is_gone_with_all_it_started(held: Held) -> None:
    assert alive(held.child)
    held.handle.kill()
    code = held.exit_code()
    assert held.row.status is RunStatus.RUNNING
    if held.handle.adopted:
        assert code is None
    elif os.name == "posix":
        assert code == -signal.SIGKILL
    assert held.handle.silence() == "gone"
    assert not held.handle.is_stopped()
    for ask in (held.handle.kill, held.handle.ask_to_stop, held.handle.ask_to_restart, held.handle.request_stacks):
        ask()
    held.handle.send(SignalsWaiting())


def test_its_stacks_come_when_asked_for(held: Held) -> None:
    text = dump_stacks([held.handle.request_stacks], held.paths.stderr, SystemClock(), patient(10))
    assert "waits_patiently" in text
    assert held.handle.alive()


@pytest.mark.skipif(sys.platform != "linux", reason="states of processes as Linux tells them")
def test_what_it_does_while_it_is_silent(held: Held) -> None:
    until(lambda: held.handle.silence() == "blocked", what="a worker at rest")  # its start keeps it busy for a moment
    process = psutil.Process(held.handle.pid)
    process.send_signal(signal.SIGSTOP)
    until(held.handle.is_stopped)
    assert held.handle.silence() == "stopped"
    process.send_signal(signal.SIGCONT)
    until(lambda: not held.handle.is_stopped())


def test_a_run_is_held_by_the_last_of_its_workers_until_its_end_is_recorded(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make()
    launcher, assignments = LocalLauncher(home), Assignments()
    free = next(pid for pid in range(2**22 - 10, 0, -1) if not psutil.pid_exists(pid))
    old, new = (
        launcher.adopt(WorkerRow(RUN, epoch, f"i{epoch}", free, 0.0, NOW, None, None, None)) for epoch in (1, 2)
    )
    child = launcher.launch()
    try:
        assert (len(assignments), RUN in assignments, assignments.worker(RUN)) == (0, False, None)
        assignments.add(RUN, old)
        assignments.add(RUN, new)
        assignments.add("r2", child)
        assert (len(assignments), assignments.worker(RUN)) == (3, new)
        assert assignments.by_run() == {RUN: new, "r2": child}
        assignments.remove(RUN, old)
        assignments.remove(RUN, old)
        assert (assignments.worker(RUN), assignments.workers()) == (new, [new, child])
        assignments.release_adopted()
        assert (RUN in assignments, assignments.workers()) == (False, [child])
        assignments.remove("r2", child)
        assert (len(assignments), assignments.by_run()) == (0, {})
    finally:
        child.kill()
        until(lambda: not child.alive())
        child.dismiss()


@pytest.mark.parametrize(("protocol", "complaint"), [(PROTOCOL, False), (PROTOCOL + 1, True)])
def test_a_worker_of_another_version_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, protocol: int, complaint: bool
) -> None:
    caplog.set_level("INFO", "renflow.supervisor")
    home = Home(tmp_path)
    home.make()
    spare = LocalLauncher(home).launch()
    liveness = Liveness(LivenessLimits(10, 60, 600))
    no_call: Callable[[], None] = pytest.fail
    try:
        WorkerMessages(liveness, RunEvents(), SystemClock(), no_call).receive(spare, Ready(protocol, spare.pid))
    finally:
        spare.kill()
        until(lambda: not spare.alive())
        spare.dismiss()
    assert ("worker.other_version" in caplog.text) == complaint
    assert ("restart it" in caplog.text) == complaint
