"""uv and pip as processes: heard line by line, ended with all that they started, their last words understood."""

import contextlib
import importlib.util
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
_TAIL = 12
#: What the user's settings may still say: trust, patience, caches. Not where packages come from.
_KEPT = re.compile(
    r"PIP_(CERT|PROXY|DEFAULT_TIMEOUT|CACHE_DIR)|"
    r"UV_(CACHE_DIR|HTTP_.*|NATIVE_TLS|SYSTEM_CERTS|LINK_MODE|CONCURRENT_.*)"
)
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


def run_installer(words: Sequence[str], folder: Path, index: str, observer: InstallObserver) -> str:
    """An installer's words, once it has ended well.

    Args:
        words: the program and its arguments.
        folder: where it works.
        index: the package index that it may reach.
        observer: hears it, and may end it.

    Raises:
        DependencyInstallFailed, DependencyUnresolvable, DiskFull, PackageIndexUnreachable: what its last words mean.
    """
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=clean_environ(os.environ, index),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines: list[str] = []
    try:
        _listen(process, lines, index, observer)
    finally:
        _end(process)
    if process.returncode:
        raise failure(lines, index)
    return "\n".join(lines)


def _listen(process: "subprocess.Popen[bytes]", lines: list[str], index: str, observer: InstallObserver) -> None:
    coming: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, coming), name="installer", daemon=True).start()
    deadline = monotonic() + LIMIT_S
    while True:
        observer.pulse()
        if monotonic() > deadline:
            raise PackageIndexUnreachable(f"Installing took longer than {LIMIT_S:g} s and was ended.")
        with contextlib.suppress(queue.Empty):
            line = coming.get(timeout=LOOK_S)
            if line is None:
                process.wait()
                return
            text = _without_login(line.decode("utf-8", "replace").rstrip(), index)
            lines.append(text)
            if text.strip():
                observer.line(text)


def find_uv() -> list[str] | None:
    """How uv is started, if it is there."""
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    found = shutil.which("uv") or os.environ.get("UV")  # uv tells those it runs where it is
    # Windows looks in the working directory first, which is the data directory: functions may write there.
    return None if found is None or Path(found).absolute().parent == Path.cwd() else [str(Path(found).absolute())]


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
