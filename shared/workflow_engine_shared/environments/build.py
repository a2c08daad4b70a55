"""Building an environment: aside, from its lock, by uv; tried, written down, and moved into its place whole."""

import contextlib
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from workflow_engine_shared.environments.engine_finder import install_finder, write_where
from workflow_engine_shared.environments.folder import (
    FILES,
    STAGE,
    build_log,
    failed_mark,
    folder_of,
    list_files,
    note_use,
    packages_in,
    python_in,
    usable,
)
from workflow_engine_shared.environments.installer_process import DEFAULT_INDEX, InstallObserver, run_installer
from workflow_engine_shared.environments.lock import Lock, refuse_foreign
from workflow_engine_shared.environments.pythons import python_for, uv_words
from workflow_engine_shared.errors import DependencyInstallFailed, RenError
from workflow_engine_shared.locks import held_once_free, process_lock
from workflow_engine_shared.paths import Home, private_file, private_folder, sync_names
from workflow_engine_shared.plain_files import kind_of

_LOOK_S = 0.2
#: What the engine begins with; all of it takes as long as the rest of the building.
_TRIES = "import langgraph, msgspec, psutil, workflow_engine_shared.paths, workflow_engine_worker"


def build(home: Home, lock: Lock, index: str, observer: InstallObserver) -> bool:
    """Have an environment; False: it is there already, or somebody else built it meanwhile.

    Args:
        home: the data directory.
        lock: what it consists of.
        index: the package index; empty: the usual one.
        observer: hears each line, and may end the building: nothing of it stays then.

    Raises:
        EnvironmentForeign: it is for another system.
        PythonMissing
        DependencyInstallFailed, PackageIndexUnreachable, DiskFull
        OSError: it cannot be written.
    """
    if usable(home, lock.hash):
        return False
    refuse_foreign(lock)
    private_folder(home.environments)
    with _locked(home, lock.hash, observer):
        if usable(home, lock.hash):
            return False
        _remove_unfinished(home, lock.hash)
        stage = home.environments / f"{STAGE}{lock.hash}-{uuid.uuid4().hex[:8]}"
        failed_mark(home, lock.hash).unlink(missing_ok=True)
        try:
            with os.fdopen(_new_log(home, lock.hash), "w", encoding="utf-8") as log:
                _fill(home, lock, index, stage, _Heard(log, observer).observer)
            place = folder_of(home, lock.hash)
            if kind_of(place) is not None:  # damaged: what is built anew is whole
                place.rename(home.environments / f"{STAGE}{lock.hash}-{uuid.uuid4().hex[:8]}-damaged")
            stage.rename(place)
            sync_names(home.environments)
        except (RenError, OSError) as error:
            _note_failure(home, lock.hash, error)
            raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        note_use(home, lock.hash)
    return True


def _note_failure(home: Home, known_by: str, error: Exception) -> None:
    """Keep why, for lists; the disk may be full."""
    told = error.detail if isinstance(error, RenError) else str(error)
    with (
        contextlib.suppress(OSError),
        os.fdopen(private_file(failed_mark(home, known_by)), "w", encoding="utf-8") as mark,
    ):
        mark.write(f"{told}\n")


class _Heard:
    """An observer that keeps what it hears, too."""

    def __init__(self, log: IO[str], observer: InstallObserver) -> None:
        self._log = log
        self._observer = observer
        self.observer = InstallObserver(self._line, observer.pulse)

    def _line(self, line: str) -> None:
        self._log.write(f"{line.rstrip()}\n")
        self._log.flush()
        self._observer.line(line)


def _fill(home: Home, lock: Lock, index: str, stage: Path, observer: InstallObserver) -> None:
    where = index or DEFAULT_INDEX
    observer.line(f"Building the environment {lock.hash[:12]}: Python {lock.python}, {len(lock.packages)} packages.")
    interpreter = python_for(lock.python, home.environments, observer)
    uv, quiet = uv_words(), ["--no-progress", "--no-python-downloads"]
    run_installer(
        [*uv, "venv", "--relocatable", "--python", interpreter, *quiet, str(stage)], home.environments, where, observer
    )
    python = str(python_in(stage))
    if lock.packages:
        wanted = stage / "renflow-lock.txt"
        wanted.write_text(lock.requirements, encoding="utf-8")
        words = [*uv, "pip", "sync", str(wanted), "--python", python, "--require-hashes", "--only-binary", ":all:"]
        run_installer([*words, "--compile-bytecode", *quiet], stage, where, observer)
    install_finder(home, packages_in(stage))
    write_where(home)
    try:
        run_installer([python, "-c", _TRIES], stage, where, observer)
    except DependencyInstallFailed as error:
        told = f"The engine does not start in the environment that was built.\n{error.detail}"
        raise DependencyInstallFailed(told) from error
    body = msgspec.json.encode(list_files(stage))
    with os.fdopen(private_file(stage / FILES, append=False), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    if sys.platform != "win32":
        os.sync()  # thousands of files, most of them links into uv's cache: one by one takes far longer
    observer.line(f"Built; its folder is {folder_of(home, lock.hash)}.")


@contextlib.contextmanager
def _locked(home: Home, known_by: str, observer: InstallObserver) -> Iterator[None]:
    """One builder of an environment at a time; who waits can be paused, too."""
    lock = process_lock(home.environments / f"{known_by}.lock", timeout=_LOOK_S)

    def waits() -> None:
        observer.line("Somebody else is building this environment; waiting for that.")

    with held_once_free(lock, waits, observer.pulse):
        yield


def _remove_unfinished(home: Home, known_by: str) -> None:
    """What a builder of this environment that was killed has left. Under the environment's lock."""
    for each in home.environments.glob(f"{STAGE}{known_by}-*"):
        shutil.rmtree(each, ignore_errors=True)


def _new_log(home: Home, known_by: str) -> int:
    build_log(home, known_by).unlink(missing_ok=True)
    return private_file(build_log(home, known_by), append=False)
