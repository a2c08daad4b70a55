"""`renflow run --file NAME=PATH`: files and folders of the user's become a run's inputs, before it starts."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workflow_engine_shared.ids import shown
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.uploads.links import bring

from .failure import Unreadable, UsageError
from .values import user_path

_FORBIDDEN = frozenset('/\\:*?"<>|')


def named_files(given: Sequence[str]) -> dict[str, Path]:
    """What the `--file` flags name: key of the input → file or folder.

    Raises:
        UsageError: a flag is not `name=path`, or names something twice.
        Unreadable: there is nothing at the path, or something that is neither file nor folder.
    """
    found: dict[str, Path] = {}
    for text in given:
        name, equals, place = text.partition("=")
        if not equals or not place:
            raise UsageError(f"--file {shown(text)} is not 'name=path'.")
        if not name.isprintable() or not name or name.startswith((".", "__")) or _FORBIDDEN & set(name):
            raise UsageError(f"--file {shown(text)}: the name becomes a folder's, so it must be a plain one.")
        if name in found:
            raise UsageError(f"--file sets {shown(name)} twice.")
        path = user_path(place).absolute()
        try:
            if not (path.is_file() or path.is_dir()):
                what = "neither a file nor a folder" if path.exists() else "not there"
                raise Unreadable(f"--file {name}: {shown(str(path), 200)} is {what}.")
        except OSError as error:
            raise Unreadable(f"--file {name}: {shown(str(path), 200)} cannot be read: {error.strerror}.") from None
        found[name] = path
    return found


@contextmanager
def inputs_of(files: Mapping[str, Path], home: Home, body: dict[str, Any]) -> Iterator[None]:
    """Link the files into the inputs of the run that `body` is about to start, and put their paths into its input.

    Where a file cannot be linked it is copied. A run that is there already keeps what it has; one that is refused
    inside the block leaves nothing behind.

    Raises:
        Unreadable: something can be neither linked nor copied.
    """
    if not files:
        yield
        return
    run = home.run(body["thread_id"])
    is_new = not run.root.exists()
    try:
        for name, path in files.items():
            place = _place(path, run.inputs / name)
            body["input"][name] = str(place)
            if is_new:
                _bring(name, path, place)
        yield
    except (Unreadable, Refused):  # anything else may have come after the run was accepted
        if is_new:
            shutil.rmtree(run.root, ignore_errors=True)
        raise


def _place(path: Path, folder: Path) -> Path:
    """A folder takes the name it is given; a file keeps its own below it, for its ending says what it is."""
    return folder if path.is_dir() else folder / path.name


def _bring(name: str, source: Path, target: Path) -> None:
    try:
        bring(source, target)
    except OSError as error:
        raise Unreadable(f"--file {name}: {error.filename or source}: {error.strerror}.") from None
