"""Secrets that flows know by name: `secrets.toml` in the data directory, and `REN_SECRET_…` in the environment.

A flow says `{"secret": "shop"}`. The value comes from the variable `REN_SECRET_SHOP`, else from the file's line
`shop = "…"`; it never stands in a flow, in a state or in a row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow_engine_shared.user_files.at_hand import AtHand
from workflow_engine_shared.user_files.toml_file import NoTomlFile, TOMLDecodeError, place_of, read_toml

from .masking import MAX_VALUE, MIN_VALUE

NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
VARIABLE = "REN_SECRET_"


@dataclass(frozen=True)
class NamedSecrets:
    """Values by name, as they were when they were read."""

    of_file: Mapping[str, str] = field(default_factory=dict)
    of_environment: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""  #: why the file, or a part of it, could not be read

    @classmethod
    def read(cls, file: Path, environ: Mapping[str, str]) -> "NamedSecrets":
        """What is there now; a file that cannot be read is a problem for those only who need a secret."""
        variables = {name: value for name, value in environ.items() if name.upper().startswith(VARIABLE) and value}
        named, problem = _in_file(file)
        return cls(named, {name.upper(): value for name, value in variables.items()}, problem)

    def get(self, name: str) -> str | None:
        """The value of a secret; None: there is none."""
        return self.of_environment.get(variable_of(name)) or self.of_file.get(name)

    @property
    def values(self) -> frozenset[str]:
        """What must not be shown; a shorter value would hide half of every text."""
        every = (*self.of_file.values(), *self.of_environment.values())
        return frozenset(value for value in every if MIN_VALUE <= len(value) <= MAX_VALUE)


class SecretsAtHand:
    """The secrets as they are now, read again when the file has changed. Any thread."""

    def __init__(self, file: Path, environ: Mapping[str, str]) -> None:
        self._values = AtHand(file, lambda: NamedSecrets.read(file, environ).values)

    @property
    def values(self) -> frozenset[str]:
        return self._values()


def variable_of(name: str) -> str:
    """The variable of the environment that holds a secret."""
    return VARIABLE + name.replace("-", "_").upper()


def without_references(document: Any) -> Any:
    """A flow's document without the `auth` of its nodes: what stands there under secret names is names of secrets."""
    nodes = document.get("nodes") if isinstance(document, dict) else None
    if not isinstance(nodes, list) or not any(isinstance(_data_of(node).get("auth"), dict) for node in nodes):
        return document
    return {**document, "nodes": [_without_auth(node) for node in nodes]}


def _data_of(node: Any) -> dict[str, Any]:
    data = node.get("data") if isinstance(node, dict) else None
    return data if isinstance(data, dict) else {}


def _without_auth(node: Any) -> Any:
    data = _data_of(node)
    return {**node, "data": {name: data[name] for name in data if name != "auth"}} if "auth" in data else node


def _in_file(file: Path) -> tuple[dict[str, str], str]:
    try:
        found = read_toml(file)
    except FileNotFoundError:
        return {}, ""
    except NoTomlFile:
        return {}, f"{file} is no file of at most 1 MiB."
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        return {}, f"{file} cannot be read ({type(error).__name__})."
    except TOMLDecodeError as error:
        return {}, f"{file} is no TOML, {place_of(error)}."
    good = {
        name: value
        for name, value in found.items()
        if isinstance(value, str) and value and re.fullmatch(NAME_PATTERN, name)
    }
    bad = sorted(set(found) - set(good))
    return good, f'{file}: {", ".join(map(repr, bad[:5]))} cannot be used; a line is name = "value".' if bad else ""
