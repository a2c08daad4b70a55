"""Of visits that left side by side: which reason the run leaves with, and who may go on."""

import itertools

import pytest

from workflow_engine_shared.errors import DatabaseBusy, RenError
from workflow_engine_worker.control.leave import (
    CancelAsked,
    EnvironmentDue,
    FreshProcessDue,
    LeaveRun,
    NodeFailed,
    PauseAsked,
    QuestionAsked,
    RestartAsked,
    SiblingStopped,
    StopAsked,
    TimeIsUp,
    Waits,
)
from workflow_engine_worker.control.machine_failure import MachineFailure
from workflow_engine_worker.dependencies.packages import PackagesAwaited
from workflow_engine_worker.kernel.departures import Departures
from workflow_engine_worker.lanes.cluster.cluster_lanes import ClusterAwaited

BUSY = MachineFailure(DatabaseBusy())
BROKE = NodeFailed(RenError("It broke.").data("n"))
#: The most important first.
ORDER: list[BaseException] = [
    BUSY,
    CancelAsked(),
    BROKE,
    PauseAsked(),
    StopAsked(),
    RestartAsked(),
    ClusterAwaited(RenError("It is away.")),
    QuestionAsked("Well?", 1),
    FreshProcessDue(),
    SiblingStopped(),
]


def left(*reasons: BaseException) -> Departures:
    made = Departures()
    for number, each in enumerate(reasons):
        made.note(f"a{number}", each)
    return made


def test_nobody_left():
    nobody = Departures()
    assert (nobody.reason, nobody.broken, nobody.are_final, "a0" in nobody) == (None, set(), False, False)


@pytest.mark.parametrize(("first", "second"), [*itertools.combinations(ORDER, 2)], ids=lambda each: type(each).__name__)
def test_the_more_important_reason_counts_whoever_came_first(first: BaseException, second: BaseException):
    assert left(first, second).reason is first
    assert left(second, first).reason is first


def test_of_two_failures_the_first_is_told():
    other = NodeFailed(RenError("That, too.").data("m"))
    assert left(BROKE, other).reason is BROKE


@pytest.mark.parametrize("reason", ORDER, ids=lambda each: type(each).__name__)
def test_only_a_failure_of_one_visit_or_its_question_lets_others_begin(reason: BaseException):
    assert left(reason).are_final is not isinstance(reason, (NodeFailed, QuestionAsked, SiblingStopped))
    assert left(BROKE, reason).are_final is left(reason).are_final


def test_whoever_is_not_awaited_any_more_is_forgotten_with_its_reason():
    several = left(BROKE, PauseAsked())
    assert several.broken == {"a0"}
    assert several.forget("a0") is BROKE.error
    assert several.forget("a1") is None
    assert several.forget("never") is None
    assert (several.reason, several.broken, several.are_final) == (None, set(), False)


def test_each_way_out_of_a_run_has_its_place():
    """A new kind of `LeaveRun` without one would come before a cancel."""
    # A visit's own policy deals with it; they leave before there are visits; when none is under way.
    never_noted = {TimeIsUp, PackagesAwaited, EnvironmentDue, Waits}
    for kind in kinds_of(LeaveRun) - never_noted:
        assert any(issubclass(kind, type(each)) for each in ORDER), kind
    assert not any(isinstance(each, tuple(never_noted)) for each in ORDER)


def kinds_of(kind: type[LeaveRun]) -> set[type[LeaveRun]]:
    """Those that have no kinds of their own."""
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*map(kinds_of, below))
