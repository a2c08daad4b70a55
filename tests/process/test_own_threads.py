"""Threads that the author's code starts: their durable calls are durable, or refused; a pause reaches them."""

import sys
from collections import Counter

import pytest

from support.run import Run, chain, node
from support.server import Server

WAYS = [
    "pool",
    "keyless",
    "lasting",
    "in_executor",
    "to_thread",
    "anyio",
    "threads",
    "native",
    "thread_pool",
    "loop_in_thread",
]
COUNT = 4


def times_each(run: Run) -> Counter:
    return Counter(line["key"] for line in run.ledger("item"))


def test_every_step_in_a_thread_is_done_once_however_the_thread_came_to_be(server: Server):
    work = {"ways": [*WAYS, "same_step_at_once"], "count": COUNT}
    run = server.run(chain(node("first", "works_in_threads", **work), node("second", "works_in_threads", **work)))
    for _ in range(2):
        assert run.failed()["message"] == "RuntimeError: behind the threads"
        run.resume()

    sums = {**dict.fromkeys(WAYS, sum(range(COUNT))), "same_step_at_once": COUNT}
    assert run.finished()["sums"] == sums
    once_a_node = {f"{way}{number}": 2 for way in WAYS for number in range(COUNT)}
    assert times_each(run) == {**once_a_node, f"same_step_at_once{COUNT}": 2}
    assert {line["node"] for line in run.ledger("item")} == {"first", "second"}
    assert Counter(line["node"] for line in run.ledger("item")) == dict.fromkeys(["first", "second"], len(WAYS) * 4 + 1)


def test_what_no_later_attempt_could_know_again_is_refused(server: Server):
    run = server.run(chain(node("refused", "refused_in_threads"), node("late", "too_late")))

    state = run.finished()

    assert state["refused"] == {
        "no_key": "NOT_IN_THREAD",
        "two_loops": "NOT_IN_THREAD",
        "in_an_item": "NOT_IN_ITEM",
        "forked": "NOT_IN_RUN",
        "spawned": "NOT_IN_RUN",
    }
    assert state["too_late"] == "NOT_IN_RUN"
    assert not run.ledger("item")


@pytest.mark.parametrize("how", ["gathered", "grouped", "never_asked"])
def test_a_pause_reaches_threads_whatever_the_function_makes_of_it(server: Server, how: str):
    count = 60
    run = server.run(node("work", "steps_in_threads", count=count, how=how, seconds=0.5))
    run.done(5)

    run.paused()

    assert 5 <= len(run.ledger("item")) < count
    assert "Traceback" not in " ".join(run.messages())
    run.hurry().resume()
    assert run.finished()["total"] == sum(range(count))
    assert times_each(run) == dict.fromkeys(range(count), 1)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing wakes a thread that waits there")
def test_a_pause_ends_the_wait_for_a_thread_that_left(server: Server):
    count = 40
    run = server.run(node("work", "joins_a_queue", count=count, seconds=0.2))
    run.done(5)

    run.paused()

    assert [line["level"] for line in run.logs() if "waits for a thread that left" in line["message"]] == ["WARNING"]
    assert len(run.left()) == 1, "no force was needed"
    run.hurry().resume()
    assert run.finished()["total"] == sum(range(count))
    assert times_each(run) == dict.fromkeys(range(count), 1)


def test_a_cancel_reaches_threads(server: Server):
    run = server.run(node("work", "steps_in_threads", count=400, how="never_asked", seconds=0.2))
    run.done(5)
    run.cancel()
    run.until("cancelled")
    assert len(run.ledger("item")) < 400


def test_one_thread_may_ask(server: Server):
    run = server.run(node("ask", "asks_in_threads", askers=1))
    assert run.until("interrupted")["interrupt"]["value"] == "question 0"
    run.resume(value="yes")
    assert run.finished()["answers"] == ["yes"]


def test_two_threads_that_ask_at_once_are_refused(server: Server):
    run = server.run(node("ask", "asks_in_threads", askers=2))
    assert run.failed()["code"] == "NOT_IN_THREAD"
