"""Tasks, forms and messages as requests see them: what is refused and why, what is shown, who wins."""

import json
import threading
from typing import Any

import pytest

from support.api import Api, IdleMonitor
from support.stored import bring_to
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow import moves
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.runs import NewRun, insert_run
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind, waits
from workflow_engine_shared.storage.workflow.waits.rows import correlation_text
from workflow_engine_shared.vocabulary import InterruptKind

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean"},
        "n": {"type": "integer", "minimum": 1},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 5}},
        "password": {"type": "string"},
    },
    "required": ["ok"],
    "additionalProperties": False,
}
_numbers = iter(range(10_000))


def now() -> str:
    return SystemClock().now()


def form(key: str = "a1", schema: Any = SCHEMA, **body: Any) -> NewWait:
    return NewWait(key, WaitKind.FORM, "start", 1, body={"title": "Export?", "schema": schema, **body})


def message(name: str, correlation: object = None, key: str = "m1") -> NewWait:
    told = None if correlation is None else correlation_text(correlation)
    return NewWait(key, WaitKind.MESSAGE, "start", 1, ref=name, correlation=told)


def waiting(api: Api, *armed: NewWait, reason: Reason = Reason.FORM, **fields: Any) -> str:
    """A run that waits without a process, as its worker leaves it."""
    thread_id = f"waits-{next(_numbers)}"
    api.run(thread_id, **fields)
    with api.database.write() as con:
        bring_to(con, thread_id, RunStatus.RUNNING, now())
        interrupt = Interrupt(InterruptKind.FORM, node="start", visit=1)
        assert waits.run_waits(con, thread_id, armed, now(), epoch=1, interrupt=interrupt, reason=reason)
    return thread_id


def asking(api: Api) -> str:
    thread_id = f"asks-{next(_numbers)}"
    api.run(thread_id)
    with api.database.write() as con:
        bring_to(con, thread_id, RunStatus.RUNNING, now())
        asked = Interrupt(InterruptKind.QUESTION, {"question": "Go on?"}, node="start", ordinal=1, visit=1)
        assert moves.run_paused(con, thread_id, now(), epoch=1, interrupt=asked, reason=Reason.QUESTION)
    return thread_id


@pytest.fixture
def run(api: Api) -> str:
    return waiting(api, form())


def signals(api: Api, thread_id: str, kind: str) -> list[Any]:
    items = api.get(f"/runs/{thread_id}/history").json()["items"]
    return [each["payload"] for each in items if each["type"] == kind]


def test_a_form_is_shown_and_answered_once(api: Api, run: str):
    view = api.get(f"/runs/{run}").json()
    assert (view["status"], view["reason"]) == ("interrupted", "form")
    assert view["interrupt"] == {"kind": "form", "value": None, "node": "start"}
    (wait,) = view["waits"]
    assert (wait["key"], wait["kind"], wait["node_id"], wait["title"]) == ("a1", "form", "start", "Export?")
    task = api.get(f"/runs/{run}/tasks/a1").json()
    assert (task["state"], task["schema"], task["values"], task["question"]) == ("armed", SCHEMA, None, None)
    assert run in [each["thread_id"] for each in api.get("/tasks", limit=1000).json()["items"]]

    taken = api.post(f"/runs/{run}/form", {"values": {"ok": True, "n": 2, "password": "hunter2-hunter2"}})

    assert taken.status_code == 202
    assert taken.json() == {"thread_id": run, "key": "a1", "status": "pending", "signal_id": taken.json()["signal_id"]}
    assert run in IdleMonitor.rung
    (asked,) = signals(api, run, "wait_request")
    assert (asked["key"], asked["how"], asked["value"]["n"]) == ("a1", "answer", 2)
    assert "hunter2" not in api.get(f"/runs/{run}/history").text
    assert signals(api, run, "wait_met") == [{"key": "a1", "how": "answer", "node": "start", "late_s": None}]
    task = api.get(f"/runs/{run}/tasks/a1").json()
    assert (task["state"], task["how"], task["values"]["ok"], task["schema"]) == ("met", "answer", True, SCHEMA)
    assert "hunter2" not in json.dumps(task)
    with api.unchanged():
        for body in ({"values": {"ok": False}}, {"key": "a1", "values": {"ok": True}}, {"key": "a1", "values": 1}):
            late = api.post(f"/runs/{run}/form", body)
            assert (late.status_code, late.json()["code"]) == (409, "TASK_CLOSED"), late.text
    assert "was answered at" in late.json()["detail"]


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({}, "/values", "MISSING_FIELD"),
        ({"ok": "yes"}, "/values/ok", "WRONG_TYPE"),
        ({"ok": None}, "/values/ok", "WRONG_TYPE"),
        ({"ok": True, "n": 0}, "/values/n", "OUT_OF_RANGE"),
        ({"ok": True, "n": 1.5}, "/values/n", "WRONG_TYPE"),
        ({"ok": True, "more": 1}, "/values", "UNKNOWN_FIELD"),
        ({"ok": True, "tags": ["fine", "too long"]}, "/values/tags/1", "OUT_OF_RANGE"),
        ([True], "/values", "WRONG_TYPE"),
        ("true", "/values", "WRONG_TYPE"),
        (None, "/values", "WRONG_TYPE"),
    ],
)
def test_values_that_do_not_fit_are_told_by_their_place(api: Api, run: str, values: Any, pointer: str, code: str):
    with api.unchanged():
        answer = api.post(f"/runs/{run}/form", {"values": values})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_ANSWER")
    assert [(each["pointer"], each["code"]) for each in answer.json()["problems"]] == [(pointer, code)]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/values", "MISSING_FIELD"),
        ({"values": {}, "key": 1}, "/key", "WRONG_TYPE"),
        ({"values": {}, "key": ""}, "/key", "OUT_OF_RANGE"),
        ({"values": {}, "key": "k" * 201}, "/key", "OUT_OF_RANGE"),
        ({"values": {}, "value": {}}, "/value", "UNKNOWN_FIELD"),
    ],
)
def test_bodies_of_forms(api: Api, run: str, body: Any, pointer: str, code: str):
    with api.unchanged():
        answer = api.post(f"/runs/{run}/form", body)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["problems"]] == [(pointer, code)]


def test_a_task_that_is_not_there(api: Api, run: str):
    with api.unchanged():
        for key in ("a2", "../a1", "\u202e", "a1\x00", "question"):
            answer = api.post(f"/runs/{run}/form", {"key": key, "values": {"ok": True}})
            assert answer.json()["code"] in {"TASK_NOT_FOUND", "TASK_CLOSED"}, answer.text
        assert api.post("/runs/nobody/form", {"values": 1}).json()["code"] == "RUN_NOT_FOUND"
        for key in ("a2", "%2e%2e", "%00", "question", "x" * 5000):
            assert api.get(f"/runs/{run}/tasks/{key}").json()["code"] == "TASK_NOT_FOUND"
        assert api.get("/runs/nobody/tasks/a1").json()["code"] == "RUN_NOT_FOUND"


def test_a_run_with_several_tasks_wants_to_know_which(api: Api):
    run = waiting(api, form("a1"), form("a2"), NewWait("a3", WaitKind.TIMER, "start", 1, due_at="2999-01-01T00:00:00Z"))
    with api.unchanged():
        answer = api.post(f"/runs/{run}/form", {"values": {"ok": True}}).json()
    (problem,) = answer["problems"]
    assert (answer["code"], problem["pointer"]) == ("INVALID_BODY", "/key")
    assert "a1, a2" in problem["detail"]
    assert api.post(f"/runs/{run}/form", {"key": "a2", "values": {"ok": True}}).status_code == 202
    assert api.post(f"/runs/{run}/form", {"values": {"ok": True}}).json()["key"] == "a1"
    assert [each["key"] for each in api.get(f"/runs/{run}").json()["waits"]] == ["a3"]


def test_a_question_is_a_task_too(api: Api):
    run = asking(api)
    task = api.get(f"/runs/{run}/tasks/question").json()
    assert (task["kind"], task["title"], task["question"]) == ("question", "Go on?", {"question": "Go on?"})
    taken = api.post(f"/runs/{run}/form", {"values": "yes"}).json()
    assert (taken["key"], taken["status"]) == ("question", "pending")
    (asked,) = signals(api, run, "resume_request")
    assert (asked["value"], asked["question"]) == ("yes", 1)
    assert api.post(f"/runs/{run}/form", {"key": "question", "values": 1}).json()["code"] == "TASK_CLOSED"


def test_large_values(api: Api, run: str):
    at_most = api.get("/system").json()["limits"]["body_bytes"]
    with api.unchanged():
        answer = api.post(f"/runs/{run}/form", {"values": {"ok": True, "tags": ["x" * at_most]}})
        assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
        assert str(at_most) in answer.json()["detail"]
        raw = b'{"values": {"ok": NaN}}'
        assert api.post_bytes(f"/runs/{run}/form", raw).json()["code"] == "NON_FINITE_NUMBER"
        deep = b'{"values": ' + b"[" * 100 + b"]" * 100 + b"}"
        assert api.post_bytes(f"/runs/{run}/form", deep).json()["code"] == "TOO_DEEP"
    free = waiting(api, form("a1", None))
    assert api.post(f"/runs/{free}/form", {"values": {"note": "é" * 200_000}}).status_code == 202


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/x.json", "file:///etc/passwd", "other.json#/a", ""])
@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_a_schema_fetches_nothing(api: Api, reference: str, keyword: str):
    run = waiting(api, form("a1", {"allOf": [{"properties": {"ok": {keyword: reference}}}], "default": {"$ref": "x"}}))
    with api.unchanged():
        answer = api.post(f"/runs/{run}/form", {"values": {"ok": 1}}).json()
    assert [each["code"] for each in answer["problems"]] == ["BAD_SCHEMA"]


def test_a_schema_that_takes_long_is_cut_short(api: Api):
    run = waiting(api, form("a1", {"properties": {"t": {"pattern": "^(a+)+$"}}}))
    answer = api.post(f"/runs/{run}/form", {"values": {"t": "a" * 60 + "b"}}).json()
    assert [each["code"] for each in answer["problems"]] == ["TOO_COSTLY"]


def test_of_two_answers_at_once_one_wins(api: Api):
    runs = [waiting(api, form()) for _ in range(10)]
    codes: list[tuple[str, int]] = []

    def answer(ok: bool) -> None:
        codes.extend((each, api.post(f"/runs/{each}/form", {"values": {"ok": ok}}).status_code) for each in runs)

    threads = [threading.Thread(target=answer, args=(ok,)) for ok in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in runs:
        assert sorted(code for run, code in codes if run == each) == [202, 409]
        assert len(signals(api, each, "wait_request")) == 1


# -- the list --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _mine(api: Api) -> list[str]:
    api.flow("lists")
    return [waiting(api, form(assignee=name), flow_id="lists") for name in ("ann", "李雷", "ann")]


def test_the_list_is_filtered_and_paged(api: Api, _mine: list[str]):  # noqa: PT019 - its value is wanted
    def found(**query: Any) -> list[str]:
        return [each["thread_id"] for each in api.get("/tasks", flow_id="lists", **query).json()["items"]]

    assert found() == _mine[::-1]
    assert found(assignee="ann") == [_mine[2], _mine[0]]
    assert found(assignee="李雷") == [_mine[1]]
    assert found(state="met") == []
    first = api.get("/tasks", flow_id="lists", limit=2).json()
    second = api.get("/tasks", flow_id="lists", limit=2, cursor=first["next"]).json()
    assert [each["thread_id"] for each in first["items"] + second["items"]] == _mine[::-1]
    assert second["next"] is None
    assert api.post(f"/runs/{_mine[0]}/cancel").status_code == 202
    with api.database.write() as con:
        assert moves.run_cancelled(con, _mine[0], now())
    assert found(state="off") == [_mine[0]]
    assert found(state="all") == _mine[::-1]
    over = api.post(f"/runs/{_mine[0]}/form", {"key": "a1", "values": {"ok": True}})
    assert (over.status_code, over.json()["code"]) == (409, "TASK_CLOSED")
    assert api.get("/tasks", state="later").json()["problems"][0]["pointer"] == "?state"
    assert api.get("/tasks", cursor="x").json()["code"] == "BAD_CURSOR"
    assert api.get("/tasks", flow_id="../x").status_code == 422
    assert api.get("/tasks", who="ann").json()["problems"][0]["code"] == "UNKNOWN_FIELD"


def test_secrets_are_hidden(api: Api):
    shown = {"state": {"name": "Ann", "api_key": "k-0123456789"}}
    run = waiting(api, form(title="For k-9876543210", show=shown), input={"password": "k-9876543210"})
    for told in (api.get(f"/runs/{run}/tasks/a1"), api.get("/tasks", limit=1), api.get(f"/runs/{run}")):
        assert "0123456789" not in told.text
        assert "9876543210" not in told.text
    assert api.get(f"/runs/{run}/tasks/a1").json()["schema"] == SCHEMA, "a field may be called password"


# -- messages --------------------------------------------------------------------------------------------------------


def test_a_message_reaches_whoever_waits_for_it(api: Api):
    first = waiting(api, message("parcel", {"order": 1}), reason=Reason.WAITING)
    second = waiting(api, message("parcel", {"order": 2}), reason=Reason.WAITING)
    assert api.get(f"/runs/{first}").json()["waits"][0]["correlation"] == {"order": 1}
    sent = api.post("/messages", {"name": "parcel", "correlation": {"order": 1}, "payload": {"kg": 2.5}})
    assert (sent.status_code, sent.json()) == (202, {"reached": [first], "begun": [], "machines": []})
    assert signals(api, first, "wait_request") == [{"key": "m1", "how": "message", "value": {"kg": 2.5}}]
    assert api.get(f"/runs/{first}").json()["status"] == "pending"
    with api.unchanged():
        again = api.post("/messages", {"name": "parcel", "correlation": {"order": 1}})
        assert (again.status_code, again.json()["code"]) == (404, "NOBODY_WAITS")
        assert "correlation" in again.json()["detail"]
        typo = api.post("/messages", {"name": "parcle"}).json()
        assert "parcel" in typo["hint"]
        elsewhere = api.post("/messages", {"name": "parcel", "thread_id": first}).json()
        assert first in elsewhere["detail"]
        assert api.post("/messages", {"name": "parcel", "thread_id": "nobody"}).json()["code"] == "RUN_NOT_FOUND"
    assert api.post("/messages", {"name": "parcel", "thread_id": second}).json() == {
        "reached": [second],
        "begun": [],
        "machines": [],
    }


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/name", "MISSING_FIELD"),
        ({"name": ""}, "/name", "OUT_OF_RANGE"),
        ({"name": "a\x00b"}, "/name", "OUT_OF_RANGE"),
        ({"name": "n" * 201}, "/name", "OUT_OF_RANGE"),
        ({"name": ["x"]}, "/name", "WRONG_TYPE"),
        ({"name": "x", "thread_id": "../x"}, "/thread_id", "OUT_OF_RANGE"),
        ({"name": "x", "ref": "y"}, "/ref", "UNKNOWN_FIELD"),
    ],
)
def test_bodies_of_messages(api: Api, body: Any, pointer: str, code: str):
    with api.unchanged():
        answer = api.post("/messages", body)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["problems"]] == [(pointer, code)]


# -- commands, and other runs ----------------------------------------------------------------------------------------


def test_a_run_that_waits_takes_a_pause(api: Api, run: str):
    assert api.post(f"/runs/{run}/pause").status_code == 202
    assert api.get(f"/runs/{run}").json()["pause_requested"]
    other = asking(api)
    refused = api.post(f"/runs/{other}/pause").json()
    assert (refused["code"], refused["allowed"]) == ("INVALID_STATE", ["cancel", "resume"])
    plan = api.post("/runs/bulk", {"command": "pause", "thread_ids": [run, other], "dry_run": True}).json()
    assert (plan["counts"]["accepted"], plan["counts"]["not_allowed"]) == (1, 1)


def test_links_lead_both_ways(api: Api, run: str):
    child = f"{run}-a9"
    with api.database.write() as con:
        version = con.execute("SELECT flow_version_id FROM runs WHERE thread_id = ?", [run]).fetchone()[0]
        assert insert_run(con, NewRun(child, version, "{}", "p", "/flows", parent_id=run, parent_key="a9"), now())
    assert api.get(f"/runs/{run}").json()["children"] == [
        {"thread_id": child, "key": "a9", "status": "pending", "reason": None}
    ]
    assert api.get(f"/runs/{child}").json()["parent"] == {"thread_id": run, "key": "a9"}


def test_figures_tell_what_is_waited_for(api: Api, run: str):
    text = api.get("/metrics").text
    assert 'renflow_waits{kind="form"}' in text
    assert 'renflow_waits{kind="form"} 0.0' not in text
    assert 'renflow_waits{kind="child"} 0.0' in text
