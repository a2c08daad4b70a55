"""Schedules under a simulated clock, with real rows: each time is dealt with once, and what was missed is told."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.api import MINIMAL, IdleMonitor
from support.stored import Fate, bring_to
from support.wait import until
from workflow_engine_shared.errors import DiskFull, StorageFailure
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.schedules.rows import ScheduleRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.timetables.due import CatchUp, Overlap
from workflow_engine_supervisor.engine import Engine, build
from workflow_engine_supervisor.runs.given_flow import from_document
from workflow_engine_supervisor.schedules.definition import Asked
from workflow_engine_supervisor.schedules.firing import Firing

NAMED = {**MINIMAL, "inputs": {"type": "object", "required": ["name"]}}


@dataclass
class SetClock:
    """A clock that shows what a test sets it to."""

    time: str = "2026-01-01T00:30:00.000Z"

    def now(self) -> str:
        return self.time

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Home:
    """A supervisor's parts, none of them at work; times come when the test says so."""

    folder: Path
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        settings = Settings(home=str(self.folder), flows=str(self.folder / "flows"))
        settings.home_paths.make()
        path = settings.home_paths.db
        self.store = SqliteStore.open(path)
        self.database = Database(path)
        self.engine: Engine = build(settings, self.clock, self.store, monitor=IdleMonitor)
        with self.store.write() as tx:
            tx.insert_flow("flow", "Flow", self.clock.now())
        self.publish(MINIMAL)

    @property
    def firing(self) -> Firing:
        return self.engine.scheduler._firing

    def publish(self, dsl: Any) -> None:
        with self.store.write() as tx:
            version = tx.insert_version("flow", dsl, from_document(dsl).meta(), self.clock.now())
            tx.publish_version("flow", version.version)

    def schedule(self, **given: Any) -> str:
        usual = {
            "flow_id": "flow", "version": None, "title": "Hourly", "cron": "0 * * * *", "every_s": None, "at": None,
            "timezone": "UTC", "input": {}, "overlap": Overlap.ALLOW, "catch_up": CatchUp.LAST,
        }  # fmt: skip
        return self.engine.schedules.create(Asked(**{**usual, **given})).id

    def row(self, schedule_id: str) -> ScheduleRow:
        with self.store.read() as tx:
            return tx.get_schedule(schedule_id)

    def at(self, time: str) -> None:
        """The clock shows a time of 1 January, and the scheduler wakes."""
        self.clock.time = f"2026-01-01T{time}.000Z"
        self.firing.look()

    def outcomes(self, schedule_id: str) -> list[tuple[str, str]]:
        """Hour and minute of each time, and what became of it; the oldest first."""
        with self.store.read() as tx:
            times = tx.list_times(schedule_id, before="9999", limit=2_000)
        return [(each.time[11:16], each.outcome) for each in reversed(times)]

    def runs(self) -> list[str]:
        with self.store.read() as tx:
            return sorted(row.thread_id for row in tx.runs_in_status(*RunStatus))

    def end(self, thread_id: str, status: RunStatus = RunStatus.FINISHED) -> None:
        with self.database.write() as con:
            bring_to(con, thread_id, status, self.clock.now(), Fate())


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home")
    yield made
    made.engine.stop()
    made.store.close()
    made.database.close()


def test_a_time_comes_once_and_its_run_is_named_after_it(home: Home) -> None:
    made = home.schedule()
    home.at("00:59:59")
    assert home.runs() == []
    for time in ("01:00:00", "01:00:00", "01:20:00"):
        home.at(time)
        assert home.runs() == [f"{made}-20260101T010000Z"]
    home.at("02:00:01")
    assert home.outcomes(made) == [("01:00", "started"), ("02:00", "started")]
    with home.store.read() as tx:
        assert tx.get_run(f"{made}-20260101T020000Z").title == "Hourly"
    assert home.row(made).next_at == "2026-01-01T03:00:00.000Z"
    assert home.row(made).missed is None


@pytest.mark.parametrize(
    ("catch_up", "hours"), [(CatchUp.NONE, []), (CatchUp.LAST, [8]), (CatchUp.ALL, [1, 2, 3, 4, 5, 6, 7, 8])]
)
def test_eight_hours_of_sleep(
    home: Home, catch_up: CatchUp, hours: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    made = home.schedule(catch_up=catch_up)
    home.at("08:30:00")
    assert home.outcomes(made) == [(f"{hour:02}:00", "started") for hour in hours]
    answer = home.engine.schedule_reader.one(made)
    assert answer.last_missed is not None
    assert (answer.last_missed.times, answer.last_missed.made_up) == (8, len(hours))
    assert (answer.last_missed.first[11:16], answer.last_missed.last[11:16]) == ("01:00", "08:00")
    assert answer.next[0].time == "2026-01-01T09:00:00.000Z"
    assert [line.split()[0] for line in caplog.messages if "missed" in line] == ["schedule.missed"]
    home.at("09:00:00")
    assert home.outcomes(made)[-1] == ("09:00", "started")
    assert len(home.runs()) == len(hours) + 1


def test_an_earlier_run_lets_times_be_skipped(home: Home) -> None:
    made = home.schedule(overlap=Overlap.SKIP)
    for time in ("01:00:00", "02:00:00"):
        home.at(time)
    first = f"{made}-20260101T010000Z"
    assert home.outcomes(made) == [("01:00", "started"), ("02:00", "skipped")]
    last = home.engine.schedule_reader.one(made).last
    assert last is not None
    assert last.code == "OVERLAP"
    assert first in (last.detail or "")
    home.end(first)
    home.at("03:00:00")
    home.end(f"{made}-20260101T030000Z", RunStatus.ERROR)
    home.at("04:00:00")
    assert home.outcomes(made)[2:] == [("03:00", "started"), ("04:00", "started")], "one that failed is not at work"


def test_times_wait_for_the_end_of_earlier_runs(home: Home) -> None:
    made = home.schedule(overlap=Overlap.QUEUE)
    for time in ("01:00:00", "02:00:00", "03:00:00"):
        home.at(time)
    assert home.outcomes(made) == [("01:00", "started"), ("02:00", "waiting"), ("03:00", "waiting")]
    assert home.firing.has_waiting
    assert home.engine.schedule_reader.one(made).waiting == 2
    for done, begun in ((1, 2), (2, 3)):
        home.end(f"{made}-20260101T0{done}0000Z")
        home.at("03:30:00")
        assert home.outcomes(made)[begun - 1] == (f"0{begun}:00", "started")
    assert not home.engine.schedule_reader.one(made).waiting
    home.at("03:31:00")
    assert not home.firing.has_waiting
    assert len(home.runs()) == 3


def test_missed_times_are_made_up_one_after_another_where_runs_may_not_overlap(home: Home) -> None:
    made = home.schedule(overlap=Overlap.SKIP, catch_up=CatchUp.ALL)
    home.at("04:00:30")
    assert home.outcomes(made) == [
        ("01:00", "started"), ("02:00", "waiting"), ("03:00", "waiting"), ("04:00", "skipped"),
    ]  # fmt: skip
    home.end(f"{made}-20260101T010000Z")
    home.at("04:30:00")
    assert home.outcomes(made)[1] == ("02:00", "started")


def test_a_clock_that_is_set_back_lets_no_time_come_twice(home: Home) -> None:
    made = home.schedule()
    for time in ("01:00:00", "02:00:00", "00:45:00", "01:00:00", "02:00:00", "03:00:00"):
        home.at(time)
    assert home.outcomes(made) == [("01:00", "started"), ("02:00", "started"), ("03:00", "started")]
    assert len(home.runs()) == 3


def test_a_clock_that_was_years_ahead_holds_nothing_up(home: Home) -> None:
    made = home.schedule(catch_up=CatchUp.NONE)
    home.clock.time = "2036-01-01T00:00:30.000Z"
    home.firing.look()
    home.at("01:30:00")
    assert home.row(made).next_at == "2026-01-01T02:00:00.000Z"
    home.at("02:00:00")
    assert home.outcomes(made)[0] == ("02:00", "started")


def test_a_single_time_is_over_behind_it(home: Home) -> None:
    made = home.schedule(cron=None, at="2026-01-01T03:15", timezone="Europe/Berlin")
    home.at("02:15:00")
    home.at("03:15:00")
    assert home.runs() == [f"{made}-20260101T021500Z"]
    answer = home.engine.schedule_reader.one(made)
    assert (answer.state, answer.next) == ("over", [])


def test_while_it_is_paused_nothing_comes_and_nothing_is_missed(home: Home) -> None:
    made = home.schedule(catch_up=CatchUp.ALL)
    home.engine.schedules.pause(made)
    home.at("05:00:00")
    assert home.runs() == []
    home.clock.time = "2026-01-01T05:10:00.000Z"
    assert home.engine.schedules.resume(made).next_at == "2026-01-01T06:00:00.000Z"
    home.at("06:00:00")
    assert home.outcomes(made) == [("06:00", "started")]
    assert home.row(made).missed is None


def test_an_interval_that_is_changed_counts_anew_and_else_goes_on(home: Home) -> None:
    made = home.schedule(cron=None, every_s=3600)
    home.clock.time = "2026-01-01T00:40:00.000Z"
    assert home.engine.schedules.change(made, {"title": "Other"}).next_at == "2026-01-01T01:30:00.000Z"
    assert home.engine.schedules.change(made, {"every_s": 60}).next_at == "2026-01-01T00:41:00.000Z"
    changed = home.engine.schedules.change(made, {"cron": "0 5 * * *"})
    assert (changed.every_s, changed.cron, changed.title) == (None, "0 5 * * *", "Other")


def test_a_time_whose_run_is_refused_is_told_and_later_ones_come(home: Home) -> None:
    made = home.schedule()
    home.publish(NAMED)
    home.at("01:00:00")
    assert home.outcomes(made) == [("01:00", "refused")]
    last = home.engine.schedule_reader.one(made).last
    assert last is not None
    assert last.code == "INVALID_INPUT"
    home.publish(MINIMAL)
    home.at("02:00:00")
    assert home.outcomes(made)[-1] == ("02:00", "started")


def test_what_dies_before_the_commit_leaves_nothing_behind(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    made = home.schedule(catch_up=CatchUp.NONE)
    before = home.row(made)
    write = home.store.write_grouped

    def fails(change: Any) -> Any:
        def and_dies(tx: Any) -> None:
            change(tx)
            raise DiskFull

        return write(and_dies)

    monkeypatch.setattr(home.store, "write_grouped", fails)
    with pytest.raises(StorageFailure):
        home.at("01:00:00")
    assert (home.runs(), home.outcomes(made), home.row(made)) == ([], [], before)
    monkeypatch.undo()
    home.at("01:00:10")
    assert home.outcomes(made) == [("01:00", "started")]


def test_a_run_that_cannot_have_its_folder_keeps_no_other_schedule_waiting(home: Home) -> None:
    blocked, free = home.schedule(title="a"), home.schedule(title="b")
    folder = home.engine.settings.home_paths.run(f"{blocked}-20260101T010000Z").root
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageFailure):
        home.at("01:00:00")
    assert (home.outcomes(blocked), home.outcomes(free)) == ([], [("01:00", "started")])
    folder.unlink()
    home.at("01:00:10")
    assert home.outcomes(blocked) == [("01:00", "started")]


def test_a_supervisor_that_starts_only_what_it_is_asked_for_has_no_scheduler_at_work(home: Home) -> None:
    made = home.schedule()
    home.clock.time = "2026-01-01T01:00:00.000Z"
    asked = build(home.engine.settings, home.clock, home.store, monitor=IdleMonitor, only_asked=True)
    before = threading.active_count()
    asked.scheduler.start()
    assert threading.active_count() == before
    asked.scheduler.stop()
    assert home.outcomes(made) == []
    home.engine.scheduler.start()
    until(lambda: home.outcomes(made) == [("01:00", "started")])
    home.engine.scheduler.stop()


def test_a_damaged_schedule_is_set_aside_and_keeps_nobody_waiting(home: Home) -> None:
    damaged, sound = home.schedule(), home.schedule()
    with home.database.write() as con:
        con.execute("UPDATE schedules SET cron = 'x' WHERE id = ?", (damaged,))
    home.at("01:00:00")
    assert home.outcomes(sound) == [("01:00", "started")]
    assert home.row(damaged).paused
    assert home.engine.schedule_reader.one(damaged).state == "damaged"
    home.engine.schedules.change(damaged, {"cron": "30 * * * *"})
    home.engine.schedules.resume(damaged)
    home.at("01:30:00")
    assert home.outcomes(damaged) == [("01:30", "started")]


def test_a_run_at_once_stands_beside_the_times(home: Home) -> None:
    made = home.schedule(overlap=Overlap.QUEUE)
    home.engine.schedules.pause(made)
    thread_id = home.engine.schedules.run_now(made)
    assert home.runs() == [thread_id]
    assert home.outcomes(made) == [("00:30", "started")]
    assert home.row(made).next_at == "2026-01-01T01:00:00.000Z"
