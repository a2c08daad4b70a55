"""Versions beside each other, flows as files, and what publishing a draft would change; over HTTP."""

import copy
import json
from typing import Any

import httpx
import pytest

from support.api import MINIMAL, Api
from support.stored import bring_to
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.found_runs import RunFilter, count_runs, list_runs

FLOW: dict[str, Any] = {
    "name": "Shop",
    "nodes": [
        {"id": "start", "type": "start", "position": {"x": 0, "y": 0}},
        {"id": "ask", "type": "form", "label": "Ask", "data": {"title": "Go on?", "outputKey": "a"}},
        {"id": "big", "type": "condition", "data": {"expr": {">": [{"var": "n"}, 1]}}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"id": "e1", "source": "start", "target": "ask"},
        {"id": "e2", "source": "ask", "target": "big"},
        {"id": "e3", "source": "big", "target": "ask", "data": {"when": True}},
        {"id": "e4", "source": "big", "target": "end"},
    ],
}


def changed(**parts: Any) -> dict[str, Any]:
    """The flow with other nodes (by id; None: without it), other edges and other fields."""
    flow = copy.deepcopy(FLOW)
    for node_id, change in parts.pop("nodes", {}).items():
        at = next((index for index, node in enumerate(flow["nodes"]) if node["id"] == node_id), None)
        if change is None:
            del flow["nodes"][at]
        elif at is None:
            flow["nodes"].append({"id": node_id, **change})
        else:
            flow["nodes"][at] = {**flow["nodes"][at], **change}
    return {**flow, **parts}


def two(api: Api, flow_id: str, second: Any, first: Any = FLOW) -> dict[str, Any]:
    api.post("/flows", {"name": flow_id, "id": flow_id, "dsl": first})
    assert api.post(f"/flows/{flow_id}/versions", {"dsl": second}).status_code == 201
    answer = api.get(f"/flows/{flow_id}/versions/1/diff/2")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_nothing_differs(api: Api):
    found = two(api, "same", FLOW)
    assert (found["same"], found["flow"], found["nodes"], found["edges"]) == (True, [], [], [])
    assert (found["from"], found["to"]) == (1, 2)


def test_order_ids_of_edges_and_the_order_of_keys_do_not_count(api: Api):
    shuffled = {name: FLOW[name] for name in reversed(FLOW)}
    shuffled["nodes"] = FLOW["nodes"][::-1]
    shuffled["edges"] = [{name: edge[name] for name in edge if name != "id"} for edge in FLOW["edges"][::-1]]
    assert two(api, "shuffled", shuffled)["same"] is True


def test_a_moved_node_is_told_apart(api: Api):
    found = two(
        api, "moved", changed(nodes={"start": {"position": {"x": 5, "y": 0}}, "end": {"position": {"x": 1, "y": 1}}})
    )
    assert (found["same"], [(each["id"], each["change"]) for each in found["nodes"]]) == (
        True,
        [("start", "moved"), ("end", "moved")],
    )


def test_a_node_is_known_by_its_id_and_its_fields_by_their_place(api: Api):
    found = two(
        api,
        "fields",
        changed(nodes={"ask": {"label": "Ask Li", "data": {"title": "Go on?", "deadline": 60}}}, name="Market"),
    )
    assert found["same"] is False
    (node,) = found["nodes"]
    assert (node["id"], node["change"], node["type"], node["label"]) == ("ask", "changed", "form", "Ask Li")
    assert node["fields"] == [
        {"pointer": "/label", "had": True, "has": True, "before": "Ask", "after": "Ask Li"},
        {"pointer": "/data/outputKey", "had": True, "has": False, "before": "a", "after": None},
        {"pointer": "/data/deadline", "had": False, "has": True, "before": None, "after": 60},
    ]
    assert [(each["pointer"], each["after"]) for each in found["flow"]] == [("/name", "Market")]


def test_nodes_and_edges_come_and_go(api: Api):
    wait = {"type": "wait", "data": {"seconds": 1}}
    edges = [*FLOW["edges"][:3], {"source": "big", "target": "wait"}, {"source": "wait", "target": "end"}]
    found = two(api, "comes", changed(nodes={"wait": wait}, edges=edges))
    assert [(each["id"], each["change"]) for each in found["nodes"]] == [("wait", "added")]
    assert {(each["source"], each["target"], each["change"]) for each in found["edges"]} == {
        ("big", "end", "removed"),
        ("big", "wait", "added"),
        ("wait", "end", "added"),
    }
    back = api.get("/flows/comes/versions/2/diff/1").json()
    assert [(each["id"], each["change"]) for each in back["nodes"]] == [("wait", "removed")]


def test_an_edge_that_stands_for_another_value_is_changed(api: Api):
    edges = [*FLOW["edges"][:2], {**FLOW["edges"][2], "data": {"when": "yes"}}, FLOW["edges"][3]]
    found = two(api, "when", changed(edges=edges))
    (edge,) = found["edges"]
    assert (edge["change"], edge["id"], edge["data"]) == ("changed", "e3", {"when": "yes"})
    assert [(each["pointer"], each["before"], each["after"]) for each in edge["fields"]] == [
        ("/data/when", True, "yes")
    ]


def test_a_draft_that_is_no_flow_can_be_compared(api: Api):
    api.post("/flows", {"name": "x", "id": "with-draft", "dsl": FLOW})
    odd = {"nodes": [{"id": "ask", "type": "odd"}, "?", {"type": "end"}], "edges": [1], "zoo": {}}
    api.client.put("/flows/with-draft/draft", json={"dsl": odd})
    found = api.get("/flows/with-draft/versions/1/diff/draft").json()
    assert (found["from"], found["to"]) == (1, "draft")
    assert {each["id"]: each["change"] for each in found["nodes"]}["ask"] == "changed"
    assert api.get("/flows/with-draft/versions/draft/diff/draft").json()["same"] is True


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nowhere/versions/1/diff/2", "FLOW_NOT_FOUND"),
        ("alone/versions/1/diff/2", "VERSION_NOT_FOUND"),
        ("alone/versions/1/diff/draft", "DRAFT_NOT_FOUND"),
        ("alone/versions/0/diff/1", "NOT_FOUND"),
        ("alone/versions/1/diff/01", "NOT_FOUND"),
        ("alone/versions/1/diff/latest", "NOT_FOUND"),
    ],
)
def test_what_cannot_be_compared(api: Api, path: str, code: str):
    if api.get("/flows/alone").status_code == 404:
        api.flow("alone")
    answer = api.get(f"/flows/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, code)


# -- files ----------------------------------------------------------------------------------------------------------


def _import(api: Api, file: Any, **more: Any) -> httpx.Response:
    return api.post("/flows/import", {"file": file, **more})


def test_a_flow_goes_out_as_a_file_and_comes_in_as_a_draft(api: Api):
    api.post("/flows", {"name": "Shop", "id": "shop", "dsl": FLOW, "publish": True, "note": "the first"})
    api.post("/flows/shop/versions", {"dsl": MINIMAL})
    gone_out = api.get("/flows/shop/export")
    assert gone_out.headers["content-disposition"] == 'attachment; filename="shop.flow.json"'
    file = gone_out.json()
    assert (file["renflow"], file["format"], file["version"], file["note"]) == ("flow", 1, 1, "the first")
    assert json.dumps(file["dsl"]) == json.dumps(FLOW), "in its own order"
    assert api.get("/flows/shop/export", version="2").json()["dsl"] == MINIMAL
    come_in = _import(api, file, flow_id="shop-2")
    assert (come_in.status_code, come_in.headers["location"]) == (201, "/flows/shop-2/draft")
    assert (come_in.json()["read_as"], come_in.json()["flow_exists"], come_in.json()["note"]) == (
        "export",
        False,
        "the first",
    )
    assert api.get("/flows/shop-2/draft").json()["dsl"] == FLOW
    assert api.get("/flows/shop-2/export").json()["version"] is None, "of the draft, where there is nothing else"


def test_a_file_never_replaces_a_draft_that_was_not_seen(api: Api):
    assert _import(api, FLOW, flow_id="held").json()["revision"] == 1
    with api.unchanged():
        assert _import(api, MINIMAL, flow_id="held").json()["code"] == "DRAFT_CHANGED"
    assert _import(api, MINIMAL, flow_id="held", revision=1).json()["revision"] == 2


def test_an_export_of_react_flow_is_read_past_its_own_fields(api: Api):
    nodes = [
        {**node, "measured": {"width": 1, "height": 2}, "selected": True, "dragging": False, "width": 9, "height": 9,
         "positionAbsolute": {"x": 1, "y": 1}, "style": {"color": "red"}, "className": "x", "zIndex": 1}
        for node in FLOW["nodes"]
    ]  # fmt: skip
    edges = [{**edge, "animated": True, "type": "smoothstep", "markerEnd": {"type": "arrow"}} for edge in FLOW["edges"]]
    exported = {**FLOW, "nodes": nodes, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}
    come_in = _import(api, exported)
    assert (come_in.json()["read_as"], come_in.json()["flow_id"]) == ("react_flow", "shop")
    assert api.get("/flows/shop/draft").json()["dsl"] == FLOW
    assert api.post("/flows/check", {"dsl": exported}).json()["meta"]["errors"] == 0


def test_a_node_of_a_newer_version_comes_in_as_it_is(api: Api):
    odd = {"nodes": [{"id": "a", "type": "from_the_future", "data": {"x": {"y": [1]}}}], "edges": []}
    assert _import(api, odd, flow_id="future").json()["read_as"] == "flow"
    assert api.get("/flows/future/draft").json()["dsl"] == odd


@pytest.mark.parametrize(
    ("file", "pointer"),
    [
        (None, "/file"), (1, "/file"), ("{}", "/file"), ([], "/file"), ({}, "/file/nodes"),
        ({"nodes": {}}, "/file/nodes"), ({"renflow": "flow", "format": 2, "dsl": FLOW}, "/file/format"),
        ({"renflow": "run", "format": 1}, "/file/format"), ({"renflow": "flow", "format": 1}, "/file/dsl"),
        ({"renflow": "flow", "format": 1, "dsl": {}}, "/file/dsl/nodes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_flow_is_refused(api: Api, file: Any, pointer: str):
    with api.unchanged():
        refused = _import(api, file)
    problem = refused.json()["problems"][0]
    assert (refused.status_code, problem["pointer"], problem["code"]) == (422, pointer, "NO_FLOW")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/file"), ({"file": {}, "flow_id": "a b"}, "/flow_id"), ({"file": {}, "revision": "1"}, "/revision"),
     ({"file": {}, "publish": True}, "/publish"), ({"file": {}, "note": 1}, "/note")],
)  # fmt: skip
def test_an_import_of_another_form_is_refused(api: Api, body: dict[str, Any], pointer: str):
    answer = api.post("/flows/import", body)
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, pointer)


def test_what_cannot_go_out(api: Api):
    assert api.get("/flows/nowhere/export").json()["code"] == "FLOW_NOT_FOUND"
    api.post("/flows", {"name": "x", "id": "hollow"})
    assert api.get("/flows/hollow/export").json()["code"] == "VERSION_NOT_FOUND"
    assert api.get("/flows/hollow/export", version="draft").json()["code"] == "DRAFT_NOT_FOUND"
    assert api.get("/flows/hollow/export", version="x").status_code == 422


# -- impact ---------------------------------------------------------------------------------------------------------


def test_what_publishing_would_change(api: Api):
    api.post("/flows", {"name": "Shop", "id": "impact", "dsl": FLOW, "publish": True})
    schedule = api.post("/schedules", {"flow_id": "impact", "every_s": 3600}).json()["id"]
    for thread_id, status in (("i-pending", RunStatus.PENDING), ("i-paused", RunStatus.INTERRUPTED),
                              ("i-over", RunStatus.CANCELLED)):  # fmt: skip
        api.run(thread_id, "impact")
        if status is not RunStatus.PENDING:
            with api.database.write() as con:
                bring_to(con, thread_id, status, SystemClock().now())
    draft = changed(nodes={"ask": {"data": {"title": "Really?", "outputKey": "a"}}})
    api.client.put("/flows/impact/draft", json={"dsl": draft})
    assert api.post("/runs/start", {"flow_id": "impact", "draft": 1, "thread_id": "i-test"}).status_code == 201
    at_hand = frozenset({RunStatus.PENDING, RunStatus.INTERRUPTED})
    chosen = RunFilter(statuses=at_hand, flow_id="impact", without_tests=True)
    with api.database.read() as con:
        found = [row.thread_id for row in list_runs(con, chosen, limit=2)]
        assert (found, count_runs(con, chosen)) == (["i-paused", "i-pending"], 2), "the newest is a test"
    with api.unchanged():
        answer = api.post("/flows/impact/draft/impact", {"revision": 1})
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["published_version"], report["schedules"], report["total"], report["more"]) == (1, [schedule], 2, 0)
    assert [each["id"] for each in report["difference"]["nodes"]] == ["ask"]
    runs = {each["thread_id"]: each for each in report["runs"]}
    assert set(runs) == {"i-pending", "i-paused"}
    assert (runs["i-pending"]["ahead"], runs["i-pending"]["again"], runs["i-pending"]["same"]) == (["ask"], [], False)


@pytest.mark.parametrize(
    ("body", "code"),
    [({"revision": 9}, "DRAFT_OUTDATED"), ({}, "INVALID_BODY"), ({"revision": "1"}, "INVALID_BODY")],
)
def test_a_report_on_another_revision_or_of_another_form(api: Api, body: Any, code: str):
    if api.get("/flows/reported/draft").status_code == 404:
        api.client.put("/flows/reported/draft", json={"dsl": FLOW})
    assert api.post("/flows/reported/draft/impact", body).json()["code"] == code
    assert api.post("/flows/reported/draft/impact", {"revision": 1}).json()["published_version"] is None
    assert api.post("/flows/no-draft-here/draft/impact", {"revision": 1}).json()["code"] == "DRAFT_NOT_FOUND"


def test_a_report_on_what_is_no_flow(api: Api):
    api.client.put("/flows/broken/draft", json={"dsl": {}})
    assert api.post("/flows/broken/draft/impact", {"revision": 1}).json()["code"] == "INVALID_FLOW"
