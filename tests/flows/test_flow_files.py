"""The samples' flow files name functions that exist, and describe their input with a sound schema."""

import importlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from workflow_engine_shared.bpmn.compile.program import compile_file
from workflow_engine_shared.bpmn.flow import flow_from
from workflow_engine_shared.functions.registry import REGISTRY

FLOWS = Path(__file__).resolve().parents[2] / "flows"
MODULES = {
    "hello": ["greeting"],
    "countdown": ["counter"],
    "side_by_side": ["branches"],
    "approval": ["order"],
    "word_counts": ["words"],
    "web_goods": ["report"],
    "product_selection": ["catalogue", "images", "similarity", "export"],
    "picture_likeness": ["pictures"],
    "product_approval": ["review"],
}


def flow(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FLOWS / name / "flow.json").read_text("utf-8"))
    return document


@pytest.mark.parametrize("name", MODULES)
def test_every_function_a_sample_names_is_registered(name: str) -> None:
    for module in MODULES[name]:
        importlib.import_module(f"{name}.{module}")
    if name in {"picture_likeness", "product_approval"}:  # they share nodes with it
        for module in MODULES["product_selection"]:
            importlib.import_module(f"product_selection.{module}")
    named = {node["data"]["codeRef"] for node in flow(name)["nodes"] if "codeRef" in node.get("data", {})}
    assert named
    assert named <= set(REGISTRY.names())


@pytest.mark.parametrize("name", MODULES)
def test_the_schema_of_the_input_is_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(flow(name)["inputs"])


def test_the_folders_are_all_tested() -> None:
    assert {path.parent.name for path in FLOWS.glob("*/flow.json")} == set(MODULES)


def test_the_bpmn_sample_is_sound_has_a_drawing_and_calls_what_is_registered() -> None:
    source = (FLOWS / "tea_order" / "flow.bpmn").read_bytes()
    compiled = compile_file(source)
    importlib.import_module("tea_order.order")
    called = set(flow_from(compiled).code_refs())
    assert called == {name for name in REGISTRY.names() if name.startswith("tea_order.")}
    drawn = {each.get("bpmnElement") for each in compiled.model.root.walk() if each.name in {"BPMNShape", "BPMNEdge"}}
    assert drawn == {*compiled.model.nodes, *compiled.model.flows}


def test_hello_greets() -> None:
    from hello.greeting import greet

    assert greet({}) == {"text": "Hello, world!"}
    assert greet({"name": "小明"}) == {"text": "Hello, 小明!"}


def test_countdown_counts_down() -> None:
    from countdown.counter import tick

    assert tick({}) == {"count": 2}
    assert tick({"count": 1}) == {"count": 0}
