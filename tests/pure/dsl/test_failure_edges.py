"""Edges for failures: what they are read as, and what is wrong with them."""

from typing import Any

import pytest

from support.documents import found, problems
from workflow_engine_shared.dsl.model import Edge
from workflow_engine_shared.dsl.parse import parse_flow


def drawn(
    *failures: tuple[str, str, dict[str, Any]], plain: str = "work>end helper>end", **data: Any
) -> dict[str, Any]:
    """start → work → end, a helper, and edges with `data` of their own."""
    work = {"id": "work", "type": "python", "data": {"codeRef": "x.y", **data}}
    helper = {"id": "helper", "type": "python", "data": {"codeRef": "x.z"}}
    edges = [dict(zip(("source", "target"), each.split(">"), strict=True)) for each in f"start>work {plain}".split()]
    return {
        "nodes": [{"id": "start", "type": "start"}, work, helper, {"id": "end", "type": "end"}],
        "edges": [*edges, *({"source": a, "target": b, "data": more} for a, b, more in failures)],
    }


ERROR = ("work", "helper", {"on": "error"})


def test_what_they_are_read_as() -> None:
    flow = parse_flow(drawn(("work", "helper", {"on": "error", "as": "失败"}), ("work", "end", {"on": "timeout"})))
    assert flow.edges[-2:] == (
        Edge("work", "helper", on="error", error_key="失败"),
        Edge("work", "end", on="timeout", error_key="error"),
    )
    assert {edge.on for edge in flow.edges[:-2]} == {None}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (drawn(ERROR), []),
        (drawn(("work", "work", {"on": "error"}), ERROR, plain="work>helper helper>end"), [
            ("AMBIGUOUS_EDGE", "/edges/4/data/on")]),
        (drawn(("work", "work", {"on": "timeout"}), plain="work>helper helper>end"), []),
        (drawn(ERROR, ERROR), [("DUPLICATE_EDGE", "/edges/4")]),
        (drawn(ERROR, ("work", "end", {"on": "error"})), [("AMBIGUOUS_EDGE", "/edges/4/data/on")]),
        (drawn(ERROR, onError="continue"), [("AMBIGUOUS_EDGE", "/edges/3/data/on")]),
        (drawn(ERROR, onTimeout="continue"), []),
        (drawn(("work", "helper", {"on": "timeout"}), onTimeout="continue"), [("AMBIGUOUS_EDGE", "/edges/3/data/on")]),
        (drawn(ERROR, ("start", "helper", {"on": "error"})), [("ON_WITHOUT_ACTIVITY", "/edges/4/data/on")]),
        (drawn(ERROR, ("end", "helper", {"on": "timeout"})), [
            ("AMBIGUOUS_EDGE", "/edges/4/source"), ("ON_WITHOUT_ACTIVITY", "/edges/4/data/on")]),
        (drawn(("work", "helper", {"on": "error", "when": True})), [("WHEN_WITHOUT_CONDITION", "/edges/3/data/when")]),
        (drawn(ERROR, plain="helper>end"), [("DEAD_END", "/nodes/1")]),
        (drawn(("work", "helpr", {"on": "error"}), plain="work>helper helper>end"), [
            ("UNKNOWN_NODE", "/edges/3/target")]),
        (drawn(plain="work>end helper>end"), [("UNREACHABLE_NODE", "/nodes/2")]),
    ],
)  # fmt: skip
def test_rules(document: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert found(document) == told


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ({"on": "eror"}, "OUT_OF_RANGE", "on"),
        ({"on": None}, "WRONG_TYPE", "on"),
        ({"on": ["error"]}, "WRONG_TYPE", "on"),
        ({"on": True}, "WRONG_TYPE", "on"),
        ({"as": "failure"}, "AS_WITHOUT_ON", "as"),
        ({"on": "error", "as": "__failure"}, "RESERVED_KEY", "as"),
        ({"on": "error", "as": ""}, "OUT_OF_RANGE", "as"),
        ({"on": "error", "as": "x" * 257}, "OUT_OF_RANGE", "as"),
        ({"on": "error", "as": {"var": "x"}}, "WRONG_TYPE", "as"),
        ({"onn": "error"}, "UNKNOWN_FIELD", "onn"),
    ],
)
def test_bad_input(data: dict[str, Any], code: str, where: str) -> None:
    document = drawn(("work", "helper", data), plain="work>end helper>end")
    assert (code, f"/edges/3/data/{where}") in found(document)


def test_words() -> None:
    (problem,) = problems(drawn(ERROR, onError="continue"))
    assert problem.detail == '\'work\' has "onError": "continue", and an edge for the same failure.'
    (problem,) = problems(drawn(ERROR, plain="helper>end"))
    assert problem.detail == "No edge leaves 'work' where it does not fail, but only an end node finishes a run."
