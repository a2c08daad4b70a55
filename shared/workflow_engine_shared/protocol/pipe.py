"""Length-prefixed msgpack frames over a pair of pipe ends.

A frame is 4 bytes of length (big-endian) and a msgpack map. A wrong length means the stream can't be trusted any
more: the channel is closed and the run goes on by rows alone.
"""

import contextlib
import os
import select
import stat
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO, Generic, TypeVar

import msgspec

from workflow_engine_shared.protocol.messages import ToSupervisor, ToWorker
from workflow_engine_shared.units import MIB

MAX_FRAME = 8 * MIB
_HEADER = 4

Incoming = TypeVar("Incoming", ToWorker, ToSupervisor)


class Channel(Generic[Incoming]):
    """One side of the pipe. Reading belongs to one thread; any thread may send."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO, decoder: msgspec.msgpack.Decoder[Any]) -> None:
        self._reader = reader
        self._writer = writer
        self._decoder = decoder
        self._send_lock = threading.Lock()
        self._end_lock = threading.Lock()
        self._reading = False
        self._closed = False
        self.ignored = 0  #: frames of unknown kind so far

    def send(self, message: ToWorker | ToSupervisor) -> bool:
        """Write one frame; may block while the pipe is full. False: the other side is gone."""
        body = msgspec.msgpack.encode(message)
        try:
            with self._send_lock:
                self._writer.write(len(body).to_bytes(_HEADER, "big") + body)
                self._writer.flush()
        except (OSError, ValueError):  # ValueError: closed by our own side meanwhile
            return False
        return True

    def has_room(self) -> bool:
        """Whether a small frame can be sent without waiting. Windows cannot tell: always true."""
        if sys.platform == "win32":
            return True
        poll = select.poll()
        try:
            poll.register(self._writer, select.POLLOUT)
            return bool(poll.poll(0))
        except (OSError, ValueError):
            return False

    def intact(self) -> bool:
        """Whether our writing end is still the pipe it was: user code may close descriptors it does not know."""
        try:
            mode = os.fstat(self._writer.fileno()).st_mode
        except (OSError, ValueError):
            return False
        return sys.platform == "win32" or stat.S_ISFIFO(mode)

    def messages(self) -> Iterator[Incoming]:
        """Frames until the other side closes or the stream is damaged; then our reading end is closed."""
        with self._end_lock:
            if self._closed:
                return
            self._reading = True
        try:
            while (body := self._read_frame()) is not None:
                try:
                    message: Incoming = self._decoder.decode(body)
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                    self.ignored += 1
                    continue
                yield message
        finally:
            self._reader.close()

    def close(self) -> None:
        """Close both ends; bears being called twice.

        A reading end that some thread reads is closed by that thread when it sees the end: closing it here would
        wait for the read, for ever if a stray process keeps the other side open.
        """
        with self._end_lock:
            self._closed = True
            reading = self._reading
        with contextlib.suppress(OSError):
            self._writer.close()
        if not reading:
            self._reader.close()

    def _read_frame(self) -> bytes | None:
        header = self._read_exactly(_HEADER)
        if header is None:
            return None
        length = int.from_bytes(header, "big")
        return self._read_exactly(length) if length <= MAX_FRAME else None

    def _read_exactly(self, size: int) -> bytes | None:
        try:
            body = self._reader.read(size)
        except (OSError, ValueError):
            return None
        return body if len(body) == size else None


def supervisor_side(reader: BinaryIO, writer: BinaryIO) -> Channel[ToSupervisor]:
    """The end that hears from a worker."""
    return Channel(reader, writer, msgspec.msgpack.Decoder(ToSupervisor))


def worker_side(reader: BinaryIO, writer: BinaryIO) -> Channel[ToWorker]:
    """The end that hears from the supervisor."""
    return Channel(reader, writer, msgspec.msgpack.Decoder(ToWorker))
