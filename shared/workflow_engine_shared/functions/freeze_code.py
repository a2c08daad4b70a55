"""Keeps the code of functions as it is now: written whole, under its hash, or not at all."""

import contextlib
import hashlib
import os
import shutil
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_shared.errors.code import CodeDamaged, CodeNotFreezable
from workflow_engine_shared.functions.code_files import code_files
from workflow_engine_shared.functions.frozen_code import MANIFEST, CodeManifest, verify
from workflow_engine_shared.locks import process_lock
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, private_file, private_folder, sync_names
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.units import MIB

MAX_BYTES = 64 * MIB
_STAGE = ".new-"
_LEFT_S = 3600.0
_TURN_S = 60.0  #: to wait for others who put code in its place
_TRIES = 3  #: that files are read while somebody writes to them


def manifest_of(names: Sequence[str], folders: Sequence[Path]) -> CodeManifest:
    """What the code of some functions consists of now.

    Raises:
        CodeNotFreezable: a file cannot be read, or there is too much of it.
    """
    return _manifest(_bodies(names, folders), folders)


def freeze(home: Home, names: Sequence[str], folders: Sequence[Path]) -> CodeManifest:
    """Keep the code of some functions as it is now; it is on the disk when this returns.

    Raises:
        CodeNotFreezable: a file cannot be read or changes meanwhile, or there is too much of it.
        DiskFull, StorageFailure
    """
    for _ in range(_TRIES):
        bodies = _bodies(names, folders)
        manifest = _manifest(bodies, folders)
        try:
            if _kept(home, names, manifest, bodies):
                return manifest
        except OSError as error:
            raise storage_error(error, f"the code cannot be kept in {home.code}") from error
    raise CodeNotFreezable("The files of its functions changed while they were read.", hint="Publish it again.")


def put_in_place(home: Home, stage: Path, code_hash: str) -> None:
    """Let a folder of code that is whole be the one of its hash, unless the same stands there already.

    One at a time: who looked and was overtaken would take what the other put there for damaged.

    Args:
        home: the data directory.
        stage: the folder, on the same disk. It stays where it is if it is not needed.
        code_hash: what it is named after.

    Raises:
        OSError: it cannot be moved, or somebody else is at it for longer than this may take.
    """
    private_folder(home.code)
    root = home.code / code_hash
    with process_lock(home.code_lock, timeout=_TURN_S):
        if _is_sound(home, code_hash):
            return
        if kind_of(root) is not None:
            root.rename(home.code / f"{_STAGE}{uuid.uuid4().hex[:12]}-damaged")
        stage.rename(root)
        sync_names(home.code)


def remove_unfinished(home: Home, now: str) -> None:
    """What a process that was killed an hour ago or longer while it kept code has left."""
    before = parse_rfc3339(now).timestamp() - _LEFT_S
    with contextlib.suppress(OSError):
        for each in home.code.iterdir():
            if each.name.startswith(_STAGE) and each.stat().st_mtime < before:
                shutil.rmtree(each, ignore_errors=True)


def _manifest(bodies: Mapping[str, bytes], folders: Sequence[Path]) -> CodeManifest:
    return CodeManifest(len(folders), {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()})


def _bodies(names: Sequence[str], folders: Sequence[Path]) -> dict[str, bytes]:
    bodies: dict[str, bytes] = {}
    left = MAX_BYTES
    for name, file in code_files(names, folders).items():
        try:
            left -= file.stat().st_size
            if left >= 0:
                bodies[name] = file.read_bytes()
        except OSError as error:
            raise CodeNotFreezable(f"{file} cannot be read: {error.strerror or error}.") from error
        if left < 0:
            what = f"It is larger than {MAX_BYTES // MIB} MiB with {file}."
            raise CodeNotFreezable(what, hint="Keep large data outside of the modules' packages.")
        _refuse_name(name, file)
    return bodies


def _refuse_name(name: str, file: Path) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise CodeNotFreezable(f"The name of {os.fsencode(file)!r} is no UTF-8.") from None


def _kept(home: Home, names: Sequence[str], manifest: CodeManifest, bodies: Mapping[str, bytes]) -> bool:
    """Whether it is kept, and stands for itself; False: files changed while they were read."""
    if _is_sound(home, manifest.hash):
        return True
    private_folder(home.code)
    stage = home.code / f"{_STAGE}{uuid.uuid4().hex[:12]}"
    try:
        _write(stage, manifest, bodies)
        frozen = [stage / str(place) for place in range(manifest.folders)]
        if set(code_files(names, frozen)) != set(bodies):
            return False
        put_in_place(home, stage, manifest.hash)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return True


def _is_sound(home: Home, code_hash: str) -> bool:
    try:
        verify(home, code_hash)
    except CodeDamaged:
        return False
    return True


def _write(stage: Path, manifest: CodeManifest, bodies: Mapping[str, bytes]) -> None:
    made = {stage, *(stage / str(place) for place in range(manifest.folders))}
    for name in bodies:
        above = (stage / name).parent
        while above not in made:
            made.add(above)
            above = above.parent
    for folder in sorted(made):
        folder.mkdir(mode=0o700)
    for name, body in {**bodies, MANIFEST: manifest.text.encode()}.items():
        with os.fdopen(private_file(stage / name, append=False), "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    if sys.platform != "win32":
        for folder in made:
            sync_names(folder)
