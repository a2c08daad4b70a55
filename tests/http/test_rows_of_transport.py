"""Requests that are wrong in form, row by row (B-01 to B-25, B-76, B-78): refused in one form, and nothing changes."""

import gzip
import json

import pytest

from support.api import Api
from support.rows import Send, check_refused, get, post, raw, refused, row

OK = b'{"name": "x", "id": "never-made"'
DEEP = b'{"flow_id": "x", "input": {"a": %b}}'
POST = b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET %b HTTP/1.1\r\nHost: localhost\r\n%b\r\n"
MIB = 1024 * 1024
BAD_HEAD = {400, 431, 501}


def field(value: bytes) -> Send:
    return post("/flows", OK + b', "n": ' + value + b"}")


BODIES = [
    refused("B-01", "empty", post("/flows", b""), 400, "INVALID_JSON"),
    refused("B-01", "blank", post("/flows", b" \n"), 400, "INVALID_JSON"),
    *(
        refused("B-02", what, post("/flows", body), 400, "INVALID_JSON")
        for what, body in {
            "open": b"{",
            "comma": b'{"name": "x",}',
            "comment": b'{"name": "x"} // c',
            "single quotes": b"{'name': 'x'}",
            "two documents": b'{"name": "x"}{"name": "y"}',
        }.items()
    ),
    *(
        refused("B-03", body.decode(), post("/flows", body), 422, "EXPECTED_OBJECT")
        for body in (b"[]", b"null", b'"x"', b"5")
    ),
    *(
        refused("B-04", value.decode(), field(value), 400, "NON_FINITE_NUMBER")
        for value in (b"NaN", b"Infinity", b"-Infinity", b"1e999")
    ),
    *(
        refused("B-05", f"{len(value)} digits {value[:1].decode()}", field(value), 400, "NUMBER_OUT_OF_RANGE")
        for value in (b"9223372036854775808", b"-9223372036854775809", b"9" * 5000)
    ),
    refused("B-06", "value", field(b'"\\ud800"'), 400, "INVALID_UNICODE"),
    refused("B-06", "key", post("/flows", OK + b', "\\ud800": 1}'), 400, "INVALID_UNICODE"),
    *(
        refused("B-07", value.hex(), field(b'"' + value + b'"'), 400, "INVALID_UTF8")
        for value in (b"\xff", b"\xc0\xaf", b"\xe4\xbd")
    ),
    refused("B-08", "UTF-16", post("/flows", '{"name": "x"}'.encode("utf-16")), 400, "INVALID_UTF8"),
    refused("B-08", "byte-order mark", post("/flows", b"\xef\xbb\xbf" + OK + b"}"), 400, "INVALID_UTF8"),
    refused("B-09", "at the top", post("/flows", OK + b', "id": "again"}'), 400, "DUPLICATE_KEY"),
    refused("B-09", "far below", field(b'[{"a": {"b": 1, "b": 1}}]'), 400, "DUPLICATE_KEY"),
    *(refused("B-10", str(n), field(b"[" * n + b"]" * n), 400, "TOO_DEEP") for n in (65, 1000, 100_000)),
    refused("B-11", "1 MiB + 1", post("/flows", OK + b"}" + b" " * MIB), 413, "BODY_TOO_LARGE"),
    refused("B-11", "8 MiB + 1", post("/runs/start", b"{}" + b" " * (8 * MIB)), 413, "BODY_TOO_LARGE"),
    refused(
        "B-12",
        "100,000 keys",
        post("/runs/start", json.dumps({"flow_id": "x", "input": {str(n): n for n in range(100_000)}}).encode()),
        422,
        "TOO_MANY_KEYS",
    ),
    refused("B-12", "a key of 1 MiB", post("/runs/start", b'{"' + b"k" * MIB + b'": 1}'), 422, "KEY_TOO_LONG"),
    refused("B-12", "a key of 257", field(b'{"' + b"k" * 257 + b'": 1}'), 422, "KEY_TOO_LONG"),
    *(
        refused(
            "B-14", kind or "none", post("/flows", OK + b"}", **{"Content-Type": kind}), 415, "UNSUPPORTED_MEDIA_TYPE"
        )
        for kind in (
            "text/plain",
            "",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "application/json, text/plain",
        )
    ),
    refused(
        "B-15",
        "gzip",
        post("/flows", gzip.compress(OK + b"}"), **{"Content-Encoding": "gzip"}),
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    refused(
        "B-15",
        "a bomb",
        post("/flows", gzip.compress(b" " * 50 * MIB), **{"Content-Encoding": "gzip"}),
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    ),
    *(
        refused("B-00", what, post("/flows", body), 422, "INVALID_BODY")
        for what, body in {
            "unknown field": OK + b', "nmae": 1}',
            "number": b'{"name": 5}',
            "null": b'{"name": null}',
            "no name": b'{"id": "x"}',
            "empty": b'{"name": ""}',
            "NUL": b'{"name": "a\\u0000b"}',
            "long": b'{"name": "' + b"x" * 201 + b'"}',
        }.items()
    ),
]

HEADS = [
    *(
        refused("B-16", what, raw(POST + head + b"\r\n{}"), BAD_HEAD, None)
        for what, head in {
            "negative": b"Content-Length: -1\r\n",
            "no number": b"Content-Length: abc\r\n",
            "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n",
            "chunked twice": b"Transfer-Encoding: chunked, chunked\r\n",
            "a chunk of no length": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        }.items()
    ),
    refused("B-17", "100 KB", raw(POST + b"X: " + b"a" * 100_000 + b"\r\n\r\n{}"), 431, "HEAD_TOO_LARGE"),
    refused(
        "B-17",
        "1,000 headers",
        raw(POST + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 100) for n in range(1000)) + b"\r\n{}"),
        BAD_HEAD,
        None,
    ),
    refused("B-18", "64 KB", raw(GET % (b"/" + b"a" * 65536, b"")), {400, 404, 414, 431}, None),
    refused(
        "B-18",
        "10,000 parameters",
        raw(GET % (b"/runs?" + b"&".join(b"a%d=1" % n for n in range(10_000)), b"")),
        {400, 414, 422, 431},
        None,
    ),
    refused("B-18", "no HTTP", raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), 400, "INVALID_REQUEST"),
    *(
        refused(
            "B-19",
            path,
            lambda api, method=method, path=path: get(path)(api) if method == "GET" else _of(api, method, path),
            status,
            code,
        )
        for method, path, status, code in (
            ("GET", "/nothing", 404, "NOT_FOUND"),
            ("GET", "/flows/", 404, "NOT_FOUND"),
            ("GET", "/docs", 404, "NOT_FOUND"),
            ("DELETE", "/flows", 405, "METHOD_NOT_ALLOWED"),
            ("PUT", "/runs/start", 405, "METHOD_NOT_ALLOWED"),
            ("POST", "/runs", 405, "METHOD_NOT_ALLOWED"),
            ("TRACE", "/runs/x", 405, "METHOD_NOT_ALLOWED"),
        )
    ),
]

QUERIES = [
    *(
        refused("B-20", f"{path} {limit or 'empty'}", get(f"{path}?limit={limit}"), 422, "BAD_QUERY")
        for path in ("/runs", "/flows", "/runs/target/logs", "/runs/target/steps")
        for limit in ("abc", "0", "-1", "1000000000", "1.5", "", "5_0", "1e3", "%D9%A5", "+5")
    ),
    refused("B-20", "twice", get("/runs?limit=5&limit=6"), 422, "REPEATED"),
    *(
        refused("B-21", f"{path} {cursor[:20] or 'empty'}", get(f"{path}?cursor={cursor}"), 422, None)
        for path in ("/runs", "/flows", "/runs/target/logs", "/runs/target/checkpoints", "/runs/target/artifacts")
        for cursor in ("garbage", "", "eyJh", "bnVsbA", "WyJydW5zIixbImEiXV0", "%00", "%C3%A9", "a" * 2000)
    ),
    *(
        refused("B-22", status or "empty", get(f"/runs?status={status}"), 422, "BAD_QUERY")
        for status in ("unknown", "'%20OR%201=1--", "running,", "", "RUNNING")
    ),
    refused("B-22", "repeated", get("/runs?status=running&status=error"), 422, "REPEATED"),
    refused("B-22", "of steps", get("/runs/target/steps?state=' OR 1=1--"), 422, "BAD_QUERY"),
    *(
        refused("B-23", since or "empty", get(f"/runs/target/metrics?since={since}"), 422, "BAD_QUERY")
        for since in ("yesterday", "9999-99-99", "2026-01-31T12:00:00", "2026-01-31", "", "0", "x" * 50)
    ),
    *(
        refused("B-35", path, get(f"/runs{path}"), 422, "BAD_QUERY")
        for path in (
            "?checkpoint_ns=x",
            "?metadata=%22",
            "/target/state?checkpoint_ns=x",
            "/target/checkpoints?filter=%22'",
            "/target/state?checkpoint=",
        )
    ),
    *(
        refused("B-76", query, get(f"/runs/target/logs?{query}"), 422, "BAD_QUERY")
        for query in (
            "tail=0",
            "tail=-1",
            "offset=5",
            "level=LOUD",
            "level=info",
            "q=",
            "download=yes",
            "limit=1001",
            "order=up",
            "context=501",
        )
    ),
    *(
        refused("B-19", f"unknown {path}", get(path), 422, "UNKNOWN_FIELD")
        for path in (
            "/runs?offset=1",
            "/healthz?x=1",
            "/functions?limit=5",
            "/runs/target?full=1",
            "/runs?stat=x",
            "/system?x=",
            "/metrics?x=1",
        )
    ),
]


def _of(api: Api, method: str, path: str):
    from support.rows import of

    answer = api.client.request(method, path)
    assert answer.headers["allow"]
    return of(answer)


@pytest.fixture(scope="module", autouse=True)
def _target(api: Api) -> None:
    api.run("target")


@pytest.mark.parametrize(("send", "statuses", "code"), BODIES)
def test_a_wrong_body_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    check_refused(api, send, statuses, code)


@pytest.mark.parametrize(("send", "statuses", "code"), HEADS)
def test_a_wrong_head_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    check_refused(api, send, statuses, code)


@pytest.mark.parametrize(("send", "statuses", "code"), QUERIES)
def test_a_wrong_question_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    check_refused(api, send, statuses, code)


@row("B-10")
def test_nesting_is_refused(api: Api, row: str):
    assert api.post_bytes("/runs/start", DEEP % (b"[" * 100_000)).json()["code"] == "TOO_DEEP"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({str(n * (2**61 - 1)): n for n in range(50_000)}, id="B-13 keys of one hash"),
        pytest.param(list(range(200_000)), id="B-13 numbers"),
    ],
)
def test_many_keys_and_values_are_read(api: Api, values: object):
    answer = api.post_bytes("/runs/start", json.dumps({"flow_id": "nowhere", "input": {"a": values}}).encode())
    assert answer.json()["code"] == "FLOW_NOT_FOUND"


@pytest.mark.parametrize(
    "ranges",
    [
        pytest.param("bytes=5-2", id="B-78 backwards"),
        pytest.param("bytes=abc", id="B-78 no range"),
        pytest.param("bytes=" + ",".join(f"{n}-{n}" for n in range(1000)), id="B-78 a thousand"),
        pytest.param("bytes=" + ",".join("0-" for _ in range(10_000)), id="S-19 ten thousand"),
    ],
)
def test_ranges_of_a_download_are_not_looked_at(api: Api, ranges: str):
    answer = api.client.get("/runs/target/logs?download=1", headers={"Range": ranges})
    assert answer.status_code == 200


def test_a_syntax_error_names_its_line_and_column(api: Api):
    assert "Line 2, column 3" in api.post_bytes("/flows", b"{\n  oops}").json()["detail"]
