"""What a power cut leaves of the files that are no databases: whole, as before, or as good as absent."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from faults.power.recording import HERE, why_not
from faults.power.replay import Disk, Names, Op, parse
from support.preload import preloaded
from workflow_engine_shared.locks import process_lock
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_supervisor.home.supervisor_info import SupervisorInfo, read_info
from workflow_engine_supervisor.logs.reader import RunLog

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
CUTS = 150
SEED = 21
BODIES = [bytes([number]) * 3000 for number in range(1, 5)]
INFOS = [SupervisorInfo(number, 8000 + number, "127.0.0.1", f"i{number}", "now") for number in range(1, 5)]

#: Everything that the product writes beside its databases, each by the product's own means.
WRITES = """
import sys
from pathlib import Path
from workflow_engine_shared.locks import process_lock
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.paths import RunPaths, replace_file, sync_names
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_supervisor.home.supervisor_info import SupervisorInfo, write_info

home = Path(sys.argv[1])
run = RunPaths(home / "run")
run.make()
log = LogWriter(run, "t", LogLimits(lines_per_s=10**9, max_bytes=65536))
for number in range(1, 5):
    with process_lock(home / "supervisor.lock"):
        replace_file(home / "note", bytes([number]) * 3000, durable=True)
        replace_file(home / "careless", bytes([number]) * 3000)
        write_info(home / "supervisor.json", SupervisorInfo(number, 8000 + number, "127.0.0.1", f"i{number}", "now"))
        for line in range(100):
            log.write("INFO", f"line {line} " + "x" * 300, "n")
        log.tend("n")
sync_names(home)
log.finish()
log.close()
"""


@pytest.fixture(scope="module")
def ops(tmp_path_factory: pytest.TempPathFactory) -> list[Op]:
    """A recording of all that."""
    folder = tmp_path_factory.mktemp("recorded").resolve()
    home, log = folder / "home", folder / "recording"
    home.mkdir()
    environment = {"LD_PRELOAD": str(preloaded(HERE / "recorder.c")), "POWER_DIR": str(home), "POWER_LOG": str(log)}
    command = [sys.executable, "-c", WRITES, home]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return parse(log.read_bytes())


def put(files: dict[str, bytes | None], home: Path) -> Path:
    """A home with these files."""
    home.mkdir()
    for path, body in sorted(files.items()):
        if body is None:
            (home / path).mkdir(parents=True, exist_ok=True)
        else:
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_bytes(body)
    return home


@pytest.mark.parametrize("names", Names, ids=lambda each: each.value)
def test_f21_files_are_old_or_new_and_what_is_left_stands_in_nobodys_way(
    tmp_path: Path, ops: list[Op], names: Names
) -> None:
    chance = random.Random(SEED)
    places = sorted(chance.sample(range(1, len(ops)), min(CUTS, len(ops) - 1)))
    disk, at = Disk(names), 0
    careless = set()
    for number, place in enumerate(places):
        for op in ops[at:place]:
            disk.see(op)
        at = place
        home = put(disk.cut(chance), tmp_path / f"cut-{number}")

        note = home / "note"
        assert not note.exists() or note.read_bytes() in BODIES, f"neither old nor new at {place}"
        assert read_info(home / "supervisor.json") in (None, *INFOS)
        with process_lock(home / "supervisor.lock"):
            pass
        other = home / "careless"
        careless.add(not other.exists() or other.read_bytes() in BODIES)
        # Without an order of names a file may come back beside its own copy; logs are not worth a sync for that.
        if number % 5 == 0 and names is Names.ORDERED:
            _log_goes_on(RunPaths(home / "run"))
    assert careless == {True, False}, "without the sync it is another matter, so that this can be seen"

    for op in ops[at:]:
        disk.see(op)
    for number in range(5):
        home = put(disk.cut(chance), tmp_path / f"end-{number}")
        assert (home / "note").read_bytes() == BODIES[-1], "what was synced with its folder is there"


def _log_goes_on(paths: RunPaths) -> None:
    """The next writer of a log goes on behind what is left, and all of it can be read."""
    paths.make()
    log = LogWriter(paths, "t", LogLimits(lines_per_s=10**9, max_bytes=65536))
    log.write("INFO", "after the cut", "n")
    log.finish()
    log.close()
    lines = [line.record for line in RunLog(paths.log).lines()]
    numbers = [line["seq"] for line in lines if "seq" in line]
    assert lines[-1]["message"] == "after the cut"
    assert numbers == sorted(set(numbers))
