"""uv, or pip, as a program: asked what would be installed, and to lay it out in a folder of its own.

It reaches one package index, reads no settings of the user's that name others, and takes ready-made packages only:
building one would run a stranger's code.
"""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.utils import canonicalize_name

from workflow_engine_shared.environments.installer_process import (
    DEFAULT_INDEX,
    InstallObserver,
    find_uv,
    run_installer,
)
from workflow_engine_shared.errors import DependencyInstallFailed

START_S = 60.0
_ADDED = re.compile(r"^ \+ (?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)


class Installer:
    """One of the two programs, in one folder that it may fill."""

    def __init__(self, folder: Path, index: str, constraints: Mapping[str, str], observer: InstallObserver) -> None:
        self._folder = folder
        self._index = index or DEFAULT_INDEX
        self._observer = observer
        self._uv = find_uv()
        if self._uv is None and importlib.util.find_spec("pip") is None:
            raise DependencyInstallFailed("There is neither uv nor pip to install packages with.", hint=_NO_TOOL)
        self._constraints = folder / "constraints.txt"
        self._constraints.write_text("".join(f"{name}=={version}\n" for name, version in constraints.items()))

    @property
    def name(self) -> str:
        return "pip" if self._uv is None else "uv"

    def resolve(self, requirements: Sequence[str]) -> dict[str, str]:
        """Which distributions, at which versions, would be added for these.

        Raises:
            DependencyUnresolvable: one does not exist, or they do not fit together or with what is installed.
            PackageIndexUnreachable: later, perhaps.
        """
        rules = ["--only-binary", ":all:", "--constraint", str(self._constraints)]
        if self._uv is None:
            report = self._folder / "report.json"
            words = [*_PIP, "install", "--dry-run", "--quiet", "--report", str(report), *_PIP_QUIET, *rules]
            self._run([*words, "--", *requirements])
            entries = [each["metadata"] for each in json.loads(report.read_bytes())["install"]]
            return {canonicalize_name(each["name"]): each["version"] for each in entries}
        words = [*self._uv, "pip", "install", "--dry-run", *_UV_QUIET, *rules]
        text = self._run([*words, "--", *requirements])
        return {canonicalize_name(found["name"]): found["version"] for found in _ADDED.finditer(text)}

    def lay_out(self, versions: Mapping[str, str], stage: Path) -> None:
        """Put exactly these distributions into an empty folder.

        Raises:
            DependencyInstallFailed: one cannot be had, or is damaged.
            PackageIndexUnreachable: later, perhaps.
        """
        exact = [f"{name}=={version}" for name, version in versions.items()]
        rules = ["--only-binary", ":all:", "--no-deps", "--target", str(stage)]
        words = [*_PIP, "install", *_PIP_QUIET] if self._uv is None else [*self._uv, "pip", "install", *_UV_QUIET]
        self._run([*words, *rules, "--", *exact])

    def _run(self, words: Sequence[str]) -> str:
        return run_installer(words, self._folder, self._index, self._observer)


def python_starts_with(folder: Path) -> bool:
    """Whether Python still starts once the packages of this folder are installed."""
    words = [sys.executable, "-c", f"import site; site.addsitedir({str(folder)!r}); print('started')"]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(words, stdin=quiet, capture_output=True, timeout=START_S, check=False, cwd=folder.parent)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and b"started" in done.stdout and b"Error processing line" not in done.stderr


_PIP = [sys.executable, "-m", "pip"]
_PIP_QUIET = ["--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off"]
_UV_QUIET = ["--python", sys.executable, "--no-progress"]
_NO_TOOL = "python -m pip install uv, or: python -m ensurepip; then resume."
