"""The flows folders on their way to other machines: one archive, unpacked once on each of them.

Below the archive's root stand the folders `0`, `1`, … as kept code has them. Kept code brings its list of files along
and is unpacked into a folder of its own hash, so that it is compared when it is loaded, as on the worker's machine.
"""

import contextlib
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from workflow_engine_shared.errors.cluster import CodeNotSendable
from workflow_engine_shared.functions.flows_files import SKIPPED_FOLDERS
from workflow_engine_shared.functions.frozen_code import MANIFEST
from workflow_engine_shared.units import MIB

MAX_BYTES = 64 * MIB
MAX_FILES = 10_000
_MOMENT = (2000, 1, 1, 0, 0, 0)  #: equal code makes equal bytes, whenever it was written


def archive_of(folders: Sequence[Path]) -> tuple[str, bytes]:
    """The name of the folder that the archive is unpacked into, and the archive.

    Raises:
        CodeNotSendable: there is too much, or a file cannot be read.
    """
    out = io.BytesIO()
    size = count = 0
    root = folders[0].parent if folders else Path()
    is_kept = bool(folders) and (root / MANIFEST).is_file()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        files = [(MANIFEST, root / MANIFEST)] if is_kept else []
        try:
            for name, path in [*files, *_files(folders)]:
                body = path.read_bytes()
                size, count = size + len(body), count + 1
                if size > MAX_BYTES or count > MAX_FILES:
                    most = f"{MAX_BYTES // MIB} MiB in {MAX_FILES:,} files"
                    raise CodeNotSendable(f"The flows folders hold more than {most}; the one too many is {path}.")
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), body, zipfile.ZIP_DEFLATED)
        except OSError as error:
            raise CodeNotSendable(f"A file of the flows folders cannot be read: {error}.") from error
    found = out.getvalue()
    return (root.name if is_kept else hashlib.sha256(found).hexdigest()[:32]), found


def _files(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for place, folder in enumerate(folders):
        for at, below, names in os.walk(folder):
            below[:] = sorted(each for each in below if not _is_passed_over(each))
            for name in sorted(names):
                path = Path(at) / name
                if not name.startswith(".") and path.is_file():
                    yield f"{place}/{path.relative_to(folder).as_posix()}", path


def _is_passed_over(folder: str) -> bool:
    return folder.startswith(".") or folder in SKIPPED_FOLDERS or folder == "__pycache__"


def unpacked(archive: bytes, name: str, base: Path) -> Path:
    """The folder `base/name` with the archive's content, which others may be making at the same time.

    A folder of which something is gone - machines tidy their temporary folders up - is made anew beside it.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as content:
        folder = base / name
        if folder.is_dir() and _is_whole(folder, content):
            return folder
        stage = Path(tempfile.mkdtemp(prefix=".new-", dir=base))
        try:
            content.extractall(stage / name)
            if not folder.exists():
                with contextlib.suppress(OSError):  # another lane was quicker
                    (stage / name).rename(folder)
            if _is_whole(folder, content):
                return folder
            beside = Path(tempfile.mkdtemp(prefix="again-", dir=base)) / name
            (stage / name).rename(beside)
            return beside
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _is_whole(folder: Path, content: zipfile.ZipFile) -> bool:
    try:
        return all((folder / each.filename).stat().st_size == each.file_size for each in content.infolist())
    except OSError:
        return False
