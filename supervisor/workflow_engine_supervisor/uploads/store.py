"""Uploads on the disk: `uploads/ID/files/...`, a file that is not whole yet as `.NAME.part` in its place.

How much of a file has come is the size of its `.part`: nothing else is written down, so a supervisor that is killed
in the middle loses nothing but the piece that was under way, and the next one lets the client go on.
"""

import contextlib
import errno
import os
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.errors import (
    DiskFull,
    InvalidArchive,
    InvalidFileName,
    RenError,
    UploadNotFound,
    UploadOffset,
    UploadTooLarge,
)
from workflow_engine_shared.ids import id_problem, new_id, shown
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, private_folder
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.uploads.archive import unpacked
from workflow_engine_supervisor.uploads.names import checked_path
from workflow_engine_supervisor.uploads.parts import Piece, append, is_part, received, shown_path, walk

MAX_FILES = 100_000
KEPT = timedelta(days=1)  #: since the last piece; the run that was started with it has its own
_CLASHES = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})


@dataclass(frozen=True)
class UploadedFile:
    """One file, as far as it has come."""

    path: str  #: '/' between folders
    received: int  #: bytes
    complete: bool


@dataclass(frozen=True)
class Upload:
    """All that came under one id."""

    id: str
    expires_at: str
    files: tuple[UploadedFile, ...]


@dataclass
class _Sum:
    files: int = 0
    size: int = 0


class Uploads:
    """What was uploaded into one home. Any thread; of one upload, one call at a time."""

    def __init__(self, home: Home, clock: Clock, max_bytes: int) -> None:
        self._root = home.uploads
        self._clock = clock
        self._max_bytes = max_bytes
        #: A start may take several files of one upload: it holds its lock several times.
        self._locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
        self._sums: dict[str, _Sum] = {}

    def create(self) -> Upload:
        """Make room for files."""
        upload_id = new_id("upload")
        files = self._root / upload_id / "files"
        try:
            with _disk(self._root):
                private_folder(files)
            self._touch(upload_id)
            return self.look(upload_id)
        except BaseException:
            for each in (files, files.parent):  # nobody will ever know of it
                with contextlib.suppress(OSError):
                    each.rmdir()
            raise

    def look(self, upload_id: str) -> Upload:
        """What has come so far.

        Raises:
            UploadNotFound: there is none of this id, or it was cleaned away.
        """
        with self._files(upload_id) as files:
            return self._facts(upload_id, files)

    def write(self, upload_id: str, path: str, piece: Piece) -> UploadedFile:
        """Add a piece to a file. One at offset 0 begins the file anew; one that is there already changes nothing.

        Raises:
            UploadNotFound, InvalidFileName, UploadTooLarge, DiskFull
            UploadOffset: it does not begin where the file ends so far.
        """
        parts = checked_path(path)
        with self._files(upload_id) as files, _disk(files), _clash(path):
            target = files.joinpath(*parts)
            before, whole = received(target)
            end = piece.offset + len(piece.body)
            if whole and end == piece.size == before and piece.offset > 0:
                return UploadedFile(path, before, complete=True)  # the answer to the last piece was lost
            if piece.offset and (whole or piece.offset != before):
                told = f"Of {shown(path, 120)}, {before:,} bytes have come; this piece begins at {piece.offset:,}."
                raise UploadOffset(told, members={"received": before, "complete": whole})
            after = self._sum_with(upload_id, files, piece, before, is_new=before == 0 and not whole)
            private_folder(target.parent)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "there is a folder of this name")
            self._sums.pop(upload_id)  # a piece that fails may have taken what came before with it
            append(target, piece)
            self._sums[upload_id] = after
            self._touch(upload_id)
            return UploadedFile(path, end, complete=end == piece.size)

    def unpack(self, upload_id: str, path: str) -> tuple[Upload, str, int]:
        """Put a folder in a zip archive's place; returns its path, and how many entries were no data.

        Raises:
            UploadNotFound, InvalidFileName, DiskFull
            InvalidArchive: it is none, or one that would do harm; all stays as it was.
            UploadTooLarge: what it holds is more than an upload may.
        """
        parts = checked_path(path)
        with self._files(upload_id) as files, _disk(files):
            archive = files.joinpath(*parts)
            if not received(archive)[1]:
                raise InvalidArchive(
                    f"Upload {upload_id!r} has no whole file {shown(path, 120)}.", hint="Upload it first."
                )
            so_far = self._sum(upload_id, files)
            room = (self._max_bytes - so_far.size, MAX_FILES - so_far.files)
            folder, passed_over = unpacked(archive, *room)
            self._sums.pop(upload_id, None)
            self._touch(upload_id)
            return self._facts(upload_id, files), folder.relative_to(files).as_posix(), passed_over

    def delete(self, upload_id: str) -> None:
        """Forget an upload with its files.

        Raises:
            UploadNotFound: there is none of this id.
        """
        with self._files(upload_id) as files:
            self._remove(files.parent)

    @contextmanager
    def held(self, upload_id: str, path: str) -> Iterator[Path]:
        """The file or folder of this path, whole; it stays while the block lasts. An empty path: all of it.

        Raises:
            UploadNotFound: the upload or the file is gone, or has not come whole.
        """
        parts = checked_path(path) if path else ()
        with self._files(upload_id) as files:
            found = files.joinpath(*parts)
            if kind_of(found) not in ("a file", "a folder"):
                why = "has not come whole" if received(found)[0] else "is not there"
                raise UploadNotFound(f"In upload {upload_id!r}, {shown(path, 120)} {why}.")
            below = [found] if found.is_file() else [each for each, _ in walk(found)]
            unfinished = [each for each in below if is_part(each)]
            if unfinished or not below:
                what = f"{len(unfinished)} file(s) have not come whole" if unfinished else "there is no file"
                raise UploadNotFound(f"In {shown(path, 120) if path else 'upload'} of {upload_id!r}, {what}.")
            yield found

    def expire(self) -> None:
        """Remove what nobody has added to for a day."""
        limit = parse_rfc3339(self._clock.now()) - KEPT
        if kind_of(self._root) != "a folder":
            return
        for entry in list(os.scandir(self._root)):
            if entry.stat(follow_symlinks=False).st_mtime < limit.timestamp():
                with self._locks[entry.name]:
                    self._remove(Path(entry.path))
                event_log.event("upload.expired", upload=entry.name)

    # -- inside ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _files(self, upload_id: str) -> Iterator[Path]:
        folder = self._root / upload_id
        missing = UploadNotFound(f"There is no upload {shown(upload_id)}.")
        if id_problem(upload_id) or kind_of(folder) != "a folder":
            raise missing
        with self._locks[upload_id]:
            if kind_of(folder / "files") != "a folder":  # it went meanwhile
                raise missing
            yield folder / "files"

    def _facts(self, upload_id: str, files: Path) -> Upload:
        expires = parse_rfc3339(self._clock.now()) + KEPT
        found = sorted((shown_path(path, files), size, not is_part(path)) for path, size in walk(files))
        return Upload(upload_id, rfc3339(expires), tuple(UploadedFile(*each) for each in found))

    def _sum_with(self, upload_id: str, files: Path, piece: Piece, before: int, *, is_new: bool) -> _Sum:
        """What there will be with a piece, if there is room for its file."""
        so_far = self._sum(upload_id, files)
        size = so_far.size - before + piece.offset + len(piece.body)  # one at 0 takes the place of what came before
        if so_far.size - before + piece.size > self._max_bytes:
            raise UploadTooLarge(f"The upload would have more than {self._max_bytes:,} bytes.")
        if is_new and so_far.files >= MAX_FILES:
            raise UploadTooLarge(f"The upload has {MAX_FILES:,} files already.", hint="Send a zip archive.")
        free = shutil.disk_usage(files).free
        if free < piece.size - before + 64 * MIB:
            raise DiskFull(f"The disk has {free:,} bytes left; the file needs {piece.size:,}.")
        return _Sum(so_far.files + is_new, size)

    def _sum(self, upload_id: str, files: Path) -> _Sum:
        if upload_id not in self._sums:
            sizes = [size for _, size in walk(files)]
            self._sums[upload_id] = _Sum(len(sizes), sum(sizes))
        return self._sums[upload_id]

    def _touch(self, upload_id: str) -> None:
        now = parse_rfc3339(self._clock.now()).timestamp()
        os.utime(self._root / upload_id, (now, now))

    def _remove(self, folder: Path) -> None:
        """Under its lock."""
        self._sums.pop(folder.name, None)
        self._locks.pop(folder.name, None)
        with _disk(folder):
            if folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder)
            else:
                folder.unlink(missing_ok=True)


@contextmanager
def _clash(path: str) -> Iterator[None]:
    """A name that is a file's and a folder's, or that this disk cannot have."""
    try:
        yield
    except OSError as error:
        if error.errno in _CLASHES:
            raise InvalidFileName(f"{shown(path, 120)} cannot be a file here: {error.strerror}.") from error
        raise


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    try:
        yield
    except RenError:
        raise
    except OSError as error:
        raise storage_error(error, f"nothing more can be written to {error.filename or place}") from error
