"""Files and folders of this machine become a run's inputs: sent in pieces, and on again where a connection broke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workflow_engine_shared.clock import pause
from workflow_engine_shared.errors import InvalidInput, NotRunning, Problem, StorageFailure
from workflow_engine_shared.ids import shown
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.client.follower import Answering
from workflow_engine_supervisor.uploads.names import is_clutter, part_problem

PIECE = 4 * MIB
TRIES = 10
TRY_SECONDS = 1.0


def upload(connection: Answering, files: Mapping[str, str | PathLike[str]]) -> dict[str, Any]:
    """Send files and folders; returns what `uploads` of a start is: for each key, where its file lies.

    Raises:
        InvalidInput: there is nothing at a path, or a key cannot be a folder's name; all are told at once.
        StorageFailure: a file cannot be read.
    """
    sources = {key: _checked(key, path) for key, path in files.items()}
    problems = [each for each in sources.values() if isinstance(each, Problem)]
    if problems:
        raise InvalidInput(f"A file for the run cannot be used: {problems[0].detail}", problems=problems)
    if not sources:
        return {}
    upload_id = str(connection.client.post("/uploads")["id"])
    found = {}
    for key, source in sources.items():
        assert isinstance(source, Path)
        found[key] = {"upload": upload_id, "path": f"{key}/{source.name}" if source.is_file() else key}
        for file, name in _files(source, key):
            _send(connection, upload_id, file, name)
    return found


def _checked(key: str, given: str | PathLike[str]) -> Path | Problem:
    pointer = f"/files/{key}"
    if problem := part_problem(key):
        return Problem("BAD_FIELD", pointer, f"{shown(key)}: {problem}.")
    path = Path(given).expanduser().absolute()
    if path.is_file():
        return path
    if not path.is_dir():
        return Problem("PATH_NOT_THERE", pointer, f"{key}: there is no file or folder {shown(str(path), 200)}.")
    if next(_files(path, key), None) is None:
        return Problem("EMPTY_FOLDER", pointer, f"{key}: the folder {shown(str(path), 200)} holds no file.")
    return path


def _files(source: Path, key: str) -> Iterator[tuple[Path, str]]:
    """Every file, and its path in the upload. Hidden files are nobody's data."""
    if source.is_file():
        yield source, f"{key}/{source.name}"
        return
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        if path.is_file() and not any(map(is_clutter, parts)):
            yield path, "/".join((key, *parts))


def _send(connection: Answering, upload_id: str, path: Path, name: str) -> None:
    address = f"/uploads/{upload_id}/files/{quote(name)}"
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            offset = 0
            while True:
                file.seek(offset)
                piece = file.read(min(PIECE, size - offset))
                if len(piece) < min(PIECE, size - offset):
                    raise StorageFailure(f"{path} was changed while it was sent.", hint="Start the run again.")
                offset = _send_piece(connection, upload_id, address, (name, offset, size, piece))
                if offset >= size:
                    return
    except OSError as error:
        raise StorageFailure(f"{path} cannot be read: {error.strerror}.") from error


def _send_piece(connection: Answering, upload_id: str, address: str, what: tuple[str, int, int, bytes]) -> int:
    """Returns how much of the file has come. A supervisor that is away is looked for, and asked where to go on."""
    name, offset, size, piece = what
    for left in reversed(range(TRIES)):
        try:
            answer = connection.client.put_bytes(address, piece, offset=offset, size=size)
            return int(answer["received"])
        except NotRunning:
            if not left:
                raise
        pause(TRY_SECONDS)
        if connection.find_again():
            files = connection.client.get(f"/uploads/{upload_id}")["files"]
            came = next((each for each in files if each["path"] == name), None)
            if came is not None and (came["complete"] or came["received"] != offset):
                return int(came["received"])
    raise AssertionError  # the last try raised or returned
