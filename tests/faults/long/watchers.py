"""Many followers of one run over Server-Sent Events: cheap enough that the supervisor is what is measured."""

import re
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import msgspec

from faults.witness import WitnessedServer

# Each frame is one chunk of the answer, so the chunks' own lines never stand within one.
_HEAD = re.compile(rb"id: ([0-9a-f]{8})-(\d+)\nevent: (\w+)\ndata: ")
_READ = 1 << 18


@dataclass
class Watcher:
    """One follower, who comes back behind the last event it saw."""

    place: tuple[bytes, int] | None = None
    events: int = 0
    lines: int = 0
    connections: int = 0
    resyncs: int = 0
    holes: list[str] = field(default_factory=list)
    status: str = ""
    socket: "socket.socket | None" = None
    _rest: bytes = b""
    _fresh: bool = True  #: nothing of this connection was read: an opening frame repeats the last number

    def connect(self, url: str, path: str, secret: str) -> None:
        address = httpx.URL(url)
        self.socket = socket.create_connection((address.host, address.port or 80), timeout=5)
        last = f"Last-Event-ID: {self.place[0].decode()}-{self.place[1]}\r\n" if self.place else ""
        head = f"GET {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\nAuthorization: Bearer {secret}\r\n"
        self.socket.sendall(f"{head}{last}\r\n".encode())
        self.socket.setblocking(False)
        self._rest, self._fresh = b"", True
        self.connections += 1

    def read(self) -> bool:
        """Take what came; False: this connection is over."""
        assert self.socket is not None
        try:
            came = self.socket.recv(_READ)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._rest += came
        self._take()
        return bool(came)

    def _take(self) -> None:
        end = 0
        for found in _HEAD.finditer(self._rest):
            over = self._rest.find(b"\n\n", found.end())
            if over < 0:
                break
            self._event(found[1], int(found[2]), found[3], self._rest[found.end() : over])
            end = over
        self._rest = self._rest[end:]

    def _event(self, boot: bytes, number: int, kind: bytes, body: bytes) -> None:
        self.events += 1
        self.lines += kind == b"log"
        if kind == b"resync":
            self.resyncs += 1
        elif self.place and (boot, number) != (self.place[0], self.place[1] + 1):
            opening = self._fresh and kind == b"status" and (boot, number) == self.place
            if not opening:
                self.holes.append(f"{boot.decode()}-{number} follows {self.place[0].decode()}-{self.place[1]}")
        if kind in (b"status", b"resync"):
            self.status = msgspec.json.decode(body)["data"]["status"]
        self.place, self._fresh = (boot, number), False


class Watchers:
    """So many followers of a run, served by one thread of ours."""

    def __init__(self, server: WitnessedServer, thread_id: str, count: int) -> None:
        self.each = [Watcher() for _ in range(count)]
        self._server = server
        self._path = f"/runs/{thread_id}/events"
        self._over = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def all_saw(self, status: str) -> bool:
        return all(each.status == status for each in self.each)

    def end(self) -> None:
        self._over.set()
        self._thread.join(10)
        for each in self._connected():
            self._lose(each)

    def _connected(self) -> Iterator[Watcher]:
        return (each for each in self.each if each.socket is not None)

    def _follow(self) -> None:
        while not self._over.is_set():
            for each in self.each:
                if each.socket is None:
                    self._join(each)
            for key, _ in self._selector.select(0.2):
                if not key.data.read():
                    self._lose(key.data)
            if not any(self._connected()):
                self._over.wait(0.1)

    def _join(self, each: Watcher) -> None:
        with suppress(OSError):  # the supervisor is away
            each.connect(self._server.url, self._path, self._server.secret)
            assert each.socket is not None
            self._selector.register(each.socket, selectors.EVENT_READ, each)

    def _lose(self, each: Watcher) -> None:
        assert each.socket is not None
        self._selector.unregister(each.socket)
        each.socket.close()
        each.socket = None
