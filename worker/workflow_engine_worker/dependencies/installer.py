"""uv, or pip, as a program: asked what would be installed, and to lay it out in a folder of its own.

It reaches one package index, reads no settings of the user's that name others, and takes ready-made packages only:
building one would run a stranger's code.
"""

import contextlib
import importlib.util
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import psutil
from packaging.utils import canonicalize_name

from workflow_engine_shared.errors import (
    DependencyInstallFailed,
    DependencyUnresolvable,
    DiskFull,
    PackageIndexUnreachable,
)

DEFAULT_INDEX = "https://pypi.org/simple"
#: An installer that takes longer is ended; large packages over slow lines take long.
LIMIT_S = 1800.0
LOOK_S = 0.2
START_S = 60.0
_TAIL = 12
#: What the user's settings may still say: trust, patience, caches. Not where packages come from.
_KEPT = re.compile(
    r"PIP_(CERT|PROXY|DEFAULT_TIMEOUT|CACHE_DIR)|"
    r"UV_(CACHE_DIR|HTTP_.*|NATIVE_TLS|SYSTEM_CERTS|LINK_MODE|CONCURRENT_.*)"
)
_ADDED = re.compile(r"^ \+ (?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)
_UNREACHABLE = re.compile(
    r"error sending request|Failed to fetch|Failed to download|Could not connect|Connection (refused|reset|aborted)|"
    r"timed out|timeout|dns error|Name or service not known|Temporary failure in name resolution|getaddrinfo|"
    r"NewConnectionError|Retry\(|HTTP (error|status).*\b5\d\d\b|\b5\d\d (Server Error|Service Unavailable|Bad Gateway)|"
    r"404 (Client Error|Not Found)|Network is unreachable|tunneling|ConnectError",
    re.IGNORECASE,
)
_UNRESOLVABLE = re.compile(
    r"No solution found|ResolutionImpossible|No matching distribution|Could not find a version|was not found in the",
    re.IGNORECASE,
)
_DAMAGED = re.compile(
    r"Failed to extract|Failed to read|invalid zip|zip file|CRC|corrupt|Hash mismatch|checksum|RECORD", re.IGNORECASE
)


@dataclass(frozen=True)
class InstallObserver:
    """What an installation pays attention to while it works."""

    line: Callable[[str], None]  #: each line of the installer's
    pulse: Callable[[], None]  #: several times a second; an exception of it ends the installer


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
        """The program's words, once it has ended well."""
        process = subprocess.Popen(
            words,
            cwd=self._folder,
            env=clean_environ(os.environ, self._index),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        lines: list[str] = []
        try:
            self._listen(process, lines)
        finally:
            _end(process)
        if process.returncode:
            raise failure(lines, self._index)
        return "\n".join(lines)

    def _listen(self, process: "subprocess.Popen[bytes]", lines: list[str]) -> None:
        coming: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=_read, args=(process, coming), name="installer", daemon=True).start()
        deadline = monotonic() + LIMIT_S
        while True:
            self._observer.pulse()
            if monotonic() > deadline:
                raise PackageIndexUnreachable(f"Installing took longer than {LIMIT_S:g} s and was ended.")
            with contextlib.suppress(queue.Empty):
                line = coming.get(timeout=LOOK_S)
                if line is None:
                    process.wait()
                    return
                text = _without_login(line.decode("utf-8", "replace").rstrip(), self._index)
                lines.append(text)
                if text.strip():
                    self._observer.line(text)


def find_uv() -> list[str] | None:
    """How uv is started, if it is there."""
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    found = shutil.which("uv") or os.environ.get("UV")  # uv tells those it runs where it is
    # Windows looks in the working directory first, which is the data directory: functions may write there.
    return None if found is None or Path(found).absolute().parent == Path.cwd() else [str(Path(found).absolute())]


def python_starts_with(folder: Path) -> bool:
    """Whether Python still starts once the packages of this folder are installed."""
    words = [sys.executable, "-c", f"import site; site.addsitedir({str(folder)!r}); print('started')"]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(words, stdin=quiet, capture_output=True, timeout=START_S, check=False, cwd=folder.parent)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and b"started" in done.stdout and b"Error processing line" not in done.stderr


def clean_environ(environ: Mapping[str, str], index: str) -> dict[str, str]:
    """The environment of an installer: one index, and no settings that name others.

    The index's address may hold a password, which an argument would show to everybody on the machine.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith(("PIP_", "UV_")) or _KEPT.fullmatch(name.upper())
    }
    return {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index,
        "PIP_RETRIES": "2",  # pip tells of a broken connection only when it tries again
        "UV_NO_CONFIG": "1",
        "UV_DEFAULT_INDEX": index,
        "NO_COLOR": "1",
        "PYTHONUNBUFFERED": "1",
    }


def failure(lines: Sequence[str], index: str) -> DependencyInstallFailed | DependencyUnresolvable | DiskFull:
    """What an installer's last words mean."""
    text = "\n".join(lines)
    said = "\n".join([line for line in lines if line.strip()][-_TAIL:])
    if "No space left on device" in text or "os error 112" in text:
        return DiskFull(f"The disk is full: {said}")
    if _DAMAGED.search(text) and not _UNREACHABLE.search(text.replace("Failed to download", "")):
        return DependencyInstallFailed(f"A package is damaged.\n{said}")
    if _UNREACHABLE.search(text):
        host = urlsplit(index).hostname or index
        cause = said.rpartition("\n")[2].strip().removeprefix("cause: ")
        return PackageIndexUnreachable(f"The package index at {host} does not answer as it should: {cause}\n{said}")
    if _UNRESOLVABLE.search(text):
        return DependencyUnresolvable(f"The packages that this flow needs cannot be had together.\n{said}")
    return DependencyInstallFailed(f"The installer failed.\n{said}")


def _read(process: "subprocess.Popen[bytes]", coming: "queue.Queue[bytes | None]") -> None:
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        for line in process.stdout:
            coming.put(line)
    coming.put(None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Nothing of the installer is left, whatever it started."""
    if process.poll() is None:
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
        process.kill()
        process.wait()


def _without_login(text: str, index: str) -> str:
    login = urlsplit(index).netloc.rpartition("@")[0]
    return text.replace(login, "***") if login else text


_PIP = [sys.executable, "-m", "pip"]
_PIP_QUIET = ["--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off"]
_UV_QUIET = ["--python", sys.executable, "--no-progress"]
_NO_TOOL = "python -m pip install uv, or: python -m ensurepip; then resume."
