"""Files among a run's outputs, written whole or not at all."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workflow_engine_shared.artifacts.content_type import content_type
from workflow_engine_shared.artifacts.files import name_problem
from workflow_engine_shared.codec import json_view, stored_form
from workflow_engine_shared.errors import InvalidArtifact
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_shared.paths import replacing
from workflow_engine_shared.units import MIB
from workflow_engine_worker.artifacts.previews import keep_preview

_BLOCK = MIB


def write_artifact(folder: Path, name: str, value: Any) -> dict[str, Any]:
    """Write `value` as `folder/name`; returns `{"artifact", "path", "size", "sha256", "content_type"}`.

    Raises:
        InvalidArtifact: a name that could not be listed or had, or a value that cannot be written.
        ResultNotSerializable: a value inside plain data that cannot be stored.
    """
    if problem := name_problem(name) or _windows_problem(name):
        raise InvalidArtifact(f"{shown(name)} {problem}.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if target.is_dir() and not target.is_symlink():
        raise InvalidArtifact(f"{shown(name)} is a folder among the run's outputs.")
    try:
        _write(target, value)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise InvalidArtifact(f"{shown(name)} is longer than this file system takes.") from error
    keep_preview(target)
    return {
        "artifact": name,
        "path": str(target),
        "size": target.stat().st_size,
        "sha256": _sha256(target),
        "content_type": content_type(name),
    }


def _windows_problem(name: str) -> str:
    """Windows gives a file another name than it was asked for, or none."""
    if os.name != "nt":
        return ""
    is_device = id_problem("con") == id_problem(name.partition(".")[0].rstrip())
    return "is a device on Windows, or ends as no name there may" if is_device or name[-1] in ". " else ""


def _write(target: Path, value: Any) -> None:
    if isinstance(value, os.PathLike):
        source = Path(value)
        if not source.is_file():
            raise InvalidArtifact(f"There is no file {source}.")
        if target.is_symlink() or source.resolve() != target.resolve():
            with replacing(target) as unfinished:
                shutil.copyfile(source, unfinished)
    else:
        with replacing(target, durable=True) as unfinished, unfinished.open("wb") as file:
            for part in _parts(value):
                file.write(part)


def _parts(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        yield bytes(value)
    elif isinstance(value, str):
        yield value.encode("utf-8", "backslashreplace")
    elif isinstance(value, Sequence) and not isinstance(value, (list, tuple)):
        yield from _json_lines(value)  # a journal's results may be longer than memory
    else:
        yield _json(value)


def _json_lines(values: Sequence[Any]) -> Any:
    yield b"["
    for position, item in enumerate(values):
        yield (b",\n" if position else b"\n") + _json(item)
    yield b"\n]\n"


def _json(value: Any) -> bytes:
    return json.dumps(json_view(stored_form(value)), ensure_ascii=False, allow_nan=False).encode()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
