"""Connections that are checked: what is connected to is the very address that was judged; nothing takes for ever."""

import contextlib
import socket
import threading
from collections.abc import Iterable
from ssl import SSLContext
from time import monotonic
from typing import Any

import httpcore

from workflow_engine_shared.errors import RequestTimedOut
from workflow_engine_shared.web.addresses import AddressRules, allowed_addresses

#: A machine that does not answer must not use up the time of the next address of the same name.
CONNECT_S = 15.0


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that the rules allow, until a deadline, and can be cut off by another thread."""

    def __init__(self, rules: AddressRules, deadline: float) -> None:
        self._rules = rules
        self._deadline = deadline
        self._real = httpcore.SyncBackend()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to one of the addresses that a name has now.

        Raises:
            BlockedAddress: none of them is allowed.
            ConnectionFailed: the name has none.
        """
        failure: Exception | None = None
        for address in allowed_addresses(host, port, self._rules):
            try:
                stream = self._real.connect_tcp(
                    address, port, min(CONNECT_S, self.left()), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return CheckedStream(stream, self)
        assert failure is not None
        raise failure

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            RequestTimedOut
        """
        left = self._deadline - monotonic()
        if left <= 0 or self._is_cut:
            raise RequestTimedOut
        return left

    def keep(self, stream: httpcore.NetworkStream) -> None:
        """Remember a connection, to be cut off."""
        with self._lock:
            self._sockets.append(stream.get_extra_info("socket"))
            if self._is_cut:
                self._shut()

    def cut(self) -> None:
        """End all connections: whoever reads from one goes on at once. Any thread."""
        with self._lock:
            self._is_cut = True
            self._shut()

    def _shut(self) -> None:
        for each in self._sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)  # beneath TLS, whose state is another thread's


class CheckedStream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, real: httpcore.NetworkStream, network: CheckedNetwork) -> None:
        self._real = real
        self._network = network
        network.keep(real)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline counts
        return self._real.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._real.write(buffer, self._network.left())

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        return CheckedStream(self._real.start_tls(ssl_context, server_hostname, self._network.left()), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._real.get_extra_info(info)
