"""Looks through an archive of ours as a stranger's file: it holds exactly what its list says, byte for byte."""

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.backup.manifest import MAX_BYTES, NAME, Entry, Layout, Manifest, read_manifest
from workflow_engine_supervisor.zip_reading import blocks, damage_as, is_encrypted


@contextmanager
def opened(file: Path, layout: Layout) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive whose list was checked against the names and sizes in it; contents are checked as they are read.

    Raises:
        RenError: the layout's own, where it is none, or damaged, or holds what its list does not, or is newer.
        OSError: it cannot be read.
    """
    damaged = layout.damaged
    with _typed_errors(file, layout), zipfile.ZipFile(file) as archive:
        manifest = _manifest(archive, layout)
        infos = archive.infolist()
        names = {info.filename for info in infos}
        if len(names) < len(infos):
            raise damaged("It holds a file twice.")
        listed = {each.path: each for each in manifest.files}
        if strangers := sorted(names - listed.keys() - {NAME}):
            raise damaged(f"It holds {shown(strangers[0], 200)}, which its list does not name.")
        if missing := sorted(listed.keys() - names):
            raise damaged(f"Its list names {shown(missing[0], 200)}, which is not in it.")
        for info in infos:
            if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) or is_encrypted(info):
                raise damaged(f"{shown(info.filename, 200)} in it is no plain file.")
            if info.filename != NAME and info.file_size != listed[info.filename].size:
                raise damaged(f"{shown(info.filename, 200)} in it has another size than its list says.")
        yield archive, manifest


def copy_entry(archive: zipfile.ZipFile, layout: Layout, entry: Entry, write: Callable[[bytes], object]) -> None:
    """Hand on a file's content; it is what the list says, or the layout's own error says that it is not."""
    taken, size = hashlib.sha256(), 0
    with archive.open(entry.path) as packed:
        for block in blocks(packed):
            size += len(block)
            if size > entry.size:
                break
            taken.update(block)
            write(block)
    if size != entry.size or taken.hexdigest() != entry.sha256:
        raise layout.damaged(f"{shown(entry.path, 200)} in it is not what its list says: it was changed or damaged.")


def verify(file: Path, layout: Layout) -> Manifest:
    """Read a whole archive, and find it sound.

    Raises:
        RenError: the layout's own.
        OSError: it cannot be read.
    """
    with opened(file, layout) as (archive, manifest):
        for entry in manifest.files:
            copy_entry(archive, layout, entry, len)
    return manifest


def _manifest(archive: zipfile.ZipFile, layout: Layout) -> Manifest:
    try:
        info = archive.getinfo(NAME)
    except KeyError:
        raise layout.damaged(f"There is no {NAME} in it: it is no {layout.word}, or an unfinished one.") from None
    if info.file_size > MAX_BYTES:
        raise layout.damaged(f"{NAME} in it is larger than any can be.")
    with archive.open(info) as packed:
        return read_manifest(packed.read(MAX_BYTES), layout)


@contextmanager
def _typed_errors(file: Path, layout: Layout) -> Iterator[None]:
    try:
        with damage_as(str(file), layout.word, layout.damaged):
            yield
    except RenError as error:
        if isinstance(error, layout.damaged) and not error.detail.startswith(str(file)):
            error.detail = f"{file}: {error.detail}"
        raise
