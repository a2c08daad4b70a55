"""/openapi.json made true where the framework's own description is not."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from workflow_engine_supervisor.problems import MEDIA_TYPE
from workflow_engine_supervisor.security.tokens import OPEN

_BEARER = {"bearer": {"type": "http", "scheme": "bearer", "description": "the token that the server was started with"}}
_JSON = "application/json"


def describe(app: FastAPI, *, with_token: bool) -> None:
    """Let the app's description be amended, once, when it is first asked for."""
    original = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = amended(original(), with_token=with_token)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def amended(document: dict[str, Any], *, with_token: bool) -> dict[str, Any]:
    """The description, changed in place."""
    for operation in _operations(document):
        _problems_have_their_type(operation)
        _no_body_is_not_null(operation)
    if with_token:
        document.setdefault("components", {})["securitySchemes"] = _BEARER
        document["security"] = [{"bearer": []}]
        for path in OPEN:
            for operation in document["paths"][path].values():
                operation["security"] = []
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in document["paths"].values():
        yield from operations.values()


def _problems_have_their_type(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status in {"4XX", "5XX"} and _JSON in content:
            content[MEDIA_TYPE] = content.pop(_JSON)


def _no_body_is_not_null(operation: dict[str, Any]) -> None:
    """A body that may be left out is described as one that may be null."""
    content = operation.get("requestBody", {}).get("content", {}).get(_JSON)
    if content is None or "anyOf" not in content["schema"]:
        return
    kinds = [kind for kind in content["schema"]["anyOf"] if kind != {"type": "null"}]
    if len(kinds) == 1:
        content["schema"] = kinds[0]
