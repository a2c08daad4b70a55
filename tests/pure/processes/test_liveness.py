"""When a worker is ended by force: every limit, and what must never end one."""

import pytest

from workflow_engine_shared.protocol.messages import NodeMoved, OpenVisit
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.processes.exits import Fate
from workflow_engine_supervisor.processes.liveness import RESPONSIVE_S, SETTLED_S, Liveness, LivenessLimits, Overdue

LIMITS = LivenessLimits(grace=10, start=60, hang=600)


def visit(number: int, timeout: float | None = None, status: VisitStatus = VisitStatus.RUNNING) -> NodeMoved:
    return NodeMoved("n", number, status, 1, timeout)


@pytest.fixture
def watch() -> Liveness:
    """A run whose worker has reached its first node at 0."""
    made = Liveness(LIMITS)
    made.begin("r", 0)
    made.moved("r", visit(1), 0)
    return made


def fates(watch: Liveness, now: float) -> list[Fate]:
    return [each.fate for each in watch.overdue(now)]


def test_a_worker_that_shows_life_is_left_alone(watch: Liveness) -> None:
    for now in range(0, 100_000, 100):
        watch.heard("r", now)
        assert watch.overdue(now) == []
        assert watch.silent(now) == []
        assert watch.responsive("r", now)


def test_a_start_that_takes_too_long() -> None:
    watch = Liveness(LIMITS)
    watch.begin("r", 0)
    for now in range(59):
        watch.heard("r", now)
        assert watch.overdue(now) == []
    assert watch.overdue(60) == [Overdue("r", Fate.NOT_BEGUN)]


def test_a_start_that_tells_how_far_it_is_may_take_longer() -> None:
    watch = Liveness(LIMITS)
    watch.begin("r", 0)
    for now in range(0, 600, 50):
        watch.still_starting("r", now)
        assert watch.overdue(now + 49) == []


def test_while_it_starts_silence_says_nothing() -> None:
    watch = Liveness(LivenessLimits(grace=10, start=60, hang=3))
    watch.begin("r", 0)
    assert watch.silent(59) == []
    assert watch.overdue(59) == []


def test_an_adopted_worker_has_begun_long_ago() -> None:
    watch = Liveness(LIMITS)
    watch.begin("r", 0, adopted=True)
    assert watch.overdue(599) == []
    assert watch.overdue(600) == [Overdue("r", Fate.HUNG)]


def test_a_limit_names_its_visit(watch: Liveness) -> None:
    watch.moved("r", visit(2, 5), 100)
    assert watch.overdue(114) == []
    assert watch.overdue(115) == [Overdue("r", Fate.TIMED_OUT, 2)]


def test_a_limit_ends_with_its_visit_only(watch: Liveness) -> None:
    watch.moved("r", visit(2, 5), 100)
    watch.moved("r", visit(1, status=VisitStatus.FINISHED), 101)  # told late, about the visit before
    watch.moved("r", visit(1), 101)
    assert fates(watch, 115) == [Fate.TIMED_OUT]
    watch.moved("r", visit(2, status=VisitStatus.FINISHED), 116)
    watch.heard("r", 1000)
    assert fates(watch, 1000) == []


def test_a_visit_without_a_limit_follows_one_with(watch: Liveness) -> None:
    watch.moved("r", visit(2, 5), 100)
    watch.moved("r", visit(3), 101)  # the frame that ended visit 2 was lost
    watch.heard("r", 200)
    assert fates(watch, 200) == []


def test_both_frames_of_one_limit_set_it_once(watch: Liveness) -> None:
    watch.moved("r", visit(2, 5), 100)
    watch.moved("r", visit(2), 110)
    watch.moved("r", visit(2, 5), 110)
    assert fates(watch, 115) == [Fate.TIMED_OUT]


def test_a_visit_with_a_limit_may_be_silent_that_long(watch: Liveness) -> None:
    watch.moved("r", visit(2, 3600), 0)
    assert fates(watch, 3609) == []
    assert fates(watch, 3610) == [Fate.TIMED_OUT]


def test_silence_is_shown_recorded_once_and_ended_at_last(watch: Liveness) -> None:
    watch.heard("r", 10)
    assert watch.responsive("r", 10 + RESPONSIVE_S - 0.1)
    assert not watch.responsive("r", 10 + RESPONSIVE_S)
    assert watch.silent(39) == []
    assert watch.silent(41) == [("r", 31)]
    assert watch.silent(100) == []
    watch.heard("r", 101)
    assert watch.silent(132) == [("r", 31)]
    assert fates(watch, 700) == []
    assert fates(watch, 701) == [Fate.HUNG]


def test_a_cancel_has_its_grace_from_the_first_asking(watch: Liveness) -> None:
    watch.cancel("r", 5)
    watch.cancel("r", 14)
    assert fates(watch, 14.9) == []
    assert fates(watch, 15) == [Fate.CANCELLED]


def test_one_that_is_still_there_is_logged_again_after_the_grace(watch: Liveness) -> None:
    watch.cancel("r", 0)
    assert fates(watch, 10) == [Fate.CANCELLED]
    assert fates(watch, 19) == []
    assert fates(watch, 20) == [Fate.CANCELLED]
    watch.over("r")
    assert fates(watch, 1000) == []


def test_nobody_is_late_by_what_the_supervisor_missed(watch: Liveness) -> None:
    watch.moved("r", visit(2, 5), 100)
    watch.cancel("r", 100)
    watch.extend_deadlines(28_800)
    assert fates(watch, 28_900 + 9) == []
    assert watch.responsive("r", 28_800 + RESPONSIVE_S - 1)
    assert fates(watch, 28_900 + 10) == [Fate.CANCELLED]


def test_one_runs_limit_is_not_anothers(watch: Liveness) -> None:
    watch.begin("other", 0)
    watch.moved("other", visit(1, 1), 0)
    assert watch.overdue(11) == [Overdue("other", Fate.TIMED_OUT, 1)]


def test_how_long_a_run_is_held_does_not_depend_on_the_wall_clock() -> None:
    watch = Liveness(LIMITS)
    watch.begin("ours", 100)
    watch.begin("adopted", 100, adopted=True, held_s=50)
    assert [watch.health(each, 130).held_s for each in ("ours", "adopted", "nobody's")] == [30, 80, None]
    watch.over("ours")
    assert watch.health("ours", 130).held_s is None


def beside(number: int, *others: int, timeout: float | None = None) -> NodeMoved:
    """A visit begins while others are under way."""
    return NodeMoved(f"node {number}", number, VisitStatus.RUNNING, 1, timeout, others)


def test_a_newer_visit_drops_no_limit_of_one_beside_it(watch: Liveness) -> None:
    watch.moved("r", beside(2, timeout=50), 100)
    watch.moved("r", beside(3, 2, timeout=5), 100)
    watch.moved("r", beside(4, 2, 3), 101)
    assert watch.overdue(114) == []
    assert watch.overdue(115) == [Overdue("r", Fate.TIMED_OUT, 3)], "the one whose time is up first"
    watch.moved("r", NodeMoved("node 3", 3, VisitStatus.FINISHED, 1, None, (2,)), 116)
    watch.moved("r", NodeMoved("node 4", 4, VisitStatus.FINISHED, 1, None, (2,)), 117)
    watch.heard("r", 169)
    assert watch.overdue(169) == [], "the first has got as much longer as the supervisor waited for the other"
    assert watch.overdue(170 + LIMITS.grace) == [Overdue("r", Fate.TIMED_OUT, 2)]


def test_while_one_of_several_has_a_limit_silence_says_nothing(watch: Liveness) -> None:
    watch.moved("r", beside(2, timeout=5000), 0)
    watch.moved("r", beside(3, 2), 0)
    assert fates(watch, 4000) == []
    watch.moved("r", NodeMoved("node 2", 2, VisitStatus.FINISHED, 1), 4000)
    assert fates(watch, 4600) == [Fate.HUNG]


def test_the_node_is_that_of_the_newest_visit_that_is_open(watch: Liveness) -> None:
    watch.moved("r", beside(2), 1)
    watch.moved("r", beside(3, 2), 1)
    assert watch.health("r", 1).node == "node 3"
    watch.moved("r", NodeMoved("node 3", 3, VisitStatus.FINISHED, 1, None, (2,)), 2)
    assert watch.health("r", 2).node == "node 2"
    watch.moved("r", NodeMoved("node 2", 2, VisitStatus.FINISHED, 1), 2)
    assert watch.health("r", 2).node == "node 2", "between two visits it is where it was"


def test_a_lost_end_of_a_newer_visit_is_made_good_by_a_beat(watch: Liveness) -> None:
    watch.moved("r", beside(2), 100)
    watch.moved("r", beside(3, 2, timeout=5), 100)
    older = [OpenVisit("node 2", 2)]
    watch.beat("r", older, 100 + SETTLED_S)  # written before visit 3 began, for all one can know
    watch.beat("r", [], 110)  # of an older worker
    assert fates(watch, 115) == [Fate.TIMED_OUT]
    watch.beat("r", older, 116)
    watch.heard("r", 300)
    assert fates(watch, 300) == []


def test_an_adopted_worker_says_all_that_is_under_way(watch: Liveness) -> None:
    first, second = OpenVisit("node 2", 2, 1, 50), OpenVisit("node 3", 3, 1, 5)
    watch.stands("r", [first, second], 100)
    watch.stands("r", [first, second], 110)  # told again: counted from the first time
    assert watch.overdue(115) == [Overdue("r", Fate.TIMED_OUT, 3)]
    watch.stands("r", [first], 116)
    watch.heard("r", 160)
    assert watch.overdue(160) == []
    assert watch.overdue(180) == [Overdue("r", Fate.TIMED_OUT, 2)]
    watch.stands("r", [OpenVisit("node 4", 4)], 181)
    watch.heard("r", 300)
    assert watch.overdue(300) == []
