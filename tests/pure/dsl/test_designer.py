"""A plain export of React Flow is a flow, and everything else is still told."""

import copy
import json
from typing import Any

import pytest

from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.drawing.identity import flow_hash
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import InvalidFlow

#: As `reactFlowInstance.toObject()` of version 12 gives it.
EXPORT = {
    "nodes": [
        {"id": "s", "type": "start", "position": {"x": 0, "y": 0}, "data": {"label": "Begin"},
         "measured": {"width": 150, "height": 40}, "selected": False, "dragging": False},
        {"id": "c", "type": "condition", "position": {"x": 5.5, "y": 80}, "sourcePosition": "right", "zIndex": 1,
         "data": {"label": "Enough?", "expr": {">": [{"var": "n"}, 3]}}, "style": {"width": 9}, "className": "wide"},
        {"id": "p", "type": "python", "label": "Own", "position": {"x": 0, "y": 160}, "parentId": "group",
         "extent": "parent", "positionAbsolute": {"x": 0, "y": 160}, "width": 1, "height": 1, "deletable": True,
         "data": {"label": "Other", "codeRef": "data.scrape"}},
        {"id": "e", "type": "end", "position": {"x": 0, "y": 240}, "data": {"label": {"a": "component"}}},
    ],
    "edges": [
        {"id": "xy-edge__s-c", "source": "s", "target": "c", "sourceHandle": None, "targetHandle": None,
         "type": "smoothstep", "animated": True, "markerEnd": {"type": "arrowclosed"}, "selected": True},
        {"id": "c-p", "source": "c", "target": "p", "data": {"when": True}, "label": "yes", "labelStyle": {"fill": 1}},
        {"id": "c-e", "source": "c", "target": "e", "pathOptions": {"offset": 5}, "interactionWidth": 20, "style": {}},
        {"id": "p-e", "source": "p", "target": "e", "markerStart": "arrow", "hidden": False, "reconnectable": True},
    ],
    "viewport": {"x": 10.5, "y": 0, "zoom": 1.25},
}  # fmt: skip


def test_a_plain_export_is_a_flow():
    before = copy.deepcopy(EXPORT)
    cleaned = without_designer_fields(EXPORT)
    flow = parse_flow(cleaned)
    assert before == EXPORT
    assert [node.id for node in flow.nodes] == ["s", "c", "p", "e"]
    assert [node.get("label") for node in cleaned["nodes"]] == ["Begin", "Enough?", "Own", None]
    assert cleaned["edges"][1]["label"] == "yes"
    assert cleaned["nodes"][1]["position"] == {"x": 5.5, "y": 80}
    with pytest.raises(InvalidFlow):
        parse_flow(EXPORT)


def test_nothing_else_is_left_out():
    document = copy.deepcopy(EXPORT)
    document["nodes"][2]["data"]["codeReff"] = "x"
    document["nodes"][2]["retires"] = 3
    document["edges"][0]["data"] = {"color": "red"}
    document["selected"] = True
    with pytest.raises(InvalidFlow) as refused:
        parse_flow(without_designer_fields(document))
    assert {problem.pointer for problem in refused.value.problems} == {
        "/selected", "/nodes/2/retires", "/nodes/2/data/codeReff", "/edges/0/data/color",
    }  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        None, [], "x", {}, {"viewport": 1}, {"nodes": 5, "viewport": 1}, {"nodes": [], "edges": {}},
        {"nodes": [None, 5, {"data": None}, {"data": []}], "edges": [None, "x"]},
    ],
)  # fmt: skip
def test_what_has_none_of_it_stays_what_it_is(document):
    assert without_designer_fields(document) is document


def test_the_order_of_what_is_left_stays():
    document = {"name": "x", "nodes": [{"type": "start", "selected": True, "id": "s"}], "edges": []}
    assert json.dumps(without_designer_fields(document)) == (
        '{"name": "x", "nodes": [{"type": "start", "id": "s"}], "edges": []}'
    )


NOTE = {"id": "note", "text": "<b>Ask 王芳</b>", "position": {"x": -5.5, "y": 1e3}}


def test_notes_stand_beside_the_nodes_and_change_nothing():
    flow = without_designer_fields(EXPORT)
    assert parse_flow({**flow, "notes": [NOTE, {**NOTE, "width": 220, "height": 110, "colour": "red"}]}) == parse_flow(
        flow
    )


@pytest.mark.parametrize(
    ("notes", "pointer", "code"),
    [
        ({}, "/notes", "WRONG_TYPE"),
        ([3], "/notes/0", "EXPECTED_OBJECT"),
        ([{**NOTE, "text": None}], "/notes/0/text", "WRONG_TYPE"),
        ([{**NOTE, "position": {"x": 1}}], "/notes/0/position/y", "MISSING_FIELD"),
        ([{**NOTE, "height": 0}], "/notes/0/height", "OUT_OF_RANGE"),
        ([{**NOTE, "kind": "x"}], "/notes/0/kind", "UNKNOWN_FIELD"),
    ],
)
def test_what_is_no_note_is_told(notes: Any, pointer: str, code: str):
    with pytest.raises(InvalidFlow) as caught:
        parse_flow({**without_designer_fields(EXPORT), "notes": notes})
    assert [(each.pointer, each.code) for each in caught.value.problems] == [(pointer, code)]


GROUP = {"id": "group", "title": "<b>取数据</b>", "nodes": ["start", "nobody"], "collapsed": True}


def test_groups_and_notes_change_neither_the_flow_nor_its_hash():
    flow = without_designer_fields(EXPORT)
    drawn = {**flow, "notes": [NOTE], "groups": [GROUP, {"id": "two", "title": "", "nodes": [], "colour": "red"}]}
    assert parse_flow(drawn) == parse_flow(flow)
    assert flow_hash(drawn) == flow_hash(flow)
    assert flow_hash({**drawn, "name": "another"}) != flow_hash(flow)
    assert without_designer_fields(drawn) is drawn  # a draft and a file keep them


@pytest.mark.parametrize(
    ("groups", "pointer", "code"),
    [
        ({}, "/groups", "WRONG_TYPE"),
        (["start"], "/groups/0", "EXPECTED_OBJECT"),
        ([{**GROUP, "title": 3}], "/groups/0/title", "WRONG_TYPE"),
        ([{**GROUP, "title": "x" * 201}], "/groups/0/title", "TOO_LARGE"),
        ([{"id": "a", "title": ""}], "/groups/0/nodes", "MISSING_FIELD"),
        ([{**GROUP, "nodes": [{"id": "start"}]}], "/groups/0/nodes/0", "WRONG_TYPE"),
        ([{**GROUP, "collapsed": 1}], "/groups/0/collapsed", "WRONG_TYPE"),
        ([{**GROUP, "groups": []}], "/groups/0/groups", "UNKNOWN_FIELD"),
    ],
)
def test_what_is_no_group_is_told(groups: Any, pointer: str, code: str):
    with pytest.raises(InvalidFlow) as caught:
        parse_flow({**without_designer_fields(EXPORT), "groups": groups})
    assert [(each.pointer, each.code) for each in caught.value.problems] == [(pointer, code)]
