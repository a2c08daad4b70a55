"""A supervisor's and a worker's work in one process, so that one recording has all of it in order.

    python -m faults.power.workload HOME [--turns 60] [--items 100] [--synchronous FULL|NORMAL|OFF]
    python -m faults.power.workload HOME --goes-on      the run continues, as the next supervisor would have it

Everything that touches a file is the engine's own code. The subclasses here only say aloud, for the recorder, that a
call which promises durability has returned. The thresholds of checkpointing and pruning are lowered, so that a small
run passes through all of it many times.
"""

import argparse
import itertools
import os
import random
import sys
import threading
import traceback
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from langchain_core.runnables import RunnableConfig

from faults.power.acks import ack
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.protocol.pipe import Channel
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.sqlite.database import Connection, Database
from workflow_engine_shared.storage.workflow import flows, moves, run_queue, runs, signals, workers
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_worker.kernel import graph_run, saver
from workflow_engine_worker.reporting.reporter import Reporter
from workflow_engine_worker.runs import worker
from workflow_engine_worker.runs.ahead import Ahead
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.visit_store import VisitStore

RUN = "r1"
KEEP, PRUNE_EVERY = 60, 25
RUN_DB_PAGES = 150  #: of run.db's log, before they are copied into the file
WRITES_PER_COPY = 15  #: of workflow.db, likewise
MAX_WORKERS = 3  #: that a run needs after a cut: one that heeds a pause, one that finishes, one to spare
clock = SystemClock()


class AckingSaver(saver.RunSaver):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._unsaid: list[tuple[Any, ...]] = []

    def put(self, config: RunnableConfig, checkpoint: Any, *rest: Any) -> RunnableConfig:
        done = super().put(config, checkpoint, *rest)
        visits = checkpoint["channel_values"].get("ctl", {}).get("visits", 0)
        self._unsaid.append((done["configurable"]["thread_id"], checkpoint["id"], visits))
        if not self.held:  # those before the first node come with that of the first
            for fact in self._unsaid:
                ack("checkpoint", *fact)
            self._unsaid.clear()
        return done


class AckingJournal(JournalWriter):
    """Flushes now and then, as a pause or a `step` does in the middle of a loop."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._unsaid: list[tuple[int, str, int]] = []
        self._chance = random.Random(1)

    def record(self, row: StepRow) -> None:
        super().record(row)
        self._unsaid.append((row.loop, row.key.hex(), row.position))
        if self._chance.random() < 0.2:
            self.flush()

    def flush(self) -> None:
        super().flush()
        if self._unsaid:
            ack("steps", RUN, self._unsaid)
            self._unsaid = []


class AckingWorker(worker.RunWorker):
    def _claim(self, ledger: VisitStore) -> Any:
        taken = super()._claim(ledger)
        # It keeps out others that live, and none of these outlives a power cut: the first row of the run makes it last.
        ack("owner", RUN, self._start.epoch)
        for signal in sorted(self.control.answered):
            ack("applied", RUN, signal)
        ack("status", RUN, "running")
        return taken


class Supervisor:
    """The supervisor's side: accepts runs, records commands, hands runs to workers."""

    def __init__(self, home: Home) -> None:
        self.home = home
        home.make()
        self.database = open_workflow_db(home.db)
        self._writes = 0

    def write_flow(self, turns: int, items: int) -> None:
        with self.database.write() as con:
            flows.insert_flow(con, "flow", "Flow", clock.now())
            flows.insert_version(con, "flow", flow(turns, items), {}, clock.now())
        ack("flow", "", "flow")

    def accept(self, thread_id: str) -> None:
        self.home.run(thread_id).make()
        folder = str(Path(__file__).parent / "flows")
        with self.database.write() as con:
            assert runs.insert_run(con, runs.NewRun(thread_id, 1, "{}", "print", folder), clock.now())
        ack("status", thread_id, "pending")
        self._copy_now_and_then()

    def command(self, thread_id: str, command: signals.Command, *, queue: bool = False) -> None:
        with self.database.write() as con:
            signal = signals.insert_command(con, thread_id, command, {}, clock.now())
            if queue:
                assert moves.run_queued(con, thread_id, clock.now())
        ack("signal", thread_id, signal)
        if queue:
            ack("status", thread_id, "pending")
        self._copy_now_and_then()

    def cancel(self, thread_id: str) -> None:
        with self.database.write() as con:
            assert moves.run_cancelled(con, thread_id, clock.now())
        ack("status", thread_id, "cancelled")
        self._copy_now_and_then()

    def recover(self) -> None:
        """What the next supervisor does, and a user who wants a paused run to go on."""
        with self.database.write() as con:
            row = runs.get_run(con, RUN)
            if row.status is RunStatus.RUNNING:
                death = moves.Lost(row.epoch, None, "The power went.", 1, None, clock.now())
                assert moves.run_lost(con, RUN, death, clock.now())
        if row.status is RunStatus.INTERRUPTED:
            self.command(RUN, "resume_request", queue=True)

    def work(self) -> str:
        """A worker takes the run; returns where the run stands when it leaves."""
        with self.database.write() as con:
            epoch = run_queue.claim_run(con, RUN)
            assert epoch is not None
            worker = WorkerRow(RUN, epoch, f"instance-{epoch}", os.getpid(), 0.0, clock.now(), None, None, None)
            workers.insert_worker(con, worker)
        ack("epoch", RUN, epoch)
        start = Start(str(self.home.root), RUN, epoch)
        code = AckingWorker(start, SilentReport(), Ahead()).run()
        assert code is WorkerExit.DONE, code
        with self.database.read() as con:
            status = runs.get_run(con, RUN).status.value
        ack("status", RUN, status)
        return status

    def _copy_now_and_then(self) -> None:
        self._writes += 1
        if self._writes % WRITES_PER_COPY == 0:
            self.database.checkpoint()


class SilentReport(Reporter):
    """A pipe to nobody, which nobody waits for."""

    def __init__(self) -> None:
        nothing = BytesIO()
        super().__init__(Channel(nothing, nothing, msgspec.msgpack.Decoder()))

    def flush_and_close(self, timeout: float = 0.0) -> None:
        """Nothing is under way."""


def flow(turns: int, items: int) -> dict[str, Any]:
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "collect", "type": "python", "data": {"codeRef": "power.collect", "args": {"items": items}}},
            {"id": "turn", "type": "python", "data": {"codeRef": "power.turn"}},
            {"id": "look", "type": "python", "data": {"codeRef": "power.look"}},
            {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "turn"}, turns]}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "collect"},
            {"source": "collect", "target": "turn"},
            {"source": "turn", "target": "look"},
            {"source": "look", "target": "more"},
            {"source": "more", "target": "turn", "data": {"when": True}},
            {"source": "more", "target": "end"},
        ],
    }


def others(supervisor: Supervisor, leave: threading.Event) -> None:
    """Runs that are accepted, commanded and cancelled meanwhile."""
    for number in itertools.count():
        thread_id = f"other-{number}"
        supervisor.accept(thread_id)
        supervisor.command(thread_id, "pause_request")
        if number % 3 == 0:
            supervisor.cancel(thread_id)
        if leave.wait(0.02):
            return


def rehearse(home: Home, turns: int, items: int) -> None:
    supervisor = Supervisor(home)
    supervisor.write_flow(turns, items)
    leave = threading.Event()
    supervisor.accept(RUN)
    supervisor.command(RUN, "pause_request")
    meanwhile = threading.Thread(target=others, args=(supervisor, leave), daemon=True)
    meanwhile.start()
    assert supervisor.work() == "interrupted"
    supervisor.command(RUN, "resume_request", queue=True)
    assert supervisor.work() == "finished"
    leave.set()
    meanwhile.join()


def go_on(home: Home) -> None:
    supervisor = Supervisor(home)
    for _ in range(MAX_WORKERS):
        supervisor.recover()
        if supervisor.work() == "finished":
            return
    raise AssertionError(f"not finished by {MAX_WORKERS} workers")


def weaken(synchronous: str) -> None:
    """Every connection of this process syncs less: what must make the checker go red."""
    connect = Database._connect

    def weak(self: Database) -> Connection:
        con = connect(self)
        con.execute(f"PRAGMA synchronous={synchronous}")
        return con

    Database._connect = weak  # type: ignore[method-assign]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--goes-on", action="store_true")
    args = parser.parse_args()
    saver.KEEP, saver.PRUNE_EVERY = KEEP, PRUNE_EVERY
    db.AUTOCHECKPOINT_PAGES = RUN_DB_PAGES
    graph_run.RunSaver, worker.JournalWriter = AckingSaver, AckingJournal  # type: ignore[misc]
    if args.synchronous != "FULL":
        weaken(args.synchronous)
    home = Home(args.home)
    try:
        if args.goes_on:
            go_on(home)
        else:
            rehearse(home, args.turns, args.items)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # sys.stderr leads into the run's log
        raise


if __name__ == "__main__":
    main()
