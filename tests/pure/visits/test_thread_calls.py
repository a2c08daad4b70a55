"""What tells calls of several threads apart."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.wait import patient
from workflow_engine_worker.visits.thread_calls import NotInThread, ThreadCalls


def add(one, two=0):
    return one + two


class Shop:
    def __init__(self, name):
        self.name = name

    def fetch(self, number):
        return number


def made_with(value):
    return lambda: value


def elsewhere(call):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def test_the_own_thread_has_its_order():
    assert ThreadCalls().arguments(functools.partial(add, 1)) is None


def key(calls, call):
    return elsewhere(lambda: calls.arguments(functools.partial(call)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (functools.partial(add, 1), functools.partial(add, 2)),
        (functools.partial(add, 1, two=1), functools.partial(add, 1, two=2)),
        (functools.partial(functools.partial(add, 1), 1), functools.partial(functools.partial(add, 1), 2)),
        (made_with(1), made_with(2)),
        (lambda n=1: n, lambda n=2: n),
        ("a".upper, "b".upper),
        (functools.partial(int, "1"), functools.partial(int, "2")),
    ],
)
def test_other_arguments_are_another_step_in_any_order(one, other):
    first, later = ThreadCalls(), ThreadCalls()
    forward = [key(first, one), key(first, other)]
    backward = [key(later, other), key(later, one)]
    assert forward == backward[::-1]
    assert forward[0] != forward[1]


@pytest.mark.parametrize(
    "call",
    [
        functools.partial(add, object()),
        functools.partial(Shop("a").fetch, 1),
        made_with(threading.Lock()),
        functools.partial(add, 1, two=add),
    ],
)
def test_what_is_no_plain_data_needs_a_key(call):
    with pytest.raises(NotInThread, match="do not tell it from others"):
        key(ThreadCalls(), call)


def test_a_step_has_one_turn_at_a_time_and_none_is_left_behind():
    calls = ThreadCalls()
    met, inside = threading.Barrier(2), []

    def work(step):
        with calls.of(step):
            inside.append(step)
            most = inside.count(step)
            if step == b"free":
                met.wait(patient(10))  # another step's turn is nobody's business
            inside.remove(step)
            return most

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, [b"one"] * 200)) == {1}
    with calls.of(b"one"), ThreadPoolExecutor(1) as pool:
        free = pool.submit(work, b"free")
        met.wait(patient(10))
        assert free.result() == 1
    with calls.of(b"one"), calls.of(b"one"):
        pass
    assert not calls._steps


def test_a_loop_within_a_loop_of_its_thread_is_allowed():
    calls = ThreadCalls()
    with calls.loop("a"):
        with calls.loop("a"), pytest.raises(NotInThread, match="label 'a'"):
            elsewhere(lambda: calls.loop("a").__enter__())
        with pytest.raises(NotInThread):
            elsewhere(lambda: calls.loop("a").__enter__())
    with calls.loop("a"):
        pass


def test_questions_one_after_the_other_may_come_from_anywhere():
    calls = ThreadCalls()
    calls.ask(asks_already=False)
    elsewhere(lambda: calls.ask(asks_already=False))
    assert calls.misuse is None
    with pytest.raises(NotInThread):
        calls.ask(asks_already=True)
    assert calls.misuse is not None
