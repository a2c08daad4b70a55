"""kill -9 of a worker in the middle of a run's start: whatever it had made by then, the next one begins the run."""

import json
import subprocess
import sys
from pathlib import Path

from faults.start_windows import KILLED
from support.launchers import on_linux
from support.wait import patient

TESTS = Path(__file__).resolve().parents[1]


@on_linux
def test_every_moment_of_a_start(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "faults.start_windows", str(tmp_path)]
    said = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, timeout=patient(120), check=False)
    assert said.returncode == 0, said.stderr
    *before, last = json.loads(said.stdout)

    assert last["begun"], "the moments were those until the run's own code"
    assert len(before) >= 15, "syncs, renames and commits, just before and just after each"
    assert {each["left"] for each in before} == {"pending", "running"}
    for each in before:
        assert (each["first"], each["second"], each["status"], each["effects"]) == (KILLED, 0, "finished", 1), each
        assert not each["begun"]
        assert "run.db" in each["files"]
        assert not [name for name in each["files"] if name.endswith(".part")], each
