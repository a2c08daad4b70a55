"""Which interpreters there are for environments: this one, and those that uv finds. None is downloaded."""

import json
import sys
from pathlib import Path

from workflow_engine_shared.environments.installer_process import InstallObserver, find_uv, run_installer
from workflow_engine_shared.environments.lock import HERE
from workflow_engine_shared.errors import DependencyInstallFailed
from workflow_engine_shared.errors.dependencies import PythonMissing

_NO_UV = "Environments of flows are made by uv, which is not there."


def uv_words() -> list[str]:
    """How uv is started.

    Raises:
        DependencyInstallFailed: it is not there.
    """
    found = find_uv()
    if found is None:
        raise DependencyInstallFailed(_NO_UV, hint="python -m pip install uv; then try again.")
    return found


def python_for(version: str, folder: Path, observer: InstallObserver) -> str:
    """The interpreter of a version, such as `3.11`; `folder` is where uv may work.

    Raises:
        PythonMissing: there is none.
        DependencyInstallFailed: uv is not there, or fails.
    """
    if version == HERE:
        return sys.executable
    there: dict[str, str] = {}
    words = [*uv_words(), "python", "list", "--only-installed", "--no-python-downloads", "--output-format", "json"]
    for line in run_installer(words, folder, "", observer).splitlines():
        if line.startswith("["):
            there = {".".join(each["version"].split(".")[:2]): each["path"] for each in reversed(json.loads(line))}
    if version not in there:
        known = ", ".join(sorted({HERE, *there}, key=lambda each: tuple(map(int, each.split(".")))))
        raise PythonMissing(f"Python {version} is not on this machine; there are: {known}.")
    return there[version]
