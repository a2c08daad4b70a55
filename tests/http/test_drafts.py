"""Drafts over HTTP: kept as they are drawn, changed by whoever has seen them, made versions once they are flows."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from support.api import MINIMAL, Api

#: What a newer version, or somebody's own designer, may have written.
ODD: dict[str, Any] = {
    "nodes": [{"id": "a", "type": "from_the_future", "data": {"x": [1.0, -0.0, 1e300, "日本\u202e", None]}}, "?"],
    "zoo": {"z": 1, "a": 2, "": [[]]},
}


def put(api: Api, flow_id: str, dsl: Any, seen: int | str | None = None, **more: Any) -> httpx.Response:
    headers = {} if seen is None else {"If-Match": seen if isinstance(seen, str) else f'"{seen}"'}
    return api.client.put(f"/flows/{flow_id}/draft", json={"dsl": dsl, **more}, headers=headers)


def delete(api: Api, flow_id: str, seen: int | None = None) -> httpx.Response:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    return api.client.delete(f"/flows/{flow_id}/draft", headers=headers)


@pytest.mark.parametrize("dsl", [ODD, None, 0, "text", [], {}, MINIMAL], ids=str)
def test_any_json_is_kept_as_it_is(api: Api, dsl: Any):
    flow_id = f"kept-{abs(hash(str(dsl)))}"
    first = put(api, flow_id, dsl)
    assert (first.status_code, first.json()["revision"], first.headers["etag"]) == (200, 1, '"1"')
    found = api.get(f"/flows/{flow_id}/draft")
    assert json.dumps(found.json()["dsl"]) == json.dumps(dsl)
    assert (found.json()["based_on"], found.json()["changed"], found.headers["etag"]) == (None, True, '"1"')


def test_a_flow_need_not_exist_and_does_not_come_to_be(api: Api):
    put(api, "not-yet", MINIMAL, note="  soon ")
    assert api.get("/flows/not-yet").status_code == 404
    assert api.get("/flows/not-yet/draft").json()["note"] == "soon"
    listed = {each["flow_id"]: each for each in api.get("/flow-drafts").json()["items"]}["not-yet"]
    assert (listed["flow_exists"], listed["revision"]) == (False, 1)
    assert listed["size"] == len(json.dumps(MINIMAL))


def test_a_change_names_the_revision_that_it_has_seen(api: Api):
    assert put(api, "seen", {"n": 1}).json()["revision"] == 1
    second = put(api, "seen", {"n": 2}, 1)
    assert (second.status_code, second.json()["revision"]) == (200, 2)
    for stale in (None, 1, 3, 2**31 - 1):
        with api.unchanged():
            refused = put(api, "seen", {"n": 9}, stale)
        body = refused.json()
        assert (refused.status_code, body["code"], body["revision"]) == (412, "DRAFT_CHANGED", 2)
        assert body["updated_at"] == second.json()["updated_at"]
    assert put(api, "seen", {"n": 3}, "*").json()["revision"] == 3
    assert api.get("/flows/seen/draft").json()["dsl"] == {"n": 3}


@pytest.mark.parametrize("header", ["1", '"01"', '"0"', '"-1"', 'W/"1"', '"1", "2"', '"x"', '""', "", '"99999999999"'])
def test_a_header_that_names_no_revision_is_refused(api: Api, header: str):
    with api.unchanged():
        refused = put(api, "headers", {}, header)
    assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, "If-Match")


def test_numbers_are_not_given_twice(api: Api):
    put(api, "again", {"n": 1})
    assert delete(api, "again", 1).status_code == 204
    assert api.get("/flows/again/draft").json()["code"] == "DRAFT_NOT_FOUND"
    gone = put(api, "again", {"n": 2}, 1)
    assert (gone.status_code, gone.json()["revision"]) == (412, None)
    later = put(api, "again", {"n": 3})
    assert later.json()["revision"] > 1
    assert put(api, "again", {"n": 4}, 1).status_code == 412, "a tab that was left open must not win"


def test_deleting(api: Api):
    assert delete(api, "none").json()["code"] == "DRAFT_NOT_FOUND"
    put(api, "gone", {})
    assert delete(api, "gone", 5).status_code == 412
    assert delete(api, "gone").status_code == 204
    assert delete(api, "gone").status_code == 404
    assert "gone" not in {each["flow_id"] for each in api.get("/flow-drafts").json()["items"]}


def test_ids_are_one_without_regard_to_case(api: Api):
    api.flow("Cased")
    put(api, "cased", {"n": 1})
    assert put(api, "CASED", {"n": 2}, 1).json()["revision"] == 2
    assert api.get("/flows/Cased/draft").json()["flow_id"] == "Cased"


@pytest.mark.parametrize("flow_id", ["a%20b", "con", ".hidden", "x" * 129, "日本"])
def test_ids_that_no_flow_can_have_are_refused(api: Api, flow_id: str):
    assert put(api, flow_id, {}).json()["code"] == "FLOW_NOT_FOUND"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/dsl"),
        ({"dsl": {}, "note": 1}, "/note"),
        ({"dsl": {}, "note": "x" * 2001}, "/note"),
        ({"dsl": {}, "note": "a\x00b"}, "/note"),
        ({"dsl": {}, "based_on": "1"}, "/based_on"),
        ({"dsl": {}, "based_on": 0}, "/based_on"),
        ({"dsl": {}, "revision": 1}, "/revision"),
    ],
)
def test_a_body_of_another_form_is_refused(api: Api, body: dict[str, Any], pointer: str):
    answer = api.client.put("/flows/body/draft", json=body)
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, pointer)
    assert api.get("/flows/body/draft").status_code == 404


@pytest.mark.parametrize(
    "text", [b'{"dsl": NaN}', b'{"dsl": 1e999}', b'{"dsl": {"a": 1, "a": 2}}', b'{"dsl": "\\ud800"}']
)
def test_what_is_no_json_is_refused(api: Api, text: bytes):
    answer = api.client.put("/flows/strict/draft", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert api.get("/flows/strict/draft").status_code == 404


def test_two_mebibytes_are_kept_and_more_is_refused(api: Api):
    most = "x" * (2 * 2**20 - 2)
    assert put(api, "large", most).status_code == 200
    assert api.get("/flows/large/draft").json()["dsl"] == most
    for text in (f"{most}x", "é" * (2**20), "x" * (3 * 2**20)):
        assert put(api, "large", text, 1).json()["code"] == "BODY_TOO_LARGE"
    assert put(api, "large", "", 1).json()["revision"] == 2


def test_of_many_at_once_one_wins(api: Api):
    put(api, "race", {"n": 0})
    for round_ in range(1, 6):
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda number: put(api, "race", {"n": number}, round_), range(8)))  # noqa: B023
        won = [number for number, each in enumerate(answers) if each.status_code == 200]
        assert (len(won), {each.status_code for each in answers}) == (1, {200, 412})
        found = api.get("/flows/race/draft").json()
        assert (found["revision"], found["dsl"]) == (round_ + 1, {"n": won[0]})


def test_of_many_first_ones_one_wins(api: Api):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: put(api, "first", number), range(8)))
    assert sorted(each.status_code for each in answers) == [200] + [412] * 7


# -- versions -------------------------------------------------------------------------------------------------------


def _version(api: Api, flow_id: str, revision: int, **more: Any) -> httpx.Response:
    return api.post(f"/flows/{flow_id}/draft/version", {"revision": revision, **more})


def test_a_draft_becomes_a_version_and_its_flow_comes_to_be(api: Api):
    put(api, "born", {**MINIMAL, "name": "Born", "viewport": {"x": 1}})
    made = _version(api, "born", 1, note="the first", publish=True)
    assert (made.status_code, made.headers["location"]) == (201, "/flows/born/versions/1")
    assert (made.json()["created"], made.json()["published"], made.json()["note"]) == (True, True, "the first")
    flow = api.get("/flows/born").json()
    assert (flow["name"], flow["published_version"]) == ("Born", 1)
    assert api.get("/flows/born/versions/1").json()["dsl"] == {**MINIMAL, "name": "Born"}
    draft = api.get("/flows/born/draft").json()
    assert (draft["revision"], draft["based_on"], draft["changed"]) == (1, 1, False)


def test_moving_a_node_makes_no_new_version(api: Api):
    put(api, "moved", MINIMAL)
    assert _version(api, "moved", 1).status_code == 201
    nodes = [{**node, "position": {"x": 40, "y": 7.5}} for node in MINIMAL["nodes"]]
    put(api, "moved", {**MINIMAL, "nodes": nodes}, 1)
    assert api.get("/flows/moved/draft").json()["changed"] is False
    same = _version(api, "moved", 2, publish=True)
    assert (same.status_code, same.json()["created"], same.json()["version"]) == (200, False, 1)
    assert same.json()["published"] is True
    put(api, "moved", {**MINIMAL, "name": "new"}, 2)
    assert api.get("/flows/moved/draft").json()["changed"] is True
    assert _version(api, "moved", 3).json()["version"] == 2


def test_only_the_current_revision_becomes_a_version(api: Api):
    put(api, "old", MINIMAL)
    put(api, "old", MINIMAL, 1)
    with api.unchanged():
        refused = _version(api, "old", 1)
    assert (refused.status_code, refused.json()["code"], refused.json()["revision"]) == (409, "DRAFT_OUTDATED", 2)
    assert _version(api, "none-at-all", 1).json()["code"] == "DRAFT_NOT_FOUND"


def test_only_in_place_of_the_version_that_was_seen(api: Api):
    put(api, "replaced", MINIMAL)
    assert _version(api, "replaced", 1, publish=True, replaces=0).status_code == 201
    other = {**MINIMAL, "description": "another"}
    put(api, "replaced", other, 1)
    with api.unchanged():
        for version in (0, 2):
            refused = _version(api, "replaced", 2, publish=True, replaces=version)
            body = refused.json()
            assert (refused.status_code, body["code"], body["published_version"]) == (409, "PUBLISHED_MEANWHILE", 1)
        put_first = api.post("/flows/new/draft/version", {"revision": 1, "publish": True, "replaces": 0})
        assert put_first.json()["code"] == "DRAFT_NOT_FOUND"
    assert _version(api, "replaced", 2, replaces=7).status_code == 201  # it is not published
    assert _version(api, "replaced", 2, publish=True, replaces=1).json()["version"] == 2
    put(api, "never", MINIMAL)
    with api.unchanged():
        assert _version(api, "never", 1, publish=True, replaces=1).json()["published_version"] is None


def test_every_mistake_is_told_and_nothing_comes_to_be(api: Api):
    put(api, "wrong", {"nodes": [{"id": "x", "type": "what"}, {"id": "x", "type": "end"}], "edges": [{}]})
    with api.unchanged():
        refused = _version(api, "wrong", 1, publish=True)
    body = refused.json()
    assert (refused.status_code, body["code"]) == (422, "INVALID_FLOW")
    assert {"UNKNOWN_TYPE", "MISSING_FIELD", "DUPLICATE_NODE"} <= {each["code"] for each in body["problems"]}
    assert all(each["pointer"].startswith("/dsl/") for each in body["problems"])


def test_what_cannot_be_published_becomes_no_version(api: Api):
    nodes = [*MINIMAL["nodes"], {"id": "work", "type": "python", "data": {"codeRef": "not.there"}}]
    edges = [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}]
    put(api, "calls", {"nodes": nodes, "edges": edges})
    with api.unchanged():
        assert _version(api, "calls", 1, publish=True).json()["problems"][0]["code"] == "UNKNOWN_FUNCTION"
    assert _version(api, "calls", 1).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/revision"), ({"revision": "1"}, "/revision"), ({"revision": 0}, "/revision"),
     ({"revision": 1, "publish": 1}, "/publish"), ({"revision": 1, "replaces": -1}, "/replaces"),
     ({"revision": 1, "replaces": "2"}, "/replaces"), ({"revision": 1, "x": 1}, "/x")],
)  # fmt: skip
def test_a_version_of_another_form_is_refused(api: Api, body: dict[str, Any], pointer: str):
    answer = api.post("/flows/whatever/draft/version", body)
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, pointer)


def test_an_old_version_becomes_the_draft_again(api: Api):
    api.flow("back")
    api.post("/flows/back/versions", {"dsl": {**MINIMAL, "name": "second"}})
    assert put(api, "back", {"wild": True}).json()["based_on"] == 2
    assert api.post("/flows/back/versions/1/restore").json()["code"] == "DRAFT_CHANGED"
    restored = api.post("/flows/back/versions/1/restore", {"revision": 1})
    assert (restored.status_code, restored.json()["revision"], restored.json()["based_on"]) == (200, 2, 1)
    draft = api.get("/flows/back/draft").json()
    assert (draft["dsl"], draft["changed"]) == (MINIMAL, False)
    assert _version(api, "back", 2).json()["version"] == 3
    assert api.post("/flows/back/versions/9/restore", {"revision": 2}).json()["code"] == "VERSION_NOT_FOUND"
    assert api.post("/flows/nowhere/versions/1/restore").json()["code"] == "FLOW_NOT_FOUND"


def test_drafts_are_listed_by_page(api: Api):
    for number in range(3):
        put(api, f"page-{number}", {})
    seen, cursor = [], None
    while True:
        page = api.get("/flow-drafts", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [each["flow_id"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(seen, key=str.lower)
    assert {"page-0", "page-1", "page-2"} <= set(seen)


def test_a_draft_may_be_larger_than_a_flow(api: Api):
    put(api, "too-large", {**MINIMAL, "description": "x" * 1_100_000})
    with api.unchanged():
        refused = _version(api, "too-large", 1)
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "TOO_LARGE")


def test_a_flow_whose_called_flow_has_moved_on_is_another_version(api: Api):
    api.flow("inner-flow")
    call = {"id": "call", "type": "subflow", "data": {"flow": "inner-flow"}}
    edges = [{"source": "start", "target": "call"}, {"source": "call", "target": "end"}]
    put(api, "outer-flow", {"nodes": [*MINIMAL["nodes"], call], "edges": edges})
    assert _version(api, "outer-flow", 1, publish=True).json()["version"] == 1
    assert _version(api, "outer-flow", 1, publish=True).json()["created"] is False
    api.post("/flows/inner-flow/versions", {"dsl": {**MINIMAL, "name": "newer"}})
    api.post("/flows/inner-flow/versions/2/publish")
    again = _version(api, "outer-flow", 1, publish=True).json()
    assert (again["created"], again["version"], again["subflows"][0]["version"]) == (True, 2, 2)
