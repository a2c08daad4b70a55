"""Which addresses requests of flows and messages of hooks may reach: what is judged is what is connected to."""

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine_shared.errors import BlockedAddress, ConnectionFailed

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Where clouds hand out credentials of the machine. Only the address itself allows it, no wider network.
_METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"))
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CLASSES = (
    ("is_unspecified", "stands for every address of this machine"),
    ("is_loopback", "is this machine itself"),
    ("is_link_local", "is for the nearest network only"),
    ("is_multicast", "stands for many machines"),
    ("is_private", "is of a private network"),
    ("is_reserved", "is reserved"),
)


@dataclass(frozen=True)
class AddressRules:
    """What is allowed besides public addresses, and where the supervisor listens."""

    allowed: tuple[Network, ...] = ()
    own_port: int | None = None
    own_addresses: frozenset[str] = frozenset()  #: of this machine

    def refusal(self, text: str, port: int) -> str:
        """Why an address may not be connected to, or an empty string."""
        address = ipaddress.ip_address(text)
        every = (address, *_inside(address))
        if port == self.own_port and any(map(self._is_own, every)):
            return "is renflow's own server"
        for each in every:
            if each in _METADATA and not self._names(each):
                return "hands out credentials of the machine"
            if not self._contains(each) and (why := _not_public(each)):
                return why
        return ""

    def _is_own(self, address: Address) -> bool:
        return address.is_loopback or address.is_unspecified or str(address) in self.own_addresses

    def _contains(self, address: Address) -> bool:
        return any(address in network for network in self.allowed)

    def _names(self, address: Address) -> bool:
        return any(network.num_addresses == 1 and address in network for network in self.allowed)


def allowed_addresses(host: str, port: int, rules: AddressRules, whose: str = "Flows") -> list[str]:
    """The addresses that a name has now, as far as they may be connected to.

    Raises:
        BlockedAddress: none of them is allowed.
        ConnectionFailed: the name has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise ConnectionFailed(f"The name {host!r} leads to no address: {why}.") from error
    judged = {str(each[4][0]): rules.refusal(str(each[4][0]), port) for each in found}
    allowed = [address for address, refusal in judged.items() if not refusal]
    if not allowed:
        told = "; ".join(f"{address} {refusal}" for address, refusal in judged.items())
        raise BlockedAddress(f"{whose} may not connect to {host!r}, port {port}: {told}.")
    return allowed


def _inside(address: Address) -> Iterator[Address]:
    """Addresses that another one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _not_public(address: Address) -> str:
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64):
        return ""  # what is inside decides
    for name, why in _CLASSES:
        if getattr(address, name):
            return why
    return "" if address.is_global else "is no public address"
