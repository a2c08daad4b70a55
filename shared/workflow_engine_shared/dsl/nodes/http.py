"""`http`: sends a request and keeps the answer."""

from typing import Any, Literal

import msgspec

from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Mapping, Number, string
from workflow_engine_shared.dsl.place import Place

from .node_type import NodeType
from .policy import POLICY, Activity, activity_data
from .readers import output_key
from .requests.checks import METHODS
from .requests.fields import Auth, auth, file_name, header_name, header_value, query_value, status_ranges, template, url

MAX_REQUEST_TIMEOUT = 86_400
MAX_BYTES = 2**40


class HttpNode(Activity, frozen=True, kw_only=True):
    """Sends a request; parts of it may be JsonLogic over the state."""

    url: Any
    method: str = "GET"
    headers: dict[str, Any] = msgspec.field(default_factory=dict)
    query: dict[str, Any] = msgspec.field(default_factory=dict)
    body: Any = msgspec.UNSET
    auth: Auth | None = None
    request_timeout: float = 60.0
    success: tuple[tuple[int, int], ...] = ((200, 299),)
    response: Literal["json", "text", "artifact"] = "json"
    max_bytes: int | None = None
    artifact: Any = None
    output_key: str | None = None


def _artifact_of_an_artifact(data: dict[str, Any], place: Place) -> None:
    """Note a file's name where no file is kept."""
    if "artifact" in data and data.get("response") != "artifact":
        detail = "'artifact' names a file, but the answer is not kept as one."
        place.at("artifact").problem("ARTIFACT_UNUSED", detail, 'Add "response": "artifact", or remove it.')


HTTP = NodeType(
    "http",
    "Sends an HTTP request; the answer goes into the state, or into a file.",
    HttpNode,
    activity_data(
        Field("method", Choice(METHODS), to="method", doc='`"GET"` if left out.'),
        Field("url", url, to="url", required=True, doc="Where to: http or https, without a user or password."),
        Field("headers", Mapping(header_name, header_value), to="headers", doc="Header → its value."),
        Field(
            "query",
            Mapping(string, query_value),
            to="query",
            doc="Parameter → its value, or a list of them; they are encoded, and null is left out.",
        ),
        Field(
            "body",
            template,
            to="body",
            doc="What is sent: a text as it is, anything else as JSON, or as a form where `Content-Type` says so.",
        ),
        Field("auth", auth, to="auth", doc="Which [secret](#secrets-of-requests) is sent, and how."),
        Field(
            "requestTimeout",
            Number(0, MAX_REQUEST_TIMEOUT, above=True),
            to="request_timeout",
            doc="How many seconds one attempt may take, redirects and answer included; 60 if left out.",
        ),
        Field(
            "success",
            status_ranges,
            to="success",
            doc="Ranges of status codes that are no failure; `[[200, 299]]` if left out.",
        ),
        Field(
            "response",
            Choice(("json", "text", "artifact")),
            to="response",
            doc='What the answer is kept as; `"json"` if left out.',
        ),
        Field(
            "maxBytes",
            Integer(1, MAX_BYTES),
            to="max_bytes",
            doc="How large an answer may be, unpacked; 10 MiB if left out, 10 GiB for an artifact.",
        ),
        Field(
            "artifact",
            file_name,
            to="artifact",
            doc="The file's name; left out: the node's id, with an ending by the answer's `Content-Type`.",
        ),
        Field(
            "outputKey",
            output_key,
            to="output_key",
            doc="The state key that gets `{status, headers, body}`; left out: the state gets nothing.",
        ),
        *POLICY,
        check=_artifact_of_an_artifact,
    ),
    writes=lambda node: [node.output_key] if node.output_key else [],
    defaults={"url": ""},
)
