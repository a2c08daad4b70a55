"""Other durable engines, each in an environment of its own that uv makes: nothing of theirs meets ours.

One that cannot be installed here is a gap in the table, with the reason; never a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Environments are kept between runs, beside other caches of this machine's user.
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "renflow-benchmarks"
PACKAGES = {"burr": "burr", "dbos": "dbos", "huey": "huey"}
INSTALL_S, RUN_S = 180, 180


class Gap(Exception):
    """A peer that is not to be had here."""


def seconds(peer: str, program: str, *words: object) -> float:
    """What a program of this folder prints, run in the environment of its peer.

    Raises:
        Gap: it cannot be installed, or does not run.
    """
    command = [str(_python(peer)), str(Path(__file__).with_name(f"{program}.py")), *map(str, words)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=RUN_S)
        return float(done.stdout.split()[-1])
    except (subprocess.SubprocessError, OSError, ValueError, IndexError) as error:
        raise Gap(f"{peer} does not run here: {_last_line(error)}") from error


def _python(peer: str) -> Path:
    folder = CACHE / f"{peer}-{sys.version_info[0]}.{sys.version_info[1]}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "complete").exists():
        try:
            _uv("venv", "-q", "--clear", "--python", sys.executable, str(folder))
            _uv("pip", "install", "-q", "--python", str(python), PACKAGES[peer])
        except (subprocess.SubprocessError, OSError) as error:
            raise Gap(f"{peer} cannot be installed here: {_last_line(error)}") from error
        (folder / "complete").touch()
    return python


def _uv(*words: str) -> None:
    beside = str(Path(sys.executable).parent)
    found = os.environ.get("UV") or shutil.which("uv") or shutil.which("uv", path=beside)  # `uv run` says where it is
    base = Path(sys.base_prefix, "python.exe" if sys.platform == "win32" else "bin/python3")
    command = [*([found] if found else [str(base), "-m", "uv"]), *words]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_S)


def _last_line(error: BaseException) -> str:
    said = (getattr(error, "stderr", None) or str(error) or type(error).__name__).strip()
    return said.splitlines()[-1][:200] if said else type(error).__name__
