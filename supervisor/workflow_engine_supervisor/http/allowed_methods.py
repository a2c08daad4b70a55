"""Which methods each address takes: what a 405 has to say in its Allow header."""

import re
from typing import Any

from fastapi import FastAPI

#: A file's name has folders in it.
_PLACES = {"{name}": ".+"}
_METHODS = ("get", "post", "put", "patch", "delete")


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """The methods that this path takes, from the app's own description. A template without a place comes first."""
    paths = app.openapi()["paths"]
    if path in paths:
        return sorted(_methods(paths[path]))
    found: dict[str, None] = {}
    for template, operations in paths.items():
        if _fits(template, path):
            found.update(dict.fromkeys(_methods(operations)))
    return sorted(found)


def _methods(operations: dict[str, Any]) -> list[str]:
    return [method.upper() for method in _METHODS if method in operations]


def _fits(template: str, path: str) -> bool:
    parts = re.split(r"(\{[^}]*\})", template)
    pattern = "".join(_PLACES.get(part, "[^/]+") if part.startswith("{") else re.escape(part) for part in parts)
    return re.fullmatch(pattern, path) is not None
