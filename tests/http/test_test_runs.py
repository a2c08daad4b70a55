"""Starting tests of drafts: what is refused, what is answered, and what is kept how long. The runs stand still."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from support.api import MINIMAL, Api
from support.stored import bring_to
from support.wait import until
from workflow_engine_shared.clock import SystemClock, parse_rfc3339, rfc3339
from workflow_engine_shared.run_status import RunStatus

WORK = {
    "nodes": [
        *MINIMAL["nodes"],
        {"id": "work", "type": "python", "data": {"codeRef": "shop.count"}},
        {"id": "big", "type": "condition", "data": {"expr": {"var": "n"}}},
    ],
    "edges": [
        {"source": "start", "target": "work"},
        {"source": "work", "target": "big"},
        {"source": "big", "target": "end"},
    ],
}


def draft(api: Api, flow_id: str, dsl: Any = None, seen: int | None = None) -> int:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    answer = api.client.put(f"/flows/{flow_id}/draft", json={"dsl": WORK if dsl is None else dsl}, headers=headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["revision"])


def start(api: Api, flow_id: str, **body: Any) -> httpx.Response:
    return api.post("/runs/start", {"flow_id": flow_id, **body})


def test_a_test_is_a_run_with_a_badge_of_a_version_that_nobody_sees(api: Api):
    revision = draft(api, "tested")
    made = start(api, "tested", draft=revision, thread_id="t1", stop_after="work", pinned={"work": {"n": 1}})
    assert made.status_code == 201, made.text
    told = {"revision": 1, "stop_after": "work", "stopped": False, "pinned": ["work"]}
    assert made.json()["test"] == told
    assert api.get("/runs/t1").json()["test"] == told
    listed = {each["thread_id"]: each for each in api.get("/runs").json()["items"]}["t1"]
    assert listed["test"] == {**told, "stopped": None}
    flow = api.get("/flows/tested").json()
    assert (flow["latest_version"], flow["published_version"]) == (None, None)
    assert api.get("/flows/tested/versions").json()["items"] == []
    hidden = made.json()["version"]
    assert api.get(f"/flows/tested/versions/{hidden}").json()["dsl"] == WORK, "the run's page draws it"


def test_the_same_draft_is_one_version_and_a_real_one_counts_from_one(api: Api):
    draft(api, "same")
    first = start(api, "same", draft=1).json()["version"]
    assert start(api, "same", draft=1).json()["version"] == first
    draft(api, "same", {**WORK, "name": "other"}, 1)
    assert start(api, "same", draft=2).json()["version"] == first + 1
    draft(api, "same", WORK, 2)
    assert start(api, "same", draft=3).json()["version"] == first
    assert api.post("/flows/same/draft/version", {"revision": 3}).json()["version"] == 1
    assert api.get("/flows/same").json()["latest_version"] == 1


def test_nobody_publishes_calls_or_starts_the_hidden_version(api: Api):
    draft(api, "hidden")
    hidden = start(api, "hidden", draft=1).json()["version"]
    for refused in (
        api.post(f"/flows/hidden/versions/{hidden}/publish"),
        start(api, "hidden", version=hidden),
        api.post("/schedules", {"flow_id": "hidden", "version": hidden, "every_s": 3600}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (404, "VERSION_NOT_FOUND")
    assert start(api, "hidden").json()["code"] == "NOT_PUBLISHED"


def test_the_same_request_again_is_the_same_run_whatever_became_of_the_draft(api: Api):
    draft(api, "again")
    body = {"draft": 1, "thread_id": "again-1", "input": {"n": 1}, "pinned": {"work": {}}}
    assert start(api, "again", **body).status_code == 201
    assert start(api, "again", **body).status_code == 200
    draft(api, "again", MINIMAL, 1)
    assert start(api, "again", **body).status_code == 200
    assert start(api, "again", **body | {"pinned": {}}).json()["code"] == "RUN_EXISTS"
    assert start(api, "again", draft=1).json()["code"] == "DRAFT_OUTDATED"
    draft(api, "again-2")
    assert start(api, "again-2", draft=1, thread_id="again-1").json()["code"] == "RUN_EXISTS"


def test_a_rerun_and_a_fork_of_a_test_are_tests(api: Api):
    draft(api, "twice")
    start(api, "twice", draft=1, thread_id="twice-1", stop_after="work")
    again = api.post("/runs/twice-1/rerun", {"thread_id": "twice-2"})
    assert again.status_code == 201, again.text
    assert again.json()["test"]["stop_after"] == "work"


@pytest.mark.parametrize(
    ("body", "code"),
    [({"draft": 2}, "DRAFT_OUTDATED"), ({"draft": 1, "flow_id": "no-draft"}, "DRAFT_NOT_FOUND")],
)
def test_another_revision_or_none(api: Api, body: dict[str, Any], code: str):
    if api.get("/flows/only-one/draft").status_code == 404:
        draft(api, "only-one")
    with api.unchanged():
        assert api.post("/runs/start", {"flow_id": "only-one", **body}).json()["code"] == code


def test_a_draft_that_is_no_flow_is_refused_with_every_mistake(api: Api):
    draft(api, "no-flow", {"nodes": [{"id": "a", "type": "odd"}], "edges": [{}]})
    with api.unchanged():
        refused = start(api, "no-flow", draft=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_FLOW")
    assert {each["code"] for each in refused.json()["problems"]} >= {"UNKNOWN_TYPE", "MISSING_FIELD"}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"stop_after": "work"}, "/stop_after", "ONLY_IN_TESTS"),
        ({"pinned": {}}, "/pinned", "ONLY_IN_TESTS"),
        ({"draft": 1, "version": 1}, "/version", "ONE_OF"),
        ({"draft": "1"}, "/draft", "WRONG_TYPE"),
        ({"draft": 0}, "/draft", "OUT_OF_RANGE"),
        ({"draft": 1, "stop_after": ""}, "/stop_after", "OUT_OF_RANGE"),
        ({"draft": 1, "stop_after": "wrok"}, "/stop_after", "UNKNOWN_NODE"),
        ({"draft": 1, "stop_after": 1}, "/stop_after", "WRONG_TYPE"),
        ({"draft": 1, "pinned": []}, "/pinned", "WRONG_TYPE"),
        ({"draft": 1, "pinned": {"work": 1}}, "/pinned/work", "WRONG_TYPE"),
        ({"draft": 1, "pinned": {"wrok": {}}}, "/pinned/wrok", "UNKNOWN_NODE"),
        ({"draft": 1, "pinned": {"a/b~c": {}}}, "/pinned/a~1b~0c", "UNKNOWN_NODE"),
        ({"draft": 1, "pinned": {"big": {}}}, "/pinned/big", "NOT_PINNABLE"),
        ({"draft": 1, "pinned": {"start": {}}}, "/pinned/start", "NOT_PINNABLE"),
        ({"draft": 1, "pinned": {"work": {"__x": 1}}}, "/pinned/work/__x", "RESERVED_KEY"),
    ],
)
def test_a_request_that_means_nothing_is_refused_by_name(api: Api, body: dict[str, Any], pointer: str, code: str):
    if api.get("/flows/named/draft").status_code == 404:
        draft(api, "named")
    with api.unchanged():
        refused = start(api, "named", **body)
    problem = refused.json()["problems"][0]
    assert (refused.status_code, problem["pointer"], problem["code"]) == (422, pointer, code)


def test_a_pinned_function_may_be_wrong(api: Api):
    wrong = {"codeRef": "shop.count", "args": {"no_such": 1}}
    nodes = [{**node, "data": wrong} if node["id"] == "work" else node for node in WORK["nodes"]]
    draft(api, "wrong-call", {**WORK, "nodes": nodes})
    assert start(api, "wrong-call", draft=1).json()["problems"][0]["code"] == "UNKNOWN_PARAM"
    assert start(api, "wrong-call", draft=1, pinned={"work": {}}).status_code == 201


def test_tests_are_kept_for_a_day_once_they_are_over(api: Api):
    draft(api, "kept")
    now = SystemClock().now()
    old = rfc3339(parse_rfc3339(now) - timedelta(days=1, minutes=1))
    for thread_id, ended in (("kept-old", old), ("kept-new", now)):
        assert start(api, "kept", draft=1, thread_id=thread_id).status_code == 201
        with api.database.write() as con:
            bring_to(con, thread_id, RunStatus.CANCELLED, ended)
    api.run("kept-real")
    with api.database.write() as con:
        bring_to(con, "kept-real", RunStatus.CANCELLED, old)
    until(lambda: api.get("/runs/kept-old").status_code == 404, what="the old test is deleted")
    assert api.get("/runs/kept-new").status_code == api.get("/runs/kept-real").status_code == 200
