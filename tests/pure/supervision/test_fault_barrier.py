"""What fails about one run is tried again, then given up; what is the machine's trouble is waited for."""

import errno
import logging
from pathlib import Path

import pytest

from support.hand_clock import HandClock
from workflow_engine_shared.errors import (
    CannotStartWorker,
    DatabaseBusy,
    DatabaseMissing,
    DiskFull,
    RenError,
    StorageFailure,
    TooManyOpenFiles,
)
from workflow_engine_supervisor.home.disk_reserve import DiskReserve
from workflow_engine_supervisor.supervision import fault_barrier
from workflow_engine_supervisor.supervision.fault_barrier import LOGGED_EVERY_S, TRIED_S, TRIES, FaultBarrier


class Barrier:
    """A barrier, its clock, and what it gave up or told."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock()
        self.locked = 0
        self.given_up: list[tuple[str, Exception]] = []
        self.barrier = FaultBarrier(DiskReserve(folder / ".reserve"), self.clock, self._was_locked)
        self.barrier.give_up = self._give_up
        self.refuses: Exception | None = None

    def _was_locked(self) -> None:
        self.locked += 1

    def _give_up(self, thread_id: str, error: Exception) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.given_up.append((thread_id, error))

    def fail(self, error: Exception, thread_id: str = "r1", doing: str = "it", *, times: int = 1) -> None:
        """Fail so often, a second apart."""
        for _ in range(times):
            with self.barrier.contain(thread_id, doing):
                raise error
            self.clock.seconds += 1


@pytest.fixture
def barrier(tmp_path: Path) -> Barrier:
    return Barrier(tmp_path)


@pytest.mark.parametrize(
    "error", [IsADirectoryError(21, "Is a directory"), IndexError(), RenError("a bug"), StorageFailure("refused")]
)
def test_a_run_is_given_up_after_a_few_tries(barrier: Barrier, error: Exception) -> None:
    barrier.fail(error, times=TRIES - 1)
    assert barrier.given_up == []
    barrier.fail(error)
    assert barrier.given_up == [("r1", error)]
    barrier.fail(error, times=TRIES - 1)  # it was resumed: it has all its tries again
    assert len(barrier.given_up) == 1


def test_many_tries_in_a_moment_are_one(barrier: Barrier) -> None:
    for _ in range(10 * TRIES):
        with barrier.barrier.contain("r1", "it"):
            raise OSError(5, "Input/output error")
    assert barrier.given_up == []
    barrier.clock.seconds += TRIED_S
    barrier.fail(OSError(5, "Input/output error"))
    assert len(barrier.given_up) == 1


def test_what_works_in_between_begins_anew(barrier: Barrier) -> None:
    barrier.fail(OSError(), times=TRIES - 1)
    with barrier.barrier.contain("r1", "it"):
        pass
    barrier.fail(OSError(), times=TRIES - 1)
    assert barrier.given_up == []


def test_what_works_at_another_thing_or_run_does_not(barrier: Barrier) -> None:
    for _ in range(TRIES):
        barrier.fail(OSError())
        for thread_id, doing in (("r1", "another"), ("r2", "it"), ("", "it")):
            with barrier.barrier.contain(thread_id, doing):
                pass
    assert [thread_id for thread_id, _ in barrier.given_up] == ["r1"]


@pytest.mark.parametrize("kind", [DatabaseBusy, DatabaseMissing, DiskFull, CannotStartWorker, TooManyOpenFiles])
def test_the_machines_trouble_is_nobodys(barrier: Barrier, kind: type[RenError]) -> None:
    barrier.fail(kind(), times=10 * TRIES)
    assert barrier.given_up == []
    assert barrier.locked == (10 * TRIES if kind is DatabaseBusy else 0)


def test_f31_nothing_is_given_up_for_want_of_file_handles(barrier: Barrier) -> None:
    barrier.fail(OSError(errno.EMFILE, "Too many open files", "/proc/7/stat"), times=10 * TRIES)
    barrier.fail(OSError(errno.ENFILE, "Too many open files in system"), times=10 * TRIES)
    assert barrier.given_up == []


def test_the_machines_trouble_is_told_once_a_minute_with_its_number(
    barrier: Barrier, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for second in range(int(LOGGED_EVERY_S) + 1):
            barrier.fail(OSError(errno.EMFILE, "Too many open files", f"/proc/{second}/stat"), f"r{second}", "it")
    first, second = (record.getMessage() for record in caplog.records)
    assert "thread_id=r0 doing=it code=TOO_MANY_OPEN_FILES" in first
    assert "times" not in first
    assert second.endswith("times=60")


def test_what_is_of_no_run_is_never_given_up(barrier: Barrier) -> None:
    barrier.fail(OSError(), thread_id="", times=10 * TRIES)
    assert barrier.given_up == []


def test_a_run_that_cannot_be_given_up_now_is_given_up_later(barrier: Barrier) -> None:
    barrier.refuses = DiskFull()
    barrier.fail(OSError(), times=2 * TRIES)
    assert barrier.given_up == []
    barrier.refuses = None
    barrier.fail(OSError())
    assert len(barrier.given_up) == 1


def test_the_same_trouble_is_told_with_its_traceback_once_a_minute(
    barrier: Barrier, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, fault_barrier.__name__):
        barrier.fail(KeyError("lost"), thread_id="", times=int(LOGGED_EVERY_S))
        assert len(caplog.records) == 1
        assert "KeyError: 'lost'" in caplog.text
        barrier.fail(KeyError("another"), thread_id="")
        barrier.fail(KeyError("lost"), thread_id="", times=2)
    assert len(caplog.records) == 3
