"""Threads that a function starts itself, in every way there is, with durable calls in them."""

import _thread
import asyncio
import concurrent.futures
import contextlib
import multiprocessing
import multiprocessing.pool
import queue
import threading
import time

import anyio
import anyio.to_thread

from workflow_engine import current_run, interrupt, map_steps, step
from workflow_engine_shared.errors import RenError

from .ledger import note
from .pace import takes

POOL = concurrent.futures.ThreadPoolExecutor(3)  # outlives every node


def works_in_threads(state, *, ways, count=4):
    """All ways in turn; the first attempt raises behind them."""
    sums = {way: sum(_WAYS[way](way, count)) for way in ways}
    if current_run().attempt == 1:
        raise RuntimeError("behind the threads")
    return {"sums": sums}


def _once(way, number):
    note("item", key=f"{way}{number}")
    return number


def _pool(way, count):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda number: step(_once, way, number, key=[way, number]), range(count)))


def _keyless(way, count):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        order = range(count) if current_run().attempt == 1 else range(count - 1, -1, -1)
        return list(pool.map(lambda number: step(_once, way, number), order))


def _lasting(way, count):
    return [future.result() for future in [POOL.submit(step, _once, way, number) for number in range(count)]]


def _in_executor(way, count):
    async def all_of_them():
        loop = asyncio.get_running_loop()
        return await asyncio.gather(*(loop.run_in_executor(None, step, _once, way, n) for n in range(count)))

    return asyncio.run(all_of_them())


def _to_thread(way, count):
    async def all_of_them():
        return await asyncio.gather(*(asyncio.to_thread(step, _once, way, number) for number in range(count)))

    return asyncio.run(all_of_them())


def _anyio(way, count):
    return _in_a_group(lambda number: step(_once, way, number), count)


def _in_a_group(call, count):
    """What a call gives for each number, in threads of anyio's."""
    found = []

    async def one(number):
        found.append(await anyio.to_thread.run_sync(call, number))

    async def all_of_them():
        async with anyio.create_task_group() as group:
            for number in range(count):
                group.start_soon(one, number)

    anyio.run(all_of_them)
    return found


def _threads(way, count):
    found = queue.SimpleQueue()
    threads = [threading.Thread(target=lambda n=n: found.put(step(_once, way, n, key=[way, n]))) for n in range(count)]
    for each in threads:
        each.start()
    return [found.get(timeout=30) for _ in threads]


def _native(way, count):
    found = queue.SimpleQueue()
    for number in range(count):
        _thread.start_new_thread(lambda n=number: found.put(step(_once, way, n, key=[way, n])), ())
    return [found.get(timeout=30) for _ in range(count)]


def _thread_pool(way, count):
    with multiprocessing.pool.ThreadPool(count) as pool:
        return pool.starmap(step, [(_once, way, number) for number in range(count)])


def _loop_in_thread(way, count):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return list(pool.submit(map_steps, _item, [[way, number] for number in range(count)], workers=2).result())


def _item(pair):
    return _once(*pair)


def _same_step_at_once(way, count):
    """One step that all threads want: once, and everybody gets its result."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return set(pool.map(lambda _: step(_slowly, way, count, key="only"), range(count)))


def _slowly(way, number):
    time.sleep(0.05)
    return _once(way, number)


_WAYS = {
    name.lstrip("_"): way
    for name, way in list(globals().items())
    if getattr(way, "__code__", None) and way.__code__.co_varnames[:2] == ("way", "count")
}


def refused_in_threads(state):
    """What cannot be known again in a later attempt: each way's error."""
    late = threading.Event()
    left = queue.SimpleQueue()
    found = {
        "no_key": _refusal(lambda: step(lambda: late)),
        "two_loops": _two_loops(),
        "in_an_item": map_steps(_thread_of_item, [1])[0],
        "forked": _of_child("fork") if "fork" in multiprocessing.get_all_start_methods() else "NOT_IN_RUN",
        "spawned": _of_child("spawn"),
    }
    threading.Thread(
        target=lambda: late.wait(30) and left.put(_code(lambda: step(_once, "late", 1))), daemon=True
    ).start()
    LEFT.append((late, left))
    return {"refused": found}


LEFT = []


def too_late(state):
    """The thread that the node before left behind."""
    late, left = LEFT.pop()
    late.set()
    return {"too_late": left.get(timeout=30)}


def _refusal(call):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(_code, call).result()


def _code(call):
    try:
        return f"no refusal: {call()}"
    except RenError as error:
        return error.code


def _two_loops():
    met = threading.Barrier(2, timeout=30)

    def item(number):
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait()
        return number

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        both = [pool.submit(map_steps, item, [number], label="same") for number in range(2)]
        try:
            return next(each.exception() for each in concurrent.futures.as_completed(both) if each.exception()).code
        finally:
            met.abort()


def _thread_of_item(_):
    return _refusal(lambda: step(_once, "item", 1))


def _child(answers):
    answers.put(_code(lambda: step(len, "abc")))


def _of_child(method):
    context = multiprocessing.get_context(method)
    answers = context.SimpleQueue()
    child = context.Process(target=_child, args=(answers,))
    child.start()
    child.join(30)
    return answers.get()


def steps_in_threads(state, *, count, how, seconds=0.02):
    """Slow steps, of which the function swallows or wraps whatever comes out of them."""
    return {"total": _SWALLOWING[how](count, seconds)}


def _slow(number, seconds):
    note("item", key=number)
    takes(seconds)
    return number


def _gathered(count, seconds):
    async def all_of_them():
        steps = (asyncio.to_thread(step, _slow, number, seconds) for number in range(count))
        return await asyncio.gather(*steps, return_exceptions=True)

    return sum(each for each in asyncio.run(all_of_them()) if isinstance(each, int))


def _grouped(count, seconds):
    return sum(_in_a_group(lambda number: step(_slow, number, seconds), count))


def _never_asked(count, seconds):
    found = []

    def work(numbers):
        found.extend(step(_slow, number, seconds) for number in numbers)

    threads = [threading.Thread(target=work, args=(range(first, count, 4),)) for first in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(found)


def joins_a_queue(state, *, count, seconds=0.02):
    """A queue and threads that take from it; nothing ever ends the wait for one that left."""
    waiting, found = queue.Queue(), []
    for number in range(count):
        waiting.put(number)

    def work():
        while True:
            found.append(step(_slow, waiting.get(), seconds))
            waiting.task_done()

    for _ in range(2):
        threading.Thread(target=work, daemon=True).start()
    waiting.join()
    return {"total": sum(found)}


_SWALLOWING = {"gathered": _gathered, "grouped": _grouped, "never_asked": _never_asked}


def asks_in_threads(state, *, askers):
    """Questions of so many threads at once."""
    with concurrent.futures.ThreadPoolExecutor(askers) as pool:
        asked = [pool.submit(interrupt, f"question {number}") for number in range(askers)]
        return {"answers": [each.result() for each in asked]}
