"""Names of environments, where they are given and where they are used."""

import re
from typing import Any

from workflow_engine_shared.dsl.fields import described
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.ids import shown

NAME = r"[A-Za-z][A-Za-z0-9_.-]{0,63}"


@described({"type": "string", "pattern": f"^{NAME}$"})
def environment_name(value: Any, place: Place) -> Any:
    """The name of an environment, where it is used."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    return _named(value, place)


@described({"pattern": f"^{NAME}$"})
def environment_key(key: str, place: Place) -> Any:
    return _named(key, place)


def _named(name: str, place: Place) -> Any:
    if re.fullmatch(NAME, name):
        return name
    hint = "Use a letter, then letters, digits, '.', '-' and '_'; at most 64 in all."
    place.problem("INVALID_ID", f"{shown(name)} is no name of an environment.", hint)
    return BAD
