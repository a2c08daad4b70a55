"""Unpacks a zip archive beside itself, without believing a word it says of itself."""

import contextlib
import os
import shutil
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import InvalidArchive, Problem, UploadTooLarge
from workflow_engine_shared.ids import shown
from workflow_engine_shared.paths import private_file, private_folder
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.uploads.names import is_clutter, path_problem
from workflow_engine_supervisor.zip_reading import blocks, damage_as, is_encrypted

#: What text and tables compress to at most, with room; only what is larger is suspected.
MAX_RATIO = 200
SUSPECT_BYTES = 64 * MIB
_UTF8_NAME = 0x800
_FAT = 0  #: an entry's create_system: made on Windows
_MAX_PROBLEMS = 20


@dataclass(frozen=True)
class _Entry:
    info: zipfile.ZipInfo
    path: str


def unpacked(archive: Path, max_bytes: int, max_files: int) -> tuple[Path, int]:
    """Put the archive's content into a folder of its name, and the archive away; also how many entries were no data.

    A single folder at the top of the archive is that folder. One rename decides: whoever is killed before has the
    archive, whoever comes after has the folder.

    Raises:
        InvalidArchive: it is no archive, damaged, encrypted, or has entries that no folder should get.
        UploadTooLarge: it holds more than `max_bytes` or `max_files`.
        OSError: the disk.
    """
    target = archive.with_name(archive.name.removesuffix(archive.suffix) or archive.name)
    if target == archive:
        target = archive.with_name(f"{archive.name}.d")
    if target.exists():
        raise InvalidArchive(f"There is a folder or file {shown(target.name)} beside the archive.", hint="Remove it.")
    workshop = archive.with_name(f".{archive.name}.unpacking")
    shutil.rmtree(workshop, ignore_errors=True)  # of one that was killed
    private_folder(workshop)
    try:
        with damage_as(shown(archive.name), "zip archive", InvalidArchive), zipfile.ZipFile(archive) as opened:
            entries, passed_over = _entries(opened)
            _refuse_too_many(entries, max_files)
            _extract(opened, entries, workshop, _Budget(max_bytes, archive.stat().st_size))
        (_only_folder(workshop) or workshop).rename(target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    archive.unlink()
    return target, passed_over


def _entries(opened: zipfile.ZipFile) -> tuple[list[_Entry], int]:
    """The files in an archive, each with its path; and how many are passed over, being nobody's data."""
    problems: list[Problem] = []
    found: dict[str, _Entry] = {}
    passed_over = 0
    encoding = _encoding(opened.infolist())
    for info in opened.infolist():
        path = _path(info, encoding)
        why = _problem(info, path)
        if not why and path in found:
            why = "it is in the archive twice"
        if why and len(problems) < _MAX_PROBLEMS:
            problems.append(Problem("BAD_ENTRY", "/path", f"{shown(path, 120)}: {why}."))
        elif any(map(is_clutter, path.split("/"))):
            passed_over += not info.is_dir()
        elif not info.is_dir():
            found[path] = _Entry(info, path)
    if problems:
        number = "an entry that is" if len(problems) == 1 else f"{len(problems):,} entries that are"
        told = f"The archive has {number} refused: {problems[0].detail}"
        raise InvalidArchive(told, problems=problems)
    if not found:
        raise InvalidArchive("The archive holds no file.")
    return list(found.values()), passed_over


def _problem(info: zipfile.ZipInfo, path: str) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link, or no ordinary file"
    if is_encrypted(info):
        return "it is encrypted"
    if path.startswith("/") or path[1:2] == ":":
        return "it has an absolute path"
    parts = path.rstrip("/").split("/")
    if ".." in parts:
        return "it leads out of its folder"
    return "" if any(map(is_clutter, parts)) else path_problem("/".join(parts))


def _path(info: zipfile.ZipInfo, encoding: str) -> str:
    """An entry's path as its author saw it: old Windows programs write back-slashes."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        name = name.encode("cp437", "replace").decode(encoding, "replace")
    return name.replace("\\", "/")


def _encoding(found: Iterable[zipfile.ZipInfo]) -> str:
    """How names are written that do not say it: in UTF-8, or - on a Chinese Windows - in its own."""
    unsaid = [each for each in found if not each.flag_bits & _UTF8_NAME]
    raw = b"/".join(each.orig_filename.encode("cp437", "replace") for each in unsaid)
    readings = {}
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            readings[encoding] = [each for each in raw.decode(encoding) if not each.isascii()]
    on_windows = any(each.create_system == _FAT for each in unsaid)
    if "utf-8" in readings and on_windows and not any(map(_is_chinese, readings["utf-8"])):
        # A few characters may be read either way; what is Chinese throughout is meant to be.
        return "gb18030" if all(map(_is_chinese, readings.get("gb18030", "-"))) else "utf-8"
    return next(iter(readings), "cp437")


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _refuse_too_many(entries: list[_Entry], most: int) -> None:
    if len(entries) > most:
        raise UploadTooLarge(f"The archive holds {len(entries):,} files; {most:,} may still be added.")


@dataclass
class _Budget:
    """What an archive may still become; counted while it is written, whatever its directory says."""

    left: int
    packed: int
    written: int = 0

    def take(self, size: int) -> None:
        self.written += size
        if self.written > self.left:
            raise UploadTooLarge(f"The archive holds more than the {self.left:,} bytes that may still be added.")
        if self.written > SUSPECT_BYTES and self.written > MAX_RATIO * self.packed:
            raise InvalidArchive(f"The archive becomes more than {MAX_RATIO} times its size: it looks like a bomb.")


def _extract(opened: zipfile.ZipFile, entries: list[_Entry], folder: Path, budget: _Budget) -> None:
    for entry in entries:
        target = folder.joinpath(*entry.path.split("/"))
        try:
            private_folder(target.parent)
            descriptor = private_file(target, append=False)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            told = f"The archive has {shown(entry.path, 120)} as a file and as a folder."
            raise InvalidArchive(told) from error
        with os.fdopen(descriptor, "wb") as file, opened.open(entry.info) as packed:
            for block in blocks(packed):
                budget.take(len(block))
                file.write(block)
            file.flush()
            os.fsync(file.fileno())


def _only_folder(workshop: Path) -> Path | None:
    inside = list(workshop.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else None
