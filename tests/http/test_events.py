"""Live events over WebSocket and SSE, from a run's rows and its log (B-24, B-25, S-21)."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from support.api import Api
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow import moves

Frame = dict[str, Any]


@contextmanager
def watching(api: Api, thread_id: str, query: str = "", **options: Any) -> Iterator[ClientConnection]:
    with connect(f"{api.ws}/runs/{thread_id}/events{query}", max_size=None, **options) as socket:
        yield socket


def frame(socket: ClientConnection, seconds: float = 5) -> Frame:
    found: Frame = json.loads(socket.recv(timeout=seconds))
    return found


def read_to_the_end(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=patient(10))


def write_log(api: Api, thread_id: str, *numbers: int) -> None:
    with (api.home / "runs" / thread_id / "logs.jsonl").open("ab") as file:
        file.write(b"".join(b'{"message": "line %d", "seq": %d}\n' % (n, n) for n in numbers))


def test_the_status_comes_first_then_what_happens(api: Api):
    api.run("followed")
    write_log(api, "followed", 1, 2)
    with watching(api, "followed") as socket:
        first = frame(socket)
        assert (first["type"], first["thread_id"], first["data"]["status"]) == ("status", "followed", "pending")
        assert list(first) == ["seq", "ts", "type", "thread_id", "data"]
        write_log(api, "followed", 3, 4)
        assert [frame(socket)["data"] for _ in range(2)] == [
            {"message": "line 3", "seq": 3},
            {"message": "line 4", "seq": 4},
        ]


def test_a_command_shows_at_once_without_any_worker(api: Api):
    api.run_in("commanded", RunStatus.RUNNING)
    with watching(api, "commanded") as socket:
        assert frame(socket)["data"]["pause_requested"] is False
        api.post("/runs/commanded/pause")
        assert frame(socket, 1)["data"]["pause_requested"] is True


def test_a_row_that_changes_without_a_bell_shows_within_two_seconds(api: Api):
    api.run("silent-row")
    with watching(api, "silent-row") as socket:
        frame(socket)
        with api.database.write() as con:
            moves.run_cancelled(con, "silent-row", SystemClock().now())
        assert frame(socket, 2)["data"]["status"] == "cancelled"


def test_the_last_lines_come_before_the_end(api: Api):
    api.run("ending")
    with watching(api, "ending") as socket:
        frame(socket)
        write_log(api, "ending", *range(1, 301))
        with api.database.write() as con:
            moves.run_cancelled(con, "ending", SystemClock().now())
        found = [frame(socket) for _ in range(301)]
        assert [each["type"] for each in found] == ["log"] * 300 + ["status"]


def test_who_comes_back_misses_nothing(api: Api):
    api.run("reconnecting")
    with watching(api, "reconnecting") as socket:
        frame(socket)
        write_log(api, "reconnecting", 1, 2, 3)
        seen, _, _ = [frame(socket)["seq"] for _ in range(3)]
    write_log(api, "reconnecting", 4, 5)
    with watching(api, "reconnecting", f"?since={seen}") as socket:
        assert [frame(socket)["data"]["seq"] for _ in range(4)] == [2, 3, 4, 5]


@pytest.mark.parametrize("since", ["abc", "-1", str(2**70), "00000000-5", "x" * 100])
def test_an_unknown_place_gives_a_snapshot(api: Api, since: str):
    if api.get("/runs/resynced").status_code == 404:
        api.run("resynced")
    with watching(api, "resynced", f"?since={since}") as socket:
        first = frame(socket)
        assert (first["type"], first["data"]["thread_id"]) == ("resync", "resynced")
        assert {"nodes", "progress", "times"} <= set(first["data"])
        boot, _, number = first["seq"].partition("-")
    with watching(api, "resynced", f"?since={boot}-{number}&types=log") as socket:
        logged = api.get("/runs/resynced/logs", limit=1000).json()["items"]
        write_log(api, "resynced", len(logged) + 1)
        assert frame(socket)["type"] == "log"


def test_types_are_chosen(api: Api):
    api.run("chosen")
    with watching(api, "chosen", "?types=log") as socket:
        api.post("/runs/chosen/cancel")
        write_log(api, "chosen", 1)
        assert frame(socket)["type"] == "log"
    with watching(api, "chosen", "?types=status,node") as socket:
        assert frame(socket)["type"] == "status"


@pytest.mark.parametrize("query", ["?types=logs", "?types=", "?sinc=x", "?since=a&since=b", "?since=" + "x" * 101])
def test_wrong_questions_are_refused_before_the_handshake(api: Api, query: str):
    if api.get("/runs/asked").status_code == 404:
        api.run("asked")
    with pytest.raises(InvalidStatus) as refused, watching(api, "asked", query):
        pass
    assert refused.value.response.status_code == 422
    assert json.loads(refused.value.response.body or b"")["code"] == "BAD_QUERY"
    assert api.client.get(f"/runs/asked/events{query}").json()["code"] == "BAD_QUERY"


@pytest.mark.parametrize("thread_id", ["unknown", "a%00b", "con", "%2e%2e"])
def test_an_unknown_run_has_no_stream(api: Api, thread_id: str):
    with pytest.raises(InvalidStatus) as refused, watching(api, thread_id):
        pass
    assert refused.value.response.status_code == 404
    assert json.loads(refused.value.response.body or b"")["code"] == "RUN_NOT_FOUND"


@pytest.mark.parametrize(
    ("message", "code"), [("not json", 1008), ('{"type": "subscribe"}', 1008), (b"\x00\x01", 1003)]
)
def test_messages_to_the_stream_are_answered_with_errors_and_then_with_the_end(
    api: Api, message: str | bytes, code: int
):
    if api.get("/runs/talked-to").status_code == 404:
        api.run("talked-to")
    with watching(api, "talked-to") as socket:
        frame(socket)
        for _ in range(9):
            socket.send(message)
            assert frame(socket)["type"] == "error"
        socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=patient(5))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code


def test_a_huge_message_ends_only_its_own_connection(api: Api):
    api.run("huge")
    with watching(api, "huge") as socket, watching(api, "huge") as other:
        frame(socket)
        frame(other)
        socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=patient(5))
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        write_log(api, "huge", 1)
        assert frame(other)["type"] == "log"


def test_who_does_not_read_is_thrown_out_and_nobody_else_notices(api: Api):
    log = api.run("flooded").log
    total = 30_000
    seen: list[int] = []
    with watching(api, "flooded", max_queue=1) as slow, watching(api, "flooded") as quick:
        frame(quick)

        def read() -> None:
            seen.extend(frame(quick, 20)["data"]["seq"] for _ in range(total))

        # On threads of their own: who writes or reads for another does not read in the meantime.
        threads = [threading.Thread(target=read), threading.Thread(target=_flood, args=(log, total))]
        for each in threads:
            each.start()
        # Buffers on the way hold some megabytes, the queue one. Nobody is that far ahead of one who is not thrown out.
        until(lambda: len(seen) > total // 2 or not threads[0].is_alive(), 60, "half of the lines")
        with pytest.raises(ConnectionClosed) as closed:
            read_to_the_end(slow)
        for each in threads:
            each.join()
    assert seen == list(range(1, total + 1))
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1013, "slow_consumer")


def _flood(log: Path, lines: int) -> None:
    with log.open("ab") as file:
        for n in range(1, lines + 1):
            file.write(b'{"message": "%s", "seq": %d}\n' % (b"x" * 1000, n))


def test_a_burst_does_not_throw_out_a_reader_that_reads(api: Api):
    log = api.run("burst").log
    with watching(api, "burst") as socket:
        frame(socket)
        log.write_bytes(b"".join(b'{"message": "m", "seq": %d}\n' % n for n in range(1, 20_001)))
        assert [frame(socket, 20)["data"]["seq"] for _ in range(20_000)] == list(range(1, 20_001))


def _sse(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in lines:
        if not line and "data" in event:
            yield event
        if not line:
            event = {}
        name, _, value = line.partition(": ")
        if name:
            event[name] = value


def test_sse_sends_the_same_frames(api: Api):
    api.run("sourced")
    with api.client.stream("GET", "/runs/sourced/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        events = _sse(answer.iter_lines())
        first = next(events)
        data = json.loads(first["data"])
        assert (first["event"], first["id"], data["data"]["status"]) == ("status", data["seq"], "pending")
        write_log(api, "sourced", 1, 2)
        second = next(events)
    for headers, query in (({"Last-Event-ID": second["id"]}, ""), ({}, f"?since={second['id']}")):
        with api.client.stream("GET", f"/runs/sourced/events{query}", headers=headers) as answer:
            assert json.loads(next(_sse(answer.iter_lines()))["data"])["data"]["seq"] == 2


@pytest.mark.parametrize("last", ["abc", "-1", str(2**70)])
def test_sse_resyncs_from_an_unknown_last_event(api: Api, last: str):
    if api.get("/runs/lost").status_code == 404:
        api.run("lost")
    with api.client.stream("GET", "/runs/lost/events", headers={"Last-Event-ID": last}) as answer:
        assert answer.status_code == 200
        assert next(_sse(answer.iter_lines()))["event"] == "resync"


def test_many_watchers_come_and_go(api: Api):
    api.run("popular")
    with ExitStack() as stack:
        sockets = [stack.enter_context(watching(api, "popular")) for _ in range(40)]
        for socket in sockets:
            frame(socket)
        for socket in sockets[::2]:
            socket.close()
        write_log(api, "popular", 1)
        assert all(frame(socket)["type"] == "log" for socket in sockets[1::2])


def test_a_client_that_vanishes_leaves_nothing_behind(api: Api, caplog: pytest.LogCaptureFixture):
    api.run("vanishing")
    before = threading.active_count()
    for _ in range(5):
        with (
            httpx.Client(base_url=api.url, trust_env=False, timeout=patient(30)) as client,
            client.stream("GET", "/runs/vanishing/events"),
        ):
            pass
        with watching(api, "vanishing") as socket:
            frame(socket)
            socket.socket.shutdown(SHUT_RDWR)
    write_log(api, "vanishing", 1)
    with watching(api, "vanishing") as socket:
        frame(socket)
        write_log(api, "vanishing", 2)
        assert frame(socket)["type"] == "log"
    until(lambda: threading.active_count() <= before + 3, what="threads end")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
