"""Requests that are wrong before their body is looked at (B-16 to B-24, B-28)."""

import socket
from contextlib import closing

import pytest
from http_api import Api

from wait import until


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: -1\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Content-Length: abc\r\n",
        b"X: " + b"a" * 100_000 + b"\r\n",
        b"".join(b"X-%d: %s\r\n" % (n, b"a" * 100) for n in range(1000)),
    ],
)
def test_broken_framing_is_a_bad_request(api: Api, headers: bytes):
    with api.unchanged():
        answer = api.raw(
            b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers + b"\r\n{}"
        )
    assert _status(answer) in {400, 431, 501}


def test_a_very_long_address_is_refused(api: Api):
    assert _status(api.raw(b"GET /" + b"a" * 65536 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")) in {400, 404, 414}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/flows/", 404),
        ("GET", "/docs", 404),
        ("GET", "/redoc", 404),
        ("DELETE", "/flows", 405),
        ("PUT", "/runs/start", 405),
        ("POST", "/runs", 405),
        ("TRACE", "/runs", 405),
        ("HEAD", "/runs/start", 405),
    ],
)
def test_unknown_addresses_and_methods_get_the_envelope(api: Api, method: str, path: str, status: int):
    with api.unchanged():
        answer = api.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert "GET" in answer.headers["allow"] or "POST" in answer.headers["allow"]
    if method != "HEAD":
        assert answer.json()["code"] == ("NOT_FOUND" if status == 404 else "METHOD_NOT_ALLOWED")


def test_allow_names_every_method_of_the_address(api: Api):
    assert api.client.delete("/flows").headers["allow"] == "GET, POST"
    assert api.client.delete("/flows/x/versions").headers["allow"] == "GET, POST"
    assert api.client.options("/runs/start").headers["allow"] == "POST"
    assert api.post("/runs/x").headers["allow"] == "DELETE, GET"
    assert api.post("/runs/x/artifacts/a/b.txt").headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/runs", "/flows", "/runs/target/logs", "/flows/minimal/versions"])
@pytest.mark.parametrize("limit", ["abc", "0", "-1", "1000000000", "1.5", "", "5_0", "1e3", "٥", "true", "+5"])
def test_limits_are_plain_numbers_in_range(api: Api, path: str, limit: str):
    if api.get("/runs/target").status_code == 404:
        api.run("target")
    answer = api.client.get(f"{path}?limit={limit}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")
    assert answer.json()["problems"][0]["pointer"] == "?limit"


def test_a_parameter_stands_there_once(api: Api):
    answer = api.client.get("/runs?limit=5&limit=6")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")
    assert answer.json()["problems"][0]["code"] == "REPEATED"


@pytest.mark.parametrize(
    "path",
    [
        "/runs?offset=1",
        "/healthz?x=1",
        "/functions?limit=5",
        "/runs/target?full=1",
        "/runs?stat=x",
        "/runs/target/logs?tail=5",
    ],
)
def test_unknown_parameters_are_refused(api: Api, path: str):
    if api.get("/runs/target").status_code == 404:
        api.run("target")
    answer = api.client.get(path)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "UNKNOWN_FIELD")


def test_ten_thousand_parameters_are_refused_shortly(api: Api):
    answer = api.raw(
        b"GET /runs?" + b"&".join(b"a%d=1" % n for n in range(10_000)) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert _status(answer) in {400, 414, 422}
    assert len(answer) < 50_000


@pytest.mark.parametrize(
    "path", ["/runs", "/flows", "/runs/target/logs", "/runs/target/checkpoints", "/runs/target/artifacts"]
)
@pytest.mark.parametrize("cursor", ["garbage", "", "eyJh", "bnVsbA", "WyJydW5zIixbImEiXV0", "%00", "é", "a" * 2000])
def test_cursors_are_made_by_the_same_endpoint(api: Api, path: str, cursor: str):
    if api.get("/runs/target").status_code == 404:
        api.run("target")
    answer = api.get(path, cursor=cursor)
    assert answer.status_code == 422
    assert answer.json()["code"] in {"BAD_CURSOR", "BAD_QUERY"}


def test_a_cursor_of_another_endpoint_is_refused(api: Api):
    api.flow("cursor-a")
    api.flow("cursor-b")
    cursor = api.get("/flows", limit=1).json()["next"]
    assert api.get("/flows", limit=1, cursor=cursor).status_code == 200
    assert api.get("/runs", cursor=cursor).json()["code"] == "BAD_CURSOR"


@pytest.mark.parametrize("status", ["unknown", "' OR 1=1--", "running,", "", "RUNNING"])
def test_unknown_statuses_are_refused(api: Api, status: str):
    assert api.get("/runs", status=status).json()["code"] == "BAD_QUERY"


def test_a_client_that_leaves_in_the_middle_of_its_body_changes_nothing(api: Api, caplog: pytest.LogCaptureFixture):
    with api.unchanged():
        with closing(socket.create_connection(("127.0.0.1", api.port))) as wire:
            wire.sendall(
                b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b'Content-Length: 100\r\n\r\n{"name": "half'
            )
        assert api.get("/healthz").status_code == 200
    assert not caplog.records


def test_a_client_that_leaves_in_the_middle_of_an_answer_disturbs_nobody(api: Api, caplog: pytest.LogCaptureFixture):
    paths = api.run("leaver")
    paths.log.write_bytes(b'{"message": "' + b"x" * 1000 + b'", "seq": 1}\n' * 1)
    with paths.log.open("ab") as file:
        for n in range(2, 20_000):
            file.write(b'{"message": "%s", "seq": %d}\n' % (b"x" * 1000, n))
    with api.client.stream("GET", "/runs/leaver/logs?download=1") as answer:
        next(answer.iter_raw())
    until(lambda: api.get("/healthz").status_code == 200)
    assert not caplog.records


def test_openapi_tells_the_endpoints_and_the_problem_envelope(api: Api):
    description = api.get("/openapi.json").json()
    assert set(description["paths"]) == {
        "/flows",
        "/flows/{flow_id}",
        "/flows/{flow_id}/versions",
        "/flows/{flow_id}/versions/{version}",
        "/flows/{flow_id}/versions/{version}/publish",
        "/runs/start",
        "/runs",
        "/runs/{thread_id}",
        "/runs/{thread_id}/pause",
        "/runs/{thread_id}/resume",
        "/runs/{thread_id}/cancel",
        "/runs/{thread_id}/state",
        "/runs/{thread_id}/checkpoints",
        "/runs/{thread_id}/steps",
        "/runs/{thread_id}/fork",
        "/runs/{thread_id}/artifacts",
        "/runs/{thread_id}/artifacts/{name}",
        "/runs/{thread_id}/retry",
        "/runs/{thread_id}/logs",
        "/runs/{thread_id}/events",
        "/functions",
        "/system",
        "/metrics",
        "/healthz",
        "/ticket",
    }
    for operations in description["paths"].values():
        for operation in operations.values():
            assert "422" not in operation["responses"]
            for kind in ("4XX", "5XX"):
                assert operation["responses"][kind]["content"] == {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}
                }
            body = operation.get("requestBody", {"content": {"application/json": {"schema": {}}}})
            assert "null" not in str(body["content"]["application/json"]["schema"])


def test_openapi_tells_limits_forms_of_ids_and_the_token(api: Api, guarded: Api):
    description = api.get("/openapi.json").json()
    parameters = {each["name"]: each["schema"] for each in description["paths"]["/runs"]["get"]["parameters"]}
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 1000)
    pattern = description["components"]["schemas"]["StartRun"]["properties"]["flow_id"]["pattern"]
    assert pattern == "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$"
    assert "security" not in description
    secured = guarded.get("/openapi.json").json()
    assert secured["security"] == [{"bearer": []}]
    assert secured["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert secured["paths"]["/healthz"]["get"]["security"] == []
