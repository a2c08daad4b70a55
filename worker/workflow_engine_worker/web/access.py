"""What requests of a run may use: addresses, and secrets by their name."""

import contextlib
import ipaddress
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from workflow_engine_shared.errors import SecretMissing
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.secrets.named import NamedSecrets, variable_of
from workflow_engine_shared.web.addresses import AddressRules, Network


@dataclass(frozen=True)
class WebAccess:
    """The settings' part of every request."""

    allowed: tuple[Network, ...] = ()
    secrets: NamedSecrets = field(default_factory=NamedSecrets)
    #: says where the supervisor listens, which may change while this worker lives
    supervisor_info: Path = Path("supervisor.json")

    @classmethod
    def of(cls, start: Start) -> "WebAccess":
        """What the settings and the data directory say. Before the file guard: no function reads the secrets."""
        home = Home(Path(start.home))
        networks = tuple(ipaddress.ip_network(each, strict=False) for each in start.allow_addresses)
        return cls(networks, NamedSecrets.read(home.secrets, os.environ), home.supervisor_info)

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
