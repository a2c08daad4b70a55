"""What is connected to is what was judged, whatever a name says the next time."""

import ipaddress
import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import httpcore
import pytest

from workflow_engine_shared.errors import BlockedAddress, ConnectionFailed, RequestTimedOut
from workflow_engine_shared.web.addresses import AddressRules
from workflow_engine_worker.web.network import CheckedNetwork

RULES = AddressRules((ipaddress.ip_network("127.0.0.1"),))


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A resolver that gives these answers, one a time; returns the names it was asked for."""
    asked: list[str] = []
    left = list(answers)

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host.replace(".", "").isdigit():  # an address, which the connection itself looks at
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def network(seconds: float = 20) -> CheckedNetwork:
    return CheckedNetwork(RULES, monotonic() + seconds)


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    asked = answering(monkeypatch, ["127.0.0.1"], ["127.0.0.9"])
    stream = network().connect_tcp("rebinding.example", port)
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", port)
    assert asked == ["rebinding.example"]
    stream.close()
    with pytest.raises(BlockedAddress, match=r"127\.0\.0\.9 is this machine itself"):
        network().connect_tcp("rebinding.example", port)


def test_of_several_addresses_only_allowed_ones_are_tried(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    answering(monkeypatch, ["10.0.0.1", "169.254.169.254", "127.0.0.1"])
    stream = network().connect_tcp("mixed.example", port)
    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    stream.close()


def test_what_does_not_come_about(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    with pytest.raises(ConnectionFailed, match="leads to no address"):
        network().connect_tcp("x" * 300, 80)
    with pytest.raises(RequestTimedOut):
        network(-1).connect_tcp("127.0.0.1", port)
    stream = (cut := network()).connect_tcp("127.0.0.1", port)
    cut.cut()
    with pytest.raises(RequestTimedOut):
        stream.read(1)
    stream.close()
    slow = network(0.05).connect_tcp("127.0.0.1", port)
    with pytest.raises((RequestTimedOut, httpcore.ReadTimeout)):
        slow.read(1)
    slow.close()
