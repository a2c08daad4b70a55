"""Ids and repeated requests, row by row (B-26, B-29 to B-34): no odd id gets in, and no request counts twice."""

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.api import Api
from support.rows import Send, check_refused, post, refused, row
from workflow_engine_shared.run_status import RunStatus


def start(thread_id: str) -> Send:
    return post("/runs/start", json.dumps({"flow_id": "minimal", "thread_id": thread_id}).encode())


def new_flow(flow_id: str) -> Send:
    return post("/flows", json.dumps({"name": "x", "id": flow_id}).encode())


def fork(thread_id: str) -> Send:
    return post("/runs/taken/fork", json.dumps({"thread_id": thread_id}).encode())


FORMS = {
    "B-29": [
        "",
        ".",
        "..",
        "-",
        "-a",
        "_a",
        "a/b",
        "a\\b",
        "a\x00",
        "a\r\nb",
        "a\tb",
        " a",
        "a ",
        "x" * 129,
        "x" * 300,
        "x" * 10_000,
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "\\\\srv\\x",
        "x:stream",
        "x.",
        "a.b",
    ],
    "B-30": ["CON", "con", "nul.txt", "NUL.tar.gz", "COM1", "LPT9", "COM¹", "AUX.", "con ", "PRN", "prn"],
    "B-31": [
        "a\u202eb",
        "a\u200bb",
        "\ufeffa",
        "аbc",
        "ｏs",
        "🙂",
        unicodedata.normalize("NFC", "é"),
        unicodedata.normalize("NFD", "é"),
    ],
}
BAD_IDS = [
    refused(row_id, f"{name} {ascii(bad)[:30]}", send(bad), 422, None)
    for row_id, bads in FORMS.items()
    for bad in bads
    for name, send in {"start": start, "flow": new_flow, "fork": fork}.items()
]
BODY = {"flow_id": "minimal", "thread_id": "taken"}
CONFLICTS = [
    refused("B-26", what, post("/runs/start", json.dumps(BODY | other).encode()), 409, "RUN_EXISTS")
    for what, other in {
        "other input": {"input": {"a": 2}},
        "a version": {"version": 1},
        "true is not 1": {"input": {"a": True}},
        "another flow": {"flow_id": "other"},
    }.items()
] + [
    refused("B-32", "other case", start("TAKEN"), 409, "RUN_EXISTS"),
    refused(
        "B-33",
        "at work",
        post("/runs/start", b'{"flow_id": "minimal", "thread_id": "at-work", "input": {"x": 1}}'),
        409,
        "RUN_EXISTS",
    ),
    refused(
        "B-33",
        "finished",
        post("/runs/start", b'{"flow_id": "minimal", "thread_id": "over", "input": {"x": 1}}'),
        409,
        "RUN_EXISTS",
    ),
    *(
        refused("B-35", what, post("/runs/start", json.dumps(BODY | {what: "x"}).encode()), 422, "UNKNOWN_FIELD")
        for what in ("checkpoint_id", "checkpoint_ns", "metadata")
    ),
    refused(
        "B-35",
        "of another run",
        post("/runs/taken/fork", b'{"checkpoint_id": "\' OR 1=1--"}'),
        404,
        "CHECKPOINT_NOT_FOUND",
    ),
    refused("B-35", "a namespace", post("/runs/taken/fork", b'{"checkpoint_ns": "x"}'), 422, "UNKNOWN_FIELD"),
]
ROUTES = [
    ("GET", ""),
    ("GET", "/logs"),
    ("GET", "/logs?download=1"),
    ("GET", "/state"),
    ("GET", "/checkpoints"),
    ("GET", "/events"),
    ("GET", "/steps"),
    ("GET", "/metrics"),
    ("GET", "/artifacts"),
    ("GET", "/artifacts/a.txt"),
    ("DELETE", ""),
    ("POST", "/fork"),
    ("POST", "/pause"),
    ("POST", "/resume"),
    ("POST", "/retry"),
    ("POST", "/cancel"),
]
UNKNOWN = ["unknown", "..%2f..%2fetc", "a%00b", "%2e%2e", "con", "x" * 300, "a%0d%0ab", "%ff", "a%2Fb", "C:%5Cx"]


@pytest.fixture(scope="module", autouse=True)
def _targets(api: Api) -> None:
    api.run("taken", input={})
    api.flow("other")
    api.run_in("at-work", RunStatus.RUNNING)
    api.run_in("over", RunStatus.FINISHED)


@pytest.mark.parametrize(("send", "statuses", "code"), BAD_IDS)
def test_an_odd_id_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    check_refused(api, send, statuses, code)
    assert {each.name for each in (api.home / "runs").iterdir()} == {"taken", "at-work", "over"}


@pytest.mark.parametrize(("send", "statuses", "code"), CONFLICTS)
def test_a_taken_id_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    check_refused(api, send, statuses, code)


@pytest.mark.parametrize("unknown", [pytest.param(each, id=f"B-34 S-15 {each[:20]}") for each in UNKNOWN])
def test_an_unknown_run_is_not_found_at_each_address(api: Api, unknown: str):
    for method, rest in ROUTES:
        with api.unchanged():
            answer = api.raw(
                f"{method} /runs/{unknown}{rest} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".encode()
            )
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 404"), (method, rest)
        assert json.loads(body)["code"] in {"RUN_NOT_FOUND", "NOT_FOUND"}


@row("B-26")
def test_the_same_request_again_is_answered_with_the_run(api: Api, row: str):
    with api.unchanged():
        answer = api.post("/runs/start", {"input": {}, "thread_id": "taken", "flow_id": "minimal"})
    assert (answer.status_code, answer.json()["thread_id"]) == (200, "taken")


@row("B-27")
def test_a_hundred_starts_at_once_are_one_run(api: Api, row: str):
    body = {"flow_id": "other", "thread_id": "over-run", "input": {"n": 1}}
    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(lambda _: api.post("/runs/start", body).status_code, range(100)))
    assert sorted(codes) == [200] * 99 + [201]
    assert [each["thread_id"] for each in api.get("/runs", q="over-run").json()["items"]] == ["over-run"]
