"""Commands in any order and number, beside a worker and a monitor: each has its effect once, or is refused with 409."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from support.stored import ERROR, PAUSE, accept, add_flow, bring_to, death
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import InvalidState
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.settings import load_settings
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow import signals
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.vocabulary import SignalType
from workflow_engine_supervisor.runs import commands
from workflow_engine_supervisor.supervision.last_output import LastOutput
from workflow_engine_supervisor.supervision.run_records import RunRecords

CLOCK = SystemClock()
ALLOWED = {
    "pause": {"pending", "running", "recovering"},
    "resume": {"interrupted", "error"},
    "retry": {"error"},
    "cancel": {"pending", "running", "recovering", "interrupted", "error"},
}


@contextmanager
def one_run(home: Path) -> Iterator[tuple[SqliteStore, RunRecords]]:
    """A home with one run that waits for a worker, and what a monitor does for it."""
    store = SqliteStore.open(home / "workflow.db")
    with closing(Database(home / "workflow.db")) as database, database.write() as con:
        add_flow(con)
        accept(con)
    given = load_settings({"home": str(home)}, {})
    try:
        yield store, RunRecords(given.home_paths, store, CLOCK, LastOutput(given, store))
    finally:
        store.close()


class Storm(RuleBasedStateMachine):
    """A run, its clients, its worker and its monitor; the model is its status and what waits."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._context = one_run(Path(self._folder.name))
        self.store, self.records = self._context.__enter__()
        self.status = "pending"
        self.waiting: list[str] = []
        self.accepted: set[int] = set()

    def teardown(self) -> None:
        self._context.__exit__(None, None, None)
        self._folder.cleanup()

    # -- its clients -----------------------------------------------------------------------------------------------

    @rule(command=st.sampled_from(["pause", "cancel", "resume", "retry"]))
    def ask(self, command: str) -> None:
        if self.status not in ALLOWED[command]:
            with pytest.raises(InvalidState) as refused:
                self._send(command)
            allowed = sorted(each for each in ALLOWED if self.status in ALLOWED[each])
            assert refused.value.members == {"run_status": self.status, "allowed": allowed}
            return
        done = self._send(command)
        assert done.signal_id is not None
        kind = "resume" if command == "retry" else command
        assert (done.signal_id in self.accepted) == (kind in self.waiting and kind != "resume")
        self.accepted.add(done.signal_id)
        if kind == "resume":
            self.status = "pending"
            self.waiting.append(kind)
        elif kind not in self.waiting:
            self.waiting.append(kind)

    def _send(self, command: str) -> commands.Accepted:
        if command == "resume":
            return commands.resume(self.store, CLOCK, "r1", {"updates": {}})
        if command == "retry":
            return commands.retry(self.store, CLOCK, "r1")
        return commands.request(self.store, CLOCK, "r1", command)

    # -- its monitor -----------------------------------------------------------------------------------------------

    @rule()
    def monitor_looks(self) -> None:
        self.records.apply_commands("r1")
        if self.status == "running" or not self.waiting:
            return
        if "cancel" in self.waiting:
            self.status, self.waiting = "cancelled", []
        elif set(self.waiting) == {"pause"}:
            self.status = "interrupted" if self.status in ("pending", "recovering") else self.status
            self.waiting = []

    # -- its worker ------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.status in ("pending", "recovering"))
    @rule()
    def worker_takes_it(self) -> None:
        with self.store.write() as tx:
            epoch = tx.claim_run("r1")
            assert epoch is not None
            assert tx.run_started("r1", epoch, CLOCK.now())
            tx.mark_processed([each.id for each in tx.waiting_commands("r1") if each.type is SignalType.RESUME_REQUEST])
        self.epoch, self.status = epoch, "running"
        self.waiting = [each for each in self.waiting if each != "resume"]

    @precondition(lambda self: self.status == "running")
    @rule()
    def worker_comes_to_a_safe_point(self) -> None:
        with self.store.write() as tx:
            ids = [each.id for each in tx.waiting_commands("r1")]
            if "cancel" in self.waiting:
                assert tx.run_cancelled("r1", CLOCK.now(), epoch=self.epoch, processed=ids)
                self.status, self.waiting = "cancelled", []
            elif "pause" in self.waiting:
                assert tx.run_paused("r1", CLOCK.now(), epoch=self.epoch, interrupt=PAUSE, processed=ids)
                self.status, self.waiting = "interrupted", []

    @precondition(lambda self: self.status == "running")
    @rule(fails=st.booleans())
    def worker_comes_to_its_end(self, fails: bool) -> None:
        with self.store.write() as tx:
            if fails:
                now = CLOCK.now()
                assert tx.run_failed("r1", now, reason=Reason.NODE_ERROR, error=ERROR, epoch=self.epoch)
            else:
                assert tx.run_finished("r1", self.epoch, CLOCK.now())
        self.status = "error" if fails else "finished"
        if not fails:  # it is over: nothing is left to ask for
            self.waiting = []

    @precondition(lambda self: self.status == "running")
    @rule()
    def worker_dies(self) -> None:
        with self.store.write() as tx:
            assert tx.run_lost("r1", death(self.epoch), CLOCK.now())
        self.status = "recovering"

    # -- what always holds -----------------------------------------------------------------------------------------

    @invariant()
    def what_is_stored_is_what_the_model_says(self) -> None:
        with self.store.read() as tx:
            assert tx.get_run("r1").status.value == self.status
            there = tx.waiting_commands("r1")
            asked = [row for row in tx.list_signals("r1", after=0, limit=1000) if row.type.value.endswith("_request")]
        assert [row.type.value.removesuffix("_request") for row in there] == self.waiting
        assert {row.id for row in asked} == self.accepted, "each accepted command is one row"


Storm.TestCase.settings = settings(max_examples=50, stateful_step_count=25)


class TestF41AnyOrder(Storm.TestCase):
    """The machine as a test."""


def test_f41_ten_thousand_commands_end_in_one_move(tmp_path: Path) -> None:
    kinds = (SignalType.PAUSE_REQUEST, SignalType.RESUME_REQUEST, SignalType.CANCEL_REQUEST)
    with one_run(tmp_path) as (store, records):
        with closing(Database(tmp_path / "workflow.db")) as database, database.write() as con:
            for kind in islice(cycle(kinds), 10_000):
                signals.insert_command(con, "r1", kind, {}, CLOCK.now())
        assert records.apply_commands("r1")
        assert not records.apply_commands("r1")
        with store.read() as tx:
            assert tx.get_run("r1").status is RunStatus.CANCELLED
            assert tx.waiting_commands("r1") == []
            events = [row.type for row in tx.list_signals("r1", after=10_000, limit=100)]
        assert events == [SignalType.CANCEL], "and one effect"
        with pytest.raises(InvalidState):
            commands.request(store, CLOCK, "r1", "pause")


def test_f41_the_same_command_at_once_from_many_is_one(tmp_path: Path) -> None:
    with one_run(tmp_path) as (store, records):
        with closing(Database(tmp_path / "workflow.db")) as database, database.write() as con:
            bring_to(con, "r1", RunStatus.RUNNING, CLOCK.now())
        wanted = list(islice(cycle(["pause", "cancel"]), 200))
        with ThreadPoolExecutor(8) as threads:
            ids = list(threads.map(lambda each: (each, commands.request(store, CLOCK, "r1", each).signal_id), wanted))
        assert len({found for each, found in ids if each == "pause"}) == 1
        assert len({found for each, found in ids if each == "cancel"}) == 1
        with store.read() as tx:
            assert len(tx.waiting_commands("r1")) == 2
        assert not records.apply_commands("r1"), "it is the worker's to do"
