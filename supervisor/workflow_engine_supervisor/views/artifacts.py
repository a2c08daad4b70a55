"""The files among a run's outputs: what can be listed can be fetched, and nothing else can."""

import bisect
import os
import stat
from datetime import datetime, timezone
from pathlib import Path

from workflow_engine_shared.artifacts.content_type import content_type
from workflow_engine_shared.artifacts.files import ArtifactFiles, files_below, is_plain
from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.errors import ArtifactNotFound
from workflow_engine_shared.ids import shown
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_supervisor.schemas.artifacts import ArtifactAnswer

_LATEST = 253_402_300_799.0  #: the last second of the year 9999


def list_artifacts(folder: Path, after: str | None, limit: int) -> tuple[list[ArtifactAnswer], int]:
    """A page of the files below a folder, by name, behind the one named `after`; and how many are left out of all."""
    files = files_below(folder) if _is_of_a_run(folder) else ArtifactFiles()
    names = files.names
    start = 0 if after is None else bisect.bisect_right(names, after)
    found: list[ArtifactAnswer] = []
    for name in names[start:]:
        if len(found) == limit:
            break
        try:
            facts = (folder / name).lstat()
        except OSError:  # gone meanwhile
            continue
        found.append(_answer(name, facts))
    return found, files.hidden


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


def _answer(name: str, facts: os.stat_result) -> ArtifactAnswer:
    written = datetime.fromtimestamp(min(max(facts.st_mtime, 0.0), _LATEST), timezone.utc)
    return ArtifactAnswer(name=name, size=facts.st_size, modified=rfc3339(written), content_type=content_type(name))
