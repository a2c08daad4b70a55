"""The waker by hand: which runs it wakes, when it looks again, and what clocks that are set do to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.hand_clock import HandClock
from support.sleepers import put_to_sleep, woken
from support.stored import add_flow
from workflow_engine_shared.clock import moment_after
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind
from workflow_engine_supervisor.waits.waker import LOOK_S, Waker


class TwoHands(HandClock):
    """Its time of day goes with its seconds, and can be set."""

    ahead = 0.0

    def now(self) -> str:
        return moment_after(super().now(), self.seconds + self.ahead)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds

    def set_forward(self, seconds: float) -> None:
        self.ahead += seconds


class Night:
    """A store, a clock and a waker, which looks when it is told to."""

    def __init__(self, folder: Path) -> None:
        self.clock = TwoHands()
        self.path = folder / "workflow.db"
        self.store = SqliteStore.open(self.path)
        self.rung: list[str] = []
        self.asked: frozenset[str] | None = None
        with self.store.write() as tx:
            self.version = add_flow(tx.connection)
        self.waker = self.another()

    def another(self) -> Waker:
        """The waker of a supervisor that comes after one that was killed."""
        return Waker(self.store, self.clock, lambda: self.asked, self.rung.append)

    def sleepers(self, *seconds: float, name: str = "sleeper") -> list[str]:
        due = [moment_after(self.clock.now(), each) for each in seconds]
        return put_to_sleep(self.store._database, self.version, due, name, self.clock.now())

    def look(self) -> tuple[float, list[str]]:
        self.rung.clear()
        return self.waker.look(), sorted(self.rung)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    made = Night(tmp_path)
    yield made
    made.store.close()


def test_it_sleeps_until_the_next_time_and_no_longer_than_it_may(night: Night) -> None:
    assert night.look() == (LOOK_S, [])
    first, second, third = night.sleepers(0.4, 60, 60)
    assert night.look() == (pytest.approx(0.4), [])
    night.clock.advance(0.4)
    assert night.look() == (LOOK_S, [first])
    night.clock.advance(59.6)
    assert night.look() == (LOOK_S, sorted([second, third]))
    assert night.look() == (LOOK_S, [])
    assert {each.times for each in woken(night.path, [first, second, third])} == {1}


def test_times_that_came_while_nobody_was_there_are_told_late(night: Night) -> None:
    sleepers = night.sleepers(*range(250))
    night.clock.advance(8 * 3600)
    night.waker = night.another()
    assert night.look() == (LOOK_S, sorted(sleepers))
    found = woken(night.path, sleepers)
    assert {each.times for each in found} == {1}
    assert min(each.late_s for each in found) >= 8 * 3600 - 250


def test_one_that_was_asked_for_some_runs_wakes_only_those(night: Night) -> None:
    mine, other = night.sleepers(1, 1)
    night.asked = frozenset({mine})
    night.clock.advance(5)
    assert night.look() == (LOOK_S, [mine]), "what is due of others is no reason to look at once"
    night.asked = None
    assert night.look() == (LOOK_S, [other])


def test_a_clock_that_is_set_forward_wakes_once(night: Night) -> None:
    (run,) = night.sleepers(3600)
    night.look()
    night.clock.set_forward(7200)
    assert night.look() == (LOOK_S, [run])
    night.clock.set_forward(-7200)
    assert night.look() == (LOOK_S, [])
    assert woken(night.path, [run])[0].times == 1


def test_a_clock_that_is_set_back_makes_no_duration_longer(night: Night) -> None:
    until, lasting = night.sleepers(3600, 3600)
    with night.store.write() as tx:
        tx.connection.execute("UPDATE waits SET body = '{\"seconds\": 3600}' WHERE thread_id = ?", [lasting])
    night.look()
    night.clock.set_forward(-86_400)
    assert night.look() == (LOOK_S, [])
    night.clock.advance(3600)
    assert night.look() == (LOOK_S, [lasting])
    night.clock.advance(86_400)
    assert night.look() == (LOOK_S, [until])


def test_a_deadline_is_a_timeout(night: Night) -> None:
    (run,) = night.sleepers(3600)
    form = NewWait("a2", WaitKind.FORM, "ask", 2, due_at=moment_after(night.clock.now(), 10))
    with night.store.write() as tx:
        tx.connection.execute("UPDATE runs SET status = 'running', reason = NULL WHERE thread_id = ?", [run])
        tx.arm(run, [form], night.clock.now(), epoch=1)
    night.clock.advance(10)
    assert night.look()[1] == [run]
    with night.store.read() as tx:
        (asked,) = tx.waiting_commands(run)
        assert tx.get_run(run).status == "running"
    assert asked.payload == {"key": "a2", "how": "timeout", "value": None}
