"""What a disk holds after the power went: pure logic over a recording.

What was synced is there. Of what was not, each write is lost, kept, or torn at 512 bytes, by itself: a later one may
be there without an earlier one. Names are ordered: a file that was made and not synced is there or not, but never
without the names that were made before it (`Names.ORDERED`: ext4, XFS, Btrfs); or only those names are certain whose
folder was synced (`Names.STRICT`: what POSIX promises).
"""

import json
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, NamedTuple

SECTOR = 512
_HEAD = struct.Struct("<cHQI")


class Names(Enum):
    """Which names survive when their folder was not synced."""

    ORDERED = "ordered"
    STRICT = "strict"


class Op(NamedTuple):
    """One recorded call; see recorder.c for the kinds."""

    kind: str
    path: str
    offset: int
    data: bytes

    @property
    def fact(self) -> list[Any]:
        """What an acknowledgement says."""
        return json.loads(self.data)


def parse(log: bytes) -> list[Op]:
    """A recording's operations."""
    found, at = [], 0
    while at < len(log):
        kind, path_length, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        path = log[at : at + path_length].decode()
        at += path_length
        found.append(Op(kind.decode(), path, offset, log[at : at + length]))
        at += length
    return found


@dataclass(eq=False)
class File:
    """A file's content: what is certain, and what the disk was told since. `None`: a folder."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Op] = field(default_factory=list)
    is_folder: bool = False

    def sync(self) -> None:
        for op in self.pending:
            apply(self.synced, op)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        body = bytearray(self.synced)
        for op in self.pending:
            fate = chance.random()
            if fate >= 0.6:
                apply(body, op)
            elif fate >= 0.5 and op.kind == "w":
                for part in torn(op, chance):
                    apply(body, part)
        return bytes(body)


class Rename(NamedTuple):
    """A change of names: those that are there afterwards, and those (None) that are not."""

    entries: dict[str, File | None]


class Disk:
    """A disk that sees a recording, operation by operation."""

    def __init__(self, names: Names = Names.ORDERED) -> None:
        self._names = names
        self._seen: dict[str, File] = {}  #: as the running system sees it
        self._kept: dict[str, File] = {}  #: names that are certain
        self._renames: list[Rename] = []  #: changes of names since

    def see(self, op: Op) -> None:
        """The next operation."""
        if op.kind in "wt":
            self._seen[op.path].pending.append(op)
        elif op.kind == "s":
            self._sync_file(self._seen[op.path])
        elif op.kind == "d":
            self._sync_folder(op.path)
        elif op.kind in "cmur":
            self._rename(op)

    def whole(self) -> dict[str, bytes]:
        """All files as the running system sees them."""
        return {path: bytes(whole_body(file)) for path, file in self._seen.items() if not file.is_folder}

    def cut(self, chance: random.Random) -> dict[str, bytes | None]:
        """All files after the power went now; None: a folder. The disk itself goes on."""
        names = dict(self._kept)
        for rename in self._surviving(chance):
            _change(names, rename)
        bodies = {id(file): file.after_cut(chance) for file in names.values() if not file.is_folder}
        there = {path: file for path, file in names.items() if _has_parents(path, names)}
        return {path: None if file.is_folder else bodies[id(file)] for path, file in there.items()}

    def _rename(self, op: Op) -> None:
        if op.kind == "r":
            rename = Rename({op.path: None, op.data.decode(): self._seen[op.path]})
        else:
            rename = Rename({op.path: None if op.kind == "u" else File(is_folder=op.kind == "m")})
        _change(self._seen, rename)
        self._renames.append(rename)

    def _sync_file(self, file: File) -> None:
        file.sync()
        if self._names is Names.ORDERED:
            self._keep_up_to(lambda rename: file in rename.entries.values())

    def _sync_folder(self, folder: str) -> None:
        def inside(rename: Rename) -> bool:
            return any(_parent(path) == folder for path in rename.entries)

        if self._names is Names.ORDERED:
            self._keep_up_to(inside)
            return
        for rename in self._renames:
            if inside(rename):
                _change(self._kept, rename)
        self._renames = [rename for rename in self._renames if not inside(rename)]

    def _keep_up_to(self, wanted: Callable[[Rename], bool]) -> None:
        last = max((at for at, rename in enumerate(self._renames) if wanted(rename)), default=-1)
        for rename in self._renames[: last + 1]:
            _change(self._kept, rename)
        del self._renames[: last + 1]

    def _surviving(self, chance: random.Random) -> list[Rename]:
        if self._names is Names.ORDERED:
            return self._renames[: chance.randint(0, len(self._renames))]
        return [rename for rename in self._renames if chance.random() < 0.5]


def apply(body: bytearray, op: Op) -> None:
    """Write or truncate; beyond the end, what was never written reads as zeros."""
    end = op.offset + len(op.data)
    if len(body) < end:
        body.extend(bytes(end - len(body)))
    if op.kind == "w":
        body[op.offset : end] = op.data
    else:
        del body[op.offset :]


def torn(op: Op, chance: random.Random) -> Iterator[Op]:
    """Some of a write's sectors."""
    for start in range(0, len(op.data), SECTOR):
        if chance.random() < 0.5:
            yield Op("w", op.path, op.offset + start, op.data[start : start + SECTOR])


def whole_body(file: File) -> bytearray:
    """A file's content with nothing lost."""
    body = bytearray(file.synced)
    for op in file.pending:
        apply(body, op)
    return body


def _change(names: dict[str, File], rename: Rename) -> None:
    for path, file in rename.entries.items():
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _parent(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def _has_parents(path: str, names: dict[str, File]) -> bool:
    parent = _parent(path)
    return not parent or (parent in names and _has_parents(parent, names))
