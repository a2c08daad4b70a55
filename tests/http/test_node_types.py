"""GET /node-types: what a designer offers is what the parser takes, in both languages."""

import importlib.resources
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.api import Api
from workflow_engine_shared.dsl.fields import Record
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.node_type import Node, NodeType
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_supervisor.designer.node_types import node_types


@pytest.fixture(scope="module")
def types(api: Api) -> dict[str, Any]:
    answer = api.get("/node-types")
    assert answer.status_code == 200
    return {each["type"]: each for each in answer.json()["items"]}


def test_each_type_is_there_in_its_order(types: dict[str, Any]):
    assert list(types) == list(NODE_TYPES)


def test_each_schema_is_one_and_takes_what_the_parser_takes(types: dict[str, Any]):
    for name, kind in types.items():
        schema = kind["data_schema"]
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"].endswith("2020-12/schema")
        judge = Draft202012Validator(schema)
        assert not list(judge.iter_errors(_usable(name, kind)))
        assert list(judge.iter_errors({"no_such_field": 1})), name


def _usable(name: str, kind: dict[str, Any]) -> dict[str, Any]:
    """What a person makes of the `data` that a fresh node begins with."""
    filled = {"codeRef": "shop.count", "url": "https://example.org", "flow": "other", "items": {"var": "list"}}
    return {key: filled.get(key, value) for key, value in kind["defaults"].items()}


def test_the_parser_takes_a_fresh_node_once_its_blanks_are_filled(types: dict[str, Any]):
    for name in ("python", "map", "http", "wait", "form", "subflow"):
        node = {"id": "work", "type": name, "data": _usable(name, types[name])}
        parse_flow(
            {
                "nodes": [{"id": "start", "type": "start"}, node, {"id": "end", "type": "end"}],
                "edges": [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}],
            }
        )


def test_every_word_is_there_in_both_languages(api: Api, types: dict[str, Any]):
    groups = {each["id"] for each in api.get("/node-types").json()["groups"]}
    for name, kind in types.items():
        assert kind["group"] in groups
        assert kind["icon"]
        told = [kind["title"], kind["description"], *(port["title"] for port in kind["ports"]["out"])]
        for place, field in _fields(kind["data_schema"], name):
            assert "x-title" in field, place
            assert "x-description" in field, place
            told += [field["x-title"], field["x-description"]]
        for words in told:
            assert words["en"], name
            assert any("\u4e00" <= letter <= "\u9fff" for letter in words["zh"]) or not words["en"].isascii(), words


def _fields(schema: dict[str, Any], place: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name, rule in schema.get("properties", {}).items():
        found += [(f"{place}.{name}", rule), *_fields(rule, f"{place}.{name}")]
    return found


def test_ports_tell_the_edges_that_the_parser_takes(types: dict[str, Any]):
    ports = {name: [port["id"] for port in kind["ports"]["out"]] for name, kind in types.items()}
    assert (ports["start"], ports["end"], ports["parallel"], ports["join"]) == (["next"], [], ["branch"], ["next"])
    assert ports["condition"] == ["when", "else"]
    assert ports["python"] == ports["http"] == ports["form"] == ["next", "error", "timeout"]
    assert types["start"]["ports"]["in"] == {"min": 0, "max": 0}
    assert types["end"]["ports"]["in"] == {"min": 1, "max": None}
    assert [port["on"] for port in types["map"]["ports"]["out"]] == [None, "error", "timeout"]
    assert [name for name, kind in types.items() if kind["calls_function"]] == ["python", "map"]
    assert [name for name, kind in types.items() if kind["only_one"]] == ["start"]


def test_the_schemas_of_edges_and_of_the_document_are_there(api: Api):
    answer = api.get("/node-types").json()
    edge = Draft202012Validator(answer["edge_data_schema"])
    assert edge.is_valid({"when": True})
    assert edge.is_valid({"on": "error", "as": "why"})
    assert not edge.is_valid({"when": {"var": "x"}})
    flow = Draft202012Validator(answer["flow_schema"])
    assert flow.is_valid({"dsl": 1, "name": "x", "state": {"found": "append"}, "limits": {"maxSteps": 5}})
    assert not flow.is_valid({"state": {"found": "glue"}})
    assert not flow.is_valid({"limits": {"maxSteps": 0}})


def test_it_takes_no_parameters(api: Api):
    assert api.get("/node-types", lang="zh").status_code == 422
    assert api.post("/node-types").status_code == 405


def test_a_type_without_words_is_offered_by_its_name(monkeypatch: pytest.MonkeyPatch):
    noop = NodeType("noop", "Does nothing.", Node, Record(dict))
    monkeypatch.setitem(NODE_TYPES, "noop", noop)
    answer = node_types.__wrapped__().items[-1]
    assert (answer.type, answer.title.en, answer.description.zh, answer.group) == ("noop", "Noop", noop.doc, "flow")


def test_each_type_of_ours_has_words(types: dict[str, Any]):
    written = importlib.resources.files("workflow_engine_supervisor.designer").joinpath("words.json").read_bytes()
    assert list(json.loads(written)["types"]) == list(types) == list(NODE_TYPES)
