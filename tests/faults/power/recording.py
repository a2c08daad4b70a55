"""A recording of the workload: what really reached the files, taken under the interposed C library calls."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from faults.power.replay import Disk, Op, parse
from support.preload import preloaded
from support.wait import patient

HERE = Path(__file__).parent
SOURCES = [str(HERE.parents[1]), *(str(HERE.parents[2] / root) for root in ("shared", "supervisor", "worker"))]
TIMEOUT_S = 100.0


def why_not() -> str:
    """Why nothing can be recorded here, or an empty string."""
    if not sys.platform.startswith("linux"):
        return "the recorder interposes glibc's calls: Linux only"
    return "" if shutil.which("cc") else "there is no C compiler (cc) to build the recorder with"


def record(folder: Path, *arguments: str) -> list[Op]:
    """Run the workload with its home in `folder`/home and return everything it did to its files."""
    home, log = folder.resolve() / "home", folder.resolve() / "recording"
    environment = {"LD_PRELOAD": str(preloaded(HERE / "recorder.c")), "POWER_DIR": str(home), "POWER_LOG": str(log)}
    run_workload(home, environment, *arguments)
    ops = parse(log.read_bytes())
    _must_be_complete(ops, home)
    return ops


def run_workload(home: Path, environment: dict[str, str], *arguments: str) -> None:
    """The workload in a process of its own."""
    command = [sys.executable, "-m", "faults.power.workload", str(home), *arguments]
    whole = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(SOURCES)}
    done = subprocess.run(command, env=whole, capture_output=True, text=True, timeout=patient(TIMEOUT_S), check=False)
    if done.returncode:
        raise AssertionError(f"the workload ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def _must_be_complete(ops: list[Op], home: Path) -> None:
    """With nothing lost, the recording makes the very files that the workload left; else some call went unrecorded."""
    disk = Disk()
    for op in ops:
        disk.see(op)
    real = {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }
    replayed = disk.whole()
    wrong = [path for path in sorted({*real, *replayed}) if real.get(path) != replayed.get(path)]
    assert not wrong, f"the recording does not explain {wrong}"
