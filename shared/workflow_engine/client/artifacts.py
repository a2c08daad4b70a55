"""The files that a run left, read over HTTP."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from workflow_engine_shared.errors import ConfigError, StorageFailure
from workflow_engine_shared.ids import shown
from workflow_engine_shared.paths import replacing
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.schemas.files import ArtifactAnswer
from workflow_engine_supervisor.uploads.names import path_problem

_BLOCK = 1024 * 1024
_PARTIAL = 206


@dataclass(frozen=True)
class Artifact:
    """One file among a run's outputs."""

    client: Client
    thread_id: str
    facts: ArtifactAnswer

    @property
    def name(self) -> str:
        """Its path below the outputs, with '/' between folders."""
        return self.facts.name

    @property
    def size(self) -> int:
        return self.facts.size

    @property
    def content_type(self) -> str:
        return self.facts.content_type

    def __repr__(self) -> str:
        return f"Artifact({self.name!r}, {self.size:,} bytes)"

    def open(self) -> BinaryIO:
        """The file for reading; it can be moved about in, as Excel files and archives need it."""
        return cast("BinaryIO", io.BufferedReader(_RemoteFile(self), _BLOCK))

    def read(self) -> bytes:
        """The file's content."""
        with self.client.stream(self.path) as response:
            return response.read()

    def text(self, encoding: str = "utf-8") -> str:
        """The file's content as text."""
        return self.read().decode(encoding)

    def download(self, to: str | Path = ".") -> Path:
        """Write the file here; returns where. `to` is a folder that is there, or the new file's path.

        Raises:
            StorageFailure: a file of this name is there already, or it cannot be written.
        """
        target = Path(to).expanduser()
        if target.is_dir():
            target = target / checked_name(PurePosixPath(self.name).name)
        save(self.client, self.path, target)
        return target

    @property
    def path(self) -> str:
        """Its address below the server's."""
        return f"/runs/{quote(self.thread_id, safe='')}/artifacts/{quote(self.name)}"


def save(client: Client, path: str, target: Path, **params: Any) -> None:
    """Write what an address answers into a new file, which stands there once it is whole."""
    if target.exists() or target.is_symlink():
        raise StorageFailure(f"{target} exists already.", hint="Name another file: nothing is replaced.")
    try:
        with (
            client.stream(path, None, **params) as response,
            replacing(target) as unfinished,
            unfinished.open("wb") as file,
        ):
            for block in response.iter_bytes(_BLOCK):
                file.write(block)
    except OSError as error:
        raise StorageFailure(f"{target} cannot be written: {error.strerror}.") from error


def checked_name(name: str) -> str:
    """A name that the server tells, before it becomes a path here.

    Raises:
        ConfigError: it would lead elsewhere, or cannot be a file's name.
    """
    problem = path_problem(name)
    if problem:
        raise ConfigError(f"{shown(name, 120)} is not written here: {problem}.", hint="Download it by another name.")
    return name


class _RemoteFile(io.RawIOBase):
    """Reads parts of an artifact, each by a request of its own."""

    def __init__(self, artifact: Artifact) -> None:
        self._artifact = artifact
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._artifact.size}[whence]
        if base + offset < 0:
            raise ValueError(f"{base + offset} is before the file's begin")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        size = self._artifact.size
        wanted = min(len(buffer), size - self._at)
        if wanted <= 0:
            return 0
        headers = {"Range": f"bytes={self._at}-{self._at + wanted - 1}"}
        with self._artifact.client.stream(self._artifact.path, headers) as response:
            body = response.read()
        total = response.headers.get("content-range", "").rpartition("/")[2]
        if response.status_code != _PARTIAL or total != str(size) or len(body) != wanted:
            raise StorageFailure(f"{self._artifact.name} was changed while it was read.", hint="List the files again.")
        buffer[:wanted] = body
        self._at += wanted
        return wanted
