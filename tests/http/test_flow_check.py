"""POST /flows/check: every mistake at its node or edge, advice apart, and nothing is stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.api import MINIMAL, Api
from support.wait import until

SEED = Path(__file__).resolve().parents[2] / "flows"


def _check(api: Api, dsl: Any, **more: Any) -> dict[str, Any]:
    with api.unchanged():
        answer = api.post("/flows/check", {"dsl": dsl, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _flow(*nodes: dict[str, Any], ways: str, **more: Any) -> dict[str, Any]:
    """start and end are there; an edge is `a>b`, or `a>b:true` with a `when`."""
    edges = []
    for way in ways.split():
        ends, _, when = way.partition(":")
        source, _, target = ends.partition(">")
        edges.append({"source": source, "target": target, **({"data": {"when": json.loads(when)}} if when else {})})
    ends_of_it = [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}]
    return {"nodes": [*ends_of_it, *nodes], "edges": edges, **more}


def _codes(found: dict[str, Any], severity: str) -> list[str]:
    return [each["code"] for each in found["problems"] if each["severity"] == severity]


def test_a_flow_without_mistakes_has_no_problems(api: Api):
    found = _check(api, MINIMAL)
    assert found["problems"] == []
    meta = found["meta"]
    assert (meta["nodes"], meta["edges"], meta["errors"], meta["warnings"]) == (2, 1, 0, 0)
    assert (meta["needs_tokens"], meta["blocks"], meta["cut"]) == (False, [], False)


def test_what_a_designer_keeps_for_itself_is_no_mistake(api: Api):
    nodes = [{**node, "measured": {"width": 1}, "selected": True, "width": 90} for node in MINIMAL["nodes"]]
    drawn = {**MINIMAL, "nodes": nodes, "viewport": {"x": 0, "y": 0, "zoom": 1}}
    assert _check(api, drawn)["problems"] == []


def test_moving_a_node_makes_no_other_flow(api: Api):
    hashes = set()
    for x in (0, 12.5, None):
        nodes = [{**node, **({} if x is None else {"position": {"x": x, "y": 1}})} for node in MINIMAL["nodes"]]
        hashes.add(_check(api, {**MINIMAL, "nodes": nodes})["meta"]["hash"])
    assert len(hashes) == 1
    assert _check(api, {**MINIMAL, "name": "other"})["meta"]["hash"] not in hashes


def test_problems_are_told_at_their_node_or_edge(api: Api):
    drawn = _flow(
        {"id": "work", "type": "python", "data": {"codeRef": "shop.cuont", "retires": 1}},
        {"id": "alone", "type": "http", "data": {"url": "https://example.org"}},
        ways="start>work work>nowhere",
    )
    drawn["edges"][1]["id"] = "e2"
    found = _check(api, drawn)
    by_code = {each["code"]: each for each in found["problems"]}
    assert by_code["UNKNOWN_FIELD"]["node_id"] == "work"
    assert by_code["UNKNOWN_FIELD"]["pointer"] == "/nodes/2/data/retires"
    assert by_code["UNKNOWN_FIELD"]["params"]["near"] == "retry"
    edge = by_code["UNKNOWN_NODE"]["edge"]
    assert edge == {"index": 1, "id": "e2", "source": "work", "target": "nowhere"}
    assert by_code["UNKNOWN_NODE"]["node_id"] is None
    assert found["meta"]["hash"] is None


def test_functions_are_checked_even_beside_other_mistakes(api: Api):
    drawn = _flow(
        {"id": "odd", "type": "no_such_type"},
        {"id": "work", "type": "python", "data": {"codeRef": "shop.cuont"}},
        {"id": "good", "type": "python", "data": {"codeRef": "shop.count", "args": {"size": 1}}},
        ways="start>odd odd>work work>good good>end",
    )
    by_code = {each["code"]: each for each in _check(api, drawn)["problems"]}
    assert set(by_code) == {"UNKNOWN_TYPE", "UNKNOWN_FUNCTION", "UNKNOWN_PARAM"}
    assert by_code["UNKNOWN_FUNCTION"]["node_id"] == "work"
    assert by_code["UNKNOWN_FUNCTION"]["params"] == {"function": "shop.cuont", "near": "shop.count"}
    assert by_code["UNKNOWN_PARAM"]["node_id"] == "good"
    assert by_code["UNKNOWN_PARAM"]["pointer"] == "/nodes/4/data/args/size"


def test_called_flows_are_checked_and_a_flow_knows_itself(api: Api):
    drawn = _flow({"id": "call", "type": "subflow", "data": {"flow": "not_there"}}, ways="start>call call>end")
    found = _check(api, drawn)
    assert (_codes(found, "error"), found["problems"][0]["node_id"]) == (["FLOW_NOT_FOUND"], "call")
    assert found["meta"]["subflows"] == ["not_there"]
    assert _codes(_check(api, drawn, flow_id="not_there"), "error") == ["RECURSIVE_FLOW"]


CONDITION = {"id": "big", "type": "condition", "data": {"expr": {">": [{"var": "n"}, 1]}}}
WAIT = {"id": "pause", "type": "wait", "data": {"message": "paid"}}
INPUT = {"inputs": {"type": "object", "properties": {"n": {"type": "number"}}}}


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        pytest.param(_flow(CONDITION, ways="start>big big>end:true"), ["NO_ELSE"], id="no else"),
        pytest.param(_flow(CONDITION, ways="start>big big>end:true big>end:false"), [], id="both values"),
        pytest.param(_flow(CONDITION, ways="start>big big>end:true big>end"), [], id="an else"),
        pytest.param(
            _flow({**CONDITION, "data": {"expr": True}}, ways="start>big big>end"),
            ["CONSTANT_CONDITION"],
            id="constant",
        ),
        pytest.param(_flow(WAIT, ways="start>pause pause>end", **INPUT), ["UNUSED_INPUT"], id="unused input"),
        pytest.param(
            _flow(CONDITION, ways="start>big big>end", inputs={"type": "object", "properties": {"m": {}}}),
            ["UNKNOWN_KEY", "UNUSED_INPUT"],
            id="a key that is never there",
        ),
        pytest.param(_flow(CONDITION, ways="start>big big>end", **INPUT), [], id="an input that is read"),
    ],
)
def test_advice_is_apart_from_mistakes(api: Api, drawn: dict[str, Any], told: list[str]):
    found = _check(api, drawn)
    assert (_codes(found, "error"), _codes(found, "warning")) == ([], told)
    assert found["meta"]["warnings"] == len(told)


def test_an_edge_that_is_never_taken_is_told(api: Api):
    drawn = _flow(WAIT, ways="start>pause pause>end")
    drawn["edges"].append({"source": "pause", "target": "end", "data": {"on": "timeout"}})
    found = _check(api, drawn)
    assert _codes(found, "warning") == ["TIMEOUT_NEVER"]
    assert found["problems"][0]["edge"]["index"] == 2
    drawn["nodes"][2] = {**WAIT, "data": {"message": "paid", "timeout": 5}}
    assert _codes(_check(api, drawn), "warning") == []


def test_a_key_that_two_branches_write_is_told_unless_it_says_how(api: Api):
    asked = [
        {"id": name, "type": "http", "data": {"url": "https://example.org", "outputKey": "page"}} for name in ("a", "b")
    ]
    around = [{"id": "split", "type": "parallel"}, {"id": "meet", "type": "join"}]
    drawn = _flow(*around, *asked, ways="start>split split>a split>b a>meet b>meet meet>end")
    found = _check(api, drawn)
    assert _codes(found, "warning") == ["KEY_WRITTEN_TWICE"]
    assert found["problems"][0]["params"] == {"node": "b", "other": "a", "key": "page", "split": "split"}
    assert found["meta"]["blocks"] == [{"parallel": "split", "join": "meet", "branches": 2}]
    assert found["meta"]["needs_tokens"] is True
    assert _codes(_check(api, {**drawn, "state": {"page": "append"}}), "warning") == []


def test_a_function_whose_module_breaks_is_told(api: Api):
    flows = api.home.parent / f"{api.home.name}-flows"
    source = "from workflow_engine import register_function\n\n@register_function('odd.work')\ndef work(state):\n"
    (flows / "odd.py").write_text(f"{source}    return {{}}\n\nraise RuntimeError('no')\n", encoding="utf-8")
    drawn = _flow({"id": "work", "type": "python", "data": {"codeRef": "odd.work"}}, ways="start>work work>end")
    found = until(lambda: (each := _check(api, drawn))["problems"] and each)
    assert _codes(found, "warning") == ["FUNCTION_BROKEN"]
    assert "no" in found["problems"][0]["params"]["reason"]


@pytest.mark.parametrize("dsl", [None, 1, "flow", [], {}, {"nodes": {}}, {"nodes": [None], "edges": [[]]}])
def test_what_is_no_flow_is_told_in_the_answer(api: Api, dsl: Any):
    found = _check(api, dsl)
    assert found["meta"]["errors"] == len(found["problems"]) >= 1


def test_ten_thousand_nodes_of_nonsense_are_answered(api: Api):
    many = {"nodes": [{"id": f"n{index}", "type": "x"} for index in range(10_000)], "edges": []}
    found = _check(api, many)
    assert (found["meta"]["cut"], len(found["problems"])) == (True, 1000)
    too_many = {"nodes": [{}] * 10_001, "edges": []}
    assert [each["code"] for each in _check(api, too_many)["problems"]] == ["TOO_LARGE"]


def test_every_problem_of_the_flow_language_names_what_its_text_names(api: Api):
    """Whoever tells it in another language needs no English text."""
    drawn = _flow(
        {"id": "work", "type": "python", "data": {"codeRef": "shop.count", "timeout": -1, "onError": "stop"}},
        {"id": "same", "type": "end"},
        {"id": "same", "type": "end"},
        ways="start>work start>same work>same end>work work>start",
    )
    for each in _check(api, drawn)["problems"]:
        assert each["params"], each


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/dsl"),
        ({"dsl": {}, "flow_id": 1}, "/flow_id"),
        ({"dsl": {}, "flow_id": "a/b"}, "/flow_id"),
        ({"dsl": {}, "fast": True}, "/fast"),
    ],
)
def test_a_body_of_another_form_is_refused(api: Api, body: dict[str, Any], pointer: str):
    answer = api.post("/flows/check", body)
    assert (answer.status_code, answer.json()["problems"][0]["pointer"]) == (422, pointer)


def test_a_document_of_two_mebibytes_is_checked_and_a_larger_one_refused(api: Api):
    text = {**MINIMAL, "note": "x" * (2 * 2**20 - 400)}
    found = _check(api, text)
    assert _codes(found, "error") == ["UNKNOWN_FIELD"]
    assert api.post("/flows/check", {"dsl": "x" * (3 * 2**20)}).status_code == 413


def test_the_flows_that_come_along_have_no_mistakes(api: Api):
    for path in SEED.glob("**/flow.json"):
        found = _check(api, json.loads(path.read_text(encoding="utf-8")))
        assert not {each["code"] for each in found["problems"] if each["severity"] == "error"} - {
            "UNKNOWN_FUNCTION",
            "FLOW_NOT_FOUND",
        }
