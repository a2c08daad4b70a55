"""Flows and versions over HTTP."""

import copy
import json
from pathlib import Path

import pytest

from support.api import MINIMAL, Api
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_supervisor.cli.flow_files import find_flow

WITH_FUNCTION = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "count", "type": "python", "data": {"codeRef": "shop.count"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "count"}, {"source": "count", "target": "end"}],
}


def test_a_flow_gets_the_given_id_or_one_made_from_its_name(api: Api):
    assert api.post("/flows", {"name": "x", "id": "Given_1"}).json()["id"] == "Given_1"
    made = api.post("/flows", {"name": "Größte Auswahl!"})
    assert (made.status_code, made.json()["id"], made.headers["location"]) == (
        201,
        "grote-auswahl",
        "/flows/grote-auswahl",
    )
    assert api.post("/flows", {"name": "商品选择"}).json()["id"].startswith("flow-")


def test_branches_are_refused_where_they_would_be_executed(api: Api):
    nodes = [{"id": name, "type": name} for name in ("start", "parallel", "join", "end")]
    twins = [{**WITH_FUNCTION["nodes"][1], "id": name} for name in ("one", "other")]
    ways = ["start>parallel", "parallel>one", "parallel>other", "one>join", "other>join", "join>end"]
    edges = [dict(zip(("source", "target"), way.split(">"), strict=True)) for way in ways]
    api.post("/flows", {"name": "x", "id": "branches"})
    added = api.post("/flows/branches/versions", {"dsl": {"nodes": [*nodes, *twins], "edges": edges}})
    assert added.status_code == 201
    assert api.post("/flows/branches/versions/1/publish").status_code == 200


def test_an_id_is_taken_once_without_regard_to_case(api: Api):
    assert api.post("/flows", {"name": "x", "id": "Taken"}).status_code == 201
    with api.unchanged():
        answer = api.post("/flows", {"name": "y", "id": "taken"})
    assert (answer.status_code, answer.json()["code"]) == (409, "FLOW_EXISTS")


@pytest.mark.parametrize("bad", ["", ".", "a/b", "a b", "con", "NUL", "x" * 129, "日本", "-a", "a\u202eb"])
def test_ids_that_no_platform_bears_are_refused(api: Api, bad: str):
    with api.unchanged():
        answer = api.post("/flows", {"name": "x", "id": bad})
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, "/id")


def test_versions_count_up_and_never_change(api: Api):
    api.flow("counted", publish=False)
    second = api.post("/flows/counted/versions", {"dsl": WITH_FUNCTION})
    assert (second.status_code, second.json()["version"]) == (201, 2)
    assert second.json()["code_refs"] == ["shop.count"]
    assert (second.json()["nodes"], second.json()["edges"]) == (3, 2)
    assert second.headers["location"] == "/flows/counted/versions/2"
    assert api.get("/flows/counted/versions/2").json()["dsl"] == WITH_FUNCTION
    assert api.get("/flows/counted/versions/1").json()["dsl"] == MINIMAL
    assert [each["version"] for each in api.get("/flows/counted/versions").json()["items"]] == [2, 1]


def test_a_version_and_its_publishing_have_notes(api: Api):
    api.post("/flows", {"name": "x", "id": "noted", "dsl": MINIMAL, "note": "  the first\n第一版 "})
    second = api.post("/flows/noted/versions", {"dsl": MINIMAL, "note": " "}).json()
    assert (second["note"], second["publish_note"]) == (None, None)
    for body in (None, {}, {"note": None}, {"note": "Li: <b>checked</b>"}, {"note": ""}):
        assert api.post("/flows/noted/versions/1/publish", body).status_code == 200
    listed = api.get("/flows/noted/versions").json()["items"]
    assert [(each["note"], each["publish_note"]) for each in listed] == [
        (None, None),
        ("the first\n第一版", "Li: <b>checked</b>"),
    ]
    assert listed[0]["hash"] == listed[1]["hash"], "a note is no part of the document"


def test_a_note_that_is_none_is_refused(api: Api):
    api.flow("listens", publish=False)
    places = {
        "/flows": {"name": "x"},
        "/flows/listens/versions": {"dsl": MINIMAL},
        "/flows/listens/versions/1/publish": {},
    }
    with api.unchanged():
        for bad in (5, ["x"], {"a": 1}, True, "x" * 2001, "a\x00b", "a\u202eb", "a\x1b[2J"):
            for place, body in places.items():
                answer = api.post(place, {**body, "note": bad})
                assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, "/note"), (place, bad)


def test_the_hash_is_of_the_meaning_not_of_the_order_of_keys(api: Api):
    api.flow("hashed", publish=False)
    turned = dict(reversed(list(copy.deepcopy(MINIMAL).items())))
    second = api.post("/flows/hashed/versions", {"dsl": turned}).json()
    assert second["hash"] == api.get("/flows/hashed/versions/1").json()["hash"]


ODD_ARGS = {
    "floats": "[0.1, 1e22, 1E-7, -0.0, 1.0, 1, 5e-324, 1.7976931348623157e308, 123456789012345678.0]",
    "whole numbers": "[-9223372036854775808, 9223372036854775807, 9007199254740993]",
    "unicode": r'["é", "e\u0301", "\ud83d\ude00", "😀", "\u2028", "\u0000", "\"", "\/", "\\"]',
    "keys": r'{"b": 1, "a": 2, "B": 3, "é": 4, "\ud83d\ude00": 5, "\uffff": 6, "": 7, "10": 8, "9": 9}',
    "empty": "[{}, [], null, true, false, [[]]]",
}


@pytest.mark.parametrize("args", ODD_ARGS.values(), ids=ODD_ARGS)
def test_file_server_and_fingerprint_agree_on_a_flow(api: Api, tmp_path: Path, args: str):
    document = json.dumps(WITH_FUNCTION).replace('"shop.count"', f'"shop.count", "args": {{"odd": {args}}}')
    path = tmp_path / "odd.json"
    path.write_text(document, encoding="utf-8")
    read = find_flow(str(path), ())
    assert read is not None
    api.post("/flows", {"name": "odd", "id": "odd"})
    stored = api.post_bytes("/flows/odd/versions", b'{"dsl": %s}' % document.encode())
    assert stored.status_code == 201
    assert flow_hash(read.dsl) == stored.json()["hash"] == flow_hash(api.get(stored.headers["location"]).json()["dsl"])


def test_every_mistake_of_a_flow_is_told_at_once_below_dsl(api: Api):
    api.post("/flows", {"name": "wrong", "id": "wrong"})
    bad = {
        "nodes": [{"id": "a", "type": "pyton"}, {"id": "b", "type": "end", "extra": 1}],
        "edges": [{"source": "a", "target": "nowhere"}],
    }
    with api.unchanged():
        answer = api.post("/flows/wrong/versions", {"dsl": bad})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "INVALID_FLOW")
    assert {each["code"] for each in body["problems"]} >= {"UNKNOWN_TYPE", "UNKNOWN_FIELD", "UNKNOWN_NODE"}
    assert all(each["pointer"].startswith("/dsl/") for each in body["problems"])


@pytest.mark.parametrize("dsl", [None, 5, [], "x", {}])
def test_what_is_no_document_is_refused(api: Api, dsl: object):
    api.post("/flows", {"name": "document", "id": "document"})
    with api.unchanged():
        answer = api.post("/flows/document/versions", {"dsl": dsl})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FLOW")


def test_publish_wants_every_function_registered(api: Api):
    api.flow("published", publish=False)
    typo = copy.deepcopy(WITH_FUNCTION)
    typo["nodes"][1]["data"]["codeRef"] = "shop.cuont"  # type: ignore[index]
    api.post("/flows/published/versions", {"dsl": typo})
    with api.unchanged():
        answer = api.post("/flows/published/versions/2/publish")
    problem = answer.json()["problems"][0]
    assert answer.status_code == 422
    assert (problem["code"], problem["pointer"]) == ("UNKNOWN_FUNCTION", "/dsl/nodes/1/data/codeRef")
    assert "shop.count" in problem["hint"]
    api.post("/flows/published/versions", {"dsl": WITH_FUNCTION})
    assert api.post("/flows/published/versions/3/publish").json()["published"] is True
    assert api.post("/flows/published/versions/3/publish").status_code == 200
    flow = api.get("/flows/published").json()
    assert (flow["latest_version"], flow["published_version"]) == (3, 3)


def test_flows_come_in_pages(api: Api):
    for n in range(5):
        api.flow(f"page-{n}", publish=False)
    found, cursor = [], None
    while True:
        page = api.get("/flows", limit=2, **({"cursor": cursor} if cursor else {})).json()
        assert len(page["items"]) <= 2
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [each["id"] for each in api.get("/flows", limit=1000).json()["items"]]
    assert len(found) == len(set(found))


def test_versions_come_in_pages(api: Api):
    api.flow("paged", publish=False)
    for _ in range(4):
        api.post("/flows/paged/versions", {"dsl": MINIMAL})
    first = api.get("/flows/paged/versions", limit=3).json()
    second = api.get("/flows/paged/versions", limit=3, cursor=first["next"]).json()
    assert [each["version"] for each in first["items"] + second["items"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/flows/none", "FLOW_NOT_FOUND"),
        ("GET", "/flows/none/versions", "FLOW_NOT_FOUND"),
        ("GET", "/flows/none/versions/1", "FLOW_NOT_FOUND"),
        ("POST", "/flows/none/versions/1/publish", "FLOW_NOT_FOUND"),
        ("GET", "/flows/..%00", "FLOW_NOT_FOUND"),
        ("GET", "/flows/a b", "FLOW_NOT_FOUND"),
        ("GET", "/flows/con", "FLOW_NOT_FOUND"),
        ("GET", "/flows/missing-version/versions/7", "VERSION_NOT_FOUND"),
        ("GET", "/flows/missing-version/versions/0", "NOT_FOUND"),
        ("GET", "/flows/missing-version/versions/abc", "NOT_FOUND"),
        ("GET", "/flows/missing-version/versions/99999999999999999999", "NOT_FOUND"),
    ],
)
def test_what_is_not_there_is_not_found(api: Api, method: str, path: str, code: str):
    if api.get("/flows/missing-version").status_code == 404:
        api.flow("missing-version", publish=False)
    answer = api.client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_a_version_of_an_unknown_flow_is_not_made(api: Api):
    with api.unchanged():
        assert api.post("/flows/none/versions", {"dsl": MINIMAL}).json()["code"] == "FLOW_NOT_FOUND"


def test_functions_are_listed_from_the_source(api: Api):
    page = api.get("/functions").json()
    found = {each["name"]: each for each in page["items"]}["shop.count"]
    assert (found["module"], found["doc"], found["requires"]) == ("shop", "Counts.", ["httpx>=0.28"])
    assert page["problems"] == []


def test_a_flow_comes_with_its_first_version_or_not_at_all(api: Api):
    made = api.post("/flows", {"name": "Whole", "id": "whole", "dsl": MINIMAL})
    assert (made.status_code, made.json()["latest_version"], made.json()["published_version"]) == (201, 1, None)
    assert api.get("/flows/whole/versions/1").json()["dsl"] == MINIMAL
    ready = api.post("/flows", {"name": "Ready", "id": "ready", "dsl": MINIMAL, "publish": True}).json()
    assert (ready["latest_version"], ready["published_version"]) == (1, 1)
    assert ready == {**api.get("/flows/ready").json(), "warnings": []}

    missing = json.loads(json.dumps(WITH_FUNCTION).replace("shop.count", "shop.cont"))
    refused: list[tuple[dict[str, object], str, str]] = [
        ({"dsl": {"nodes": [], "edges": []}}, "INVALID_FLOW", "/dsl"),
        ({"dsl": None}, "INVALID_FLOW", "/dsl"),
        ({"dsl": "{}", "publish": True}, "INVALID_FLOW", "/dsl"),
        ({"dsl": missing, "publish": True}, "INVALID_FLOW", "/dsl/nodes/1/data/codeRef"),
        ({"publish": True}, "INVALID_BODY", "/dsl"),
        ({"dsl": MINIMAL, "publish": "yes"}, "INVALID_BODY", "/publish"),
    ]
    with api.unchanged():
        for more, code, pointer in refused:
            answer = api.post("/flows", {"name": "Refused", "id": "refused", **more})
            assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
            assert answer.json()["problems"][0]["pointer"].startswith(pointer)
        taken = api.post("/flows", {"name": "Whole", "id": "WHOLE", "dsl": MINIMAL})
    assert taken.json()["code"] == "FLOW_EXISTS"
