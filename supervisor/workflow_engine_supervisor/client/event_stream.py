"""A run's live events (Server-Sent Events): read where they are wanted, or by a thread of their own into a queue."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from .http_client import Client

if TYPE_CHECKING:
    import httpx

#: The server writes something, at least a comment, more often than this.
SILENCE_SECONDS = 60.0
RETRY_SECONDS = 0.5
STOP_SECONDS = 5.0


class News(Enum):
    """What can happen beside an event of the run."""

    CONNECTED = "the stream is open"
    BROKEN = "the stream is not open; it is tried again"
    CTRL_C = "Ctrl-C was pressed"
    TERMINATE = "this process was asked to end"


#: An event as the server sent it, or news.
Item: TypeAlias = "dict[str, Any] | News"


class EventReader:
    """Reads a run's stream; each reading goes on behind the last event of the one before."""

    def __init__(self, client: Client, thread_id: str, types: str | None = None, since: str = "") -> None:
        self._client = client
        self._path = f"/runs/{thread_id}/events"
        self._params = {"types": types} if types else {}
        self.last = since  #: the `seq` of the last event that was taken
        self.response: httpx.Response | None = None

    def read(self, http: httpx.Client) -> Iterator[dict[str, Any] | None]:
        """Each event until the stream ends or breaks; None first, once it is open.

        Raises:
            httpx.HTTPError, msgspec.DecodeError: it broke.
            httpx.HTTPStatusError: it was refused.
        """
        headers = {**self._client.headers, "Accept": "text/event-stream"} | (
            {"Last-Event-ID": self.last} if self.last else {}
        )
        address = self._client.url + self._path
        with http.stream("GET", address, headers=headers, params=self._params) as response:
            if response.is_error:
                response.read()
            response.raise_for_status()
            self.response = response
            try:
                yield None
                for frame_id, data in frames(response.iter_bytes()):
                    event = msgspec.json.decode(data)
                    if isinstance(event, dict):
                        self.last = frame_id or self.last
                        yield event
            finally:
                self.response = None


class EventStream:
    """Reads until it is stopped; after a break it continues behind the last event it saw."""

    def __init__(self, client: Client, thread_id: str, queue: SimpleQueue[Item]) -> None:
        self._client = client
        self._reader = EventReader(client, thread_id)
        self._queue = queue
        self._stop = Event()
        self._thread = Thread(target=self._read, name="events", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread, even where it waits for the next byte."""
        self._stop.set()
        response = self._reader.response
        if response is not None:
            _hang_up(response)
        self._thread.join(STOP_SECONDS)

    def _read(self) -> None:
        import httpx  # slow to load

        with self._client.connection(SILENCE_SECONDS) as http:
            while not self._stop.is_set():
                with suppress(httpx.HTTPError, OSError, msgspec.DecodeError):  # told below, like a stream that ended
                    for event in self._reader.read(http):
                        if self._stop.is_set():
                            return
                        self._queue.put(News.CONNECTED if event is None else event)
                if not self._stop.is_set():
                    self._queue.put(News.BROKEN)
                self._stop.wait(RETRY_SECONDS)


def frames(chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The (id, data) of each frame in a byte stream.

    Cut at line feeds only: text splitting also cuts at U+2028 and others that may stand inside a JSON text.
    """
    frame_id, data = "", b""
    for line in _lines(chunks):
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not line:
            if data:
                yield frame_id, data
            frame_id, data = "", b""
        elif name == b"id":
            frame_id = value.decode("utf-8", "replace")
        elif name == b"data":
            data = data + b"\n" + value if data else value


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.removesuffix(b"\r") for line in whole)


def _hang_up(response: httpx.Response) -> None:
    """Closing alone would leave the reading thread in its wait."""
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream is not None else None
    if connection is not None:
        with suppress(OSError):  # gone already
            connection.shutdown(socket.SHUT_RDWR)
