"""Looks through a backup as a stranger's file: it holds exactly what its list says, byte for byte."""

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow_engine_shared.errors import BackupDamaged
from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.backup.manifest import MAX_BYTES, NAME, Entry, Manifest, read_manifest
from workflow_engine_supervisor.zip_reading import blocks, damage_as, is_encrypted

#: How a SQLite database begins.
_DATABASE = b"SQLite format 3\x00"


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup whose list was checked against the names and sizes in it; contents are checked as they are read.

    Raises:
        BackupDamaged: it is none, or damaged, or holds what its list does not.
        BackupNewer: a newer renflow made it.
        OSError: it cannot be read.
    """
    _refuse_database(file)
    with _typed_errors(file), zipfile.ZipFile(file) as archive:
        manifest = _manifest(archive)
        infos = archive.infolist()
        names = {info.filename for info in infos}
        if len(names) < len(infos):
            raise BackupDamaged("It holds a file twice.")
        listed = {each.path: each for each in manifest.files}
        if strangers := sorted(names - listed.keys() - {NAME}):
            raise BackupDamaged(f"It holds {shown(strangers[0], 200)}, which its list does not name.")
        if missing := sorted(listed.keys() - names):
            raise BackupDamaged(f"Its list names {shown(missing[0], 200)}, which is not in it.")
        for info in infos:
            if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) or is_encrypted(info):
                raise BackupDamaged(f"{shown(info.filename, 200)} in it is no plain file.")
            if info.filename != NAME and info.file_size != listed[info.filename].size:
                raise BackupDamaged(f"{shown(info.filename, 200)} in it has another size than its list says.")
        yield archive, manifest


def copy_entry(archive: zipfile.ZipFile, entry: Entry, write: Callable[[bytes], object]) -> None:
    """Hand on a file's content; it is what the list says, or the error says that it is not.

    Raises:
        BackupDamaged
    """
    taken, size = hashlib.sha256(), 0
    with archive.open(entry.path) as packed:
        for block in blocks(packed):
            size += len(block)
            if size > entry.size:
                break
            taken.update(block)
            write(block)
    if size != entry.size or taken.hexdigest() != entry.sha256:
        raise BackupDamaged(f"{shown(entry.path, 200)} in it is not what its list says: it was changed or damaged.")


def verify(file: Path) -> Manifest:
    """Read a whole backup, and find it sound.

    Raises:
        BackupDamaged, BackupNewer
        OSError: it cannot be read.
    """
    with opened(file) as (archive, manifest):
        for entry in manifest.files:
            copy_entry(archive, entry, len)
    return manifest


def _refuse_database(file: Path) -> None:
    """Raises BackupDamaged: it is what `renflow backup` makes without `--all`."""
    with file.open("rb") as opened_file:
        if opened_file.read(len(_DATABASE)) != _DATABASE:
            return
    told = f"{file} is a copy of a database alone, as 'renflow backup' makes it without --all: it has no files of runs."
    hint = "Restore what 'renflow backup --all' made; docs/cli.md, 'backup', says how to put workflow.db back by hand."
    raise BackupDamaged(told, hint=hint)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        info = archive.getinfo(NAME)
    except KeyError:
        raise BackupDamaged(f"There is no {NAME} in it: it is no backup, or an unfinished one.") from None
    if info.file_size > MAX_BYTES:
        raise BackupDamaged(f"{NAME} in it is larger than any can be.")
    with archive.open(info) as packed:
        return read_manifest(packed.read(MAX_BYTES))


@contextmanager
def _typed_errors(file: Path) -> Iterator[None]:
    try:
        with damage_as(str(file), "backup", BackupDamaged):
            yield
    except BackupDamaged as error:
        if not error.detail.startswith(str(file)):
            error.detail = f"{file}: {error.detail}"
        raise
