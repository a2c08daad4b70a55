"""Frames over a real pipe: whole ones arrive, damaged ones are counted, and nothing ever waits for ever."""

import os
import random
import threading
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.wait import patient
from support.wires import Wires
from workflow_engine_shared.protocol.messages import (
    PROTOCOL,
    Beat,
    Bye,
    DumpStacks,
    LogGrew,
    NodeMoved,
    Progress,
    Ready,
    Signalled,
    SignalsWaiting,
    Start,
    Stop,
    ToSupervisor,
    ToWorker,
)
from workflow_engine_shared.protocol.pipe import MAX_FRAME, supervisor_side

TO_WORKER: list[ToWorker] = [Start("/h", "r", 1, "i", mask_keys=("pin",)), SignalsWaiting(), Stop(), DumpStacks()]
TO_SUPERVISOR: list[ToSupervisor] = [
    Ready(PROTOCOL, 1),
    Beat(None, 0, 2**40),
    NodeMoved("n", 1, "running", 2),
    Progress("数据", "loop", done=1, message="x" * 10_000, rate=0.5),
    Signalled(),
    LogGrew(),
    Bye(),
]


def frame(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def packed(value: object) -> bytes:
    return frame(msgspec.msgpack.encode(value))


def finishes(work: Callable[[], object], timeout: float = 20.0) -> None:
    """Fails when the work takes for ever."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(timeout)
    assert not thread.is_alive()


def test_messages_arrive_in_order(wires: Wires) -> None:
    assert all(wires.supervisor.send(message) for message in TO_WORKER)
    assert all(wires.worker.send(message) for message in TO_SUPERVISOR)
    wires.worker.close()
    assert list(wires.supervisor.messages()) == TO_SUPERVISOR
    wires.supervisor.close()
    assert list(wires.worker.messages()) == []
    assert wires.supervisor.ignored == 0


def test_the_worker_hears_in_order(wires: Wires) -> None:
    for message in TO_WORKER:
        wires.supervisor.send(message)
    wires.supervisor.close()
    assert list(wires.worker.messages()) == TO_WORKER


def test_the_kinds_are_told_apart_by_name() -> None:
    kinds = [msgspec.msgpack.decode(msgspec.msgpack.encode(message))["kind"] for message in TO_WORKER + TO_SUPERVISOR]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize(
    "body",
    [
        packed({"kind": "of tomorrow", "x": 1}),
        packed({"x": 1}),
        packed({}),
        packed({"kind": 5}),
        packed({"kind": "beat"}),
        packed({"kind": "beat", "node": None, "visit": "one", "rss": 0}),
        packed(["beat"]),
        packed(None),
        packed(2**63),
        frame(b""),
        frame(b"\xc1"),
        frame(b"\xff" * 1000),
        frame(b"\x91" * 100_000),
        frame(b"\x81\xa4kind" * 10_000),
        frame(b"\xdd\xff\xff\xff\xff"),
        frame(b"\x84\xa4kind\xa4beat\xa4node\xa2\xff\xfe\xa5visit\x00\xa3rss\x00"),
        frame(msgspec.msgpack.encode(Bye()) + b"x"),
        frame(random.Random(7).randbytes(60_000)),
    ],
    ids=lambda body: repr(body[4:24]),
)
def test_a_frame_that_says_nothing_is_counted_and_the_next_is_heard(wires: Wires, body: bytes) -> None:
    reader = wires.supervisor.messages()
    thread = threading.Thread(target=lambda: os.write(wires.raw, body + packed(Bye())))
    thread.start()
    assert next(reader) == Bye()
    thread.join()
    assert wires.supervisor.ignored == 1


def test_a_field_of_tomorrow_is_passed_over(wires: Wires) -> None:
    os.write(wires.raw, packed({"kind": "beat", "node": "a", "visit": 1, "rss": 2, "mood": "good"}))
    assert next(wires.supervisor.messages()) == Beat("a", 1, 2)
    assert wires.supervisor.ignored == 0


@pytest.mark.parametrize("length", [MAX_FRAME + 1, 2**31, 2**32 - 1])
def test_a_wrong_length_ends_the_channel(wires: Wires, length: int) -> None:
    os.write(wires.raw, packed(Signalled()) + length.to_bytes(4, "big") + packed(Bye()))
    assert list(wires.supervisor.messages()) == [Signalled()]
    assert not wires.worker.send(Bye()), "the worker sees that nobody reads"


def test_the_longest_frame_arrives(wires: Wires) -> None:
    message = Progress("n", done=1, message="")
    spare = MAX_FRAME - len(msgspec.msgpack.encode(message)) - 4
    longest = Progress("n", done=1, message="x" * spare)
    assert len(msgspec.msgpack.encode(longest)) == MAX_FRAME
    thread = threading.Thread(target=lambda: wires.worker.send(longest))
    thread.start()
    assert next(wires.supervisor.messages()) == longest
    thread.join()


STREAM = b"".join(packed(message) for message in (Signalled(), Beat("a", 1, 2), Bye()))
ENDS = [len(packed(Signalled())), len(packed(Signalled())) + len(packed(Beat("a", 1, 2))), len(STREAM)]


@pytest.mark.parametrize("cut", range(len(STREAM) + 1))
def test_a_torn_frame_is_no_message(cut: int) -> None:
    reader, writer = os.pipe()
    os.write(writer, STREAM[:cut])
    os.close(writer)
    _, other = os.pipe()
    channel = supervisor_side(os.fdopen(reader, "rb"), os.fdopen(other, "wb"))
    os.close(_)
    heard = list(channel.messages())
    assert heard == [Signalled(), Beat("a", 1, 2), Bye()][: sum(end <= cut for end in ENDS)]
    channel.close()


@settings(deadline=None)
@given(st.binary(max_size=2000), st.booleans())
def test_no_bytes_break_the_reader(noise: bytes, as_frame: bool) -> None:
    reader, writer = os.pipe()
    os.write(writer, packed(Signalled()) + (frame(noise) if as_frame else noise))
    os.close(writer)
    unused, other = os.pipe()
    os.close(unused)
    channel = supervisor_side(os.fdopen(reader, "rb"), os.fdopen(other, "wb"))
    assert next(iter(list(channel.messages()))) == Signalled()
    channel.close()


def test_frames_of_several_threads_stay_whole(wires: Wires) -> None:
    def send(sender: int) -> None:
        for number in range(200):
            wires.worker.send(Progress(f"n{sender}", done=number, message="x" * (number * 97 % 9000)))

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(4)]
    for thread in threads:
        thread.start()
    reader = wires.supervisor.messages()
    heard: dict[str, list[int]] = {f"n{sender}": [] for sender in range(4)}
    for _ in range(800):
        message = next(reader)
        assert isinstance(message, Progress)
        assert len(message.message or "") == message.done * 97 % 9000
        heard[message.node].append(message.done)
    for thread in threads:
        thread.join()
    assert heard == {name: list(range(200)) for name in heard}
    assert wires.supervisor.ignored == 0


# -- ends -----------------------------------------------------------------------------------------------------------


def test_the_other_sides_end_is_an_end(wires: Wires) -> None:
    wires.worker.close()
    assert list(wires.supervisor.messages()) == []
    assert not wires.supervisor.send(Stop())
    assert not wires.supervisor.send(Stop())


def test_our_own_close_is_an_end_too(wires: Wires) -> None:
    wires.supervisor.close()
    wires.supervisor.close()
    assert not wires.supervisor.send(Stop())
    assert list(wires.supervisor.messages()) == []


def test_closing_does_not_wait_for_a_thread_that_reads(wires: Wires) -> None:
    """A stray process may keep the other end open long after the worker is gone."""
    heard: list[ToSupervisor] = []
    listening = threading.Thread(target=lambda: heard.extend(wires.supervisor.messages()), daemon=True)
    wires.worker.send(Signalled())
    listening.start()
    finishes(wires.supervisor.close)
    assert list(wires.worker.messages()) == [], "the worker sees end-of-file at once"
    wires.worker.send(Bye())
    wires.worker.close()
    listening.join(patient(20))
    assert not listening.is_alive()
    assert heard in ([Signalled(), Bye()], [])


# -- a full pipe ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot tell")
def test_room_is_known_beforehand(wires: Wires) -> None:
    sent = 0
    while wires.supervisor.has_room():
        assert sent < 1_000_000
        wires.supervisor.send(SignalsWaiting())
        sent += 1
    assert sent > 1000
    reader = wires.worker.messages()
    for _ in range(sent):
        next(reader)
    assert wires.supervisor.has_room()
    wires.supervisor.close()
    assert not wires.supervisor.has_room()
