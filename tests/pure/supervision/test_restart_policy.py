"""What follows from a worker's death."""

import signal
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_supervisor.processes.exits import Fate, exit_words
from workflow_engine_supervisor.supervision.restart_policy import (
    JITTER,
    MAX_CRASHES,
    MAX_DELAY_S,
    WAIT_S,
    Exit,
    GiveUp,
    Restart,
    decide_restart,
    restart_delay,
)

NOW = "2024-01-01T00:00:00.000Z"


def run(crashes: int = 0, mark: str | None = None) -> RunRow:
    return RunRow(
        seq=1,
        thread_id="r",
        flow_version_id=1,
        flow_id="f",
        version=1,
        status=RunStatus.RUNNING,
        reason=Reason.CRASH,
        epoch=1,
        input_json="{}",
        fingerprint="",
        flows_dir="",
        interrupt=None,
        error=None,
        crashes=crashes,
        progress_mark=mark,
        due_at=None,
        created_at=NOW,
        queued_at=NOW,
        started_at=NOW,
        finished_at=None,
        last_event_at=NOW,
    )


@pytest.mark.parametrize(
    ("crashes", "before", "after", "counted"),
    [
        # (deaths so far, mark at the last one, mark now, deaths without progress)
        (0, None, None, 1),
        (0, None, "c1", 1),
        (1, None, None, 2),
        (1, "c1", "c1", 2),
        (1, "c1", "c2", 1),
        (2, "c1", "c2", 1),
        (2, None, "c1", 1),
        (2, "c1", "c1", 3),
        (2, None, None, 3),
        (2, "c1", None, 3),  # nothing readable is no progress
        (9, "c1", "c1", 10),
        (9, "c1", "c2", 1),
    ],
)
def test_only_deaths_without_progress_count(crashes: int, before: str | None, after: str | None, counted: int) -> None:
    verdict = decide_restart(run(crashes, before), Exit(-11, after), 0.5)
    if counted < MAX_CRASHES:
        assert isinstance(verdict, Restart)
        assert verdict.crashes == counted
        assert verdict.delay == restart_delay(counted, 0.5)
    else:
        assert isinstance(verdict, GiveUp)
        assert f"died {counted} times without any progress" in verdict.error.message


def test_giving_up_says_what_to_look_at() -> None:
    verdict = decide_restart(run(2), Exit(1, None, "Traceback: boom"), 0.0)
    assert isinstance(verdict, GiveUp)
    assert verdict.error.code == "CRASH_LOOP"
    assert "the last time it exited with code 1" in verdict.error.message
    assert verdict.error.hint
    assert verdict.error.traceback == "Traceback: boom"
    silent = decide_restart(run(2), Exit(1, None), 0.0)
    assert isinstance(silent, GiveUp)
    assert silent.error.traceback is None


@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (WorkerExit.BUSY, Reason.DATABASE_BUSY, "DB_BUSY"),
        (WorkerExit.DISK_FULL, Reason.DISK_FULL, "DISK_FULL"),
        (WorkerExit.STORAGE, Reason.STORAGE, "STORAGE_FAILURE"),
    ],
)
def test_the_machines_trouble_is_waited_out_and_never_counted(code: int, reason: Reason, error: str) -> None:
    row = run(2)
    for _ in range(100):
        verdict = decide_restart(row, Exit(code, None, "a line\nwhat it met\n"), 0.5)
        assert isinstance(verdict, Restart)
        assert (verdict.crashes, verdict.delay, verdict.reason) == (2, WAIT_S, reason)
        assert verdict.error is not None
        assert (verdict.error.code, verdict.error.message) == (error, "what it met")
        assert verdict.error.hint


@pytest.mark.parametrize("fate", [Fate.STOPPED, Fate.CANCELLED, Fate.TIMED_OUT])
def test_what_we_ended_for_another_reason_is_not_counted(fate: Fate) -> None:
    verdict = decide_restart(run(2), Exit(-9, None, fate=fate), 0.5)
    assert isinstance(verdict, Restart)
    assert (verdict.crashes, verdict.delay) == (2, 0)


@pytest.mark.parametrize("fate", [Fate.NOT_BEGUN, Fate.HUNG])
def test_what_we_ended_for_its_own_fault_is(fate: Fate) -> None:
    verdict = decide_restart(run(2), Exit(-9, None, fate=fate), 0.5)
    assert isinstance(verdict, GiveUp)
    assert fate.value in verdict.error.message


@pytest.mark.parametrize(("code", "fate"), [(WorkerExit.RESTART, Fate.DIED), (-9, Fate.TOO_BIG)])
def test_memory_counts_only_without_progress_and_has_a_name_of_its_own(code: int, fate: Fate) -> None:
    again = decide_restart(run(2, "c1"), Exit(code, "c2", fate=fate), 0.5)
    assert isinstance(again, Restart)
    assert (again.crashes, again.delay, again.reason) == (1, 0, Reason.MEMORY)
    end = decide_restart(run(2, "c1"), Exit(code, "c1", fate=fate), 0.5)
    assert isinstance(end, GiveUp)
    assert end.error.code == "OUT_OF_MEMORY"


def test_a_death_among_many_is_no_single_runs_fault() -> None:
    verdict = decide_restart(run(2), Exit(1, None, alone=False), 0.5)
    assert isinstance(verdict, Restart)
    assert (verdict.crashes, verdict.delay) == (2, WAIT_S)


def test_a_run_that_always_gets_further_is_never_given_up() -> None:
    row = run()
    for number in range(100):
        verdict = decide_restart(row, Exit(-9, f"c{number}"), 0.5)
        assert isinstance(verdict, Restart)
        assert verdict.delay == 0
        row = run(verdict.crashes, f"c{number}")


def test_a_run_that_never_gets_further_is_given_up_after_three() -> None:
    row, delays = run(), []
    while isinstance(verdict := decide_restart(row, Exit(-11, None), 0.5), Restart):
        delays.append(verdict.delay)
        row = run(verdict.crashes)
    assert delays == [0.0, 2.0]


@pytest.mark.parametrize(
    ("crashes", "middle"),
    [(0, 0), (1, 0), (2, 2), (3, 4), (4, 8), (8, 128), (9, 256), (10, 300), (11, 300), (1000, 300)],
)
def test_delays_double_up_to_five_minutes(crashes: int, middle: float) -> None:
    assert restart_delay(crashes, 0.5) == pytest.approx(middle)
    assert restart_delay(crashes, 0.0) == pytest.approx(middle * 0.8)
    assert restart_delay(crashes, 1.0) == pytest.approx(middle * 1.2)


@given(st.integers(2, 1000), st.floats(0, 1, exclude_max=True))
def test_jitter_stays_in_its_bounds(crashes: int, chance: float) -> None:
    middle = min(2.0 ** (crashes - 1), MAX_DELAY_S)
    assert middle * (1 - JITTER) <= restart_delay(crashes, chance) <= middle * (1 + JITTER)


@given(st.integers(0, 1000), st.floats(0, 0.9), st.floats(0.001, 0.09))
def test_jitter_spreads(crashes: int, chance: float, more: float) -> None:
    if crashes >= 2:
        assert restart_delay(crashes, chance) < restart_delay(crashes, chance + more)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, "ended while no supervisor was watching"),
        (0, "left without a result (exit code 0)"),
        (1, "exited with code 1"),
        (70, "broke (exit code 70); stderr.log tells why"),
        (72, "waited too long for a locked database"),
        (73, "found the disk full"),
        (74, "could not read or write its files (exit code 74)"),
        (75, "found the run in other hands and left (exit code 75)"),
        (76, "left at a safe point because it used much memory"),
        (255, "exited with code 255"),
        (0xC0000005, "exited with code 3221225477 (0xC0000005)"),
        (0xC000013A, "exited with code 3221225786 (0xC000013A)"),
        (-250, "was killed by signal 250"),
    ],
)
def test_exit_words(code: int | None, words: str) -> None:
    assert exit_words(code) == words


@pytest.mark.skipif(sys.platform == "win32", reason="signals that only POSIX names")
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGKILL, "was killed by signal 9 (SIGKILL), perhaps because memory ran out"),
        (signal.SIGSEGV, "was killed by signal 11 (SIGSEGV)"),
        (signal.SIGABRT, "was killed by signal 6 (SIGABRT)"),
        (signal.SIGTERM, "was killed by signal 15 (SIGTERM)"),
    ],
)
def test_exit_words_of_signals(number: signal.Signals, words: str) -> None:
    assert exit_words(-number) == words
