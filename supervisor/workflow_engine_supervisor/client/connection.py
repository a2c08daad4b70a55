"""A client of a supervisor: of the one that runs for a home, of a new one inside this process, or of an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.errors import AlreadyRunning, NotRunning, RenError
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.client.errors import VersionMismatch
from workflow_engine_supervisor.loopback import is_loopback

from .address import address_hint, checked_url, find_supervisor, serve_hint
from .http_client import Client

if TYPE_CHECKING:
    from types import TracebackType

    from workflow_engine_supervisor.server.embedded import EmbeddedServer

#: A supervisor that is just starting holds its lock a moment before it can be reached.
STARTING_SECONDS = 10.0
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Connection:
    """A client of a supervisor; an embedded supervisor stops when the connection is left."""

    client: Client
    settings: Settings
    server: EmbeddedServer | None = None

    @property
    def embedded(self) -> bool:
        return self.server is not None

    @property
    def start_hint(self) -> str:
        """What to do where no supervisor answers."""
        return serve_hint(self.settings)

    def find_again(self) -> bool:
        """Whether the supervisor answers now; it may have been started anew on another port."""
        try:
            if self.server is None:
                address = find_supervisor(self.settings)
                self.client.url = address.url
                self.client.check(address.instance)
        except NotRunning:
            return False
        return self.server is None

    def __enter__(self) -> Connection:  # noqa: PYI034 - Self needs 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave; bears being called twice."""
        self.client.close()
        if self.server is not None:
            self.server.stop()


@dataclass(frozen=True)
class AddressedConnection:
    """A client of the supervisor at an address that was given, on whatever machine."""

    client: Client

    @property
    def start_hint(self) -> str:
        """What to do where no supervisor answers."""
        return address_hint(self.client.url)

    def find_again(self) -> bool:
        """Whether a supervisor answers there now."""
        try:
            self.client.check()
        except RenError:  # a proxy may answer in its place
            return False
        return True

    def close(self) -> None:
        """Leave; bears being called twice."""
        self.client.close()


def connect_to(url: str, token: str) -> AddressedConnection:
    """A connection to the supervisor at this address.

    Raises:
        ConfigError: it is no address of a server.
        NotRunning: nobody answers there, or something else.
    """
    address = checked_url(url)
    client = Client(
        address,
        token,
        address_hint(address),
        remote=address.startswith("https") or not is_loopback(urlsplit(address).hostname or ""),
    )
    try:
        client.check()
    except BaseException:
        client.close()
        raise
    return AddressedConnection(client)


def connect(settings: Settings) -> Connection:
    """A connection to the supervisor that runs for this home.

    Raises:
        NotRunning: there is none.
    """
    address = find_supervisor(settings)
    client = Client(address.url, settings.token, serve_hint(settings))
    try:
        client.check(address.instance)
    except BaseException:
        client.close()
        raise
    return Connection(client, settings)


def connect_or_embed(settings: Settings, *, own_process: bool = False) -> Connection:
    """A connection to the supervisor that runs for this home, else to a new one in this process.

    `own_process`: there is nothing of anybody else's in it, as in that of a command.
    """
    try:
        return connect(settings)
    except VersionMismatch:
        raise
    except NotRunning:
        pass
    # The web stack, only where it is needed.
    from workflow_engine_supervisor.server.embedded import EmbeddedServer

    # One run needs one worker: a spare behind it would only be warmed to be dismissed.
    own = msgspec.structs.replace(settings, host="127.0.0.1", port=0, public_url="", warm_workers=0)
    server = EmbeddedServer(own, only_asked=True, own_process=own_process)
    try:
        url = server.start()
    except AlreadyRunning as taken:
        return _connect_soon(settings, taken)
    import httpx  # noqa: F401 - the run's events are read with it, and its worker is not there yet

    return Connection(Client(url, settings.token), settings, server)


def _connect_soon(settings: Settings, taken: AlreadyRunning) -> Connection:
    """Someone was quicker: its address is known in a moment."""

    def connection() -> Connection | None:
        try:
            return connect(settings)
        except NotRunning:
            return None

    found = wait_until(connection, STARTING_SECONDS, LOOK_SECONDS)
    if found is None:
        raise taken
    return found
