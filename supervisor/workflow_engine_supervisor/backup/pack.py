"""Puts files into an archive of ours: each once, as many bytes as it had when it was opened, with its hash."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec

from workflow_engine_shared.ids import shown
from workflow_engine_shared.plain_files import kind_of, open_plain
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.backup.manifest import NAME, Entry, Layout, Manifest

#: Of a run's folder: what a living process is known by, SQLite's own files, and what is thrown away in any case.
NOT_OF_A_RUN = frozenset(
    {"worker.lock", "vitals", "stacks.asked", "tmp", "run.db", "run.db-wal", "run.db-shm", "run.db-journal"}
)
_BLOCK = MIB
_LATER_LISTS = 3


@dataclass
class Packer:
    """The archive that is being made, and what is in it so far."""

    archive: zipfile.ZipFile
    layout: Layout
    files: list[Entry] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def finish(self, version: str, now: str, home: Path) -> Manifest:
        """Write the list of everything; `version` is renflow's, `now` the time, `home` where it comes from."""
        layout = self.layout
        made = Manifest(layout.kind, layout.format, version, now, str(home), self.files, self.folders, self.passed_over)
        self.archive.writestr(NAME, msgspec.json.encode(made))
        return made

    def folder(self, folder: Path, name: str, left_out: frozenset[str]) -> None:
        """Everything below a folder. One that is written to is looked through again: a log may be renamed meanwhile."""
        if kind_of(folder) != "a folder":
            return
        done: set[str] = set()
        for _ in range(_LATER_LISTS):
            found = [each for each in _listed(folder, left_out) if each.as_posix() not in done]
            if not found:
                break
            for each in found:
                done.add(each.as_posix())
                self.file(folder / each, f"{name}/{each.as_posix()}")
        if not done:
            self.folders.append(name)

    def file(self, path: Path, name: str) -> None:
        """A file, or an empty folder; what is neither, or cannot be read, is passed over and told."""
        kind = kind_of(path)
        if kind is None:
            return  # it went meanwhile
        why = self.layout.path_problem(name) or _name_problem(name)
        if kind == "a folder" and not why:
            self.folders.append(name)
            return
        try:
            source = None if why else os.fdopen(open_plain(path), "rb")
        except OSError as error:
            source, why = None, f"cannot be read: {error.strerror}"
        if source is None:
            self.passed_over.append(f"{shown(name, 300)} {why}")
            return
        with source:
            self._pack(source, name, os.fstat(source.fileno()).st_size)

    def copy(self, copy: Path, name: str) -> None:
        """A file of our own, that nobody else writes."""
        with copy.open("rb") as source:
            self._pack(source, name, copy.stat().st_size)

    def text(self, body: bytes, name: str) -> None:
        """A file that is made here."""
        self._write(iter([body]), name)

    def _pack(self, source: IO[bytes], name: str, size: int) -> None:
        """As many bytes as the file had when it was opened: one that grows would never end."""

        def blocks() -> Iterator[bytes]:
            left = size
            while left and (block := source.read(min(_BLOCK, left))):
                left -= len(block)
                yield block

        self._write(blocks(), name)

    def _write(self, blocks: Iterator[bytes], name: str) -> None:
        taken, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with self.archive.open(info, "w", force_zip64=True) as packed:
            for block in blocks:
                size += len(block)
                taken.update(block)
                packed.write(block)
        self.files.append(Entry(name, size, taken.hexdigest()))


def _listed(folder: Path, left_out: frozenset[str]) -> Iterator[Path]:
    """Paths of files, and of folders without any, below a folder; links are named, not followed."""
    for root, folders, names in os.walk(folder):
        here = Path(root).relative_to(folder)
        at_top = Path(root) == folder
        folders[:] = sorted(each for each in folders if not (at_top and each in left_out))
        links = [each for each in folders if Path(root, each).is_symlink()]
        kept = [each for each in sorted([*names, *links]) if not (at_top and each in left_out)]
        yield from (here / each for each in kept)
        if not kept and not folders and not at_top:
            yield here


def _name_problem(name: str) -> str:
    """Bytes that are no text have no name in an archive."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is no text"
    return ""
