"""What a disk's refusals are called: a quota and a limit are a full disk, what cannot be read is told with its mend."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from faults.disk import Disk, why_not
from support.stored import accept, add_flow
from workflow_engine_shared.storage.workflow.db import open_workflow_db

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

#: Does what its arguments say to a database, once with the failing disk and once without; prints both outcomes.
TRIES = """
import json, os, resource, sys
from pathlib import Path
from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.storage.workflow import runs
from workflow_engine_shared.storage.workflow.db import open_workflow_db

path, doing = Path(sys.argv[1]), sys.argv[2]

def act():
    database = open_workflow_db(path)
    try:
        if doing != "read":
            with database.write() as con:
                con.execute("UPDATE runs SET input_json = ?", ['{"n":"' + "x" * 200_000 + '"}'])
        with database.read() as con:
            return {"runs": con.execute("SELECT count(*) FROM runs").fetchone()[0],
                    "bytes": con.execute("SELECT sum(length(input_json)) FROM runs").fetchone()[0]}
    except StorageFailure as error:
        return {"code": error.code, "detail": error.detail, "hint": error.advice}
    finally:
        database.close()

def attempt():
    try:
        return act()
    except StorageFailure as error:
        return {"code": error.code, "detail": error.detail, "hint": error.advice}

if doing == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
found = [attempt()]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
(Path(os.environ["FAULT_DIR"]) / "rules").unlink(missing_ok=True)
found.append(attempt())
print(json.dumps(found))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with three runs; it lies in a folder of its own."""
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "workflow.db"
    with closing(open_workflow_db(path)) as database, database.write() as con:
        add_flow(con)
        for number in range(3):
            accept(con, f"r{number}")
    return path


def outcomes(path: Path, doing: str, *rule: Any) -> list[dict[str, Any]]:
    """What happened with the failing disk, and then without."""
    disk = Disk(path.parents[1] / "disk")
    if rule:
        disk.rule(*rule)
    command = [sys.executable, "-c", TRIES, path, doing]
    done = subprocess.run(command, env={**os.environ, **disk.environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


REFUSALS = {"a full disk": "enospc", "a quota": "edquot", "the largest file": "efbig"}


@pytest.mark.parametrize("action", REFUSALS.values(), ids=REFUSALS)
def test_f19_no_room_has_one_name(path: Path, action: str):
    full, healed = outcomes(path, "write", action, "any", "w", str(path.parent))

    assert (full["code"], full["detail"]) == ("DISK_FULL", f"The disk is full: {path} could not be written.")
    assert "waiting runs go on by themselves" in full["hint"]
    assert healed == {"runs": 3, "bytes": 3 * 200_008}


def test_f19_the_limit_of_file_sizes_is_no_room_either(path: Path):
    full, healed = outcomes(path, "limit")

    assert (full["code"], full["detail"]) == ("DISK_FULL", f"The disk is full: {path} could not be written.")
    assert healed == {"runs": 3, "bytes": 3 * 200_008}


def test_f19_a_write_that_fails_beside_ample_room_is_no_full_disk(path: Path):
    broken, healed = outcomes(path, "write", "eio", "any", "w", "workflow.db-wal")

    assert (broken["code"], broken["detail"]) == ("STORAGE_FAILURE", f"{path}: disk I/O error.")
    assert healed == {"runs": 3, "bytes": 3 * 200_008}


IO_ERROR, MALFORMED = ("STORAGE_FAILURE", "disk I/O error."), ("DB_CORRUPT", "database disk image is malformed.")
#: SQLite takes a page that the disk does not give, once it is at work on the file, for the file system's damage.
READS = {
    "the first page": (("eio", "any", "r", "workflow.db"), IO_ERROR),
    "a later page": (("eio", "any", "r", "workflow.db", 3), MALFORMED),
    "shared memory": (("eio", "any", "wt", "-shm"), IO_ERROR),
}


@pytest.mark.parametrize(("rule", "words"), READS.values(), ids=READS)
def test_f22_what_cannot_be_read_names_the_file_and_its_mend_and_harms_nothing(
    path: Path, rule: tuple[Any, ...], words: tuple[str, str]
):
    broken, healed = outcomes(path, "read", *rule)

    assert (broken["code"], broken["detail"]) == (words[0], f"{path}: {words[1]}")
    assert "renflow doctor" in broken["hint"]
    assert healed == {"runs": 3, "bytes": 21}
