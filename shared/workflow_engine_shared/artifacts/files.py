"""The one rule for the names of artifacts: what may be written under it is listed and can be had, and nothing else is.

Files that are left out of the list are counted, so that nobody looks for them in vain.
"""

import contextlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAX_NAME_BYTES = 240
"""In UTF-8. File systems end at 255, and while a file is written its name is a little longer."""
PREVIEWS = ".previews"
_UNFINISHED = ".part"
#: Control characters, marks that turn or hide what stands beside them, halves of pairs, what means nothing.
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  #: of emoji, and of scripts that need them


@dataclass
class ArtifactFiles:
    """The files below a run's outputs."""

    names: list[str] = field(default_factory=list)  #: paths below the outputs with '/' between folders, in order
    hidden: int = 0  #: how many more there are whose names cannot be shown, and links; none of the engine's own


def files_below(folder: Path) -> ArtifactFiles:
    """What stands below a folder; nothing, where there is no folder."""
    found = ArtifactFiles()
    for name, is_listed in _files(folder, "", is_listed=True):
        if is_listed:
            found.names.append(name)
        else:
            found.hidden += 1
    found.names.sort()
    return found


def sizes_of(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The bytes of each file, by its name below the folder; what is gone meanwhile is left out."""
    found: dict[str, int] = {}
    for name in names:
        with contextlib.suppress(OSError):
            found[name] = (folder / name).lstat().st_size
    return found


def is_plain(part: str) -> bool:
    """Whether a file or folder of this name is told of: not what is hidden, half written or means something else."""
    return bool(part) and not part.startswith(".") and not any(c in part for c in "/\\:") and _can_be_shown(part)


def name_problem(name: object) -> str:
    """What is wrong with the name of an artifact that is to be written, or an empty string."""
    if not isinstance(name, str) or not name:
        return "is not a plain file name"
    wrong = {
        "starts with a dot, as hidden files do": name.startswith("."),
        'has one of the characters / \\ : * ? " < > | in it': any(c in name for c in '/\\:*?"<>|'),
        "has a character in it that cannot be shown": not _can_be_shown(name),
    }
    why = next((why for why, applies in wrong.items() if applies), "")
    size = 0 if why else len(name.encode())
    return f"has {size} bytes in UTF-8; {MAX_NAME_BYTES} may be" if size > MAX_NAME_BYTES else why


def _can_be_shown(name: str) -> bool:
    return all(character in _JOINERS or unicodedata.category(character) not in _NOT_SHOWN for character in name)


def _files(folder: Path, prefix: str, *, is_listed: bool) -> Iterator[tuple[str, bool]]:
    try:
        with os.scandir(folder) as opened:
            entries = list(opened)
    except OSError:  # no outputs yet, or a folder that was removed meanwhile
        return
    for entry in entries:
        if _is_the_engines(entry.name):
            continue
        plain = is_listed and is_plain(entry.name)
        if entry.is_symlink():
            yield prefix + entry.name, False
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{prefix}{entry.name}/", is_listed=plain)
        elif entry.is_file(follow_symlinks=False):
            yield prefix + entry.name, plain


def _is_the_engines(name: str) -> bool:
    return name == PREVIEWS or (name.startswith(".") and name.endswith(_UNFINISHED))
