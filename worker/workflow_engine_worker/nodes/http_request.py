"""A request as a node and the state make it: everything in it is checked once more, for now the values are known."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec

from workflow_engine_shared.codec import json_view, stored_form
from workflow_engine_shared.dsl.nodes.http import HttpNode
from workflow_engine_shared.dsl.nodes.requests.checks import header_name_problem, header_value_problem, url_problem
from workflow_engine_shared.dsl.nodes.requests.fields import Auth, is_rule
from workflow_engine_shared.errors import BadBody, BadHeader, BadUrl
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.units import MIB
from workflow_engine_shared.web.access import WebAccess
from workflow_engine_worker.web.request import Request, checked_url

MAX_BODY = 8 * MIB
_FORM = "application/x-www-form-urlencoded"
#: They change nothing, so that sending them twice does no harm.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def made_request(node: HttpNode, state: dict[str, Any], access: WebAccess, idempotency_key: str) -> Request:
    """The request of one attempt.

    Raises:
        BadExpression, BadUrl, BadHeader, BadBody, SecretMissing
    """
    headers = httpx.Headers(
        {"User-Agent": "renflow", "Accept": "application/json" if node.response == "json" else "*/*"}
    )
    if node.method not in _SAFE:
        headers["Idempotency-Key"] = idempotency_key
    for name, given in node.headers.items():
        value = evaluate(given, state) if is_rule(given) else given
        if value is not None:
            headers[name] = _header(name, value)
    content = None
    if node.body is not msgspec.UNSET:
        content = _content(filled(node.body, state), headers)
    credential = None
    if node.auth is not None:
        credential, value = _credential(node.auth, access)
        headers[credential] = _header(credential, value, is_secret=True)
    return Request(node.method, _url(node, state), headers, content, credential)


def filled(template: Any, state: dict[str, Any]) -> Any:
    """A template with its rules evaluated."""
    if is_rule(template):
        return evaluate(template, state)
    if isinstance(template, dict):
        return {key: filled(each, state) for key, each in template.items()}
    if isinstance(template, list):
        return [filled(each, state) for each in template]
    return template


def _url(node: HttpNode, state: dict[str, Any]) -> httpx.URL:
    url = checked_url(evaluate(node.url, state) if is_rule(node.url) else node.url, "The address that 'url' gives")
    pairs: list[tuple[str, str]] = []
    for name, given in node.query.items():
        values = filled(given, state)
        several = values if isinstance(values, list) else [values]
        pairs += [(name, _text(name, value)) for value in several if value is not None]
    whole = url.copy_with(params=[*url.params.multi_items(), *pairs]) if pairs else url
    if problem := url_problem(str(whole)):
        raise BadUrl(f"The address with its query {problem}.")
    return whole


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, set, bytes)):
        raise BadUrl(f"The parameter {shown(name)} is a {type(value).__name__}; it must be a text, number or boolean.")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _header(name: str, value: Any, *, is_secret: bool = False) -> str:
    text = str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
    if text is None:
        raise BadHeader(f"The header {shown(name)} is a {type(value).__name__}; it must be a text or a number.")
    if problem := header_name_problem(name) or header_value_problem(text):
        # What exactly is wrong with a secret is a part of it.
        raise BadHeader(f"The header {shown(name)} {'holds a secret that no header takes' if is_secret else problem}.")
    return text


def _credential(auth: Auth, access: WebAccess) -> tuple[str, str]:
    """The header that carries the secret, and what it says."""
    secret = access.secret(auth.secret)
    if auth.kind == "bearer":
        return "Authorization", f"Bearer {secret}"
    if auth.kind == "basic":
        return "Authorization", f"Basic {base64.b64encode(f'{auth.name}:{secret}'.encode()).decode()}"
    return auth.name, secret


def _content(value: Any, headers: httpx.Headers) -> bytes:
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if isinstance(value, str):
        headers.setdefault("Content-Type", "text/plain; charset=utf-8")
        body = value.encode("utf-8", "backslashreplace")
    elif kind == _FORM and isinstance(value, dict):
        body = urlencode({name: each for name, each in value.items() if each is not None}, doseq=True).encode()
    else:
        headers.setdefault("Content-Type", "application/json")
        try:
            body = json.dumps(json_view(stored_form(value)), ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError) as error:
            raise BadBody(f"The body is no JSON: {error}.") from error
    if len(body) > MAX_BODY:
        raise BadBody(f"The body has {len(body):,} bytes; at most {MAX_BODY:,} are sent.")
    return body
