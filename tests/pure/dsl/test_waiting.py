"""Nodes that wait, as they are written: what is refused, where, and with which words; and what needs tokens."""

import copy
from typing import Any

import pytest

from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.place import Place
from workflow_engine_shared.errors import InvalidFlow, Problem


def told(kind: str, data: Any) -> list[Problem]:
    notes: list[Problem] = []
    NODE_TYPES[kind].data(data, Place(notes))
    return notes


@pytest.mark.parametrize(
    "data",
    [
        {"seconds": 0},
        {"seconds": {"var": "x"}},
        {"until": "2001-01-01T00:00:00Z"},
        {"until": "2027-03-01T09:00:00+08:00", "timezone": "UTC"},
        {"until": "2027-10-31T02:30", "timezone": "Europe/Berlin"},
        {"until": {"var": "at"}},
        {"cron": "0 3 29 2 *"},
        {"message": "支付", "correlation": {"var": "id"}, "outputKey": "paid", "timeout": 0.5},
    ],
)  # fmt: skip
def test_waits_that_are_right(data: dict[str, Any]):
    assert told("wait", data) == []


@pytest.mark.parametrize(
    ("data", "code", "pointer"),
    [
        ({}, "ONE_OF", "/seconds"),
        ({"seconds": 1, "message": "x"}, "ONE_OF", "/message"),
        ({"seconds": -0.1}, "OUT_OF_RANGE", "/seconds"),
        ({"seconds": 1e300}, "OUT_OF_RANGE", "/seconds"),
        ({"seconds": "5"}, "WRONG_TYPE", "/seconds"),
        ({"seconds": True}, "WRONG_TYPE", "/seconds"),
        ({"seconds": [1]}, "WRONG_TYPE", "/seconds"),
        ({"seconds": None}, "WRONG_TYPE", "/seconds"),
        ({"seconds": {"no": 1}}, "BAD_EXPRESSION", "/seconds/no"),
        ({"until": "2027-03-01T09:00"}, "NO_TIMEZONE", "/until"),
        ({"until": "2027-03-28T02:30", "timezone": "Europe/Berlin"}, "NO_SUCH_TIME", "/until"),
        ({"until": "9999-12-31T23:59:59-14:00"}, "INVALID_TIME", "/until"),
        ({"until": "soon"}, "INVALID_TIME", "/until"),
        ({"until": "x" * 5000}, "TOO_LARGE", "/until"),
        ({"until": 5}, "WRONG_TYPE", "/until"),
        ({"cron": "* * * *"}, "INVALID_CRON", "/cron"),
        ({"cron": "0 0 31 4 *"}, "NEVER_FIRES", "/cron"),
        ({"cron": "0 3 * * *", "timezone": "../etc/passwd"}, "UNKNOWN_TIMEZONE", "/timezone"),
        ({"cron": "0 3 * * *", "timezone": "Europe/Berlim"}, "UNKNOWN_TIMEZONE", "/timezone"),
        ({"seconds": 1, "timezone": "UTC"}, "FIELD_UNUSED", "/timezone"),
        ({"seconds": 1, "outputKey": "x"}, "FIELD_UNUSED", "/outputKey"),
        ({"message": ""}, "OUT_OF_RANGE", "/message"),
        ({"message": "x" * 201}, "OUT_OF_RANGE", "/message"),
        ({"message": "x", "correlation": None}, "WRONG_TYPE", "/correlation"),
        ({"message": "x", "timeout": 0}, "OUT_OF_RANGE", "/timeout"),
        ({"message": "x", "retry": {"maxAttempts": 2}}, "UNKNOWN_FIELD", "/retry"),
    ],
)  # fmt: skip
def test_waits_that_are_wrong(data: dict[str, Any], code: str, pointer: str):
    problems = told("wait", data)
    assert [(each.code, each.pointer) for each in problems] == [(code, pointer)]
    assert all(each.detail.endswith(".") for each in problems)


FORM = {
    "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}, "note": {"type": "string"}}},
    "ui": {"order": ["note"], "fields": {"ok": {"labels": {"true": "Yes"}, "labels_zh": {"true": "是"}}}},
    "show": {"state": ["sum", "report.total"], "artifacts": ["a.png", "*.png", {"var": "files"}]},
}


@pytest.mark.parametrize(
    ("way", "value", "code", "pointer"),
    [
        (("schema",), [], "EXPECTED_OBJECT", "/schema"),
        (("schema", "type"), "string", "BAD_SCHEMA", "/schema/type"),
        (("schema", "$ref"), "#", "BAD_SCHEMA", "/schema/$ref"),
        (("schema", "type"), "objekt", "BAD_SCHEMA", "/schema/type"),
        (("schema", "properties", "ok"), {"$ref": "http://x.example"}, "BAD_SCHEMA", "/schema/properties/ok/$ref"),
        (("schema", "properties", "ok"), {"$ref": "#/nowhere"}, "BAD_SCHEMA", "/schema/properties/ok/$ref"),
        (("schema", "properties", "ok"), {"pattern": "("}, "BAD_SCHEMA", "/schema/properties/ok/pattern"),
        (("ui", "order"), ["notes"], "UNKNOWN_PROPERTY", "/ui/order/0"),
        (("ui", "fields"), {"oh": {}}, "UNKNOWN_PROPERTY", "/ui/fields/oh"),
        (("ui", "fields", "ok", "widget"), "wheel", "OUT_OF_RANGE", "/ui/fields/ok/widget"),
        (("ui", "fields", "ok", "colour"), "red", "UNKNOWN_FIELD", "/ui/fields/ok/colour"),
        (("show", "artifacts"), ["../secret"], "BAD_ARTIFACT_NAME", "/show/artifacts/0"),
        (("show", "artifacts"), ["a.png"] * 101, "TOO_LARGE", "/show/artifacts"),
        (("show", "state"), [""], "OUT_OF_RANGE", "/show/state/0"),
        (("title",), "x" * 201, "TOO_LARGE", "/title"),
        (("title",), {"no": 1}, "BAD_EXPRESSION", "/title/no"),
        (("assignee",), 5, "WRONG_TYPE", "/assignee"),
        (("deadline",), -1, "OUT_OF_RANGE", "/deadline"),
        (("timeout",), 5, "UNKNOWN_FIELD", "/timeout"),
        (("outputKey",), "__x", "RESERVED_KEY", "/outputKey"),
    ],
)  # fmt: skip
def test_forms_that_are_wrong(way: tuple[str, ...], value: Any, code: str, pointer: str):
    assert told("form", FORM) == []
    data: dict[str, Any] = copy.deepcopy(FORM)
    inside = data
    for step in way[:-1]:
        inside = inside[step]
    inside[way[-1]] = value
    assert [(each.code, each.pointer) for each in told("form", data)] == [(code, pointer)]


def test_an_empty_form_asks_for_a_click():
    assert told("form", {}) == []


def flow(kind: str, data: dict[str, Any], *edges: dict[str, Any]) -> dict[str, Any]:
    nodes = [{"id": "s", "type": "start"}, {"id": "x", "type": kind, "data": data}, {"id": "e", "type": "end"}]
    drawn = [{"source": "s", "target": "x"}, {"source": "x", "target": "e"}]
    return {"nodes": nodes, "edges": [*drawn, *edges]}


def test_flows_that_wait_run_by_tokens_and_their_failures_may_lead_on():
    late = {"source": "x", "target": "e", "data": {"on": "timeout"}}
    for kind, data in (("wait", {"message": "m", "timeout": 5}), ("form", {"deadline": 5})):
        assert parse_flow(flow(kind, data, late)).needs_tokens
    with pytest.raises(InvalidFlow) as raised:
        parse_flow(flow("form", {"deadline": 5, "onTimeout": "continue"}, late))
    assert [each.code for each in raised.value.problems] == ["AMBIGUOUS_EDGE"]


def test_a_number_that_is_none_is_refused_before_anything_is_read():
    with pytest.raises(InvalidFlow) as raised:
        parse_flow(flow("wait", {"seconds": float("nan")}))
    assert [(each.code, each.pointer) for each in raised.value.problems] == [("OUT_OF_RANGE", "/nodes/1/data/seconds")]
