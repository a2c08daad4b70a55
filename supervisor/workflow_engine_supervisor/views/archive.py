"""A run's outputs as one zip file, made while it is sent: neither its size nor the files' costs memory or disk."""

import os
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.artifacts.files import files_below
from workflow_engine_shared.errors import ArtifactNotFound
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.views.artifacts import find_artifact

_BLOCK = MIB
#: What is packed already gets no smaller, and takes the longest to try.
_PACKED = re.compile(
    r".*\.(7z|avif|br|bz2|docx|gif|gz|heic|jpe?g|mp3|mp4|npz|parquet|pdf|png|pptx|web[mp]|xlsx|xz|zip|zst)",
    re.IGNORECASE,
)
_LEVEL = 1
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  #: that a zip file knows


class _Sink:
    """What the archive was given to write since the last look. It cannot go back, and says so."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_blocks(folder: Path) -> Iterator[bytes]:
    """The archive of all listed files below a folder, piece by piece; what is removed meanwhile is left out."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in files_below(folder).names:
            yield from _add(archive, sink, folder, name)
    yield sink.taken()


def _add(archive: zipfile.ZipFile, sink: _Sink, folder: Path, name: str) -> Iterator[bytes]:
    try:
        path, facts = find_artifact(folder, name)
        file = path.open("rb")
    except (ArtifactNotFound, OSError):
        return
    with file, archive.open(_entry(name, facts), "w", force_zip64=True) as target:
        left = facts.st_size  # of a file that grows, what it had: the archive must come to an end
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            target.write(block)
            yield sink.taken()


def _entry(name: str, facts: os.stat_result) -> zipfile.ZipInfo:
    written = time.localtime(max(0.0, min(facts.st_mtime, 4e9)))[:6]
    year = min(max(written[0], _FIRST_YEAR), _LAST_YEAR)
    entry = zipfile.ZipInfo(name, (year, *written[1:]))
    packed = _PACKED.fullmatch(name) is not None
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry._compresslevel = _LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 - public from 3.13 on
    return entry
