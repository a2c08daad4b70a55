"""Whether what answers at a machine's address can be spoken for: pure."""

import re
from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.errors.web import MachineRefused

_UNAUTHORIZED, _NOT_FOUND, _OK = 401, 404, 200
_MINOR = re.compile(r"(\d+)\.(\d+)")
_IS_NONE = "Look at the address of the machine in config.toml."


def not_asked(name: str, error: RenError) -> dict[str, str]:
    """A machine that did not say what became of its part, as answers tell it."""
    return {"machine": name, "code": error.code, "detail": error.detail, "hint": error.advice}


def refused_by_health(
    name: str, status: int, health: Any, version: str, instances: Mapping[str, str]
) -> RenError | None:
    """Why not, by what /healthz said, which needs no token.

    Args:
        name: the machine's.
        status: of the answer.
        health: what it said; anything.
        version: ours.
        instances: the supervisors that are known by another name already, and that name.
    """
    theirs = health.get("version") if isinstance(health, dict) else None
    instance = health.get("instance") if isinstance(health, dict) else None
    if status != _OK or not isinstance(theirs, str) or not isinstance(instance, str):
        return MachineRefused(f"What answers at machine {name!r} is no supervisor (HTTP {status}).", hint=_IS_NONE)
    if _minor(theirs) != _minor(version):
        hint = "Install the same version of renflow on all machines, and start their supervisors anew."
        return MachineRefused(f"Machine {name!r} has renflow {theirs}; this one has {version}.", hint=hint)
    if instance in instances:
        told = f"Machine {name!r} is the same supervisor as {instances[instance]!r}."
        return MachineRefused(told, hint="Take one of the two out of [[machines]] in config.toml.")
    return None


def refused_by_itself(name: str, status: int, own: Any) -> RenError | None:
    """Why not, by what /machine said, which is asked with the token."""
    if status == _UNAUTHORIZED:
        return wrong_token(name)
    if status == _NOT_FOUND:
        return MachineRefused(f"The renflow on machine {name!r} is too old for this.", hint="Install the same version.")
    if status != _OK or not isinstance(own, dict) or not isinstance(own.get("slots"), dict):
        return MachineRefused(f"Machine {name!r} does not tell of itself (HTTP {status}).")
    if own.get("machines"):
        hint = "Name its machines here instead: one supervisor speaks for all, and none of them for others."
        return MachineRefused(f"Machine {name!r} speaks for other machines itself.", hint=hint)
    return None


def wrong_token(name: str, **members: Any) -> MachineRefused:
    """What is said of a machine that does not take its token."""
    hint = "Put the token that the supervisor there was started with into the machine's token_file."
    return MachineRefused(f"Machine {name!r} does not take the token.", hint=hint, members=members)


def _minor(version: str) -> tuple[str, ...]:
    found = _MINOR.match(version)
    return found.groups() if found else (version,)
