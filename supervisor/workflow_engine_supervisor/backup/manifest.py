"""What a backup says of itself: every file in it with its size and hash."""

import sys

import msgspec

from workflow_engine_shared.errors import BackupDamaged, BackupNewer
from workflow_engine_shared.ids import shown
from workflow_engine_shared.struct_types import ready_to_read

NAME = "manifest.json"
KIND = "renflow-backup"
FORMAT = 2  #: 2: with the code that is kept with versions
MAX_BYTES = 256 * 1024 * 1024
#: What a backup may hold below the data directory: one database and its settings, and the folders of runs.
_TOP_FILES = frozenset({"workflow.db", "config.toml"})
_TOP_FOLDERS = frozenset({"runs", "flows", "code", "keys"})


class Entry(msgspec.Struct, frozen=True):
    """One file of a backup."""

    path: str  #: below the data directory, with '/' between folders
    size: int
    sha256: str


@ready_to_read
class Manifest(msgspec.Struct, frozen=True):
    """The list of everything in a backup; written last, so that an unfinished one has none."""

    kind: str
    format: int
    version: str  #: of renflow
    created_at: str
    home: str  #: where it was made
    files: list[Entry]
    folders: list[str]  #: that hold no file
    passed_over: list[str]  #: what is no plain file, and what went while it was copied

    @property
    def bytes(self) -> int:
        return sum(each.size for each in self.files)


def read_manifest(body: bytes) -> Manifest:
    """A manifest that this renflow can restore, with paths that stay below the data directory.

    Raises:
        BackupDamaged: it is none, or leads elsewhere.
        BackupNewer: a newer renflow made it.
    """
    try:
        head = msgspec.json.decode(body, type=dict)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupDamaged(f"{NAME} cannot be read: {error}.") from None
    if head.get("kind") != KIND or not isinstance(head.get("format"), int):
        raise BackupDamaged("It is no backup of renflow.")
    if head["format"] > FORMAT:
        raise BackupNewer(f"The backup has format {head['format']}; this renflow knows {FORMAT}.")
    try:
        found = msgspec.convert(head, Manifest)
    except msgspec.ValidationError as error:
        raise BackupDamaged(f"{NAME} is damaged: {error}.") from None
    seen: set[str] = set()
    for path in (*(each.path for each in found.files), *found.folders):
        if why := path_problem(path):
            raise BackupDamaged(f"{NAME} names {shown(path, 200)}, which {why}.")
        if path in seen:
            raise BackupDamaged(f"{NAME} names {shown(path, 200)} twice.")
        seen.add(path)
    if "workflow.db" not in {each.path for each in found.files}:
        raise BackupDamaged("There is no workflow.db in it.")
    return found


def path_problem(path: str) -> str:
    """Why a path cannot be one of a backup; empty: it can."""
    parts = path.split("/")
    if "\\" in path or "\x00" in path or (sys.platform == "win32" and ":" in path):
        return "no folder of every system can have"
    if any(part in ("", ".", "..") for part in parts):
        return "leads out of the data directory"
    known = path in _TOP_FILES if len(parts) == 1 else parts[0] in _TOP_FOLDERS
    return "" if known or path in _TOP_FOLDERS else "is nothing that a backup holds"
