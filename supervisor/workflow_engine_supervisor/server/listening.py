"""Where a supervisor can be reached: its socket, and the file that says so."""

import errno
import os
import secrets
import socket
import sys
from pathlib import Path

import msgspec

from workflow_engine_shared.errors import ConfigError, PortInUse
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.http.security.origin import is_loopback

_BACKLOG = 2048


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


def refuse_open_door(settings: Settings) -> None:
    """Other machines may reach the server only with a token.

    Raises:
        ConfigError: it would listen on more than loopback, without a token.
    """
    if not settings.token and not is_loopback(settings.host):
        raise ConfigError(
            f"The host {settings.host!r} can be reached from other machines, and no token is set.",
            hint="Set one with --token or REN_TOKEN, or listen on 127.0.0.1.",
        )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket: bound by us, so that a port that is taken is told before anything is started.

    Raises:
        ConfigError: there is no such host here.
        PortInUse: the port is taken, or not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise ConfigError(f"The host {host!r} is not known: {error.strerror}.") from error
    # localhost is both; programs try 127.0.0.1 first.
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    opened = socket.socket(family, kind, protocol)
    try:
        _keep_others_out(opened)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise ConfigError(f"The host {host!r} is no address of this machine.") from error
        raise PortInUse(f"Port {port} cannot be used: {error.strerror}.") from error
    return opened


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


def _keep_others_out(opened: socket.socket) -> None:
    if sys.platform == "win32":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        # Only skips the wait for connections of a server that just left; a live one still keeps the port.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
