"""Which methods each address takes: what a 405 has to say in its Allow header."""

import re
from typing import Any

from fastapi import FastAPI

_METHODS = ("get", "post", "put", "patch", "delete")


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """The methods that this path takes, from the app's own description."""
    found: dict[str, None] = {}
    for template, operations in app.openapi()["paths"].items():
        if _fits(template, path):
            found.update(dict.fromkeys(_methods(operations)))
    return sorted(found)


def _methods(operations: dict[str, Any]) -> list[str]:
    return [method.upper() for method in _METHODS if method in operations]


def _fits(template: str, path: str) -> bool:
    literal = re.split(r"\{[^}]*\}", template)
    return re.fullmatch("[^/]+".join(map(re.escape, literal)), path) is not None
