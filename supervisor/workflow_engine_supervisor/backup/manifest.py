"""What an archive of ours says of itself: every file in it with its size and hash.

There are two kinds, a backup of a data directory and a bundle of one run; each has a layout of its own.
"""

import sys
from dataclasses import dataclass

import msgspec

from workflow_engine_shared.errors import BackupDamaged, BackupNewer, RenError
from workflow_engine_shared.errors.care import BundleDamaged, BundleNewer
from workflow_engine_shared.ids import shown
from workflow_engine_shared.struct_types import ready_to_read

NAME = "manifest.json"
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """What a kind of archive may hold, and what it is called when it holds something else."""

    kind: str  #: in its manifest
    format: int  #: the newest that this renflow knows
    word: str  #: in sentences
    files: frozenset[str]  #: at its top
    folders: frozenset[str]  #: at its top
    needed: str  #: the file that makes it one
    damaged: type[RenError]
    newer: type[RenError]

    def path_problem(self, path: str) -> str:
        """Why a path cannot be one of such an archive; empty: it can."""
        parts = path.split("/")
        if "\\" in path or "\x00" in path or (sys.platform == "win32" and ":" in path):
            return "no folder of every system can have"
        if any(part in ("", ".", "..") for part in parts):
            return f"leads out of the {self.word}"
        known = path in self.files if len(parts) == 1 else parts[0] in self.folders
        return "" if known or path in self.folders else f"is nothing that a {self.word} holds"


BACKUP = Layout(
    kind="renflow-backup",
    format=3,  # 2: with the code that is kept with versions, 3: with the locks of their environments
    word="backup",
    files=frozenset({"workflow.db", "config.toml"}),
    folders=frozenset({"runs", "flows", "code", "keys", "locks"}),
    needed="workflow.db",
    damaged=BackupDamaged,
    newer=BackupNewer,
)
RUN_BUNDLE = Layout(
    kind="renflow-run",
    format=2,  # 2: with the lock of its environment
    word="run bundle",
    files=frozenset({"rows.json"}),
    folders=frozenset({"run", "code", "locks"}),
    needed="rows.json",
    damaged=BundleDamaged,
    newer=BundleNewer,
)


class Entry(msgspec.Struct, frozen=True):
    """One file of an archive."""

    path: str  #: with '/' between folders
    size: int
    sha256: str


@ready_to_read
class Manifest(msgspec.Struct, frozen=True):
    """The list of everything in an archive; written last, so that an unfinished one has none."""

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


def read_manifest(body: bytes, layout: Layout) -> Manifest:
    """A manifest that this renflow can read, with paths that stay below where they are unpacked.

    Raises:
        RenError: the layout's own, for one that is damaged or leads elsewhere, and for a newer one.
    """
    damaged = layout.damaged
    try:
        head = msgspec.json.decode(body, type=dict)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise damaged(f"{NAME} cannot be read: {error}.") from None
    if head.get("kind") != layout.kind or not isinstance(head.get("format"), int):
        raise damaged(f"It is no {layout.word} of renflow.")
    if head["format"] > layout.format:
        raise layout.newer(f"The {layout.word} has format {head['format']}; this renflow knows {layout.format}.")
    try:
        found = msgspec.convert(head, Manifest)
    except msgspec.ValidationError as error:
        raise damaged(f"{NAME} is damaged: {error}.") from None
    seen: set[str] = set()
    for path in (*(each.path for each in found.files), *found.folders):
        if why := layout.path_problem(path):
            raise damaged(f"{NAME} names {shown(path, 200)}, which {why}.")
        if path in seen:
            raise damaged(f"{NAME} names {shown(path, 200)} twice.")
        seen.add(path)
    if layout.needed not in {each.path for each in found.files}:
        raise damaged(f"There is no {layout.needed} in it.")
    return found
