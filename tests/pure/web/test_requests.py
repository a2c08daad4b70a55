"""Requests as nodes and states make them; redirects; how long a server asks to wait."""

import base64
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.http import HttpNode
from workflow_engine_shared.dsl.place import Place
from workflow_engine_shared.errors import BadBody, BadHeader, BadUrl, Problem, RenError, SecretMissing
from workflow_engine_shared.secrets.named import NamedSecrets
from workflow_engine_shared.web.access import WebAccess
from workflow_engine_worker.nodes.http_request import made_request
from workflow_engine_worker.web.exchange import redirected
from workflow_engine_worker.web.request import Request
from workflow_engine_worker.web.retry_after import retry_after

SECRETS = NamedSecrets({"shop": "s3cr3t-of-the-shop", "broken": "line\nbreak-in-it"})
URL = "https://shop.example/goods"


def problems(data: dict[str, Any]) -> list[Problem]:
    notes: list[Problem] = []
    NODE_TYPES["http"].data(data, Place(notes))
    return notes


def node(**data: Any) -> HttpNode:
    notes: list[Problem] = []
    read = NODE_TYPES["http"].data({"url": URL, **data}, Place(notes))
    assert not notes, notes
    return HttpNode(id="ask", **read)


def made(state: dict[str, Any] | None = None, **data: Any) -> Request:
    return made_request(node(**data), state or {}, WebAccess((), SECRETS, Path("none")), "k" * 64)


def test_templates() -> None:
    state = {"id": 7, "tags": ["a b", "ä&"], "nothing": None, "price": Decimal("1.50"), "good": {"name": "茶"}}
    request = made(
        state,
        method="POST",
        url={"cat": ["https://shop.example/goods/", {"var": "id"}, "?old=1"]},
        headers={"X-Good": {"var": "id"}, "X-None": {"var": "nothing"}, "Accept-Language": "de"},
        query={"tag": {"var": "tags"}, "none": {"var": "nothing"}, "yes": True, "n": [1, 2.5, {"var": "price"}]},
        body={"good": {"var": "good"}, "deep": [{"id": {"+": [{"var": "id"}, 1]}, "two": {"x": 1, "var": 2}}]},
    )
    assert request.url.path == "/goods/7"
    assert request.url.params.multi_items() == [
        ("old", "1"), ("tag", "a b"), ("tag", "ä&"), ("yes", "true"), ("n", "1"), ("n", "2.5"), ("n", "1.50"),
    ]  # fmt: skip
    assert (request.headers["X-Good"], request.headers["Accept-Language"]) == ("7", "de")
    assert "X-None" not in request.headers
    assert request.content == '{"good": {"name": "茶"}, "deep": [{"id": 8, "two": {"x": 1, "var": 2}}]}'.encode()
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == "k" * 64
    assert request.name == "POST https://shop.example/goods/7", "queries are not told"


def test_bodies() -> None:
    assert made(body="x=1", method="PUT").headers["Content-Type"] == "text/plain; charset=utf-8"
    form = made(
        {"n": [1, 2]},
        method="POST",
        headers={"content-type": "application/x-www-form-urlencoded"},
        body={"a": "b c", "n": {"var": "n"}, "none": {"var": "x"}},
    )
    assert form.content == b"a=b+c&n=1&n=2"
    assert "Idempotency-Key" not in made().headers
    assert made().content is None
    assert made(headers={"idempotency-key": "mine"}, method="POST").headers.get_list("Idempotency-Key") == ["mine"]


def test_credentials() -> None:
    assert made(auth={"bearer": {"secret": "shop"}}).headers["Authorization"] == "Bearer s3cr3t-of-the-shop"
    basic = made(auth={"basic": {"user": "ann", "password": {"secret": "shop"}}}).headers["Authorization"]
    assert base64.b64decode(basic.removeprefix("Basic ")) == b"ann:s3cr3t-of-the-shop"
    key = made(auth={"header": {"name": "X-Shop", "value": {"secret": "shop"}}})
    assert (key.headers["x-shop"], key.credential) == ("s3cr3t-of-the-shop", "X-Shop")
    with pytest.raises(SecretMissing, match=r"no secret 'bank', .* nor as the variable REN_SECRET_BANK"):
        made(auth={"bearer": {"secret": "bank"}})
    with pytest.raises(BadHeader) as refused:
        made(auth={"bearer": {"secret": "broken"}})
    assert "line" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "state", "data"),
    [
        (BadUrl, {"x": None}, {"url": {"var": "x"}}),
        (BadUrl, {"x": 5}, {"url": {"var": "x"}}),
        (BadUrl, {"x": {"a": 1}}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "no address"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "file:///etc/passwd"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "gopher://shop.example/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "//shop.example/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://ann:pw@shop.example/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://shop.example\\@127.0.0.1/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://shop.example/\r\nX: y"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https:///goods"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://[::1/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://shop.example:99999/"}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "https://shop.example/" + "x" * 9000}, {"url": {"var": "x"}}),
        (BadUrl, {"x": "x" * 9000}, {"query": {"q": {"var": "x"}}}),
        (BadUrl, {"x": {"deep": 1}}, {"query": {"q": {"var": "x"}}}),
        (BadUrl, {"x": [[1]]}, {"query": {"q": {"var": "x"}}}),
        (BadHeader, {"x": "a\r\nHost: evil"}, {"headers": {"X": {"var": "x"}}}),
        (BadHeader, {"x": "茶"}, {"headers": {"X": {"var": "x"}}}),
        (BadHeader, {"x": ["a"]}, {"headers": {"X": {"var": "x"}}}),
        (BadHeader, {"x": "x" * 9000}, {"headers": {"X": {"var": "x"}}}),
        (BadBody, {"x": "x" * (9 * 1024 * 1024)}, {"body": {"text": {"var": "x"}}, "method": "POST"}),
    ],
)  # fmt: skip
def test_values_of_a_run_that_cannot_be_sent(kind: type[RenError], state: dict[str, Any], data: dict[str, Any]) -> None:
    with pytest.raises(kind) as refused:
        made(state, **data)
    assert "pw" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ({}, "MISSING_FIELD", "url"),
        ({"url": None}, "WRONG_TYPE", "url"),
        ({"url": 5}, "WRONG_TYPE", "url"),
        ({"url": ""}, "BAD_URL", "url"),
        ({"url": "shop.example/goods"}, "BAD_URL", "url"),
        ({"url": "ftp://shop.example/"}, "BAD_URL", "url"),
        ({"url": "file:///etc/passwd"}, "BAD_URL", "url"),
        ({"url": "https://ann:pw@shop.example/"}, "BAD_URL", "url"),
        ({"url": "https://shop.example/{id}"}, "BAD_URL", "url"),
        ({"url": "https://shop.example:0/"}, "BAD_URL", "url"),
        ({"url": {"car": ["x"]}}, "BAD_EXPRESSION", "url/car"),
        ({"method": "FOO"}, "OUT_OF_RANGE", "method"),
        ({"method": "get"}, "OUT_OF_RANGE", "method"),
        ({"method": None}, "WRONG_TYPE", "method"),
        ({"headers": {"Host": "evil"}}, "BAD_HEADER", "headers/Host"),
        ({"headers": {"content-length": "5"}}, "BAD_HEADER", "headers/content-length"),
        ({"headers": {"a b": "5"}}, "BAD_HEADER", "headers/a b"),
        ({"headers": {"": "5"}}, "BAD_HEADER", "headers/"),
        ({"headers": {"X": "a\r\nHost: evil"}}, "BAD_HEADER", "headers/X"),
        ({"headers": {"X": 5}}, "WRONG_TYPE", "headers/X"),
        ({"headers": {"X": ["a"]}}, "WRONG_TYPE", "headers/X"),
        ({"headers": {"Authorization": "Bearer abcdefgh"}}, "SECRET_IN_FLOW", "headers/Authorization"),
        ({"headers": {"X-Api-Key": "abcdefgh"}}, "SECRET_IN_FLOW", "headers/X-Api-Key"),
        ({"headers": []}, "EXPECTED_OBJECT", "headers"),
        ({"query": {"q": None}}, "WRONG_TYPE", "query/q"),
        ({"query": {"q": [None]}}, "WRONG_TYPE", "query/q/0"),
        ({"query": {"q": {"a": 1, "b": 2}}}, "BAD_EXPRESSION", "query/q"),
        ({"body": None}, "WRONG_TYPE", "body"),
        ({"body": {"x": [{"if": {"nop": 1}}]}}, "BAD_EXPRESSION", "body/x/0/if/nop"),
        ({"auth": {}}, "AMBIGUOUS_AUTH", "auth"),
        ({"auth": "abcdefgh"}, "EXPECTED_OBJECT", "auth"),
        ({"auth": {"bearer": "abcdefgh"}}, "SECRET_IN_FLOW", "auth/bearer"),
        ({"auth": {"bearer": {"secret": "a b"}}}, "OUT_OF_RANGE", "auth/bearer/secret"),
        ({"auth": {"bearer": {"secret": "../x"}}}, "OUT_OF_RANGE", "auth/bearer/secret"),
        ({"auth": {"bearer": {"secret": 5}}}, "WRONG_TYPE", "auth/bearer/secret"),
        ({"auth": {"bearer": {}}}, "MISSING_FIELD", "auth/bearer/secret"),
        ({"auth": {"basic": {"user": "a:b", "password": {"secret": "x"}}}}, "OUT_OF_RANGE", "auth/basic/user"),
        ({"auth": {"basic": {"user": "ann", "password": "abcdefgh"}}}, "SECRET_IN_FLOW", "auth/basic/password"),
        ({"auth": {"header": {"name": "Host", "value": {"secret": "x"}}}}, "BAD_HEADER", "auth/header/name"),
        ({"auth": {"bearer": {"secret": "x"}, "basic": {"user": "a", "password": {"secret": "x"}}}},
         "AMBIGUOUS_AUTH", "auth"),
        ({"auth": {"digest": {"secret": "x"}}}, "UNKNOWN_FIELD", "auth/digest"),
        ({"requestTimeout": 0}, "OUT_OF_RANGE", "requestTimeout"),
        ({"requestTimeout": float("nan")}, "OUT_OF_RANGE", "requestTimeout"),
        ({"requestTimeout": "5s"}, "WRONG_TYPE", "requestTimeout"),
        ({"success": [200]}, "WRONG_TYPE", "success/0"),
        ({"success": []}, "OUT_OF_RANGE", "success"),
        ({"success": [[200]]}, "OUT_OF_RANGE", "success/0"),
        ({"success": [[299, 200]]}, "BAD_RANGE", "success/0"),
        ({"success": [[99, 200]]}, "OUT_OF_RANGE", "success/0/0"),
        ({"success": [[200, True]]}, "WRONG_TYPE", "success/0/1"),
        ({"success": [[200, 299]] * 21}, "OUT_OF_RANGE", "success"),
        ({"response": "xml"}, "OUT_OF_RANGE", "response"),
        ({"maxBytes": 0}, "OUT_OF_RANGE", "maxBytes"),
        ({"maxBytes": 10**20}, "OUT_OF_RANGE", "maxBytes"),
        ({"artifact": "x.csv"}, "ARTIFACT_UNUSED", "artifact"),
        ({"artifact": "../x", "response": "artifact"}, "BAD_ARTIFACT_NAME", "artifact"),
        ({"outputKey": "__x"}, "RESERVED_KEY", "outputKey"),
        ({"ulr": URL}, "UNKNOWN_FIELD", "ulr"),
    ],
)  # fmt: skip
def test_bad_input(data: dict[str, Any], code: str, where: str) -> None:
    given = data if "url" in data or not data else {"url": URL, **data}
    found = problems(given)
    assert [(each.code, each.pointer) for each in found] == [(code, f"/{where}")]
    assert "pw" not in found[0].detail
    assert "abcdefgh" not in found[0].detail + found[0].hint


# -- redirects ------------------------------------------------------------------------------------------------------


def led_on(location: str, status: int = 302, **data: Any) -> Request:
    request = made(auth={"header": {"name": "X-Shop", "value": {"secret": "shop"}}}, **data)
    return redirected(request, httpx.Response(status, headers={"Location": location}))


def test_what_is_secret_stays_with_its_origin() -> None:
    mine = {"X-Session-Key": {"var": "key"}, "Cookie": {"var": "key"}, "X-Plain": "1"}
    for location in ("/other", "https://shop.example:443/other", "//shop.example/other"):
        headers = led_on(location, state={"key": "abcdefgh"}, headers=mine).headers
        assert {"x-shop", "cookie", "x-session-key", "x-plain"} <= set(headers), location
    for location in (
        "https://other.example/",
        "http://shop.example/",
        "https://shop.example:8443/",
        "https://a.shop.example/",
    ):
        request = led_on(location, state={"key": "abcdefgh"}, headers=mine)
        assert not {"x-shop", "cookie", "x-session-key"} & set(request.headers), location
        assert request.headers["x-plain"] == "1"
        assert request.credential is None


def test_methods_along_the_way() -> None:
    sent = {"method": "POST", "body": {"a": 1}}
    for status, method in ((301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")):
        request = led_on("/there", status, **sent)
        assert (request.method, request.content is None) == (method, method == "GET")
        assert ("idempotency-key" in request.headers) == (method == "POST")
    assert led_on("/there", 302, method="PUT").method == "PUT"


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://x.example/", "https://a:b@x.example/", "javascript:1", ""]
)
def test_what_no_redirect_may_lead_to(location: str) -> None:
    if location == "":
        assert led_on(location).url == httpx.URL(URL)
        return
    with pytest.raises(BadUrl, match="that the server leads to"):
        led_on(location)


# -- patience -------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("header", "date", "seconds"),
    [
        (None, None, None),
        ("120", None, 120.0),
        (" 0 ", None, 0.0),
        ("-5", None, None),
        ("1.5", None, None),
        ("soon", None, None),
        ("", None, None),
        ("9" * 12, None, None),
        ("Thu, 01 Jan 2026 12:01:30 GMT", None, 90.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", None, 0.0),
        ("Thu, 01 Jan 2026 12:01:30 GMT", "Thu, 01 Jan 2026 12:01:00 GMT", 30.0),
        ("Thu, 01 Jan 2026 12:01:30 GMT", "nonsense", 90.0),
        ("Thu, 01 Jan 2026 13:01:30 +0100", None, 90.0),
        ("Thu, 99 Jan 2026 12:01:30 GMT", None, None),
    ],
)  # fmt: skip
def test_retry_after(header: str | None, date: str | None, seconds: float | None) -> None:
    assert retry_after(header, date, NOW) == seconds
