"""The scheduling of items over lanes, with an engine that the test conducts: no process is started."""

import pickle
from collections import Counter

import pytest

from pure.lanes.conducted import Conducted, all_of, dies, executor_of, fails, hangs, job, once, takes_its_machine
from support.wait import patient
from workflow_engine_shared.codec import decode
from workflow_engine_shared.errors import (
    ErrorData,
    ItemNotSendable,
    ItemProcessesLost,
    ResultNotSerializable,
    UserCodeError,
)
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.control.machine_failure import MachineFailure
from workflow_engine_worker.lanes.batch_size import BATCH_S, GATHER_S
from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.losses import MAX_MACHINES_LOST
from workflow_engine_worker.lanes.messages import ItemDone, ItemFailed, Ready, Unusable
from workflow_engine_worker.lanes.outcomes import ItemProcessDied
from workflow_engine_worker.lanes.scheduler import DEPTH, MAX_BYTES, LaneExecutor
from workflow_engine_worker.steps.executors import ItemLeft, ItemTimeout


def failed_of(done):
    return {each.job.item: each.error for each in done if each.error is not None}


def failing_with(failure, text="why"):
    return lambda engine, lane, errand: ItemFailed(errand.number, failure, ErrorData("X", text), 0.0)


def until_it_raises(executor):
    for _ in range(9):
        executor.wait(0.05)


# -- batches ----------------------------------------------------------------------------------------------------------


def test_every_item_comes_back_once_with_its_own_value():
    done = all_of(executor_of(Conducted()), range(3000))
    assert Counter(each.job.item for each in done) == Counter(range(3000))
    assert all(decode(each.encoded()) == each.job.item for each in done)


def test_batches_grow_until_they_take_a_quarter_of_a_second():
    engine = Conducted(seconds=0.05)
    all_of(executor_of(engine), range(400))
    sizes = [len(batch) for batch in engine.sent]
    assert sizes[:2] == [1, 1]
    assert max(sizes) == int(BATCH_S / 0.05)


def test_in_the_middle_of_a_loop_batches_are_whole():
    engine = Conducted(seconds=0.05)
    all_of(executor_of(engine), range(400))
    middle = [len(batch) for batch in engine.sent][20:-20]
    assert Counter(middle).most_common(1)[0][0] == 5
    assert sum(middle) / len(middle) > 4


def test_the_last_items_are_shared_out_over_the_lanes():
    engine = Conducted(seconds=0.0)
    all_of(executor_of(engine, lanes=4), range(5000))
    assert len(engine.sent[-1]) < 10


def test_results_of_quick_items_are_gathered_but_neither_the_last_nor_those_of_a_loop_that_leaves():
    engine = Conducted(seconds=0.001)
    executor = executor_of(engine)
    all_of(executor, range(2000))
    assert (engine.gathers[0], max(engine.gathers)) == (0.0, GATHER_S)
    assert engine.gathers[-1] < GATHER_S / 10
    engine.gathers.clear()
    for position in range(500):
        executor.submit(job(position))
    back = len(executor.wait(0.05))
    assert max(engine.gathers) > 0
    engine.gathers.clear()
    while back < 500:
        back += len(executor.wait(None))
    assert set(engine.gathers) == {0.0}


def test_no_more_lanes_are_opened_than_there_are_items():
    engine = Conducted()
    all_of(executor_of(engine, lanes=8), range(3))
    assert engine.opened == 3


def test_no_items_open_no_lane():
    engine = Conducted()
    assert all_of(executor_of(engine), []) == []
    assert engine.opened == 0


def test_what_waits_is_bounded_in_items():
    executor = executor_of(Conducted(seconds=1.0), lanes=3)
    all_of(executor, range(50))
    assert executor.width == 3 * (DEPTH + 1)


def test_what_waits_is_bounded_in_bytes_but_every_lane_may_have_one():
    engine = Conducted()
    engine.asleep = True
    executor = executor_of(engine, lanes=3)
    assert executor.width > 3
    executor.submit(job(0, b"x" * MAX_BYTES))
    assert executor.width == 3
    engine.asleep = False
    while not executor.wait(0.05):
        pass
    assert executor.width > 3


# -- blame ------------------------------------------------------------------------------------------------------------


def test_an_item_that_ends_its_process_is_alone_to_blame():
    engine = Conducted({37: dies})
    done = all_of(executor_of(engine), range(200))
    errors = failed_of(done)
    assert list(errors) == [37]
    assert isinstance(errors[37], ItemProcessDied)
    assert str(errors[37]) == "The item's process ended with exit code -9."
    assert len(done) == 200
    assert Counter(engine.ran) == Counter(range(200)), "no neighbour ran twice"


def test_the_neighbours_of_a_death_run_alone_and_free_of_charge():
    engine = Conducted({101: dies})
    done = all_of(executor_of(engine, lanes=1), range(300))
    batch = next(batch for batch in engine.sent if 101 in batch)
    behind = batch[batch.index(101) + 1 :]
    assert behind
    assert all([item] in engine.sent for item in behind)
    assert {(each.job.attempt, each.job.tries) for each in done} == {(1, 1)}


def test_neighbours_that_both_end_their_process_each_pay_for_themselves():
    engine = Conducted({60: dies, 61: dies, 62: dies})
    errors = failed_of(all_of(executor_of(engine), range(200)))
    assert sorted(errors) == [60, 61, 62]
    assert engine.ran.count(61) == 1


def test_half_of_the_items_end_their_processes():
    done = all_of(executor_of(Conducted(dict.fromkeys(range(0, 60, 2), dies))), range(60))
    assert sorted(failed_of(done)) == list(range(0, 60, 2))
    assert len(done) == 60


def test_what_waited_behind_a_death_is_neither_alone_nor_to_blame():
    engine = Conducted({101: dies}, seconds=0.01)
    all_of(executor_of(engine, lanes=1), range(300))
    at = next(number for number, batch in enumerate(engine.sent) if 101 in batch)
    behind = engine.sent[at + 1]
    assert len(behind) > 1
    again = [batch for batch in engine.sent[at + 2 :] if behind[0] in batch]
    assert len(again[0]) > 1


def test_an_idle_lane_that_ends_costs_nobody_anything():
    engine = Conducted()
    engine.asleep = True
    executor = executor_of(engine, lanes=1)
    executor.submit(job(0))
    assert executor.wait(0.01) == []
    engine.say(1, Lost(-9))  # it was sent the item and had not begun it
    assert executor.wait(0.01) == []
    engine.asleep = False
    done = executor.wait(patient(1))
    assert [(each.job.position, each.error) for each in done] == [(0, None)]
    assert engine.opened == 2


def test_a_machine_that_goes_is_no_items_fault():
    engine = Conducted({5: once(takes_its_machine), 90: once(takes_its_machine)})
    done = all_of(executor_of(engine), range(200))
    assert failed_of(done) == {}
    assert len(done) == 200


def test_an_item_that_takes_one_machine_after_the_other_is_to_blame_at_last():
    engine = Conducted({5: takes_its_machine})
    errors = failed_of(all_of(executor_of(engine), range(20)))
    assert list(errors) == [5]
    assert engine.ran.count(5) == MAX_MACHINES_LOST + 1


# -- lanes that never work --------------------------------------------------------------------------------------------


def test_lanes_that_die_while_they_start_cost_no_item():
    engine = Conducted(starts=[Lost(-9), Lost(-9)])
    done = all_of(executor_of(engine, lanes=1), range(60))
    assert failed_of(done) == {}
    assert (len(done), engine.opened) == (60, 3)


def test_three_such_deaths_in_a_row_fail_the_node_with_the_last_words():
    engine = Conducted(starts=[Lost(1), Lost(1), Lost(-11, "Fatal Python error: Segmentation fault")])
    executor = executor_of(engine, lanes=1)
    executor.submit(job(0))
    with pytest.raises(ItemProcessesLost, match="exit code -11") as caught:
        until_it_raises(executor)
    assert "Segmentation fault" in caught.value.detail
    assert [type(each.error) for each in executor.wait(None)] == [LeaveRun]


def test_what_ends_several_that_start_together_is_one_misfortune():
    engine = Conducted(starts=[Lost(-9)] * 4 + [Ready(1)] * 4)
    assert failed_of(all_of(executor_of(engine, lanes=4), range(60))) == {}
    engine = Conducted(starts=[Lost(-9)] * 12)
    with pytest.raises(ItemProcessesLost):
        all_of(executor_of(engine, lanes=4), range(60))
    assert engine.opened <= 12


def test_a_lane_that_came_to_an_item_ends_the_row():
    engine = Conducted({3: dies, 6: dies, 9: dies}, starts=[Lost(-9), Lost(-9), Ready(1), Lost(-9), Lost(-9), Ready(1)])
    done = all_of(executor_of(engine, lanes=1), range(12))
    assert sorted(failed_of(done)) == [3, 6, 9]


def test_deaths_between_batches_are_no_lost_starts():
    def ends_behind(engine, lane, errand):
        engine.say(lane, ItemDone(errand.number, b"\xc0", 0.0))
        return Lost(-9)

    done = all_of(executor_of(Conducted(dict.fromkeys(range(8), ends_behind)), lanes=1), range(8))
    assert len(done) == 8


def test_a_function_that_no_process_can_load_fails_the_node_at_once():
    engine = Conducted(starts=[Unusable(1, ErrorData("USER_CODE_ERROR", "ImportError: no", traceback="File flow.py"))])
    executor = executor_of(engine)
    executor.submit(job(0))
    with pytest.raises(UserCodeError, match="cannot be loaded in a process for items: ImportError: no") as caught:
        executor.wait(1)
    assert caught.value.data("map").traceback == "File flow.py"
    assert [type(each.error) for each in executor.wait(None)] == [LeaveRun]


# -- what cannot be sent ----------------------------------------------------------------------------------------------


def test_an_item_that_cannot_be_pickled_is_told_when_it_is_handed_over():
    def refuses(number, given):
        raise ItemNotSendable("a lock")

    executor = LaneExecutor(Conducted(), 2, refuses)
    with pytest.raises(ItemNotSendable):
        executor.submit(job(0))
    assert executor.wait(0) == []


def test_an_item_that_cannot_be_unpickled_fails_the_node_and_is_named():
    engine = Conducted({7: failing_with("unreadable", "TypeError: two arguments")}, seconds=1.0)
    with pytest.raises(ItemNotSendable, match="Item 7 cannot be unpickled in another process: TypeError"):
        all_of(executor_of(engine), range(20))


# -- errors -----------------------------------------------------------------------------------------------------------


def test_an_items_error_is_its_own_and_keeps_code_and_traceback():
    error = ErrorData("FILE_ACCESS_DENIED", "open", hint="allow_paths", traceback="File flow.py")
    engine = Conducted({3: lambda engine, lane, errand: ItemFailed(errand.number, "raised", error, 0.5)})
    done = all_of(executor_of(engine), range(12))
    (found,) = failed_of(done).values()
    assert found.data("map") == ErrorData("FILE_ACCESS_DENIED", "open", "map", "allow_paths", "File flow.py")


def test_a_result_that_cannot_be_stored_says_so_when_it_is_asked_for():
    done = all_of(executor_of(Conducted({3: failing_with("unstorable", "$.a is a lock")})), range(5))
    (found,) = [each for each in done if each.job.item == 3]
    assert found.error is None
    with pytest.raises(ResultNotSerializable, match="is a lock"):
        found.encoded()


def test_a_full_disk_is_the_machines_and_what_leaves_is_no_failure_to_try_again():
    fates = {3: failing_with("machine", "The disk is full."), 4: failing_with("left", "SystemExit: 2"), 5: fails}
    errors = failed_of(all_of(executor_of(Conducted(fates)), range(9)))
    assert isinstance(errors[3], MachineFailure)
    assert isinstance(errors[4], ItemLeft)
    assert not isinstance(errors[5], ItemLeft)


# -- time limits ------------------------------------------------------------------------------------------------------


def test_a_time_limit_ends_one_lane_and_costs_one_item():
    engine = Conducted({70: hangs})
    done = all_of(executor_of(engine, timeout=2.0), range(200))
    errors = failed_of(done)
    assert {item: type(error) for item, error in errors.items()} == {70: ItemTimeout}
    assert str(errors[70]) == "The item took longer than 2 s; its process was ended."
    assert len(done) == 200
    assert len(engine.ended) == 1
    assert Counter(engine.ran) == Counter(range(200))


def test_time_counts_from_an_items_own_begin():
    engine = Conducted(seconds=1.5)

    def takes_its_time(engine, lane, errand):
        engine.now += 1.5
        return ItemDone(errand.number, b"\xc0", 1.5)

    engine.fates = dict.fromkeys(range(20), takes_its_time)
    done = all_of(executor_of(engine, lanes=1, timeout=2.0), range(20))
    assert failed_of(done) == {}


def test_a_wait_ends_when_an_items_time_does():
    engine = Conducted({0: hangs})
    executor = executor_of(engine, lanes=1, timeout=2.0)
    executor.submit(job(0))
    assert [type(each.error) for each in executor.wait(patient(60.0))] == [ItemTimeout]
    assert engine.now == pytest.approx(2.0)


# -- leaving ----------------------------------------------------------------------------------------------------------


def test_a_loop_that_leaves_takes_back_what_has_not_begun_and_waits_for_what_has():
    engine = Conducted({0: hangs}, seconds=1.0)
    executor = executor_of(engine, lanes=1)
    for position in range(3):
        executor.submit(job(position))
    assert executor.wait(0.05) == []
    back = executor.wait(None)
    assert sorted((each.job.position, type(each.error)) for each in back) == [(1, LeaveRun), (2, LeaveRun)]
    engine.say(1, ItemDone(1, pickle.dumps(0), 1.0))
    assert [(each.job.position, each.error) for each in executor.wait(None)] == [(0, None)]
    assert len(engine.sent) == 2


def test_nothing_is_handed_out_any_more_when_a_lane_dies_meanwhile():
    engine = Conducted({0: hangs})
    executor = executor_of(engine, lanes=1)
    for position in range(3):
        executor.submit(job(position))
    executor.wait(0.05)
    executor.wait(None)
    engine.say(1, Lost(-9))
    assert [type(each.error) for each in executor.wait(None)] == [ItemProcessDied]
    assert engine.opened == 1


def test_lanes_that_have_nothing_to_do_are_kept_and_others_are_ended():
    engine = Conducted({5: hangs}, seconds=1.0)
    executor = executor_of(engine, lanes=2)
    for position in range(6):
        executor.submit(job(position))
    done = 0
    while done < 5:
        done += len(executor.wait(0.05))
    executor.close()
    assert (len(engine.released), len(engine.ended)) == (1, 1)


def test_a_lane_that_still_starts_is_kept_for_the_next_loop():
    engine = Conducted(starts=[None])
    executor = executor_of(engine, lanes=1)
    executor.submit(job(0))
    assert executor.wait(0.01) == []
    assert [type(each.error) for each in executor.wait(None)] == [LeaveRun]
    executor.close()
    assert (engine.released, engine.ended) == ([1], [])
