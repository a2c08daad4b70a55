"""Documents that mean harm, or mean nothing: the answer is InvalidFlow, and it costs little."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.documents import FULL, changed, flow, found, problems
from support.work import calls_of
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.place import MAX_PROBLEMS
from workflow_engine_shared.errors import InvalidFlow


def _nested(depth: int, wrap: Any) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "place", ["/nodes/1/data/args/limit", "/nodes/2/data/expr", "/edges/2/data/when", "/inputs", "/x"]
)
@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"!": value}])
def test_depth_is_a_problem_and_no_recursion_error(place: str, wrap: Any):
    document = changed(FULL, place, 1)
    document = json.loads(json.dumps(document))
    *steps, last = place.split("/")[1:]
    parent = document
    for step in steps:
        parent = parent[int(step) if isinstance(parent, list) else step]
    parent[last] = _nested(100_000, wrap)
    (problem,) = problems(document)
    assert problem.code == "TOO_DEEP"
    assert problem.pointer.startswith(place)


def test_a_value_that_contains_itself():
    loop: list[Any] = []
    loop.extend([loop, loop])
    assert [problem.code for problem in problems({"nodes": loop, "edges": []})] == ["TOO_LARGE"]
    ring: dict[str, Any] = {}
    ring["a"] = ring
    assert [problem.code for problem in problems(ring)] == ["TOO_DEEP"]


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ({1: 2}, "WRONG_TYPE", "/nodes/1/data/args/limit"),
        ({"k" * 257: 2}, "KEY_TOO_LONG", "/nodes/1/data/args/limit"),
        ({"\ud800": 2}, "INVALID_UNICODE", "/nodes/1/data/args/limit"),
        (["\udfff"], "INVALID_UNICODE", "/nodes/1/data/args/limit/0"),
        ((1, 2), "WRONG_TYPE", "/nodes/1/data/args/limit"),
        ({"a": {1}}, "WRONG_TYPE", "/nodes/1/data/args/limit/a"),
        ([float("nan")], "OUT_OF_RANGE", "/nodes/1/data/args/limit/0"),
        (-(2**63) - 1, "OUT_OF_RANGE", "/nodes/1/data/args/limit"),
    ],
)
def test_what_json_cannot_hold(value: Any, code: str, pointer: str):
    assert found(changed(FULL, "/nodes/1/data/args/limit", value)) == [(code, pointer)]


def _chain(length: int) -> dict[str, Any]:
    names = ["s", *(f"n{number}" for number in range(length - 2)), "e"]
    return flow(" ".join(names), " ".join(f"{a}>{b}" for a, b in itertools.pairwise(names)))


def test_too_large_is_answered_without_looking_at_it():
    document = {"nodes": [{"id": f"n{n}"} for n in range(10_001)], "edges": [{"source": "a"} for _ in range(100_000)]}
    assert [(each.code, each.pointer) for each in problems(document)] == [
        ("TOO_LARGE", "/nodes"),
        ("TOO_LARGE", "/edges"),
    ]
    assert calls_of(lambda: problems(document)) < 1000


def test_the_largest_flow_is_read_with_as_much_work_for_each_node_as_a_small_one():
    def calls(length: int) -> float:
        document = _chain(length)
        assert not problems(document)
        return calls_of(lambda: problems(document)) / length

    assert calls(10_000) < 1.1 * calls(500)


def test_a_thousand_problems_are_enough():
    document = _chain(5000)
    for edge in document["edges"]:
        edge["target"] += "x"
    assert len(problems(document)) == MAX_PROBLEMS
    assert calls_of(lambda: problems(document)) < 500 * 5000
    with pytest.raises(InvalidFlow, match="more than 1000 mistakes"):
        parse_flow(document)


# -- properties -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["nodes", "edges", "id", "type", "data", "source", "target", "when", "expr", "codeRef", "args", "start", "end",
     "python", "condition", "inputs", "$ref", "state", "limits", "retry", "position", "x", "y", "__x", "a:b", "#/a"],
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
JSON_LIKE = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=4),
    max_leaves=25,
)


@given(JSON_LIKE)
def test_anything_is_a_flow_or_invalid(document: Any):
    problems(document)


def _places(value: Any, pointer: str = "") -> list[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in (f"{pointer}/{key}", *_places(item, f"{pointer}/{key}"))]


@given(st.sampled_from(_places(FULL)), JSON_LIKE)
def test_a_change_anywhere_is_a_flow_or_invalid(pointer: str, value: Any):
    for problem in problems(changed(FULL, pointer, value)):
        json.dumps([problem.pointer, problem.detail, problem.hint]).encode()


#: Places that take any value, or an object of free keys.
FREE = ("/nodes/1/data/args/", "/nodes/1/data/argsFrom/", "/inputs/", "/nodes/2/data/expr/")


@given(st.sampled_from([place for place in _places(FULL) if not place.startswith(FREE)]))
def test_nothing_in_a_flow_may_be_another_type(pointer: str):
    strange = [[{"no": "such"}]]  # fits nowhere
    told = found(changed(FULL, pointer, strange))
    assert any(place.startswith(pointer) for _, place in told)
