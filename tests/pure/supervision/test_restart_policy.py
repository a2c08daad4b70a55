"""What follows from a worker's death."""

import itertools
import signal
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.clock import moment_after, seconds_between
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.moves import Failed, Lost
from workflow_engine_shared.storage.workflow.rows import RunRow, Streak
from workflow_engine_supervisor.processes.exits import Fate, WorkerEnd, exit_words
from workflow_engine_supervisor.supervision.restart_policy import (
    JITTER,
    MAX_CRASHES,
    MAX_DELAY_S,
    MAX_KILLS,
    MAX_WAIT_S,
    MIN_TRIES,
    WAIT_S,
    ExitFacts,
    decide_restart,
    restart_delay,
)

NO_STREAK = Streak()
NOW = "2024-01-01T00:00:00.000Z"


def run(crashes: int = 0, mark: str | None = None, streak: Streak = NO_STREAK) -> RunRow:
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
        streak=streak,
    )


def facts(mark: str | None = None, last_output: str = "", *, alone: bool = True) -> ExitFacts:
    return ExitFacts(mark, NOW, 0.5, last_output, alone)


def after(seconds: float) -> str:
    return moment_after(NOW, seconds)


@pytest.mark.parametrize(
    ("crashes", "before", "now", "counted"),
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
def test_only_deaths_without_progress_count(crashes: int, before: str | None, now: str | None, counted: int) -> None:
    move = decide_restart(run(crashes, before), WorkerEnd(1, -11), facts(now))
    if counted < MAX_CRASHES:
        assert isinstance(move, Lost)
        assert move.crashes == counted
        assert move.due_at == after(restart_delay(counted, 0.5))
        assert (move.epoch, move.exit_code, move.progress_mark) == (1, -11, now)
    else:
        assert isinstance(move, Failed)
        assert (move.epoch, move.reason) == (1, Reason.CRASH_LOOP)
        assert f"died {counted} times without any progress" in move.error.message


def test_giving_up_says_what_to_look_at() -> None:
    move = decide_restart(run(2), WorkerEnd(1, 1), facts(last_output="Traceback: boom"))
    assert isinstance(move, Failed)
    assert move.error.code == "CRASH_LOOP"
    assert "the last time it exited with code 1" in move.error.message
    assert move.error.hint
    assert move.error.traceback == "Traceback: boom"
    silent = decide_restart(run(2), WorkerEnd(1, 1), facts())
    assert isinstance(silent, Failed)
    assert silent.error.traceback is None


#: How a worker leaves for what the machine lacks, and what is told of it.
each_lack = pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (WorkerExit.BUSY, Reason.DATABASE_BUSY, "DB_BUSY"),
        (WorkerExit.DISK_FULL, Reason.DISK_FULL, "DISK_FULL"),
        (WorkerExit.STORAGE, Reason.STORAGE, "STORAGE_FAILURE"),
        (WorkerExit.OFFLINE, Reason.DEPENDENCIES, "DEPENDENCY_INSTALL_FAILED"),
        (WorkerExit.NO_CLUSTER, Reason.CLUSTER_UNREACHABLE, "CLUSTER_UNREACHABLE"),
    ],
)


@each_lack
def test_the_machines_trouble_is_waited_out_and_never_counted(code: int, reason: Reason, error: str) -> None:
    row = run(2)
    for _ in range(100):
        move = decide_restart(row, WorkerEnd(1, code), facts(last_output="a line\nwhat it met\n"))
        assert isinstance(move, Lost)
        assert (move.crashes, move.due_at, move.reason) == (2, after(WAIT_S), reason)
        assert move.error is not None
        assert (move.error.code, move.error.message) == (error, "what it met")
        assert move.error.hint


@pytest.mark.parametrize("fate", [Fate.STOPPED, Fate.CANCELLED, Fate.TIMED_OUT])
def test_what_we_ended_for_another_reason_is_not_counted(fate: Fate) -> None:
    move = decide_restart(run(2), WorkerEnd(1, -9, fate), facts())
    assert isinstance(move, Lost)
    assert (move.crashes, move.due_at, move.message) == (2, NOW, f"The worker {fate.value}.")


@pytest.mark.parametrize("fate", [Fate.NOT_BEGUN, Fate.HUNG])
def test_what_we_ended_for_its_own_fault_is(fate: Fate) -> None:
    move = decide_restart(run(2), WorkerEnd(1, -9, fate), facts())
    assert isinstance(move, Failed)
    assert fate.value in move.error.message


@pytest.mark.parametrize(("code", "fate"), [(WorkerExit.RESTART, Fate.DIED), (-9, Fate.TOO_BIG)])
def test_memory_counts_only_without_progress_and_has_a_name_of_its_own(code: int, fate: Fate) -> None:
    again = decide_restart(run(2, "c1"), WorkerEnd(1, code, fate), facts("c2"))
    assert isinstance(again, Lost)
    assert (again.crashes, again.due_at, again.reason) == (1, NOW, Reason.MEMORY)
    end = decide_restart(run(2, "c1"), WorkerEnd(1, code, fate), facts("c1"))
    assert isinstance(end, Failed)
    assert end.error.code == "OUT_OF_MEMORY"


def test_a_death_among_many_is_no_single_runs_fault() -> None:
    move = decide_restart(run(2), WorkerEnd(1, 1), facts(alone=False))
    assert isinstance(move, Lost)
    assert (move.crashes, move.due_at) == (2, after(WAIT_S))


LACK = "what it met"
#: How a worker ended -> (reason, crashes, seconds until the next attempt) of a run that died twice without progress;
#: or the code of the error that the run fails with.
POLICY: list[tuple[Fate, int | None, bool, tuple[Reason, int, float] | str]] = [
    # (fate, exit code, alone, what follows)
    (Fate.DIED, None, True, "CRASH_LOOP"),
    (Fate.DIED, 0, True, "CRASH_LOOP"),
    (Fate.DIED, -9, True, (Reason.CRASH, 3, 4)),  # a kill from outside: more tries than a crash of the code
    (Fate.DIED, -11, True, "CRASH_LOOP"),
    (Fate.DIED, WorkerExit.BROKEN, True, "CRASH_LOOP"),
    (Fate.DIED, WorkerExit.FENCED, True, "CRASH_LOOP"),
    (Fate.DIED, WorkerExit.RESTART, True, "OUT_OF_MEMORY"),
    (Fate.DIED, WorkerExit.RESTART, False, (Reason.CRASH, 2, WAIT_S)),
    (Fate.DIED, WorkerExit.BUSY, False, (Reason.DATABASE_BUSY, 2, WAIT_S)),
    (Fate.DIED, WorkerExit.BROKEN, False, (Reason.CRASH, 2, WAIT_S)),
    (Fate.STOPPED, WorkerExit.BUSY, True, (Reason.SHUTDOWN, 2, 0)),
    (Fate.STOPPED, -9, False, (Reason.SHUTDOWN, 2, 0)),
    (Fate.CANCELLED, -9, False, (Reason.CRASH, 2, 0)),
    (Fate.TIMED_OUT, -9, False, (Reason.NODE_TIMEOUT, 2, 0)),
    (Fate.TOO_BIG, -9, False, (Reason.CRASH, 2, WAIT_S)),
    (Fate.HUNG, WorkerExit.BUSY, True, "CRASH_LOOP"),
    (Fate.HUNG, WorkerExit.RESTART, True, "OUT_OF_MEMORY"),
    (Fate.HUNG, -9, False, (Reason.CRASH, 2, WAIT_S)),
    (Fate.NOT_BEGUN, -9, False, (Reason.CRASH, 2, WAIT_S)),
]


@pytest.mark.parametrize(("fate", "code", "alone", "follows"), POLICY)
def test_what_follows_each_end(
    fate: Fate, code: int | None, alone: bool, follows: tuple[Reason, int, float] | str
) -> None:
    end = WorkerEnd(4, code, fate, visit=7)
    move = decide_restart(run(2, "c1"), end, facts("c1", LACK, alone=alone))
    assert move.epoch == 4
    if isinstance(follows, str):
        assert isinstance(move, Failed)
        assert (move.reason, move.error.code) == (Reason.CRASH_LOOP, follows)
        assert move.error.message == f"The worker died 3 times without any progress; the last time it {end.words}."
        assert move.error.traceback == LACK
    else:
        assert isinstance(move, Lost)
        reason, crashes, delay = follows
        assert (move.reason, move.crashes, move.due_at) == (reason, crashes, after(delay))
        assert (move.exit_code, move.progress_mark) == (code, "c1")
        assert move.message == f"The worker {end.words}."


@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("code", [None, 0, 1, -9, *WorkerExit])
def test_only_a_run_that_waits_for_the_machine_says_what_it_lacks(fate: Fate, code: int | None) -> None:
    move = decide_restart(run(), WorkerEnd(1, code, fate), facts("c1", LACK))
    assert isinstance(move, Lost), "a first death fails nothing"
    waits = fate is Fate.DIED and code in (69, 71, 72, 73, 74)
    assert (move.error is not None) == waits
    assert move.due_at == after(WAIT_S if waits else 0)


def test_a_run_that_always_gets_further_is_never_given_up() -> None:
    row = run()
    for number in range(100):
        move = decide_restart(row, WorkerEnd(1, -9), facts(f"c{number}"))
        assert isinstance(move, Lost)
        assert move.due_at == NOW
        row = run(move.crashes, f"c{number}")


def test_a_run_that_never_gets_further_is_given_up_after_three() -> None:
    row, delays = run(), []
    while isinstance(move := decide_restart(row, WorkerEnd(1, -11), facts()), Lost):
        delays.append(move.due_at)
        row = run(move.crashes)
    assert delays == [after(0), after(2)]


def follow(row: RunRow, end: WorkerEnd, known: ExitFacts, move: Lost) -> tuple[RunRow, ExitFacts]:
    """The row and the facts of the next death, when the run died of nothing else meanwhile."""
    mark = move.progress_mark or row.progress_mark
    return run(move.crashes, mark, move.streak), known


def test_ten_kills_from_outside_without_progress_are_a_crash_loop_with_figures() -> None:
    end = WorkerEnd(1, -9, memory="It used 3100 MiB.")
    row, known = run(), replace(facts("c1"), machine="The machine has 4096 MiB.")
    delays = []
    while isinstance(move := decide_restart(row, end, known), Lost):
        delays.append(seconds_between(NOW, move.due_at))
        row, known = follow(row, end, known, move)
    assert len(delays) == MAX_KILLS - 1 == 9
    assert delays == [restart_delay(deaths, 0.5) for deaths in range(1, MAX_KILLS)]
    assert (move.reason, move.error.code) == (Reason.CRASH_LOOP, "CRASH_LOOP")
    assert f"died {MAX_KILLS} times" in move.error.message
    assert move.error.message.endswith("perhaps because memory ran out. It used 3100 MiB. The machine has 4096 MiB.")
    assert "memory_limit_mb" in move.error.hint


def test_kills_do_not_hide_crashes_nor_count_as_such() -> None:
    row, known = run(), facts("c1")
    for code in (-9, -11, -9, -9, -11, -9):
        move = decide_restart(row, WorkerEnd(1, code), known)
        assert isinstance(move, Lost), code
        row, known = follow(row, WorkerEnd(1, code), known, move)
    assert (row.crashes, row.streak.kills) == (6, 4)
    assert isinstance(decide_restart(row, WorkerEnd(1, -11), known), Failed)
    # progress, or a resume, which sets the row's count to nothing, begins anew
    further = decide_restart(row, WorkerEnd(1, -9), replace(known, progress_mark="c2"))
    assert isinstance(further, Lost)
    assert (further.crashes, further.streak.kills) == (1, 1)
    resumed = decide_restart(run(0, "c1"), WorkerEnd(1, -9), known)
    assert isinstance(resumed, Lost)
    assert (resumed.crashes, resumed.streak.kills) == (1, 1)


def test_a_wait_with_progress_begins_all_counts_anew() -> None:
    move = decide_restart(run(5, "c1", Streak(kills=5)), WorkerEnd(1, WorkerExit.DISK_FULL), facts("c2"))
    assert isinstance(move, Lost)
    assert (move.crashes, move.streak) == (0, Streak(NOW, 1, 0))
    assert isinstance(decide_restart(run(move.crashes, "c2", move.streak), WorkerEnd(1, -9), facts("c2")), Lost)


@pytest.mark.parametrize("fate", [Fate.HUNG, Fate.NOT_BEGUN, Fate.TOO_BIG])
def test_what_we_killed_ourselves_is_no_kill_from_outside(fate: Fate) -> None:
    assert isinstance(decide_restart(run(2), WorkerEnd(1, -9, fate), facts()), Failed)


def waits(code: int, seconds: float, *, limit: float = 86400, marks: bool = False, alone: bool = True) -> list[Lost]:
    """The moves of a run that always meets the same, as long as it is tried, at most for so long."""
    row, moment, moves = run(), 0.0, []
    known = replace(facts("c0", "it met that", alone=alone), machine_wait=limit)
    while moment < seconds:
        known = replace(known, now=after(moment), progress_mark=f"c{len(moves)}" if marks else "c0")
        move = decide_restart(row, WorkerEnd(1, code), known)
        moves.append(move)
        if isinstance(move, Failed):
            break
        row, known = follow(row, WorkerEnd(1, code), known, move)
        moment = seconds_between(NOW, move.due_at) + 1
    return moves


@each_lack
def test_a_wait_for_the_machine_ends_after_a_day_without_progress(code: int, reason: Reason, error: str) -> None:
    *waited, last = waits(code, 2 * 86400)
    assert isinstance(last, Failed)
    assert (last.reason, last.error.code) == (reason, error)
    assert "waited 24 h without any progress" in last.error.message
    assert last.error.message.endswith("it met that")
    assert f"tried {len(waited) + 1} times" in last.error.message
    assert all(move.crashes == 0 and move.streak.since == NOW for move in waited)
    assert [move.streak.tries for move in waited] == list(range(1, len(waited) + 1))
    assert waited[4].error is not None
    assert f"Tried 5 times since {NOW}" in waited[4].error.hint


def test_a_wait_is_tried_less_often_the_longer_it_lasts() -> None:
    moves = waits(WorkerExit.DISK_FULL, 7200)
    starts = [0.0, *(seconds_between(NOW, move.due_at) for move in moves)]
    gaps = [round(later - earlier, 3) for earlier, later in itertools.pairwise(starts)]
    assert gaps[:5] == [WAIT_S, *[WAIT_S + 1] * 4]
    assert gaps == sorted(gaps)
    assert gaps[-1] == MAX_WAIT_S + 1


def test_progress_begins_a_new_wait_and_none_is_given_up_that_was_hardly_tried() -> None:
    assert all(isinstance(move, Lost) for move in waits(WorkerExit.DISK_FULL, 3600, limit=60, marks=True))
    *slept, last = waits(WorkerExit.BUSY, 3600, limit=0.001)
    assert len(slept) == MIN_TRIES
    assert isinstance(last, Failed)


def test_crashing_with_many_others_has_an_end_too() -> None:
    last = waits(-11, 2 * 86400, alone=False)[-1]
    assert isinstance(last, Failed)
    assert (last.reason, last.error.code) == (Reason.CRASH_LOOP, "CRASH_LOOP")


def test_a_supervisor_that_stops_ends_no_wait() -> None:
    streak = Streak(after(-50), 5, 2)
    move = decide_restart(run(2, "c0", streak), WorkerEnd(1, -9, Fate.STOPPED), facts("c0"))
    assert isinstance(move, Lost)
    assert (move.streak, move.due_at) == (streak, NOW)


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
