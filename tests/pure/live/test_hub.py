"""The hub by itself: order, rings, resync, slow readers. Real threads, a real loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import pytest

from support.hand_clock import HandClock
from workflow_engine_shared.clock import SystemClock
from workflow_engine_supervisor.live.hub import ALL_RUNS, Hub
from workflow_engine_supervisor.live.run_feed import LINES_A_BREATH
from workflow_engine_supervisor.live.subscription import (
    LONGEST_LOOK,
    PACE,
    PACE_SECONDS,
    QUEUE,
    RING,
    Opening,
    SlowConsumer,
    Subscription,
)


def run(test: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    async def bound() -> None:
        hub = Hub(SystemClock())
        hub.bind(asyncio.get_running_loop())
        await test(hub)

    asyncio.run(bound())


async def keep_setup() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def take(watcher: Subscription, count: int) -> list[Any]:
    return [msgspec.json.decode((await asyncio.wait_for(anext(watcher), 5)).data) for _ in range(count)]


def number(seq: str) -> int:
    return int(seq.partition("-")[2])


def test_events_reach_every_watcher_of_their_run_in_order():
    async def test(hub: Hub) -> None:
        first, second, other = (hub.subscribe(run_id) for run_id in ("a", "a", "b"))
        for n in range(100):
            hub.publish("a", "log", n)
        assert await take(first, 100) == list(range(100))
        assert await take(second, 100) == list(range(100))
        assert other.waiting == 0

    run(test)


def test_publishing_from_many_threads_numbers_without_gaps():
    async def test(hub: Hub) -> None:
        watcher = hub.subscribe("a")
        threads = [threading.Thread(target=lambda: [hub.publish("a", "log", n) for n in range(100)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        seqs = [number((await asyncio.wait_for(anext(watcher), 5)).seq) for _ in range(800)]
        for thread in threads:
            thread.join()
        assert seqs == list(range(1, 801))

    run(test)


def test_types_are_chosen():
    async def test(hub: Hub) -> None:
        watcher = hub.subscribe("a", types={"node"})
        hub.publish("a", "log", 1)
        hub.publish("a", "node", 2)
        assert await take(watcher, 1) == [2]
        assert not watcher.wants("status")

    run(test)


def test_since_continues_behind_what_was_seen():
    async def test(hub: Hub) -> None:
        first = hub.subscribe("a")
        for n in range(1, 11):
            hub.publish("a", "log", n)
        seen = [await anext(first) for _ in range(4)][-1].seq
        hub.unsubscribe(first)
        again = hub.subscribe("a", since=seen)
        assert again.opening is Opening.CONTINUED
        hub.publish("a", "log", 11)
        assert await take(again, 7) == [5, 6, 7, 8, 9, 10, 11]
        newest = hub.subscribe("a", since=f"{hub.boot}-11")
        assert (newest.opening, newest.waiting) == (Opening.CONTINUED, 0)

    run(test)


@pytest.mark.parametrize(
    "since",
    ["abc", "-1", str(2**70), "", "00000000-1", "{boot}-999", "{boot}-", "{boot}-1-1", "{boot}-99999999999999999999"],
)
def test_what_cannot_be_continued_is_resynced(since: str):
    async def test(hub: Hub) -> None:
        hub.subscribe("a")
        hub.publish("a", "log", 1)
        await keep_setup()
        watcher = hub.subscribe("a", since=since.format(boot=hub.boot))
        assert watcher.opening is Opening.RESYNC
        assert watcher.at == f"{hub.boot}-1"

    run(test)


def test_a_ring_holds_the_last_ten_thousand():
    async def test(hub: Hub) -> None:
        hub.unsubscribe(hub.subscribe("a"))
        for n in range(1, RING + 11):
            hub.publish("a", "log", n)
        await keep_setup()
        assert hub.subscribe("a", since=f"{hub.boot}-9").opening is Opening.RESYNC
        just = hub.subscribe("a", since=f"{hub.boot}-10")
        assert just.opening is Opening.CONTINUED
        hub.publish("a", "log", "and on")
        found = await take(just, RING + 1)
        assert (found[0], found[-1]) == (11, "and on")

    run(test)


def test_a_forgotten_run_is_not_continued_and_no_number_comes_twice():
    async def test(hub: Hub) -> None:
        watcher = hub.subscribe("a")
        hub.publish("a", "log", 1)
        seen = (await anext(watcher)).seq
        assert not hub.forget("a")
        hub.unsubscribe(watcher)
        assert hub.forget("a")
        assert hub.forget("a")
        hub.publish("a", "log", "nobody keeps this")
        again = hub.subscribe("a", since=seen)
        assert again.opening is Opening.RESYNC
        hub.publish("a", "log", 2)
        assert number((await anext(again)).seq) > number(seen) + 1

    run(test)


def test_who_does_not_read_is_thrown_out_alone():
    async def test(hub: Hub) -> None:
        slow, quick = hub.subscribe("a"), hub.subscribe("a")
        for n in range(QUEUE):
            hub.publish("a", "log", n)
        await keep_setup()
        assert (slow.slow, slow.waiting, hub.has_room("a")) == (False, QUEUE, False)
        assert await take(quick, QUEUE) == list(range(QUEUE))
        hub.publish("a", "log", QUEUE)  # one too many
        assert await take(quick, 1) == [QUEUE]
        assert slow.slow
        assert slow.closed.is_set()
        assert hub.has_room("a")
        with pytest.raises(SlowConsumer):
            await anext(slow)

    run(test)


def test_closing_ends_every_subscription_and_later_events_are_lost():
    async def test(hub: Hub) -> None:
        watcher = hub.subscribe("a")
        hub.publish("a", "log", 1)
        await keep_setup()
        hub.close()
        hub.publish("a", "log", 2)
        assert [msgspec.json.decode(event.data) async for event in watcher] == [1]

    run(test)


def test_publishing_for_nobody_costs_nothing_and_is_not_kept():
    async def test(hub: Hub) -> None:
        hub.publish("a", "log", 1)
        await keep_setup()
        assert hub.watched() == []
        assert hub.subscribe("a").at == f"{hub.boot}-0"
        assert hub.watched() == ["a"]

    run(test)


def test_who_reads_too_slowly_while_others_wait_is_thrown_out():
    async def test() -> None:
        clock = HandClock()
        hub = Hub(clock)
        hub.bind(asyncio.get_running_loop())
        slow, steady = hub.subscribe("a"), hub.subscribe("a")
        for n in range(QUEUE - 100):
            hub.publish("a", "log", n)
        await keep_setup()
        assert not hub.has_room("a")
        await take(slow, PACE - 1)
        await take(steady, PACE)
        for _ in range(9):
            clock.seconds += LONGEST_LOOK
            hub.has_room("a")
        await keep_setup()
        assert (slow.slow, steady.slow) == (False, False)
        for _ in range(2):
            clock.seconds += LONGEST_LOOK
            hub.has_room("a")
        await keep_setup()
        assert (slow.slow, steady.slow) == (True, False)

    asyncio.run(test())


def test_a_process_that_stood_still_calls_no_reader_slow():
    async def test() -> None:
        clock = HandClock()
        hub = Hub(clock)
        hub.bind(asyncio.get_running_loop())
        watcher = hub.subscribe("a")
        for n in range(QUEUE - 100):
            hub.publish("a", "log", n)
        await keep_setup()
        for _ in range(3):
            clock.seconds += 60 * PACE_SECONDS
            assert not hub.has_room("a")
        await keep_setup()
        assert not watcher.slow

    asyncio.run(test())


def test_what_waits_and_what_is_on_the_way_share_the_room():
    """A feed that publishes a batch whenever there is room must not throw out a reader that had no turn in between."""

    async def test(hub: Hub) -> None:
        watcher = hub.subscribe("a")
        for n in range(QUEUE // 2 - 1):
            hub.publish("a", "log", n)
        await keep_setup()
        assert hub.has_room("a")
        for n in range(LINES_A_BREATH):
            hub.publish("a", "log", n)
        assert (watcher.waiting, hub.has_room("a")) == (QUEUE // 2 - 1, False)
        await keep_setup()
        assert not watcher.slow

    run(test)


def test_all_runs_are_a_topic_of_their_own():
    async def test(hub: Hub) -> None:
        one, every = hub.subscribe("a"), hub.subscribe(ALL_RUNS)
        hub.publish("a", "log", 1)
        hub.publish("a", "run", 2, topic=ALL_RUNS)
        hub.publish("b", "run", 3, topic=ALL_RUNS)
        assert await take(one, 1) == [1]
        assert await take(every, 2) == [2, 3]
        assert (hub.watched(), hub.is_watched(ALL_RUNS), hub.subscribers()) == (["a"], True, 2)
        hub.unsubscribe(every)
        assert not hub.is_watched(ALL_RUNS)

    run(test)
