"""What happens to runs reaches every subscriber, in order, whatever the others do."""

import threading

import pytest

from support.wait import patient
from workflow_engine_shared.protocol.messages import NodeMoved, Progress
from workflow_engine_supervisor.run_events import (
    LogExtended,
    ProgressMade,
    RunChanged,
    RunDeleted,
    RunEvent,
    RunEvents,
    VisitMoved,
)

SOME = [
    RunChanged("a"),
    VisitMoved("a", NodeMoved("load", 1, "running", 1)),
    ProgressMade("a", Progress("load", done=3)),
    LogExtended("b"),
    RunDeleted("a"),
]


def test_subscribers_hear_everything_in_the_order_in_which_they_subscribed():
    events = RunEvents()
    events.publish(RunChanged("too early"))
    heard: list[tuple[str, RunEvent]] = []
    events.subscribe(lambda event: heard.append(("first", event)))
    events.subscribe(lambda event: heard.append(("second", event)))
    for event in SOME:
        events.publish(event)
    assert heard == [(who, event) for event in SOME for who in ("first", "second")]


def test_who_leaves_or_comes_while_an_event_is_on_its_way():
    events = RunEvents()
    heard: list[str] = []

    def restless(event: RunEvent) -> None:
        heard.append(f"restless {event.thread_id}")
        events.unsubscribe(restless)
        events.unsubscribe(steady)
        events.subscribe(fresh)

    def steady(event: RunEvent) -> None:
        heard.append(f"steady {event.thread_id}")

    def fresh(event: RunEvent) -> None:
        heard.append(f"fresh {event.thread_id}")

    events.subscribe(restless)
    events.subscribe(steady)
    events.publish(RunChanged("1"))
    events.publish(RunChanged("2"))
    events.unsubscribe(fresh)
    events.unsubscribe(fresh)
    events.publish(RunChanged("3"))
    assert heard == ["restless 1", "steady 1", "fresh 2"]


def test_one_that_raises_is_logged_and_stops_nobody(caplog: pytest.LogCaptureFixture):
    events = RunEvents()
    heard: list[RunEvent] = []

    def broken(event: RunEvent) -> None:
        raise ValueError("no room")

    events.subscribe(broken)
    events.subscribe(heard.append)
    with caplog.at_level("INFO", "renflow.supervisor"):
        for event in SOME:
            events.publish(event)
    assert heard == SOME
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        f"subscriber.failed thread_id={event.thread_id} event={type(event).__name__} error=ValueError('no room')"
        for event in SOME
    ]


def test_many_threads_publish_while_others_come_and_go():
    threads, each = 8, 2_000
    events = RunEvents()
    lock = threading.Lock()
    heard: list[str] = []
    passing: list[RunEvent] = []
    over = threading.Event()

    def hear(event: RunEvent) -> None:
        with lock:
            heard.append(event.thread_id)

    def publish(name: str) -> None:
        for number in range(each):
            events.publish(RunChanged(f"{name}-{number}"))

    def come_and_go() -> None:
        while not over.is_set():
            events.subscribe(passing.append)
            events.unsubscribe(passing.append)

    events.subscribe(hear)
    publishers = [threading.Thread(target=publish, args=(str(name),), daemon=True) for name in range(threads)]
    restless = [threading.Thread(target=come_and_go, daemon=True) for _ in range(2)]
    for thread in (*restless, *publishers):
        thread.start()
    for thread in publishers:
        thread.join(patient(60))
    over.set()
    for thread in restless:
        thread.join(patient(60))
    assert not any(thread.is_alive() for thread in (*restless, *publishers))
    for name in map(str, range(threads)):
        mine = [told for told in heard if told.startswith(f"{name}-")]
        assert mine == [f"{name}-{number}" for number in range(each)]
    passing.clear()
    events.publish(RunChanged("last"))
    assert (heard[-1], passing) == ("last", [])
