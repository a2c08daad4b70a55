"""Connections that are slow, flood, or say what nobody asked, row by row (S-20, S-21, B-24, B-25, F-44, F-45)."""

import json
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from support.api import Api
from support.rows import row
from support.wait import patient
from support.web_socket import connect
from workflow_engine_supervisor.http.security import body, connections

POST = b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module", autouse=True)
def _target(api: Api) -> None:
    api.run("target")


@contextmanager
def _wire(api: Api) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", api.port), timeout=patient(10))) as wire:
        yield wire


def _all(wire: socket.socket) -> bytes:
    answer = b""
    while block := wire.recv(65536):
        answer += block
    return answer


@row("S-20 a slow body")
def test_a_body_that_does_not_come_is_not_waited_for(api: Api, row: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(body, "PIECE_SECONDS", 0.2)
    with api.unchanged(), _wire(api) as wire:
        wire.sendall(POST + b'Content-Length: 100\r\n\r\n{"name": "half')
        answer = _all(wire)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"REQUEST_TIMEOUT" in answer


@row("S-20 a byte now and then")
def test_a_body_that_trickles_is_not_waited_for(api: Api, row: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(body, "BODY_SECONDS", 0.5)
    with api.unchanged(), _wire(api) as wire:
        wire.sendall(POST + b"Content-Length: 1000\r\n\r\n")
        wire.settimeout(0.05)
        answer = b""
        for _ in range(200):
            try:
                wire.sendall(b" ")
                answer += wire.recv(65536)
            except socket.timeout:  # noqa: UP041 - another class in Python 3.10
                continue
            except OSError:
                break
            if b"}" in answer:
                break
    assert answer.startswith(b"HTTP/1.1 408 ")


@row("S-20 slow headers")
def test_headers_that_do_not_come_are_not_waited_for(api: Api, row: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    with _wire(api) as begun, _wire(api) as silent:
        begun.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        assert _all(begun).startswith(b"HTTP/1.1 408 ")
        assert _all(silent) == b""
    with _wire(api) as later:
        later.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert later.recv(65536).startswith(b"HTTP/1.1 200 ")
        later.sendall(b"GET /hea")
        assert b" 408 " in _all(later)
    assert api.get("/healthz").status_code == 200


@row("S-20 memory")
def test_refusing_large_bodies_takes_no_memory(api: Api, row: str):
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        with _wire(api) as wire:
            wire.sendall(POST + b"Content-Length: 99999999999\r\n\r\n" + b" " * 65536)
            assert wire.recv(65536).startswith(b"HTTP/1.1 413 ")
    assert psutil.Process().memory_info().rss - before < 20 * 1024 * 1024


def _frame(opcode: int, payload: bytes = b"", *, final: bool = True) -> bytes:
    """A client's frame, masked with zeros."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack("!H", size)
    return bytes([(0x80 if final else 0) | opcode]) + length + b"\0\0\0\0" + payload


FLOODS: dict[str, tuple[Callable[[ClientConnection], bytes], set[int]]] = {
    "S-21 a message beyond 64 KiB": (
        lambda _: b"".join(_frame(0 if n else 1, b"x" * 60_000, final=False) for n in range(3)),
        {1009},
    ),
    "S-21 a thousand messages": (lambda _: _frame(1, b"{}") * 1000, {1008}),
    "S-21 a flood of pings": (lambda _: _frame(9, b"p" * 100) * 1000, {1008}),
    "S-21 a message without end": (lambda _: _frame(1, b"x", final=False) + _frame(0, b"", final=False) * 5000, {1008}),
    "S-21 no UTF-8": (lambda _: _frame(1, b"\xff\xfe"), {1007, 1008}),
    "S-21 an unmasked frame": (lambda _: b"\x81\x02{}", {1002}),
    "S-21 a reserved opcode": (lambda _: _frame(5), {1002}),
}


def _read_to_the_end(ws: ClientConnection) -> None:
    while True:
        ws.recv(timeout=patient(20))


@pytest.mark.parametrize(("flood", "codes"), [pytest.param(*case, id=name) for name, case in FLOODS.items()])
def test_a_socket_that_floods_is_closed_and_nobody_else_notices(
    api: Api, flood: Callable[[ClientConnection], bytes], codes: set[int], caplog: pytest.LogCaptureFixture
):
    url = f"{api.ws}/runs/target/events"
    with connect(url) as bad, connect(url) as other:
        json.loads(bad.recv(timeout=patient(20)))
        json.loads(other.recv(timeout=patient(20)))
        bad.socket.sendall(flood(bad))
        with pytest.raises(ConnectionClosed) as closed:
            _read_to_the_end(bad)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code in codes
        assert not [each for each in caplog.records if each.exc_info]
        number = len(api.get("/runs/target/logs", limit=1000).json()["items"]) + 1
        with (api.home / "runs" / "target" / "logs.jsonl").open("ab") as file:
            file.write(b'{"seq": %d, "message": "m"}\n' % number)
        assert json.loads(other.recv(timeout=patient(20)))["type"] == "log"


@pytest.mark.parametrize(
    ("last", "first"),
    [pytest.param(last, "resync", id=f"B-24 F-45 {last[:12]}") for last in ("abc", "-1", str(2**70), "00000000-1")],
)
def test_an_unknown_last_event_is_answered_with_a_resync(api: Api, last: str, first: str):
    with api.client.stream("GET", "/runs/target/events", headers={"Last-Event-ID": last}) as answer:
        assert answer.status_code == 200
        assert f"event: {first}" in "\n".join(line for _, line in zip(range(4), answer.iter_lines(), strict=False))


MESSAGES = {"B-25 text": "not json", "B-25 an unknown type": '{"type": "subscribe"}', "B-25 binary": b"\x00\x01"}


@pytest.mark.parametrize("message", [pytest.param(message, id=name) for name, message in MESSAGES.items()])
def test_messages_are_answered_with_errors_and_then_with_the_end(api: Api, message: str | bytes):
    with connect(f"{api.ws}/runs/target/events") as bad:
        bad.recv(timeout=patient(20))
        for _ in range(9):
            bad.send(message)
            assert json.loads(bad.recv(timeout=patient(20)))["type"] == "error"
        bad.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            bad.recv(timeout=patient(20))
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == (1003 if isinstance(message, bytes) else 1008)


@row("B-25 an unknown run")
def test_an_unknown_run_has_no_socket(api: Api, row: str):
    with pytest.raises(InvalidStatus) as answered, connect(f"{api.ws}/runs/nobody/events"):
        pass
    assert answered.value.response.status_code == 404


@row("F-44 many reconnects")
def test_two_hundred_reconnects_leave_nothing_behind(api: Api, row: str):
    url = f"{api.ws}/runs/target/events"
    with connect(url) as steady:
        steady.recv(timeout=patient(20))
        for _ in range(200):
            with connect(url) as passing:
                passing.recv(timeout=patient(20))
        number = len(api.get("/runs/target/logs", limit=1000).json()["items"]) + 1
        with (api.home / "runs" / "target" / "logs.jsonl").open("ab") as file:
            file.write(b'{"seq": %d, "message": "m"}\n' % number)
        assert json.loads(steady.recv(timeout=patient(20)))["type"] == "log"
