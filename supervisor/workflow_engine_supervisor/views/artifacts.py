"""The files among a run's outputs: what can be listed can be fetched, and nothing else can."""

import bisect
import os
import stat
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from workflow_engine_shared.artifacts.content_type import Kind, kind_of_type, type_of_file
from workflow_engine_shared.artifacts.files import ArtifactFiles, files_below, is_plain
from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.errors import ArtifactNotFound
from workflow_engine_shared.ids import shown
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_supervisor.schemas.files import ArtifactAnswer, FolderAnswer

_LATEST = 253_402_300_799.0  #: the last second of the year 9999


@dataclass(frozen=True)
class Listing:
    """Which of a run's files are asked for."""

    folder: str | None = None  #: only what stands in it, with the folders there; None: all files at any depth
    q: str = ""  #: part of the name, at any depth below the folder
    kind: Kind | None = None


ALL = Listing()


@dataclass(frozen=True)
class Found:
    """A page of files, and what there is besides."""

    files: list[ArtifactAnswer]
    folders: list[FolderAnswer]
    total: int  #: files that are meant, on all pages
    hidden: int  #: files that are left out of all


def list_artifacts(outputs: Path, after: str | None, limit: int, chosen: Listing = ALL) -> Found:
    """A page of the files below a run's outputs, by name, behind the one named `after`."""
    files = files_below(outputs) if _is_of_a_run(outputs) else ArtifactFiles()
    prefix = f"{chosen.folder}/" if chosen.folder else ""
    below = [name for name in files.names if name.startswith(prefix)]
    is_flat = chosen.folder is None or chosen.q or chosen.kind
    names = below if is_flat else [name for name in below if "/" not in name[len(prefix) :]]
    wanted = chosen.q.casefold()
    names = [
        name
        for name in names
        if wanted in name[len(prefix) :].casefold()
        and (chosen.kind is None or kind_of_type(type_of_file(outputs / name)) == chosen.kind)
    ]
    start = 0 if after is None else bisect.bisect_right(names, after)
    found: list[ArtifactAnswer] = []
    for name in names[start:]:
        if len(found) == limit:
            break
        try:
            facts = (outputs / name).lstat()
        except OSError:  # gone meanwhile
            continue
        found.append(_answer(outputs, name, facts))
    folders = [] if is_flat or after is not None else _folders(below, prefix)
    return Found(found, folders, len(names), files.hidden)


def _folders(names: list[str], prefix: str) -> list[FolderAnswer]:
    counts = Counter(rest.partition("/")[0] for name in names if "/" in (rest := name[len(prefix) :]))
    return [FolderAnswer(name=prefix + name, files=count) for name, count in sorted(counts.items())]


def find_artifact(folder: Path, name: str) -> tuple[Path, os.stat_result]:
    """A regular file below the folder, without a link on the way.

    Raises:
        ArtifactNotFound: there is none of this name, or none that may be fetched.
    """
    missing = ArtifactNotFound(f"There is no file {shown(name)} among the run's outputs.")
    if not all(map(is_plain, name.split("/"))):
        raise missing
    try:
        if not _is_of_a_run(folder):
            raise missing
        root = folder.resolve(strict=True)
        path = (root / name).resolve(strict=True)
        facts = path.lstat()
    except (OSError, ValueError, RuntimeError):  # absent; a NUL or a name that is too long; a circle of links
        raise missing from None
    # A link, wherever it leads, makes the resolved path another one.
    if not path.is_relative_to(root) or path != root / name or not stat.S_ISREG(facts.st_mode):
        raise missing
    return path, facts


def _is_of_a_run(folder: Path) -> bool:
    """Whether it is a folder in a folder, and no link that leads elsewhere."""
    return kind_of(folder) == kind_of(folder.parent) == "a folder"


def _answer(outputs: Path, name: str, facts: os.stat_result) -> ArtifactAnswer:
    media_type = type_of_file(outputs / name)
    return ArtifactAnswer(name=name, size=facts.st_size, modified=modified(facts), content_type=media_type)


def modified(facts: os.stat_result) -> str:
    """When a file was written last."""
    written = datetime.fromtimestamp(min(max(facts.st_mtime, 0.0), _LATEST), timezone.utc)
    return rfc3339(written)
