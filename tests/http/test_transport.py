"""Addresses, methods, clients that leave, and the description of it all."""

import socket
from contextlib import closing

import pytest

from support.api import Api
from support.rows import row
from support.wait import until


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


@row("B-21")
def test_a_cursor_of_another_endpoint_is_refused(api: Api, row: str):
    api.flow("cursor-a")
    api.flow("cursor-b")
    cursor = api.get("/flows", limit=1).json()["next"]
    assert api.get("/flows", limit=1, cursor=cursor).status_code == 200
    assert api.get("/runs", cursor=cursor).json()["code"] == "BAD_CURSOR"


@row("B-28")
def test_a_client_that_leaves_in_the_middle_of_its_body_changes_nothing(
    api: Api, row: str, caplog: pytest.LogCaptureFixture
):
    with api.unchanged():
        with closing(socket.create_connection(("127.0.0.1", api.port))) as wire:
            wire.sendall(
                b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b'Content-Length: 100\r\n\r\n{"name": "half'
            )
        assert api.get("/healthz").status_code == 200
    assert not caplog.records


@row("B-28")
def test_a_client_that_leaves_in_the_middle_of_an_answer_disturbs_nobody(
    api: Api, row: str, caplog: pytest.LogCaptureFixture
):
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
        "/flow-files",
        "/flow-files/{flow_id}/publish",
        "/flows",
        "/flows/{flow_id}",
        "/flows/{flow_id}/versions",
        "/flows/{flow_id}/versions/{version}",
        "/flows/{flow_id}/versions/{version}/publish",
        "/uploads",
        "/uploads/{upload_id}",
        "/uploads/{upload_id}/files/{path}",
        "/uploads/{upload_id}/unpack",
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
        "/runs/{thread_id}/rerun",
        "/runs/{thread_id}/compare/{other}",
        "/runs/{thread_id}/metrics",
        "/runs/{thread_id}/stacks",
        "/runs/{thread_id}/artifacts/{name}/preview",
        "/runs/{thread_id}/logs",
        "/runs/{thread_id}/events",
        "/events",
        "/run-views",
        "/hooks",
        "/hooks/test",
        "/run-views/{view_id}",
        "/run-facets",
        "/schedules",
        "/schedules/{schedule_id}",
        "/schedules/{schedule_id}/pause",
        "/schedules/{schedule_id}/resume",
        "/schedules/{schedule_id}/run-now",
        "/schedules/{schedule_id}/runs",
        "/schedules/preview",
        "/tasks",
        "/runs/{thread_id}/tasks/{key}",
        "/runs/{thread_id}/form",
        "/messages",
        "/runs/bulk",
        "/runs/{thread_id}/rename",
        "/settings",
        "/runs/{thread_id}/history",
        "/functions",
        "/functions/{name}/versions",
        "/system",
        "/metrics",
        "/healthz",
        "/flows/import",
        "/flow-drafts",
        "/node-types",
        "/flows/check",
        "/flows/{flow_id}/draft",
        "/flows/{flow_id}/draft/version",
        "/flows/{flow_id}/draft/impact",
        "/flows/{flow_id}/export",
        "/flows/{flow_id}/versions/{first}/diff/{second}",
        "/flows/{flow_id}/versions/{version}/restore",
        "/flows/{flow_id}/versions/{version}/bpmn",
        "/flows/{flow_id}/versions/{version}/statement",
        "/keys",
        "/keys/{key_id}/signed",
        "/runs/{thread_id}/bundle",
        "/runs/import",
        "/runs/{thread_id}/evaluate",
        "/runs/{thread_id}/move/{version}",
        "/environments",
        "/environments/{environment}",
        "/environments/{environment}/log",
        "/machine",
        "/machine/flows/{flow_id}/{content}",
        "/machine/runs",
        "/machine/runs/{thread_id}",
        "/machines",
        "/ticket",
    }
    for operations in description["paths"].values():
        for operation in operations.values():
            for media in operation.get("requestBody", {"content": {}})["content"].values():
                assert "null" not in str(media["schema"])


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
