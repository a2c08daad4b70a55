"""Where a supervisor can be reached: its socket, and the file that says so."""

import errno
import socket
import sys

from workflow_engine_shared.errors import ConfigError, PortInUse
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.loopback import is_loopback

#: So many connections may wait in the system's queue.
BACKLOG = 2048


def refuse_open_door(settings: Settings) -> None:
    """Other machines may reach the server only with a token.

    Raises:
        ConfigError: it would listen on more than loopback, without a token.
    """
    if settings.public_url and not settings.token:
        raise ConfigError(
            f"Other machines reach the server at {settings.public_url} (public_url), and no token is set.",
            hint="Set one with REN_TOKEN, or as token in config.toml.",
        )
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
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise ConfigError(f"The host {host!r} is no address of this machine.") from error
        raise PortInUse(f"Port {port} cannot be used: {error.strerror}.") from error
    return opened


def _keep_others_out(opened: socket.socket) -> None:
    if sys.platform == "win32":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        # Only skips the wait for connections of a server that just left; a live one still keeps the port.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
