"""What "no space left" is said of: a disk that is full, a file of the engine, or something of the function's own."""

import errno
import os
import sys
from pathlib import Path

import pytest

from workflow_engine_shared.errors import DiskFull, ResultNotSerializable, StorageFailure
from workflow_engine_shared.paths import Home
from workflow_engine_worker.control import disk_space
from workflow_engine_worker.control.disk_space import DiskSpace
from workflow_engine_worker.control.machine_failure import machine_failure


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path / "home")
    run = home.run("r")
    run.make()
    monkeypatch.setattr(DiskSpace, "home", home.root)
    monkeypatch.setattr(DiskSpace, "run", run)
    return home


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every disk has too little room."""
    monkeypatch.setattr(disk_space, "LITTLE", 2**62)
    monkeypatch.setattr(disk_space, "_SHARE", 0.5)


def no_space(*about: object) -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", *about)


OF_OTHER_THINGS = [
    OSError(errno.ENOSPC, "inotify watch limit reached"),
    OSError(errno.ENOSPC, "inotify watch limit reached", "."),
    OSError(errno.ENOSPC, "inotify watch limit reached", "/nowhere/at/all"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),  # of a keyring
    no_space(),  # a semaphore or shared memory
    no_space(b"/dev/shm"),
    no_space(3),  # a descriptor in the place of a name
    no_space(""),
]


@pytest.mark.parametrize("error", OF_OTHER_THINGS, ids=str)
def test_with_room_on_the_disk_it_is_the_functions_error(home: Home, error: OSError) -> None:
    assert machine_failure(error) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a file that is always full")
def test_what_a_real_write_without_space_says(home: Home) -> None:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OSError, match="No space left") as raised:
        os.write(descriptor, b"x")
    os.close(descriptor)
    assert raised.value.filename is None
    assert machine_failure(raised.value) is None


@pytest.mark.parametrize(
    "error", [no_space(), no_space("out.bin"), OSError(errno.EDQUOT, "Disk quota exceeded", "a", None, "b")], ids=str
)
@pytest.mark.usefixtures("full")
def test_on_a_full_disk_the_run_waits(home: Home, error: OSError) -> None:
    trouble = machine_failure(error)
    assert trouble is not None
    assert isinstance(trouble.error, DiskFull)


def test_a_file_of_the_engines_own_needs_no_proof(home: Home) -> None:
    assert machine_failure(no_space(str(home.db)))
    assert machine_failure(no_space(str(home.run("r").log)))
    assert machine_failure(no_space(str(home.run("r").outputs / "mine.png"))) is None
    assert machine_failure(no_space(str(home.run("r").work / "mine.db"))) is None


@pytest.mark.skipif(sys.platform == "win32", reason="a folder without a right to write")
def test_looking_survives_folders_that_are_gone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.run("r").work)
    home.run("r").work.rmdir()
    home.run("r").tmp.rmdir()
    assert machine_failure(no_space("relative.bin")) is None


@pytest.mark.parametrize("error", [OSError(errno.EIO, "I/O error"), ValueError("disk is full"), MemoryError()])
@pytest.mark.usefixtures("full")
def test_other_errors_are_never_the_disks(home: Home, error: Exception) -> None:
    assert machine_failure(error) is None


def test_the_engines_storage_is_the_machines_and_a_value_too_big_is_not() -> None:
    assert machine_failure(StorageFailure("a database")) is not None
    assert machine_failure(ResultNotSerializable("too big")) is None
