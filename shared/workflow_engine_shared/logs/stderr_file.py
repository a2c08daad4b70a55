"""stderr.log takes what a worker writes to descriptors 1 and 2; it is read line by line and cut when it is long.

It is a file rather than a pipe so that native code never waits for a reader, and its last words outlive the process.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from workflow_engine_shared.paths import private_file
from workflow_engine_shared.plain_files import open_plain, read_plain
from workflow_engine_shared.secrets.masking import Masker

MAX_LINE = 64 * 1024
#: A line that is being written may take so many times the limit before it is cut in two.
_ROOM_FOR_A_LINE = 4
_BLOCK = 256 * 1024


class NativeLine(NamedTuple):
    """A line, or the beginning of a long one, and the length it really has."""

    text: bytes
    length: int


class Batch(NamedTuple):
    """Some complete lines, and the places before and behind them."""

    begin: int
    end: int
    lines: list[NativeLine]


class StderrFile:
    """Reads on from a place. What another process replaced is read from its beginning."""

    def __init__(self, path: Path, place: int, max_bytes: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._place = self._taken = place if place <= self.size() else 0
        self._beginning, self._length = b"", 0  #: of a line that has no end yet

    @property
    def place(self) -> int:
        """The offset behind what was read, in bytes."""
        return self._place

    def size(self) -> int:
        """The size of the file now, in bytes."""
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def read(self, *, to_the_end: bool = False) -> Batch | None:
        """The next lines; None: there are none for now. `to_the_end`: also half a last line."""
        size = self.size()
        if size < self._place:
            self._place = self._taken = 0
            self._beginning, self._length = b"", 0
        lines: list[NativeLine] = []
        begin = self._taken
        while self._place < size and not lines:
            with contextlib.suppress(OSError), self._opened() as file:
                file.seek(self._place)
                lines = self._cut(file.read(_BLOCK))
                continue
            break
        if to_the_end and not lines and self._length:
            lines = [self._ended()]
            self._taken = self._place
        return Batch(begin, self._taken, lines) if lines else None

    def skip(self, keep: int) -> int:
        """Go on shortly before the end; returns how many lines are left out."""
        lines, end = 0, self.size() - keep
        if end <= self._place:
            return 0
        with self._opened() as file:
            file.seek(self._place)
            while self._place < end and (block := file.read(_BLOCK)):
                lines += block.count(b"\n")
                self._place += len(block)
            self._place += len(file.readline())  # to the next line's beginning
        self._taken = self._place
        return lines + 1

    def is_long(self) -> bool:
        """Whether it has outgrown its limit; a line that has no end yet may go beyond it."""
        return self.size() > self._max_bytes * (_ROOM_FOR_A_LINE if self._length else 1)

    def shorten(self) -> int:
        """Keep the last quarter of the limit; returns how many bytes went. What is not read yet must not be."""
        with self._opened() as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - self._max_bytes // 4))
            kept = file.read().partition(b"\n")[2]
        gone = size - len(kept)
        self._replace(b"[%d bytes were dropped here; the run's log has their lines]\n" % gone + kept)
        return gone

    def scrub(self, masker: Masker) -> None:
        """Take out secrets that native code wrote."""
        if not self.size():
            return
        text = read_plain(self._path).decode("utf-8", "surrogateescape")
        clean = masker.text(text)
        if clean != text:
            self._replace(clean.encode("utf-8", "surrogateescape"))

    @contextlib.contextmanager
    def parked(self) -> Iterator[None]:
        """Let this process write elsewhere meanwhile, so that nothing is lost when the file is shortened."""
        there = self._path.stat()
        ours = [descriptor for descriptor in (1, 2) if _leads_to(descriptor, there)]
        if not ours:
            yield
            return
        aside = self._path.with_suffix(".aside")
        _lead(ours, aside)
        try:
            yield
        finally:
            _lead(ours, self._path)
            _append(self._path, aside.read_bytes())
            aside.unlink()

    def _opened(self) -> BinaryIO:
        return os.fdopen(open_plain(self._path), "rb")

    def _cut(self, block: bytes) -> list[NativeLine]:
        begin = self._place
        self._place += len(block)
        first, *others = block.split(b"\n")
        self._beginning += first[: MAX_LINE - len(self._beginning)]
        self._length += len(first)
        if not others:
            return []
        *whole, rest = others
        lines = [self._ended(), *(NativeLine(line[:MAX_LINE], len(line)) for line in whole)]
        self._beginning, self._length = rest[:MAX_LINE], len(rest)
        self._taken = begin + len(block) - len(rest)
        return lines

    def _ended(self) -> NativeLine:
        line = NativeLine(self._beginning, self._length)
        self._beginning, self._length = b"", 0
        return line

    def _replace(self, body: bytes) -> None:
        os.truncate(self._path, 0)
        _append(self._path, body)
        self._place = self._taken = len(body)


def _leads_to(descriptor: int, there: os.stat_result) -> bool:
    """User code may have closed it, or opened a file of its own in its place."""
    try:
        return os.path.samestat(os.fstat(descriptor), there)
    except OSError:
        return False


def _lead(descriptors: list[int], path: Path) -> None:
    target = private_file(path)
    for descriptor in descriptors:
        os.dup2(target, descriptor)
    os.close(target)


def _append(path: Path, body: bytes) -> None:
    target = private_file(path)
    try:
        os.write(target, body)
    finally:
        os.close(target)
