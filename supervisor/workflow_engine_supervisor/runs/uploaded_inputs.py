"""Uploaded files as values of a run's input or state: checked before, and in its folder before anybody is told."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import (
    InvalidFileName,
    InvalidInput,
    InvalidUpdates,
    Problem,
    UploadNotFound,
)
from workflow_engine_shared.ids import shown
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import RunPaths
from workflow_engine_supervisor.uploads.links import bring, own_folder, place_for
from workflow_engine_supervisor.uploads.names import part_problem
from workflow_engine_supervisor.uploads.store import Uploads

Named = Mapping[str, tuple[str, str]]  #: key of the input -> upload, path in it


class Asked(Protocol):
    """A start, as far as its input goes."""

    @property
    def input(self) -> dict[str, Any]: ...
    @property
    def uploads(self) -> Named: ...


@contextmanager
def uploaded_inputs(
    uploads: Uploads, request: Asked, run: RunPaths
) -> Iterator[tuple[dict[str, Any], Callable[[], None] | None]]:
    """Yield the input with the paths that the files will have, and what puts them there. They are held meanwhile.

    Raises:
        InvalidInput: an upload is gone or not whole, or its key cannot be a folder's name; `problems` names each.
    """
    if not request.uploads:
        yield request.input, None
        return
    with ExitStack() as held:
        found, problems = _found(uploads, request.uploads, "input", request.input, held)
        if problems:
            raise InvalidInput(f"A file for the run cannot be used: {problems[0].detail}", problems=problems)
        targets = {name: place_for(source, run.inputs / name) for name, source in found.items()}
        paths = {name: str(target) for name, target in targets.items()}
        yield {**request.input, **paths}, lambda: _bring(found, targets)


@contextmanager
def uploaded_updates(
    uploads: Uploads, asked: Named, updates: Mapping[str, Any], run: RunPaths
) -> Iterator[dict[str, Any]]:
    """Bring files to a run that rests, each into a folder of its own: what earlier states name stays as it is.

    Yields the updates with their paths. If they are refused inside the block, nothing is left of them.

    Raises:
        InvalidUpdates: an upload is gone or not whole, or its key cannot be a folder's name; `problems` names each.
        DiskFull, TooManyOpenFiles, StorageFailure
    """
    folders: list[Path] = []
    with ExitStack() as held:
        found, problems = _found(uploads, asked, "updates", updates, held)
        if problems:
            raise InvalidUpdates(f"A file for the run cannot be used: {problems[0].detail}", problems=problems)
        try:
            targets = {}
            for name, source in found.items():
                folders.append(_own_folder(run, name))
                targets[name] = place_for(source, folders[-1])
            _bring(found, targets)
            yield {**updates, **{name: str(target) for name, target in targets.items()}}
        except BaseException:
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)
            raise


def _found(
    uploads: Uploads, asked: Named, beside: str, given: Mapping[str, Any], held: ExitStack
) -> tuple[dict[str, Path], list[Problem]]:
    """Where the files lie, and what keeps the others from being used. `beside`: where a key must not stand as well."""
    problems: list[Problem] = []
    found: dict[str, Path] = {}
    # In one order, so that two starts with the same uploads cannot wait for each other; each is held once.
    for name, (upload_id, path) in sorted(asked.items(), key=lambda each: each[1]):
        place = json_pointer.join("/uploads", name)
        if why := f"it stands in '{beside}' too" if name in given else _name_problem(name):
            problems.append(Problem("BAD_FIELD", place, f"{shown(name)}: {why}."))
            continue
        try:
            found[name] = held.enter_context(uploads.held(upload_id, path))
        except (UploadNotFound, InvalidFileName) as error:
            problems.append(Problem(error.code, place, error.detail, error.advice))
    return found, problems


def _name_problem(name: str) -> str:
    return "a key that starts with '__' is reserved" if name.startswith("__") else part_problem(name)


def _own_folder(run: RunPaths, name: str) -> Path:
    try:
        return own_folder(run.inputs, name)
    except OSError as error:
        raise storage_error(error, f"{run.inputs / name} could not be made") from error


def _bring(found: dict[str, Path], targets: dict[str, Path]) -> None:
    for name, source in found.items():
        try:
            bring(source, targets[name])
        except OSError as error:
            raise storage_error(error, f"{targets[name]} could not be made") from error
