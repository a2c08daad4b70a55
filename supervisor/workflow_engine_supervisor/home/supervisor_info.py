"""`supervisor.json`: where a home's supervisor listens."""

from pathlib import Path

import msgspec

from workflow_engine_shared.paths import replace_file
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class SupervisorInfo(msgspec.Struct, frozen=True):
    """What `supervisor.json` says of the supervisor that owns a home."""

    pid: int
    port: int
    host: str
    instance: str
    started_at: str

    @property
    def url(self) -> str:
        return url_of(self.host, self.port)


def url_of(host: str, port: int) -> str:
    """The base address of a server; one of IPv6 stands in brackets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def write_info(path: Path, info: SupervisorInfo) -> None:
    """Replace the file in one step, readable by its owner only. Under the home's lock.

    Raises:
        OSError: the home cannot be written.
    """
    replace_file(path, msgspec.json.encode(info))


def read_info(path: Path) -> SupervisorInfo | None:
    """What the file says, if it says anything."""
    try:
        return msgspec.json.decode(read_plain(path), type=SupervisorInfo)
    except (OSError, msgspec.MsgspecError):
        return None
