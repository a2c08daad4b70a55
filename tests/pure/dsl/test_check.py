"""What must hold for a flow as a whole."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workflow_engine_shared.dsl
from support.documents import SEED, changed, flow, found, problems
from workflow_engine_shared.dsl.check import check_flow
from workflow_engine_shared.dsl.graph import fingerprint
from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.end import EndNode
from workflow_engine_shared.dsl.nodes.python import PythonNode
from workflow_engine_shared.dsl.nodes.start import StartNode
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.jsonlogic.rules import OPERATORS, json_equal

#: nodes, edges, what is told. s, s2: start; e, e2: end; a?: condition; other: python.
DRAWN: list[tuple[str, str, list[tuple[str, str]]]] = [
    # Sound ones.
    ("s e", "s>e", []),
    ("s a e", "s>a a>e", []),
    ("s a b? e", "s>a a>b b>a:false b>e:true", []),
    ("s b? e", "s>b b>b:1 b>e", []),
    ("s b? e", 's>b b>e:true b>e:1 b>e:"1" b>e:null b>e:[] b>e:[true] b>e', []),
    ("s b? e e2", "s>b b>e:true b>e2", []),
    # Starts and ends.
    ("", "", [("EMPTY_WORKFLOW", "/nodes")]),
    ("a e", "a>e", [("NO_START", "/nodes")]),
    ("s s2 e", "s>e s2>e", [("MULTIPLE_START", "/nodes/1")]),
    ("s s2 s3 e", "s>e s2>e s3>e", [("MULTIPLE_START", "/nodes/1"), ("MULTIPLE_START", "/nodes/2")]),
    ("s a?", "s>a a>a:1", [("NO_END", "/nodes")]),
    # Ids.
    ("s a a e", "s>a a>e", [("DUPLICATE_NODE", "/nodes/2/id")]),
    ("s a? a e", "s>a a>e a>e:true", [("DUPLICATE_NODE", "/nodes/2/id")]),
    # Edges to nowhere.
    ("s abc e", "s>abc abc>end", [("UNKNOWN_NODE", "/edges/1/target")]),
    ("s abc e", "s>abx abc>e", [("UNKNOWN_NODE", "/edges/0/target")]),
    ("s abc e", "s>abc ab>e", [("UNKNOWN_NODE", "/edges/1/source")]),
    ("s e", "s>e x>y", [("UNKNOWN_NODE", "/edges/1/source"), ("UNKNOWN_NODE", "/edges/1/target")]),
    ("s a lonely e", "s>a a>x", [("DEAD_END", "/nodes/2"), ("UNKNOWN_NODE", "/edges/1/target")]),
    # Edges that are one too many.
    ("s a b e", "s>a a>e a>b b>e", [("AMBIGUOUS_EDGE", "/edges/2")]),
    ("s a e", "s>a s>e a>e", [("AMBIGUOUS_EDGE", "/edges/1")]),
    ("s b? a e", "s>b b>a b>e a>e", [("AMBIGUOUS_EDGE", "/edges/2")]),
    ("s b? a e", "s>b b>a:1 b>e:1.0 a>e", [("AMBIGUOUS_EDGE", "/edges/2/data/when")]),
    ("s b? a e", "s>b b>a:[1,[2]] b>e:[1.0,[2]] a>e", [("AMBIGUOUS_EDGE", "/edges/2/data/when")]),
    ("s e a", "s>e e>a a>e", [("AMBIGUOUS_EDGE", "/edges/1/source")]),
    ("s b? e", "s>b b>s:1 b>e", [("AMBIGUOUS_EDGE", "/edges/1/target")]),
    ("s a e", "s>a a>e a>e", [("DUPLICATE_EDGE", "/edges/2")]),
    ("s b? e", "s>b b>e:1 b>e:1.0", [("DUPLICATE_EDGE", "/edges/2")]),
    ("s a e", "s>a a>e:true", [("WHEN_WITHOUT_CONDITION", "/edges/1/data/when")]),
    ("s a e", "s>a:null a>e", [("WHEN_WITHOUT_CONDITION", "/edges/0/data/when")]),
    # Ways.
    ("s a e", "s>e a>e", [("UNREACHABLE_NODE", "/nodes/1")]),
    ("s a e", "s>e", [("UNREACHABLE_NODE", "/nodes/1")]),
    ("s c b a e", "s>e a>b b>c c>e", [("UNREACHABLE_NODE", "/nodes/3")]),
    ("s a? b e", "s>e a>b:1 a>e b>a", [("UNREACHABLE_NODE", "/nodes/1")]),
    ("s e e2", "s>e", [("UNREACHABLE_NODE", "/nodes/2")]),
    ("s a e", "s>a", [("DEAD_END", "/nodes/1"), ("UNREACHABLE_NODE", "/nodes/2")]),
    ("s b? a e", "s>b b>a:true b>e", [("DEAD_END", "/nodes/2")]),
    ("s b? e", "s>b", [("DEAD_END", "/nodes/1"), ("UNREACHABLE_NODE", "/nodes/2")]),
    ("s e", "", [("DEAD_END", "/nodes/0"), ("UNREACHABLE_NODE", "/nodes/1")]),
    ("s b? a e", "s>b b>e:true b>a a>a", [("INFINITE_CYCLE", "/nodes/2")]),
    ("s b? x y z e", "s>b b>e:1 b>z z>y y>x x>y", [("INFINITE_CYCLE", "/nodes/2")]),
    ("s b? x y e", "s>b b>e:1 b>x:2 b>y x>x y>y", [("INFINITE_CYCLE", "/nodes/2"), ("INFINITE_CYCLE", "/nodes/3")]),
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "edges", "told"), DRAWN)
def test_drawn(nodes: str, edges: str, told: list[tuple[str, str]]):
    assert found(flow(nodes, edges)) == told


@pytest.mark.parametrize(
    ("document", "detail", "hint"),
    [
        (flow("s fetch e", "s>fetc fetch>e"), "No node has the id 'fetc'.", "Did you mean 'fetch'?"),
        (flow("s a b e", "s>a a>e a>b b>e"), "Two edges without 'when' leave 'a'; the other is /edges/1.",
         "Put a condition node in between to choose one, or a parallel node to follow all."),
        (flow("s b? x y e", "s>b b>e:1 b>x x>y y>x"),
         "From 'x' no path leads to an end node: it runs in a circle ('x' → 'y' → 'x').",
         "Lead the way out through a condition node."),
        (flow("s a e", "s>a a>e:true"),
         "The edge has a 'when', but 'a' is no condition: it gives no value to compare.",
         "Remove 'when', or put a condition node in between."),
    ],
)  # fmt: skip
def test_messages(document: Any, detail: str, hint: str):
    (problem,) = problems(document)
    assert (problem.detail, problem.hint) == (detail, hint)


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/nodes/1/type", "pyton", "UNKNOWN_TYPE"),
        ("/nodes/0/type", "strt", "UNKNOWN_TYPE"),
        ("/nodes/6/type", "stop", "UNKNOWN_TYPE"),
        ("/nodes/2/data", 5, "EXPECTED_OBJECT"),
        ("/edges/1", 5, "EXPECTED_OBJECT"),
        ("/edges/6/source", None, "WRONG_TYPE"),
        ("/edges/6/target", None, "WRONG_TYPE"),
        ("/edges", "none", "WRONG_TYPE"),
    ],
)
def test_an_unreadable_part_brings_no_complaints_about_the_rest(pointer: str, value: Any, code: str):
    assert found(changed(SEED, pointer, value)) == [(code, pointer)]


def test_a_cycle_is_write_once_however_long():
    names = [f"n{number}" for number in range(2000)]
    ring = " ".join(f"{a}>{b}" for a, b in zip(names, [*names[1:], names[0]], strict=True))
    document = flow(f"s b? e {' '.join(names)}", f"s>b b>e:1 b>n0 {ring}")
    (problem,) = problems(document)
    assert (problem.code, problem.pointer) == ("INFINITE_CYCLE", "/nodes/3")
    assert len(problem.detail) < 200


def test_many_branches_are_compared_in_linear_time():
    whens = " ".join(f"b>e:{number}" for number in range(20_000))
    assert found(flow("s b? e", f"s>b {whens}")) == []


def test_check_flow_takes_a_flow_made_by_hand():
    made = Flow(nodes=(StartNode("s"), PythonNode("a", "x.y"), EndNode("e")), edges=(Edge("s", "a"),))
    assert [(problem.code, problem.pointer) for problem in check_flow(made)] == [
        ("UNREACHABLE_NODE", "/nodes/2"),
        ("DEAD_END", "/nodes/1"),
    ]


def test_unknown_functions():
    parsed = parse_flow(SEED)
    known = set(parsed.code_refs())
    assert check_flow(parsed) == check_flow(parsed, known) == []
    (problem,) = check_flow(parsed, known - {"image.process_batch"} | {"image.process_bach"})
    assert (problem.code, problem.pointer) == ("UNKNOWN_FUNCTION", "/nodes/3/data/codeRef")
    assert problem.detail == "No registered function is named 'image.process_batch'."
    assert problem.hint == "Did you mean 'image.process_bach'?"
    assert len(check_flow(parsed, [])) == 4
    assert "@register_function" in check_flow(parsed, [])[0].hint


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.0, -0.0, 1.0, 2.0, 2**53, 2**53 + 1, 2.0**53, "1", "", "a"]),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)


@given(PLAIN, PLAIN)
def test_fingerprints_agree_with_json_equality(one: Any, other: Any):
    assert (fingerprint(one) == fingerprint(other)) == json_equal(one, other)


NAMES = ["s", "e", *"abcd", "c1?", "c2?"]
EDGES = st.builds(
    "{}>{}{}".format, *[st.sampled_from([name.rstrip("?") for name in NAMES])] * 2, st.sampled_from(["", ":1", ":2"])
)


@given(st.lists(EDGES, max_size=16))
def test_a_flow_without_problems_always_leads_from_start_to_end(edges: list[str]):
    document = flow(" ".join(NAMES), " ".join(edges))
    if problems(document):
        return
    parsed = parse_flow(document)
    forward, backward = {"s"}, {"e"}
    for _ in parsed.nodes:
        forward |= {edge.target for edge in parsed.edges if edge.source in forward}
        backward |= {edge.source for edge in parsed.edges if edge.target in backward}
    assert forward == backward == {node.id for node in parsed.nodes}


DOCS = Path(__file__).resolve().parents[3] / "docs" / "dsl.md"


def test_every_example_in_the_documentation_is_right():
    examples = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)]
    (whole,) = [example for example in examples if "nodes" in example]
    assert found(whole) == []
    nodes = [example for example in examples if "type" in example]
    assert list(dict.fromkeys(node["type"] for node in nodes)) == list(NODE_TYPES)
    first_of = {node["type"]: index for index, node in reversed(list(enumerate(whole["nodes"])))}
    block = [node for node in nodes if NODE_TYPES[node["type"]].splits or NODE_TYPES[node["type"]].joins]
    assert found(_block(whole, *block)) == []
    for node in nodes:
        if node in block:
            continue
        # A type that the whole example does not show stands where that calls a function.
        index = first_of.get(node["type"], first_of["python"])
        flow = changed(whole, f"/nodes/{index}", {**node, "id": whole["nodes"][index]["id"]})
        if (environment := node.get("data", {}).get("environment")) is not None:
            flow["environments"] = {environment: {"requirements": ["pandas==2.2.3"]}}
        assert found(flow) == []


def _block(whole: dict[str, Any], split: dict[str, Any], join: dict[str, Any]) -> dict[str, Any]:
    """The whole example with two branches in the place of its last function."""
    (end,) = [node["id"] for node in whole["nodes"] if node["type"] == "end"]
    *others, last = [node for node in whole["nodes"] if node["type"] == "python"]
    nodes = [node for node in whole["nodes"] if node is not last]
    twins = [{**others[0], "id": name} for name in ("one", "other")]
    ways = [(split["id"], twin["id"]) for twin in twins] + [(twin["id"], join["id"]) for twin in twins]
    edges = [
        {**edge, "target": split["id"] if edge["target"] == last["id"] else edge["target"]}
        for edge in whole["edges"]
        if edge["source"] != last["id"]
    ]
    drawn = [{"source": source, "target": target} for source, target in [*ways, (join["id"], end)]]
    return {**whole, "nodes": [*nodes, split, join, *twins], "edges": [*edges, *drawn]}


def test_every_operator_is_in_the_documentation():
    table = DOCS.read_text("utf-8").partition("| operators |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([^`]+)`", table)) == OPERATORS


def test_every_code_is_in_the_documentation():
    package = Path(workflow_engine_shared.dsl.__file__).parent
    codes = set(
        re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', "".join(path.read_text("utf-8") for path in package.rglob("*.py")))
    )
    documentation = DOCS.read_text("utf-8")
    assert codes >= {"MISSING_FIELD", "UNKNOWN_NODE", "BAD_SCHEMA"}
    assert [code for code in sorted(codes) if f"| `{code}` |" not in documentation] == []
