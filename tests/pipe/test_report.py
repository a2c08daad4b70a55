"""What a worker reports when nobody reads: its code never waits, and afterwards the newest is heard."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from support.wait import patient, until, within
from support.wires import Wires
from workflow_engine_shared.protocol.heartbeat_file import Vitals, read_vitals
from workflow_engine_shared.protocol.messages import (
    PROTOCOL,
    Beat,
    Bye,
    LogGrew,
    NodeMoved,
    OpenVisit,
    Progress,
    Ready,
    Signalled,
    ToSupervisor,
)
from workflow_engine_worker.reporting.heartbeat import HeartbeatFile
from workflow_engine_worker.reporting.reporter import MAX_WAITING_MOVES, MOVES_INTERVAL, Reporter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="fills a POSIX pipe")


@pytest.fixture
def report(wires: Wires, tmp_path: Path) -> Iterator[Reporter]:
    report = Reporter(wires.worker)
    report.ready(Ready(PROTOCOL, 1))
    report.start(HeartbeatFile(tmp_path / "vitals", 3))
    yield report
    report.flush_and_close(0)  # its thread leaves behind its last word, or as the pipe is closed


def fill(wires: Wires) -> None:
    """Leave no room: the report's thread is stuck from its next frame on."""
    os.set_blocking(wires.raw, False)
    frame = b"\0\0\1\0" + b"\xc1" * 256  # counted and ignored by the reader
    try:
        while True:
            assert os.write(wires.raw, frame) == len(frame)
    except BlockingIOError:
        os.set_blocking(wires.raw, True)


def heard_until_bye(wires: Wires) -> list[ToSupervisor]:
    heard = []
    for message in wires.supervisor.messages():
        heard.append(message)
        if message == Bye():
            break
    return heard


def test_everything_is_told(wires: Wires, report: Reporter) -> None:
    report.beat(Beat("a", 1, 2))
    report.node_moved(NodeMoved("a", 1, "running", 1))
    report.node_moved(NodeMoved("a", 1, "finished", 1))
    report.progress(Progress("a", done=1))
    report.signalled()
    report.log_grew()
    report.flush_and_close()
    heard = heard_until_bye(wires)
    assert heard[0] == Ready(PROTOCOL, 1)
    assert heard[-1] == Bye()
    assert {type(message) for message in heard} == {Ready, Beat, NodeMoved, Progress, Signalled, LogGrew, Bye}
    assert [it.status for it in heard if isinstance(it, NodeMoved)] == ["running", "finished"]


def test_moves_are_told_in_groups_and_the_last_one_always(wires: Wires) -> None:
    report, sent = Reporter(wires.worker), dict[type, float]()
    moves = [NodeMoved("a", number, "running", 1) for number in range(5)]

    def next_batch() -> list[ToSupervisor]:
        with report._changed:
            return report._next_batch(sent)

    report.node_moved(moves[0])
    assert next_batch() == moves[:1], "the first one at once"

    begun = sent[NodeMoved]
    for each in moves[1:3]:
        report.node_moved(each)
    assert next_batch() == moves[1:3]
    assert sent[NodeMoved] >= begun + MOVES_INTERVAL

    report.node_moved(moves[3])
    report.signalled()
    assert next_batch() == [moves[3], Signalled()], "no later than anything else"
    report.node_moved(moves[4])
    assert next_batch() == moves[4:], "though nothing follows it"


def test_a_full_pipe_never_makes_the_caller_wait(wires: Wires, report: Reporter) -> None:
    fill(wires)
    done = threading.Event()

    def work() -> None:
        for number in range(20_000):
            report.beat(Beat("a", number, 0))
            report.progress(Progress("a", done=number))
            report.node_moved(NodeMoved("a", number, "running", 1))
            report.signalled()
            report.log_grew()
        done.set()

    threading.Thread(target=work, daemon=True).start()
    assert done.wait(patient(30))

    listening = threading.Thread(target=report.flush_and_close, args=(30,), daemon=True)
    listening.start()
    heard = heard_until_bye(wires)
    listening.join(patient(30))
    assert [message.visit for message in heard if isinstance(message, Beat)][-1] == 19_999
    assert [message.done for message in heard if isinstance(message, Progress)][-1] == 19_999
    moves = [message.visit for message in heard if isinstance(message, NodeMoved)]
    assert moves[-MAX_WAITING_MOVES:] == list(range(20_000 - MAX_WAITING_MOVES, 20_000))
    assert len(heard) < 3 * MAX_WAITING_MOVES, "older news was replaced, not kept"


def test_the_last_word_waits_only_shortly(wires: Wires, report: Reporter) -> None:
    fill(wires)
    within(10, lambda: report.flush_and_close(timeout=0.2))
    assert heard_until_bye(wires)[-1] == Bye()


def told(folder: Path) -> Vitals | None:
    found = read_vitals(folder / "vitals")
    return None if found is None else found[1]


def test_a_limit_is_left_in_the_folder_before_its_visit_runs(report: Reporter, tmp_path: Path) -> None:
    assert told(tmp_path) is None
    report.limit_begins(NodeMoved("a", 4, "running", 2, 1.5), ())
    assert told(tmp_path) == Vitals(3, "a", 4, 2, 1.5)
    (tmp_path / "vitals").write_bytes(b"\x81")
    assert told(tmp_path) is None, "a damaged file says nothing"


def test_signs_of_life_of_another_version_are_read(tmp_path: Path) -> None:
    with_more, with_less = {"epoch": 3, "node": "a", "visit": 2, "rss": 512}, {"epoch": 3}
    (tmp_path / "vitals").write_bytes(msgspec.msgpack.encode(with_more))
    assert told(tmp_path) == Vitals(3, "a", 2)
    (tmp_path / "vitals").write_bytes(msgspec.msgpack.encode(with_less))
    assert told(tmp_path) == Vitals(3)


def test_without_a_supervisor_nothing_is_told_and_nothing_waits(wires: Wires, report: Reporter, tmp_path: Path) -> None:
    wires.supervisor.close()
    report.beat(Beat("a", 1, 0))
    within(20, lambda: report.flush_and_close(timeout=patient(60)))
    until(lambda: report._gone, what="the writer has left")
    report.beat(Beat("a", 2, 512))
    assert told(tmp_path) == Vitals(3, "a", 2), "a later supervisor finds its signs of life in the folder"
    report.progress(Progress("a", done=5))
    report.progress(Progress("a", done=6))
    report.beat(Beat("a", 2, 512))
    assert told(tmp_path) == Vitals(3, "a", 2, progress=Progress("a", done=6)), "and how far it is"
    report.node_moved(NodeMoved("a", 1, "running", 1))
    within(20, lambda: report.flush_and_close(timeout=patient(60)))


def test_the_newest_progress_of_each_visit_is_told(wires: Wires, report: Reporter) -> None:
    fill(wires)
    for number in range(100):
        report.progress(Progress("a", done=number, visit=2))
        report.progress(Progress("b", done=2 * number, visit=3))
    listening = threading.Thread(target=report.flush_and_close, args=(30,), daemon=True)
    listening.start()
    newest = {each.visit: each.done for each in heard_until_bye(wires) if isinstance(each, Progress)}
    listening.join(patient(30))
    assert newest == {2: 99, 3: 198}


def test_what_is_followed_is_asked_when_it_is_sent_and_again_after_each_sending(wires: Wires, report: Reporter) -> None:
    counted, asked = [0], list[int]()

    def tell() -> Progress:
        asked.append(counted[0])
        return Progress("a", done=counted[0], visit=2)

    heard = (each.done for each in wires.supervisor.messages() if isinstance(each, Progress))
    report.follow(2, tell)
    assert next(heard) == 0
    for counted[0] in range(1, 2001):
        report.follow(2, tell)
    assert 2000 in heard
    assert len(asked) < 20, "it is asked once for each frame, not for each item"
    report.progress(Progress("a", done=7, visit=2))  # of an item, say: it takes the other's place
    counted[0] += 1
    report.follow(2, tell)
    assert 2001 in heard


def test_signs_of_life_name_all_that_is_under_way(wires: Wires, report: Reporter, tmp_path: Path) -> None:
    first, second = OpenVisit("a", 2, 1, 60.0), OpenVisit("b", 3, 2)
    report.limit_begins(NodeMoved("a", 2, "running", 1, 60.0), (first,))
    assert told(tmp_path) == Vitals(3, "a", 2, 1, 60.0, open=(first,))
    wires.supervisor.close()
    report.beat(Beat("b", 3, 0, (first, second)))
    within(20, lambda: report.flush_and_close(timeout=patient(60)))
    until(lambda: report._gone, what="the writer has left")
    for visit, node in ((2, "a"), (3, "b"), (2, "a")):
        report.progress(Progress(node, done=visit, visit=visit))
    report.beat(Beat("b", 3, 0, (first, second)))
    assert told(tmp_path) == Vitals(
        3, "b", 3, 2, None, Progress("a", done=2, visit=2), (first, second), (Progress("b", done=3, visit=3),)
    )
    report.beat(Beat("b", 3, 0, (second,)))
    assert told(tmp_path) == Vitals(3, "b", 3, 2, None, Progress("b", done=3, visit=3), (second,)), "the other is over"
