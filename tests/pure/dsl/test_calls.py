"""What a flow gives its functions, held against their source and, where known, their types."""

from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.dsl.calls import call_problems, check_calls
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.functions.discovery import FoundFunction, scan

SOURCE = """
from workflow_engine import register_function

@register_function("plain")
def plain(state, name, *, size: int = 256, mode="fast"): ...

@register_function("open")
def anything(state, **more): ...

@register_function("none")
def none(state): ...

@register_function("own")
def own(everything, **more): ...

@register_function("changed")
@other
def changed(state, whatever): ...
"""


@pytest.fixture
def functions(tmp_path: Path) -> dict[str, FoundFunction]:
    (tmp_path / "m.py").write_text(SOURCE)
    found = scan(tmp_path)
    assert found.problems == []
    return found.functions


def flow(code_ref: str, args: dict[str, Any] | None = None, args_from: dict[str, Any] | None = None) -> Any:
    data = {"codeRef": code_ref, "args": args or {}, "argsFrom": args_from or {}}
    nodes = [{"id": "s", "type": "start"}, {"id": "a", "type": "python", "data": data}, {"id": "e", "type": "end"}]
    edges = [{"source": "s", "target": "a"}, {"source": "a", "target": "e"}]
    return parse_flow({"nodes": nodes, "edges": edges})


def told(problems: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in problems]


@pytest.mark.parametrize(
    ("code_ref", "args", "args_from"),
    [
        ("plain", {"name": "x"}, {}),
        ("plain", {"name": "x", "size": "any: types are not known yet"}, {}),
        ("plain", {}, {"name": {"var": "n"}, "mode": "slow"}),
        ("open", {"anything": 1}, {"more": 2}),
        ("none", {}, {}),
        ("changed", {"x": 1}, {}),
    ],
)
def test_calls_that_fit(functions: Any, code_ref: str, args: dict[str, Any], args_from: dict[str, Any]) -> None:
    assert check_calls(flow(code_ref, args, args_from), functions) == []


@pytest.mark.parametrize(
    ("code_ref", "args", "args_from", "expected"),
    [
        ("plain", {}, {}, [("MISSING_PARAM", "/nodes/1/data/args")]),
        ("plain", {"name": 1, "sise": 2}, {}, [("UNKNOWN_PARAM", "/nodes/1/data/args/sise")]),
        ("plain", {"name": 1}, {"other": 2}, [("UNKNOWN_PARAM", "/nodes/1/data/argsFrom/other")]),
        ("own", {"everything": {}}, {}, [("UNKNOWN_PARAM", "/nodes/1/data/args/everything")]),
        ("none", {"x": 1}, {}, [("UNKNOWN_PARAM", "/nodes/1/data/args/x")]),
        ("plian", {}, {}, [("UNKNOWN_FUNCTION", "/nodes/1/data/codeRef")]),
    ],
)
def test_calls_that_cannot_work(
    functions: Any, code_ref: str, args: dict[str, Any], args_from: dict[str, Any], expected: Any
) -> None:
    problems = check_calls(flow(code_ref, args, args_from), functions)
    assert told(problems) == expected
    assert all(problem.hint for problem in problems)


def test_the_nearest_name_is_suggested(functions: Any) -> None:
    [problem] = check_calls(flow("plain", {"name": 1, "sise": 2}), functions)
    assert "'size'" in problem.hint


def test_a_start_leaves_missing_functions_to_the_worker_but_not_wrong_calls(functions: Any) -> None:
    assert call_problems(flow("gone"), functions) == []
    assert told(call_problems(flow("none", {"x": 1}), functions)) == [("UNKNOWN_PARAM", "/nodes/1/data/args/x")]


def test_a_disabled_function_is_refused_with_the_setting(functions: Any) -> None:
    [problem] = check_calls(flow("none"), functions, disabled=["none"])
    assert (problem.code, problem.pointer) == ("FUNCTION_DISABLED", "/nodes/1/data/codeRef")
    assert "disabled_functions" in problem.hint


SCHEMAS = {
    "plain": {
        "properties": {
            "name": {"$ref": "#/$defs/Name"},
            "size": {"type": "integer", "minimum": 1},
            "mode": {"enum": ["fast", "slow"]},
        },
        "$defs": {"Name": {"type": "object", "properties": {"first": {"type": "string"}}}},
    }
}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"name": {"first": "A"}, "size": 5, "mode": "slow"}, []),
        ({"name": {}, "size": "5"}, [("WRONG_TYPE", "/nodes/1/data/args/size")]),
        ({"name": {}, "size": True}, [("WRONG_TYPE", "/nodes/1/data/args/size")]),
        ({"name": {}, "size": 0}, [("OUT_OF_RANGE", "/nodes/1/data/args/size")]),
        ({"name": {"first": 1}}, [("WRONG_TYPE", "/nodes/1/data/args/name/first")]),
        ({"name": {}, "mode": "x"}, [("WRONG_TYPE", "/nodes/1/data/args/mode")]),
        ({"name": None}, [("WRONG_TYPE", "/nodes/1/data/args/name")]),
    ],
)  # fmt: skip
def test_known_types_count(functions: Any, args: dict[str, Any], expected: Any) -> None:
    assert told(check_calls(flow("plain", args), functions, schemas=SCHEMAS)) == expected


def test_what_the_state_gives_is_not_judged_by_its_expression(functions: Any) -> None:
    assert check_calls(flow("plain", {}, {"name": {"var": "x"}}), functions, schemas=SCHEMAS) == []
