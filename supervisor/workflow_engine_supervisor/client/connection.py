"""A client of the home's supervisor: of the running one or, for `run`, of one inside this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.errors import AlreadyRunning, NotRunning
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.client.errors import VersionMismatch

from .address import find_supervisor, serve_hint
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
        self.client.close()
        if self.server is not None:
            self.server.stop()


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


def connect_or_embed(settings: Settings) -> Connection:
    """A connection to the supervisor that runs for this home, else to a new one in this process."""
    try:
        return connect(settings)
    except VersionMismatch:
        raise
    except NotRunning:
        pass
    # The web stack, only where it is needed.
    from workflow_engine_supervisor.server.embedded import EmbeddedServer

    # One run needs one worker: a spare behind it would only be warmed to be dismissed.
    own = msgspec.structs.replace(settings, host="127.0.0.1", port=0, warm_workers=0)
    server = EmbeddedServer(own, only_asked=True)
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
