"""The lanes that a run has on its cluster, from loop to loop; a bridge that only notes stands for the way there."""

from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors.cluster import ClusterRefused
from workflow_engine_worker.lanes.cluster import cluster_lanes
from workflow_engine_worker.lanes.cluster.cluster_lane import ShownState
from workflow_engine_worker.lanes.cluster.cluster_lanes import IDLE_S, ClusterAwaited, ClusterLanes
from workflow_engine_worker.lanes.cluster.cluster_settings import ClusterSettings
from workflow_engine_worker.lanes.cluster.messages import EndLane, Gone, LaneRefused, OpenLane, Reported, Stands
from workflow_engine_worker.lanes.messages import Began, encode_message

FULL = "OutOfMemoryError: the node is running low on memory"
ONE = {"num_cpus": 1, "num_gpus": 0}
START_S = 20.0


class NotingBridge:
    """Notes what it is told, and tells what a test says."""

    def __init__(self, _setup: Any, hear: Any) -> None:
        self.told: list[Any] = []
        self._hear = hear

    def tell(self, order: Any) -> None:
        self.told.append(order)

    def says(self, news: Any) -> None:
        self._hear(self, news)

    def kill(self) -> None:
        """Nothing to end."""


class Lanes:
    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        settings = ClusterSettings("h:1", START_S, 1, False, (), "r", (folder,), folder / "cluster.log")
        shown = ShownState(folder / "cluster.json", 1, "h:1", SystemClock())
        self.run = ClusterLanes(settings, lambda _: None, shown, lambda: self.now)
        self.run.begin_loop()

    def take(self) -> Any:
        return self.run.take(ONE, lambda *_: None, "a")

    @property
    def bridge(self) -> Any:
        return self.run._bridge

    def orders(self, kind: type) -> int:
        return sum(isinstance(order, kind) for order in self.bridge.told)


@pytest.fixture
def lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lanes:
    monkeypatch.setattr(cluster_lanes, "Bridge", NotingBridge)
    return Lanes(tmp_path)


def test_a_lane_that_began_for_a_loop_that_is_over_serves_the_next(lanes: Lanes):
    first, late = lanes.take(), lanes.take()
    lanes.bridge.says(Stands(first.number, "m"))
    lanes.run.keep(first)
    lanes.run.keep(late)

    assert {lanes.take(), lanes.take()} == {first, late}
    assert (lanes.orders(OpenLane), lanes.orders(EndLane)) == (2, 0)


def test_one_that_nobody_takes_ends_whether_it_stands_or_not(lanes: Lanes):
    lanes.run.keep(lanes.take())
    lanes.now = IDLE_S + 1

    lanes.take()

    assert (lanes.orders(OpenLane), lanes.orders(EndLane)) == (2, 1)


def test_one_that_is_refused_meanwhile_is_handed_to_nobody(lanes: Lanes):
    late = lanes.take()
    lanes.run.keep(late)
    lanes.bridge.says(LaneRefused(late.number, "another Python"))
    with pytest.raises(ClusterRefused, match="another Python"):
        lanes.run.check()

    lanes.run.begin_loop()

    assert lanes.take() is not late


def test_a_loop_waits_as_long_as_it_may_whenever_its_lane_was_asked_for(lanes: Lanes):
    lanes.run.keep(lanes.take())
    lanes.now = START_S - 1
    lanes.take()
    lanes.now = START_S + 2
    lanes.run.check()
    lanes.now = 2 * START_S + 2
    with pytest.raises(ClusterAwaited):
        lanes.run.check()


def end_for_want_of_memory(lanes: Lanes, *, worked: bool) -> None:
    lane = lanes.take()
    lanes.bridge.says(Stands(lane.number, "m"))
    if worked:
        lanes.bridge.says(Reported(lane.number, [encode_message(Began(1))]))
    lanes.bridge.says(Gone(lane.number, None, FULL, machine=True, memory=True))


def test_a_run_whose_lanes_all_end_for_want_of_memory_before_an_item_waits_for_its_cluster(lanes: Lanes):
    for lanes.now in range(0, int(START_S) + 1, 5):
        end_for_want_of_memory(lanes, worked=False)
        lanes.run.check()
    lanes.now += 1
    with pytest.raises(ClusterAwaited) as caught:
        lanes.run.check()
    assert "h:1 have no memory left: every lane ended before its first item for 21 s" in str(caught.value.error)


def test_a_lane_that_comes_to_an_item_meanwhile_ends_that_wait(lanes: Lanes):
    for lanes.now in range(0, 4 * int(START_S), 5):
        end_for_want_of_memory(lanes, worked=lanes.now % 3 == 0)
        lanes.run.check()


def test_while_one_lane_works_others_may_end_as_they_begin(lanes: Lanes):
    working = lanes.take()
    lanes.bridge.says(Stands(working.number, "m"))
    lanes.bridge.says(Reported(working.number, [encode_message(Began(1))]))
    for lanes.now in range(0, 4 * int(START_S), 5):
        end_for_want_of_memory(lanes, worked=False)
        lanes.run.check()


def test_lanes_that_are_taken_back_for_another_reason_before_an_item_are_told_with_the_last_words(lanes: Lanes):
    for lanes.now in (0, int(START_S) + 1):
        lane = lanes.take()
        lanes.bridge.says(Gone(lane.number, None, "ActorDiedError: no such thing", machine=True))
    with pytest.raises(ClusterAwaited) as caught:
        lanes.run.check()
    assert "No lane stays on the machines of the cluster at h:1" in str(caught.value.error)
    assert "no such thing" in str(caught.value.error)
