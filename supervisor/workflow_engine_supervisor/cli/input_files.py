"""`--file NAME=PATH`: files and folders of the user's become inputs of a run, before it starts or goes on."""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workflow_engine_shared.ids import shown
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.reach.input_paths import paths_in_home, paths_to_nothing
from workflow_engine_shared.reach.places import Reach
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.uploads.links import bring, own_folder, place_for

from .failure import Unreadable, UsageError
from .terminal import clean, one_line, tell
from .values import user_path

_FORBIDDEN = frozenset('/\\:*?"<>|')


def named_files(given: Sequence[str], others: Collection[str] = (), beside: str = "--input") -> dict[str, Path]:
    """What the `--file` flags name: key of the input → file or folder. `others`: keys that a flag `beside` them sets.

    Raises:
        UsageError: a flag is not `name=path`, or names something twice.
        Unreadable: there is nothing at the path, or something that is neither file nor folder.
    """
    found: dict[str, Path] = {}
    for text in given:
        name, equals, place = text.partition("=")
        if not equals or not place:
            raise UsageError(f"--file {shown(text)} is not 'name=path'.")
        if not _is_plain(name):
            raise UsageError(f"--file {shown(text)}: the name becomes a folder's, so it must be a plain one.")
        if name in found:
            raise UsageError(f"--file sets {shown(name)} twice.")
        if name in others:
            raise UsageError(f"{shown(name)} is given with {beside} and with --file.")
        path = user_path(place).absolute()
        try:
            if not (path.is_file() or path.is_dir()):
                what = "neither a file nor a folder" if path.exists() else "not there"
                raise Unreadable(f"--file {name}: {shown(str(path), 200)} is {what}.")
        except OSError as error:
            raise Unreadable(f"--file {name}: {shown(str(path), 200)} cannot be read: {error.strerror}.") from None
        found[name] = path
    return found


def brought_from_home(
    given: Mapping[str, Any], reach: Reach | None, *, quiet: bool, beside: str = "--input"
) -> dict[str, Path]:
    """What `files_in_home` finds; unless `quiet`, says so, and what else of the input leads nowhere."""
    found = files_in_home(given, reach, beside)
    if quiet:
        return found
    for name, path in found.items():
        where = f"{clean(path)} lies in your home"
        tell(f"input {name}: {where}: linked into the run's inputs, where functions may read it")
    tell_notes(notes_on({name: value for name, value in given.items() if name not in found}))
    return found


def tell_notes(notes: Sequence[str]) -> None:
    for note in notes:
        tell(one_line(note))


def files_in_home(given: Mapping[str, Any], reach: Reach | None, beside: str = "--input") -> dict[str, Path]:
    """Values of the input that are paths in the user's home: functions can read them only once they are brought in.

    Raises:
        Unreadable: there is nothing at such a path.
    """
    found = {} if reach is None else {each.key: each for each in paths_in_home(given, reach) if each.key}
    for key, each in found.items():
        if not each.exists:
            raise Unreadable(f"{beside} {shown(key)}: there is no file or folder {shown(each.path, 200)}.")
    named = [f"{key}={each.path}" for key, each in found.items() if _is_plain(str(key))]  # else the server refuses it
    return named_files(named)


def notes_on(given: Mapping[str, Any]) -> list[str]:
    """What else of the input leads nowhere, as far as that can be told."""
    notes = [f"input {each.pointer[1:]}: there is no file or folder {each.path}" for each in paths_to_nothing(given)]
    for key, value in given.items():
        if isinstance(value, str) and _is_relative_path(value):
            what = f"functions work in a folder of their own, where {value} is not; --file {key}={value} brings it in"
            notes.append(f"input {key}: {what}")
    return notes


def _is_relative_path(text: str) -> bool:
    """Whether it names something here, and as a path: a word may be a file's name by chance."""
    if not (os.sep in text or text.startswith(".")) or not text.isprintable() or "://" in text or text == ".":
        return False
    try:
        return not Path(text).is_absolute() and Path(text).exists()
    except OSError:
        return False


def _is_plain(name: str) -> bool:
    return bool(name) and name.isprintable() and not name.startswith((".", "__")) and not _FORBIDDEN & set(name)


@contextmanager
def inputs_of(files: Mapping[str, Path], home: Home, body: dict[str, Any]) -> Iterator[list[str]]:
    """Link the files into the inputs of the run that `body` is about to start, and put their paths into its input.

    Where a file cannot be linked it is copied. A run that is there already keeps what it has; one that is refused
    inside the block leaves nothing behind. Gives the block a note on each name that left something out.

    Raises:
        Unreadable: something can be neither linked nor copied.
    """
    notes: list[str] = []
    if not files:
        yield notes
        return
    run = home.run(body["thread_id"])
    is_new = not run.root.exists()
    try:
        for name, path in files.items():
            place = place_for(path, run.inputs / name)
            body["input"][name] = str(place)
            if is_new:
                notes += _bring(name, path, place)
        yield notes
    except (Unreadable, Refused):  # anything else may have come after the run was accepted
        if is_new:
            shutil.rmtree(run.root, ignore_errors=True)
        raise


@contextmanager
def updates_of(files: Mapping[str, Path], run: RunPaths, updates: dict[str, Any]) -> Iterator[list[str]]:
    """The same for a run that rests: each gets a folder of its own, so that what earlier states name stays as it is.

    Raises:
        Unreadable: something can be neither linked nor copied.
    """
    folders: list[Path] = []
    notes: list[str] = []
    try:
        for name, path in files.items():
            folders.append(_own_folder(run, name))
            place = place_for(path, folders[-1])
            notes += _bring(name, path, place)
            updates[name] = str(place)
        yield notes
    except (Unreadable, Refused):
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _own_folder(run: RunPaths, name: str) -> Path:
    try:
        return own_folder(run.inputs, name)
    except OSError as error:
        raise Unreadable(f"--file {name}: {error.filename or run.inputs}: {error.strerror}.") from None


def _bring(name: str, source: Path, target: Path) -> list[str]:
    """Link it; returns notes on what was left out."""
    try:
        left_out = bring(source, target)
    except OSError as error:
        raise Unreadable(f"--file {name}: {error.filename or source}: {error.strerror}.") from None
    notes = []
    if left_out:
        what = "links that lead nowhere or back, pipes or devices"
        notes.append(f"input {name}: {len(left_out)} left out ({what}), the first is {left_out[0]}")
    if source.is_dir() and not any(each.is_file() for each in target.rglob("*")):
        notes.append(f"input {name}: there is no file in {source}")
    return notes
