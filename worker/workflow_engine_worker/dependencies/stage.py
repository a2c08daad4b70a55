"""Packages laid out in a folder beside the environment, verified there, then moved in: all of them or none.

A run only ever adds packages: nothing that is installed is replaced or removed. What would be moved is first written
down; whoever finds that note later, because the one who wrote it was killed, takes away what is named there.
"""

import base64
import contextlib
import csv
import hashlib
import io
import json
import os
import shutil
import site
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from workflow_engine_shared.errors import DependencyInstallFailed
from workflow_engine_shared.paths import replace_file, sync_names
from workflow_engine_shared.units import MIB
from workflow_engine_worker.dependencies.environment import Environment
from workflow_engine_worker.dependencies.installer import python_starts_with

_NOTE = "unfinished.json"
_FOR_ALL = 0o666  #: less the umask: an environment may be used by others than the one who installs into it
_SCRIPTS = frozenset({"bin", "Scripts"})
_DATA = frozenset({"etc", "include", "share"})
#: Modules that every start of Python imports, and the engine's own.
_REFUSED = ("sitecustomize", "usercustomize", "workflow_engine")


def unfinished(environment: Environment) -> bool:
    """Whether an installation was cut off in the middle."""
    return (environment.ours / _NOTE).exists()


def take_back(environment: Environment) -> list[str]:
    """Remove what an installation that was cut off has left; returns the paths. Under the environment's lock."""
    note = environment.ours / _NOTE
    try:
        paths = [str(path) for path in json.loads(note.read_bytes())]
    except (FileNotFoundError, ValueError):  # killed while writing it down: nothing was moved yet
        paths = []
    found = [path for path in reversed(paths) if os.path.lexists(path)]
    for path in found:
        _remove(Path(path))
    note.unlink(missing_ok=True)
    return found


def verify(stage: Path) -> list[str]:
    """Check every file against what its distribution says of it; returns `name==version` of the distributions.

    Raises:
        DependencyInstallFailed: something is missing, damaged, or none that may be installed.
    """
    found = []
    for info in sorted(stage.glob("*.dist-info")):
        name, version = info.name[: -len(".dist-info")].rpartition("-")[::2]
        for path, digest in _record(info):
            file = (stage / path).resolve()
            if not file.is_relative_to(stage.resolve()):
                raise DependencyInstallFailed(f"The package {name} {version} writes outside of itself: {path}.")
            if not file.is_file() or (digest and digest != _digest(file)):
                raise DependencyInstallFailed(f"The package {name} {version} is damaged: {path}.")
        found.append(f"{canonicalize_name(name)}=={version}")
    for entry in stage.iterdir():
        if entry.name.startswith(_REFUSED):
            raise DependencyInstallFailed(
                f"A package holds {entry.name}, which would change how Python or renflow starts."
            )
    if any(stage.glob("*.pth")):
        _check_that_python_starts(stage)
    return found


def move_in(stage: Path, environment: Environment) -> None:
    """Move everything into the environment. Under its lock.

    Raises:
        DependencyInstallFailed: a file is there already.
        OSError: it cannot be written; what was moved has been taken back.
    """
    for info in stage.glob("*.dist-info"):
        _place_scripts(info, stage, environment)
    moves = sorted(_moves(stage, environment), key=lambda move: (move[1].suffix == ".dist-info", move[1]))
    note = environment.ours / _NOTE
    replace_file(note, json.dumps([str(target) for _, target in moves]).encode(), durable=True, mode=_FOR_ALL)
    sync_names(note.parent)  # a power cut must not leave the packages without the note
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
    except BaseException:
        take_back(environment)
        raise
    note.unlink()
    if any(target.suffix == ".pth" for _, target in moves):
        site.addsitedir(str(environment.packages))


def _moves(stage: Path, environment: Environment) -> Iterator[tuple[Path, Path]]:
    """The whole of what is new; what several packages share, such as a namespace, piece by piece."""
    for entry in stage.iterdir():
        if entry.name == ".lock":  # the installer's own
            continue
        if entry.name in _SCRIPTS and entry.is_dir():
            yield from _into(entry, environment.scripts)
        elif entry.name in _DATA and entry.is_dir():
            yield from _into(entry, environment.data / entry.name)
        else:
            yield from _into(entry, environment.packages / entry.name)


def _into(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    if not os.path.lexists(target):
        yield source, target
    elif source.is_dir() and target.is_dir():
        for each in source.iterdir():
            if each.name != "__pycache__":
                yield from _into(each, target / each.name)
    else:
        raise DependencyInstallFailed(
            f"{target} is there already, and is not replaced.",
            hint="Two packages bring the same file: choose one of them, or install them yourself; then resume.",
        )


def _record(info: Path) -> list[tuple[str, str]]:
    """A distribution's files as paths below the stage, each with its digest where it has one."""
    try:
        rows = list(csv.reader(io.StringIO((info / "RECORD").read_text(encoding="utf-8"))))
    except (OSError, ValueError, csv.Error) as error:
        raise DependencyInstallFailed(f"The package {info.stem} has no list of its files.") from error
    found = []
    for row in rows:
        if row and not row[0].endswith((".pyc", "RECORD", ".lock")):
            # Some installers count from a folder that the layout into one folder does not have.
            path = row[0].removeprefix("../../")
            digest = row[1].removeprefix("sha256=") if len(row) > 1 and row[1].startswith("sha256=") else ""
            found.append((path, digest))
    return found


def _place_scripts(info: Path, stage: Path, environment: Environment) -> None:
    """Programs go elsewhere than modules: the list of files, from which they are uninstalled, has to say so."""
    record = info / "RECORD"
    lines = []
    for line in record.read_text(encoding="utf-8").splitlines():
        path = line.removeprefix("../../")
        top, _, rest = path.partition("/")
        home = environment.scripts if top in _SCRIPTS else environment.data / top if top in _DATA else None
        if home is not None and (stage / top).is_dir():
            path = f"{Path(os.path.relpath(home, environment.packages)).as_posix()}/{rest}"
        lines.append(path)
    # Never written in place: it may be a link into the installer's cache.
    replace_file(record, "".join(f"{line}\n" for line in lines).encode(), durable=True, mode=_FOR_ALL)


def _check_that_python_starts(stage: Path) -> None:
    """A .pth file runs at every start of Python: a broken one would take the whole environment with it."""
    if not python_starts_with(stage):
        names = ", ".join(sorted(each.name for each in stage.glob("*.pth")))
        raise DependencyInstallFailed(
            f"Python does not start any more with what a package adds to its start ({names})."
        )


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        digest = hashlib.sha256()
        while piece := content.read(MIB):
            digest.update(piece)
    return base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
