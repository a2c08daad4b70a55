"""/openapi.json made true where the framework's own description is not."""

from typing import Any

from fastapi import FastAPI

from workflow_engine_supervisor.http.api_router import make_routes
from workflow_engine_supervisor.http.openapi import examples_of_machines
from workflow_engine_supervisor.http.openapi.examples import ANSWERS, PARAMETERS, REQUESTS
from workflow_engine_supervisor.http.openapi.problems import problem_responses
from workflow_engine_supervisor.http.security.tokens import OPEN

_BEARER = {"bearer": {"type": "http", "scheme": "bearer", "description": "the token that the server was started with"}}
_JSON = "application/json"
_SUCCESS = "23"
_ANSWERS = ANSWERS | examples_of_machines.answers_of(ANSWERS["get", "/runs"]["items"][0])


def describe(app: FastAPI, *, with_token: bool) -> None:
    """Let the app's description be amended, once, when it is first asked for."""
    original = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            make_routes(app)
            app.openapi_schema = amended(original(), with_token=with_token)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def amended(document: dict[str, Any], *, with_token: bool) -> dict[str, Any]:
    """The description, changed in place."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            told = operation["responses"]
            operation["responses"] = {status: told[status] for status in told if status[0] in _SUCCESS}
            operation["responses"] |= problem_responses(method, path, operation, with_token=with_token)
            _no_body_is_not_null(operation)
            _with_examples(method, path, operation)
    if with_token:
        document.setdefault("components", {})["securitySchemes"] = _BEARER
        document["security"] = [{"bearer": []}]
        for path in OPEN:
            for operation in document["paths"][path].values():
                operation["security"] = []
    return document


def _with_examples(method: str, path: str, operation: dict[str, Any]) -> None:
    request, answer = REQUESTS.get((method, path)), _ANSWERS.get((method, path))
    if request is not None and "requestBody" in operation:
        operation["requestBody"]["content"][_JSON]["example"] = request
    for status, response in operation["responses"].items():
        if status[0] in _SUCCESS and answer is not None:
            for kind, content in response.get("content", {}).items():
                if (kind == _JSON) == isinstance(answer, dict):
                    content["example"] = answer
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]


def _no_body_is_not_null(operation: dict[str, Any]) -> None:
    """A body that may be left out is described as one that may be null."""
    content = operation.get("requestBody", {}).get("content", {}).get(_JSON)
    if content is None or "anyOf" not in content["schema"]:
        return
    kinds = [kind for kind in content["schema"]["anyOf"] if kind != {"type": "null"}]
    if len(kinds) == 1:
        content["schema"] = kinds[0]
