"""Uploaded files as values of a run's input: checked before the run is accepted, in its folder before its row is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import (
    InvalidFileName,
    InvalidInput,
    Problem,
    UploadNotFound,
)
from workflow_engine_shared.ids import shown
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import RunPaths
from workflow_engine_supervisor.uploads.links import bring, place_for
from workflow_engine_supervisor.uploads.names import part_problem
from workflow_engine_supervisor.uploads.store import Uploads


class Asked(Protocol):
    """A start, as far as its input goes."""

    @property
    def input(self) -> dict[str, Any]: ...
    @property
    def uploads(self) -> "Any": ...  # key of the input -> upload, path in it


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
    problems: list[Problem] = []
    found: dict[str, Path] = {}
    with ExitStack() as held:
        # In one order, so that two starts with the same uploads cannot wait for each other; each is held once.
        for name, (upload_id, path) in sorted(request.uploads.items(), key=lambda each: each[1]):
            place = json_pointer.join("/uploads", name)
            if why := _name_problem(name, request.input):
                problems.append(Problem("BAD_FIELD", place, f"{shown(name)}: {why}."))
                continue
            try:
                found[name] = held.enter_context(uploads.held(upload_id, path))
            except (UploadNotFound, InvalidFileName) as error:
                problems.append(Problem(error.code, place, error.detail, error.advice))
        if problems:
            raise InvalidInput(f"A file for the run cannot be used: {problems[0].detail}", problems=problems)
        targets = {name: place_for(source, run.inputs / name) for name, source in found.items()}
        paths = {name: str(target) for name, target in targets.items()}
        yield {**request.input, **paths}, lambda: _bring(found, targets)


def _name_problem(name: str, given: dict[str, Any]) -> str:
    if name in given:
        return "it stands in 'input' too"
    return "a key that starts with '__' is reserved" if name.startswith("__") else part_problem(name)


def _bring(found: dict[str, Path], targets: dict[str, Path]) -> None:
    for name, source in found.items():
        try:
            bring(source, targets[name])
        except OSError as error:
            raise storage_error(error, f"{targets[name]} could not be made") from error
