"""Machines that take their lanes back, the innocent with the culprit: who is spared, who runs by itself, who pays."""

import random
from collections import Counter

import pytest

from pure.lanes.conducted import Conducted, all_of, errand_of, executor_of, hangs, job
from workflow_engine_shared.codec import encode
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.lane import Entry
from workflow_engine_worker.lanes.losses import MAX_MACHINES_LOST, judged
from workflow_engine_worker.lanes.messages import ItemDone, Ready
from workflow_engine_worker.lanes.outcomes import ItemProcessDied

MACHINE = Lost(machine=True)
BRIDGE = Lost(machine=True, unlikely=True)
MEMORY = Lost(machine=True, memory=True)
BESIDE = Lost(machine=True, memory=True, unlikely=True)  #: another item's process took more


class Machine(Conducted):
    """One machine for all lanes, which ends all of them when an item leaks; the others are slower than that."""

    def __init__(self, leaking, lost=MEMORY, beside=MEMORY, count=12):
        self.leaking, self.lost, self.beside = set(leaking), lost, beside
        self.alone_at = Counter()  #: how often an item came to its end with nobody else at work
        super().__init__({item: self._leaks if item in self.leaking else self._is_slow for item in range(count)})

    def at_work(self):
        return {number: lane.batches[0][lane.place].number - 1 for number, lane in self.lanes.items() if lane.batches}

    def _leaks(self, engine, lane, errand):
        at_work = self.at_work()
        self.alone_at[at_work.pop(lane)] += not at_work
        for other in [each for each in self.lanes if each != lane]:
            del self.lanes[other]
            self.say(other, self.beside)
        return self.lost

    def _is_slow(self, engine, lane, errand):
        at_work = self.at_work()
        if self.leaking & set(at_work.values()):
            return None
        return ItemDone(errand.number, encode(at_work[lane]), 1.0)


def until_suspected(engine, executor, count):
    """What is decided of so many items by the time that the second has been begun as often as it may."""
    for position in range(count):
        executor.submit(job(position))
    decided = []
    while engine.ran.count(1) < MAX_MACHINES_LOST:
        decided += executor.wait(0.05)
    return decided


def errors_of(done):
    return {each.job.position: each.error for each in done if each.error is not None}


@pytest.mark.parametrize("beside", [MEMORY, BESIDE], ids=["nothing is known", "it took most"])
@pytest.mark.parametrize("lanes", [1, 2, 5])
def test_who_leaks_is_to_blame_by_itself_and_its_neighbours_are_done(beside, lanes):
    engine = Machine([1], beside=beside)
    done = all_of(executor_of(engine, lanes=lanes), range(12))
    (error,) = errors_of(done).values()
    assert isinstance(error, ItemProcessDied)
    assert "ran out of memory" in str(error)
    assert "memory_gb" in str(error)
    assert sorted(each.job.position for each in done) == list(range(12))
    assert engine.ran.count(1) == MAX_MACHINES_LOST + 1
    assert engine.alone_at[1] >= 1


def test_items_that_leak_in_turn_each_pay_for_themselves():
    engine = Machine([0, 3, 4, 7, 11])
    done = all_of(executor_of(engine, lanes=3), range(12))
    assert sorted(errors_of(done)) == [0, 3, 4, 7, 11]
    assert max(Counter(engine.ran).values()) == MAX_MACHINES_LOST + 1


def test_every_item_leaks():
    engine = Machine(range(8), count=8)
    done = all_of(executor_of(engine, lanes=4), range(8))
    assert sorted(errors_of(done)) == list(range(8))
    assert all(engine.alone_at[item] for item in range(8))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_it_ends_and_only_the_guilty_pay(seed):
    chance = random.Random(seed)
    count, lanes = chance.randint(1, 30), chance.randint(1, 6)
    engine = Machine({chance.randrange(count) for _ in range(chance.randint(0, 4))}, count=count)
    kinds = [MACHINE, BRIDGE, MEMORY, BESIDE]
    left = [chance.randint(0, 2)]  # so few that no innocent can be at work, by itself, at more than one

    def misfortune(inner):
        def fate(engine, lane, errand):
            if left[0] and chance.random() < 0.2:
                left[0] -= 1
                return chance.choice(kinds)
            return inner(engine, lane, errand)

        return fate

    engine.fates = {item: fate if item in engine.leaking else misfortune(fate) for item, fate in engine.fates.items()}
    engine.beside = chance.choice([MEMORY, BESIDE])
    done = all_of(executor_of(engine, lanes=lanes), range(count), looks=5000)
    assert sorted(errors_of(done)) == sorted(engine.leaking)
    assert Counter(each.job.position for each in done) == Counter(range(count))


def test_an_item_that_was_to_blame_is_tried_again_by_itself_at_once():
    engine = Machine([1])
    executor = executor_of(engine, lanes=2)
    all_of(executor, range(4))
    before = engine.ran.count(1)
    executor.submit(job(1))
    engine.fates[executor._number - 1] = engine.fates[1]
    while not (done := executor.wait(0.05)):
        pass
    assert [type(each.error) for each in done] == [ItemProcessDied]
    assert engine.ran.count(1) == before + 1


def test_a_suspect_waits_until_nobody_is_at_work_and_nobody_begins_beside_it():
    seen = []
    engine = Machine([1], count=30)
    executor = executor_of(engine, lanes=3)

    def looks_around(engine, lane, errand):
        if executor._lanes[lane].is_by_itself:
            seen.append(len(engine.at_work()))
            return None
        return Machine._leaks(engine, engine, lane, errand)

    engine.fates[1] = looks_around
    engine.leaking = set()
    for position in range(8):
        executor.submit(job(position))
    decided = []
    while not seen:
        decided += executor.wait(0.05)
    assert sorted(each.job.position for each in decided) == [0, 2, 3, 4, 5, 6, 7]
    executor.submit(job(8))
    assert executor.wait(0.05) == []
    assert (seen, len(engine.at_work())) == ([1], 1)
    (lane,) = engine.at_work()
    engine.lanes[lane].hung = False
    engine.lanes[lane].batches.popleft()
    engine.say(lane, ItemDone(2, encode(1), 1.0))
    while len(decided) < 9:
        decided += executor.wait(0.05)
    assert errors_of(decided) == {}


def test_a_loop_that_leaves_in_the_middle_blames_nobody():
    engine = Machine([1])
    executor = executor_of(engine, lanes=2)
    decided = until_suspected(engine, executor, 4)
    decided += executor.wait(None)
    assert {type(error) for error in errors_of(decided).values()} == {LeaveRun}
    assert sorted(each.job.position for each in decided) == [0, 1, 2, 3]
    executor.close()


def test_a_loss_while_the_loop_leaves_blames_nobody_among_others():
    engine = Conducted({0: hangs, 1: hangs})
    executor = executor_of(engine, lanes=2)
    for position in range(2):
        executor.submit(job(position))
    executor.wait(0.05)
    for lane in (1, 2):
        engine.say(lane, MEMORY)
    assert [type(each.error) for each in executor.wait(None)] == [LeaveRun, LeaveRun]


def test_a_suspect_whose_lane_does_not_come_to_it_is_not_to_blame():
    engine = Machine([1], count=3)
    executor = executor_of(engine, lanes=1)
    decided = until_suspected(engine, executor, 3)
    engine.fates[1] = engine._is_slow
    engine.leaking = set()
    engine.starts.extend([MEMORY] * 20 + [MACHINE] * 20 + [Ready(1)])
    while len(decided) < 3:
        decided += executor.wait(0.05)
    assert errors_of(decided) == {}


def test_a_bridge_that_goes_again_and_again_is_held_against_nobody_for_long():
    entry = Entry(job(0), errand_of(1, job(0)))
    for _ in range(MAX_MACHINES_LOST):
        assert judged(entry, MACHINE, by_itself=False) == "spared"
    assert [judged(entry, BRIDGE, by_itself=True) for _ in range(9)] == ["spared"] * 9
    assert judged(entry, BRIDGE, by_itself=True) == "to blame"


def test_among_others_nobody_is_ever_to_blame():
    entry = Entry(job(0), errand_of(1, job(0)))
    assert {judged(entry, MEMORY, by_itself=False) for _ in range(100)} == {"spared"}
    assert judged(entry, MEMORY, by_itself=True) == "to blame"
