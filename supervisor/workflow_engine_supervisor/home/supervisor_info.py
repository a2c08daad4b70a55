"""`supervisor.json`: where a home's supervisor listens."""

import os
import secrets
from pathlib import Path

import msgspec


class SupervisorInfo(msgspec.Struct, frozen=True):
    """What `supervisor.json` says of the supervisor that owns a home."""

    pid: int
    port: int
    host: str
    instance: str
    started_at: str

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def write_info(path: Path, info: SupervisorInfo) -> None:
    """Replace the file in one step, readable by its owner only."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(info))
    unfinished.replace(path)


def read_info(path: Path) -> SupervisorInfo | None:
    """What the file says, if it says anything."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=SupervisorInfo)
    except (OSError, msgspec.MsgspecError):
        return None
