"""Requests that go round the framework are answered with the very bytes that it would answer."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from support.api import MINIMAL, Api
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.http.direct import Answerer, Direct

GONE = "there-is-none"
Ask = Callable[[Api], httpx.Response]


def look(path: str) -> Ask:
    return lambda api: api.client.get(path)


def start(body: bytes, path: str = "/runs/start") -> Ask:
    return lambda api: api.post_bytes(path, body)


def command(path: str, body: bytes | None = None) -> Ask:
    return lambda api: api.client.post(path) if body is None else api.post_bytes(path, body)


PLAIN = {
    "health": look("/healthz"),
    "a run": look("/runs/waits"),
    "a run by another spelling": look("/runs/WAITS"),
    "one that failed": look("/runs/broke"),
    "one that is over": look("/runs/done"),
    "none": look(f"/runs/{GONE}"),
    "the list": look("/runs"),
    "a page": look("/runs?limit=1&status=pending,finished"),
    "no page": look("/runs?cursor=x"),
    "no status": look("/runs?status=a"),
    "a search": look("/runs?q=a%20%2F"),
    "an empty parameter": look("/runs?status="),
    "started before": start(b'{"flow_id": "minimal", "thread_id": "waits"}'),
    "started before, otherwise": start(b'{"flow_id": "minimal", "thread_id": "waits", "input": {"n": 1}}'),
    "of no flow": start(b'{"flow_id": "no-flow", "input": null, "version": 2}'),
    "with a reserved key": start(b'{"flow_id": "minimal", "input": {"__x": [1.5, "\\u00e9"]}}'),
    "a pause": command("/runs/waits/pause"),
    "a pause asked for before": command("/runs/waits/pause"),
    "a pause by another spelling": command("/runs/Waits/pause"),
    "a pause with nothing in its body": command("/runs/waits/pause", b" {} "),
    "a pause of one that is over": command("/runs/done/pause"),
    "a pause of none": command(f"/runs/{GONE}/pause"),
    "a cancel": command("/runs/waits/cancel"),
    "a cancel of one that is over": command("/runs/done/cancel"),
    "a resume of one that waits": command("/runs/waits/resume"),
    "a resume with an answer to nothing": command("/runs/rests/resume", b'{"value": null}'),
    "a resume with a reserved key": command("/runs/rests/resume", b'{"updates": {"__x": 1}}'),
    "a resume with an upload that is none": command("/runs/rests/resume", b'{"uploads": {"a": {"upload": "x"}}}'),
    "a retry of one that waits": command("/runs/waits/retry", b'{"error": "ValueError"}'),
    "a retry of none": command(f"/runs/{GONE}/retry"),
    "a retry of one that skipped nothing": command("/runs/done/retry"),
}
ODD = {
    "a query that none takes": look("/runs/waits?x=1"),
    "health with a query": look("/healthz?x"),
    "no id": look("/runs/-"),
    "an empty id": look("/runs/"),
    "a device": look("/runs/con"),
    "an id with a slash": look("/runs/a%2Fb"),
    "an id with a line's end": look("/runs/waits%0A"),
    "the address of starts": look("/runs/start"),
    "a parameter twice": look("/runs?limit=1&limit=1"),
    "an unknown parameter": look("/runs?limits=1"),
    "a limit of words": look("/runs?limit=5_0"),
    "a limit too large": look("/runs?limit=1001"),
    "an empty search": look("/runs?q="),
    "another method": lambda api: api.client.head("/runs/waits"),
    "a start without a body": lambda api: api.client.post("/runs/start"),
    "a start without a flow": start(b"{}"),
    "a start with a wrong type": start(b'{"flow_id": 1}'),
    "a start with a number for an input": start(b'{"flow_id": "minimal", "input": 1}'),
    "a start with an unknown field": start(b'{"flow_id": "minimal", "inputs": {}}'),
    "a start with a query": start(b'{"flow_id": "minimal"}', "/runs/start?x=1"),
    "a version in words": start(b'{"flow_id": "minimal", "version": "1"}'),
    "a version that is true": start(b'{"flow_id": "minimal", "version": true}'),
    "a pause with a field": command("/runs/waits/pause", b'{"at": 1}'),
    "a pause with a query": command("/runs/waits/pause?x=1"),
    "a pause with an end": command("/runs/waits/pause/"),
    "a pause of no id": command("/runs/-/pause"),
    "a pause of a device": command("/runs/con/pause"),
    "a pause of an empty id": command("/runs//pause"),
    "a pause of what is no run": command("/flows/works/pause"),
    "a pause of the root": command("/works/pause"),
    "a pause in capitals": command("/runs/waits/Pause"),
    "a pause with a slash in its id": command("/runs/a%2Fb/pause"),
    "a pause by PUT": lambda api: api.client.put("/runs/waits/pause"),
    "a look at a pause": look("/runs/waits/pause"),
    "a command that is none": command("/runs/waits/halt"),
    "a resume with updates of a wrong type": command("/runs/rests/resume", b'{"updates": [1]}'),
    "a resume with an unknown field": command("/runs/rests/resume", b'{"update": {}}'),
    "a retry of a kind of error that is a number": command("/runs/broke/retry", b'{"error": 1}'),
}


@pytest.fixture(scope="module", autouse=True)
def _runs(api: Api) -> None:
    api.flow("minimal", MINIMAL)
    api.run("waits")
    api.run_in("broke", RunStatus.ERROR)
    api.run_in("done", RunStatus.FINISHED)
    api.run_in("rests", RunStatus.INTERRUPTED)


def told(answer: httpx.Response) -> Any:
    """All of an answer but the time it was given at."""
    return answer.status_code, [each for each in answer.headers.raw if each[0] != b"date"], answer.content


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each request went round the framework, as they came."""
    found: list[bool] = []
    find = Direct.answerer

    def watched(self: Direct, *request: Any) -> Answerer | None:
        answerer = find(self, *request)
        found.append(answerer is not None)
        return answerer

    monkeypatch.setattr(Direct, "answerer", watched)
    return found


def by_the_framework(api: Api, ask: Ask) -> httpx.Response:
    with pytest.MonkeyPatch.context() as without:
        without.setattr(Direct, "answerer", lambda *_: None)
        return ask(api)


def test_plain_requests_go_round_the_framework_and_are_answered_alike(api: Api, taken: list[bool]):
    for name, ask in PLAIN.items():
        assert told(ask(api)) == told(by_the_framework(api, ask)), name
    assert taken == [True] * len(PLAIN)


def test_odd_requests_are_left_to_the_framework(api: Api, taken: list[bool]):
    for name, ask in ODD.items():
        assert told(ask(api)) == told(by_the_framework(api, ask)), name
    assert taken == [False] * len(ODD)


def test_a_new_run_is_told_of_alike(api: Api):
    answers = [
        start(b'{"flow_id": "minimal", "thread_id": "first"}')(api),
        by_the_framework(api, start(b'{"flow_id": "minimal", "thread_id": "other"}')),
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert [each.headers["location"] for each in answers] == ["/runs/first", "/runs/other"]
    one, other = ([name for name, _ in each.headers.raw] for each in answers)
    assert one == other
    one, other = ([*each.json()] for each in answers)
    assert one == other


@pytest.mark.parametrize(
    ("status", "path", "body"),
    [
        (RunStatus.RUNNING, "pause", None),
        (RunStatus.RUNNING, "cancel", b"{}"),
        (RunStatus.INTERRUPTED, "resume", None),
        (RunStatus.INTERRUPTED, "resume", b'{"updates": {"n": [1.5, "\\u00e9"]}, "note": " again "}'),
        (RunStatus.ERROR, "retry", None),
        (RunStatus.ERROR, "retry", b'{"error": "ValueError"}'),
    ],
)
def test_a_command_does_the_same_to_a_run(
    api: Api, taken: list[bool], status: RunStatus, path: str, body: bytes | None
):
    def given(thread_id: str, ask: Callable[[Ask], httpx.Response]) -> Any:
        api.run_in(thread_id, status)
        answer = ask(command(f"/runs/{thread_id}/{path}", body))
        said = {**answer.json(), "thread_id": "", "signal_id": type(answer.json()["signal_id"])}
        with api.database.read() as con:
            rows = con.execute("SELECT type, payload_json FROM signals WHERE thread_id = ?", [thread_id]).fetchall()
        stands = api.column(thread_id, "status"), [tuple(each) for each in rows]
        return answer.status_code, [name for name, _ in answer.headers.raw], said, stands

    name = f"{path}-{len(body or b'')}-{status.value}"
    direct = given(f"direct-{name}", lambda ask: ask(api))
    assert direct[0] == 202
    assert direct[-1][1], "it stored no command"
    assert direct == given(f"whole-{name}", lambda ask: by_the_framework(api, ask))
    assert taken[-1:] == [True]


def test_figures_know_the_routes_by_the_same_names(api: Api):
    def counted() -> set[str]:
        text = api.get("/metrics").text
        return {line.rpartition(" ")[0] for line in text.splitlines() if line.startswith("renflow_http_requests_total")}

    for ask in PLAIN.values():
        ask(api)
    direct = counted()
    for ask in PLAIN.values():
        by_the_framework(api, ask)
    assert counted() - {each for each in counted() if "/metrics" in each} <= direct
    assert any('route="/runs/{thread_id}"' in each for each in direct)
