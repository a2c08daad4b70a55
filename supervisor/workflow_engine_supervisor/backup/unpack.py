"""Unpacks an archive of ours into a folder of its own: each file is what the list says, and on the disk."""

import os
import shutil
import zipfile
from pathlib import Path

from workflow_engine_shared.errors import DatabaseNewer, DatabaseNotOurs, DiskFull, StorageFailure
from workflow_engine_shared.paths import private_file, private_folder
from workflow_engine_shared.storage.sqlite.migrate import Schema
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.backup.manifest import Entry, Layout, Manifest
from workflow_engine_supervisor.backup.verify import copy_entry

_ROOM = 64 * MIB


def unpack(archive: zipfile.ZipFile, layout: Layout, manifest: Manifest, folder: Path) -> None:
    """Put everything that an archive's list names below a folder, which is made.

    Raises:
        RenError: the layout's own, where something in it is not what the list says.
        DiskFull: there is no room for it.
        OSError: the disk.
    """
    private_folder(folder)
    free = shutil.disk_usage(folder).free
    if free < manifest.bytes + _ROOM:
        raise DiskFull(f"The disk has {free:,} bytes left; the {layout.word} needs {manifest.bytes:,}.")
    for entry in manifest.files:
        _write(folder, entry, archive, layout)
    for each in manifest.folders:
        private_folder(folder / each)


def check_database(path: Path, name: str, schema: Schema, layout: Layout) -> None:
    """A database that was unpacked is sound, and one that this renflow can open.

    Raises:
        RenError: the layout's own.
    """
    try:
        problems = health.damage_in(path, schema)
    except DatabaseNewer as error:
        raise layout.newer(f"{name} in the {layout.word} was written by a newer renflow.") from error
    except (DatabaseNotOurs, StorageFailure) as error:
        raise layout.damaged(f"{name} in the {layout.word} cannot be used: {error.detail}") from error
    if problems:
        raise layout.damaged(f"{name} in the {layout.word} is damaged: {' '.join(problems)}")


def _write(folder: Path, entry: Entry, archive: zipfile.ZipFile, layout: Layout) -> None:
    target = folder.joinpath(*entry.path.split("/"))
    try:
        private_folder(target.parent)
        if os.path.lexists(target):
            raise layout.damaged(f"The {layout.word} has {entry.path!r} under two spellings that are one on this disk.")
        descriptor = private_file(target, append=False)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise layout.damaged(f"The {layout.word} has {entry.path!r} as a file and as a folder.") from error
    with os.fdopen(descriptor, "wb") as file:
        copy_entry(archive, layout, entry, file.write)
        file.flush()
        os.fsync(file.fileno())
