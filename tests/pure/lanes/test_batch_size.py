"""How many items go together."""

import pytest

from workflow_engine_worker.lanes.batch_size import BATCH_S, GATHER_S, MAX_BYTES, MAX_ITEMS, BatchSize


def test_it_begins_with_one_and_grows_fourfold():
    size = BatchSize()
    seen = [size.items]
    for _ in range(7):
        size.learn(size.items, size.items * 1e-5)
        seen.append(size.items)
    assert seen == [1, 4, 16, 64, 256, MAX_ITEMS, MAX_ITEMS, MAX_ITEMS]


def test_a_batch_fills_a_quarter_of_a_second_and_no_more():
    size = BatchSize()
    for _ in range(9):
        size.learn(size.items, size.items * 0.05)
    assert size.items == int(BATCH_S / 0.05)


def test_large_results_make_small_batches():
    size = BatchSize()
    for _ in range(9):
        size.learn(size.items, 0.0, size.items * MAX_BYTES // 10)
    assert size.items == 10
    size.learn(size.items, 0.0, size.items * MAX_BYTES * 2)
    assert size.items == 1


def test_it_shrinks_at_once_when_items_take_longer():
    size = BatchSize()
    for _ in range(9):
        size.learn(size.items, 0.0)
    size.learn(size.items, size.items * 2.0)
    assert size.items == 1


def test_the_last_items_are_shared_out():
    size = BatchSize()
    for _ in range(9):
        size.learn(size.items, 0.0)
    assert [size.share(waiting, 8, last=True) for waiting in (4096, 80, 9, 8, 1)] == [512, 10, 2, 1, 1]
    assert size.share(80, 8, last=False) == 512


def test_results_of_quick_items_wait_for_each_other_while_every_lane_has_enough():
    size = BatchSize()
    assert size.gather([1000]) == 0.0  # nothing is known yet
    for _ in range(9):
        size.learn(size.items, size.items * 0.001)
    assert size.gather([250, 500]) == GATHER_S
    assert size.gather([250, 8]) == pytest.approx(0.002)  # a quarter of what the emptier one has to do
    assert size.gather([250, 0]) == size.gather([]) == 0.0


def test_results_of_slow_items_are_told_at_once():
    size = BatchSize()
    for _ in range(9):
        size.learn(size.items, size.items * 0.05)
    assert size.gather([5]) == 0.0
