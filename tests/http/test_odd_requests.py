"""Requests that are well-formed, and meant to do harm: each is refused at once, and nobody else waits for it."""

import base64
import json
import threading

import pytest

from support.api import MINIMAL, Api
from support.rows import of_bytes
from support.wait import patient
from workflow_engine_shared.json_schema import judge as schema_judge

POST = b"POST /flows HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BODY = b'{"name": "smuggled", "id": "smuggled"}'
MIB = 1024 * 1024


def test_one_start_holds_up_nobody(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(schema_judge, "LIMIT_S", patient(1.0))
    rule = {"type": "string", "pattern": "^(a+)+$"}
    api.flow("wedge", {**MINIMAL, "inputs": {"properties": {"s": rule}}})
    assert api.post("/runs/start", {"flow_id": "wedge", "input": {"s": "aaa"}}).status_code == 201
    answers = []

    def start() -> None:
        answers.append(api.post("/runs/start", {"flow_id": "wedge", "input": {"s": "a" * 60 + "!"}}))

    wedges = [threading.Thread(target=start) for _ in range(2)]
    for each in wedges:
        each.start()
    for _ in range(5):
        assert api.get("/healthz").status_code == 200
    assert answers == [], "others are answered while both starts are looked at"
    for each in wedges:
        each.join()
    assert {each.status_code for each in answers} == {422}
    assert {each.json()["problems"][0]["code"] for each in answers} == {"TOO_COSTLY"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "a" * 5001},
        {"type": [{"n": n} for n in range(1500)]},
        {"required": ["a"] * 3000},
    ],
    ids=["a long pattern", "many objects for names", "the same name often"],
)
def test_a_schema_that_nobody_would_write_is_refused_at_once(api: Api, schema: object):
    if api.get("/flows/refused").status_code == 404:
        api.post("/flows", {"name": "refused", "id": "refused"})
    answer = api.post("/flows/refused/versions", {"dsl": {**MINIMAL, "inputs": {"properties": {"s": schema}}}})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "BAD_SCHEMA")


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 43\r\n",
        b"transfer-encoding: Chunked\r\ncontent-length: 0\r\n",
    ],
)
def test_two_lengths_are_none(api: Api, head: bytes):
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with api.unchanged():
        answer = api.raw(POST + head + b"\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY) + smuggled)
    assert (of_bytes(answer).status, of_bytes(answer).code) == (400, "INVALID_REQUEST")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(
    ("path", "size"), [(b"/runs/start", 8 * MIB + 1), (b"/schedules", 3 * MIB), (b"/schedules", MIB + 1)]
)
def test_a_large_body_gets_its_answer_however_it_is_sent(api: Api, path: bytes, size: int):
    head = b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" % path
    answer = api.raw(head + b"Content-Length: %d\r\n\r\n" % size + b" " * size)
    assert (of_bytes(answer).status, of_bytes(answer).code) == (413, "BODY_TOO_LARGE")
    chunk = b"%x\r\n%b\r\n" % (size, b" " * size)
    answer = api.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n")
    assert of_bytes(answer).status == 413


@pytest.mark.parametrize("number", ["+1", "01", "1_0", "-1", "1.0", " 1", "\u0661", "1e0", "0", "99999999999999999999"])
def test_a_version_is_written_in_one_way(api: Api, number: str):
    if api.get("/flows/counted").status_code == 404:
        api.flow("counted")
    assert api.get("/flows/counted/versions/1").status_code == 200
    answer = api.client.get(f"/flows/counted/versions/{number}")
    assert (answer.status_code, answer.json()["code"]) in {(404, "NOT_FOUND"), (404, "VERSION_NOT_FOUND")}


PLACES = {
    "steps": ("/runs/walked/steps", [1]),
    "history": ("/runs/walked/history", [1]),
    "runs": ("/runs", [1]),
    "versions": ("/flows/minimal/versions", [1]),
    "logs": ("/runs/walked/logs", ["", 1, 1]),
    "flows": ("/flows", ["x"]),
    "checkpoints": ("/runs/walked/checkpoints", ["x"]),
    "artifacts": ("/runs/walked/artifacts", ["x"]),
}
NUMBERS = (2**63, -(2**63) - 1, 10**30, -1, 2**63 - 1, 0)
TEXTS = ("\x00\ud800", "\udfff", "\U0010ffff", "\x00")


@pytest.mark.parametrize("endpoint", PLACES)
def test_no_cursor_breaks_an_endpoint(api: Api, endpoint: str):
    if api.get("/runs/walked").status_code == 404:
        api.run("walked")
    path, place = PLACES[endpoint]
    for index, good in enumerate(place):
        for value in NUMBERS if isinstance(good, int) else TEXTS:
            made = json.dumps([endpoint, [*place[:index], value, *place[index + 1 :]]]).encode()
            answer = api.get(path, cursor=base64.urlsafe_b64encode(made).decode().rstrip("="))
            assert answer.status_code in {200, 422}, (value, answer.text)


def test_who_types_an_address_that_is_not_there_comes_to_a_page(api: Api):
    path = "/nowhere//evil.example/%E5%95%86?x=1"
    assert api.client.get(path).json()["code"] == "NOT_FOUND"
    typed = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = api.client.get(path, headers=typed, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/nowhere//evil.example/%E5%95%86")
    assert api.client.get(f"/{'a' * 501}", headers=typed, follow_redirects=False).status_code == 404
    assert api.client.post(path, headers=typed, follow_redirects=False).status_code in {404, 405}
    assert api.client.get("/runs/nobody", headers=typed).json()["code"] == "RUN_NOT_FOUND", (
        "what serves programs stays so"
    )
