"""What requests of a run, and messages of hooks, may use: addresses, and secrets by their name."""

import contextlib
import ipaddress
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from workflow_engine_shared.errors import SecretMissing
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.secrets.named import NamedSecrets, variable_of
from workflow_engine_shared.web.addresses import AddressRules, Network


@dataclass(frozen=True)
class WebAccess:
    """The settings' part of every request."""

    allowed: tuple[Network, ...] = ()
    secrets: NamedSecrets = field(default_factory=NamedSecrets)
    #: says where the supervisor listens, which may change while a worker lives
    supervisor_info: Path = Path("supervisor.json")

    @classmethod
    def of(cls, home: Home, allow_addresses: Iterable[str], environ: Mapping[str, str] = os.environ) -> "WebAccess":
        """What the settings and the data directory say. Before the file guard: no function reads the secrets."""
        networks = tuple(ipaddress.ip_network(each, strict=False) for each in allow_addresses)
        return cls(networks, NamedSecrets.read(home.secrets, environ), home.supervisor_info)

    def rules(self) -> AddressRules:
        """What may be connected to now."""
        port = None
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            port = int(json.loads(read_plain(self.supervisor_info))["port"])
        own = {each.address.partition("%")[0] for found in psutil.net_if_addrs().values() for each in found}
        return AddressRules(self.allowed, port, frozenset(own))

    def secret(self, name: str) -> str:
        """The value of a secret.

        Raises:
            SecretMissing
        """
        value = self.secrets.get(name)
        if value is None:
            why = f" {self.secrets.problem}" if self.secrets.problem else ""
            raise SecretMissing(
                f"There is no secret {name!r}, neither in secrets.toml nor as the variable {variable_of(name)}.{why}"
            )
        return value
