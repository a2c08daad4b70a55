"""Blocks: which join closes a parallel, what may not be drawn, and what is said about it."""

from typing import Any

import pytest

from support.documents import drawn, found, problems
from workflow_engine_shared.dsl.blocks import MAX_NESTING, Blocks
from workflow_engine_shared.dsl.check import check_flow
from workflow_engine_shared.dsl.graph import Graph
from workflow_engine_shared.dsl.nodes.join import JoinNode
from workflow_engine_shared.dsl.nodes.node_type import MAX_BRANCHES
from workflow_engine_shared.dsl.nodes.parallel import ParallelNode
from workflow_engine_shared.dsl.parse import parse_flow

#: Edges, and what is told about them. p…: parallel, j…: join, q…: condition, s: start, e: end, other: python.
DRAWN: list[tuple[str, list[tuple[str, str]]]] = [
    # Sound ones.
    ("s>p p>a p>b a>j b>j j>e", []),
    ("s>p p>a p>j a>j j>e", []),
    ("s>p p>a a>q q>a:true q>j p>b b>j j>e", []),
    ("s>p p>a a>j p>q q>b:true q>c b>j c>j j>e", []),
    ("s>p p>p2 p2>a p2>b a>j2 b>j2 j2>j p>c c>j j>e", []),
    ("s>p p>a p>b a>j b>j j>q q>p:true q>e", []),
    ("s>p p>a p>b a>j b>j j>p2 p2>c p2>d c>j2 d>j2 j2>e", []),
    ("s>p p>p2 p2>a p2>b a>j2 b>j2 j2>q q>p2:true q>j p>c c>j j>e", []),
    # No join, or not one of its own.
    ("s>p p>a p>b a>e b>e", [("NO_JOIN", "/nodes/1")]),
    ("s>p p>a p>b a>j b>e j>e", [("BRANCH_ESCAPES", "/edges/4")]),
    ("s>p p>a p>b a>j b>j2 j>e j2>e", [("NO_JOIN", "/nodes/1")]),
    ("s>p p>p2 p2>a p2>b a>j b>j p>c c>j j>e", [("NO_JOIN", "/nodes/2")]),
    ("s>p p>p2 p2>a p2>j a>j p>c c>d d>j j>e", [("NO_JOIN", "/nodes/2")]),
    ("s>j j>e", [("NO_PARALLEL", "/nodes/1")]),
    ("s>q q>p:true q>j p>a p>b a>j b>j j>e", [("NO_PARALLEL", "/nodes/3")]),
    ("s>p p>a p>b a>j b>j j>j2 j2>e", [("NO_PARALLEL", "/nodes/5")]),
    # Nodes on two branches.
    ("s>p p>a p>b a>c b>c c>j j>e", [("BRANCHES_SHARE", "/nodes/4")]),
    ("s>p p>a p>q q>a:true q>j a>j j>e", [("BRANCHES_SHARE", "/nodes/2")]),
    # Ways out of a branch, and into one.
    ("s>p p>a a>q q>j:true q>e p>b b>j j>e", [("BRANCH_ESCAPES", "/edges/4")]),
    ("s>p p>q q>p:true q>j p>b b>j j>e", [("BRANCH_ESCAPES", "/edges/2")]),
    ("s>a a>p p>q q>a:true q>j p>b b>j j>e", [("BRANCH_ESCAPES", "/edges/3")]),
    ("s>q q>p:true q>a p>a p>b a>j b>j j>e", [("BRANCH_ESCAPES", "/edges/2")]),
    ("s>p p>a p>b a>j b>j j>q q>a:true q>e", [("BRANCH_ESCAPES", "/edges/6")]),
    # Too few.
    ("s>p p>a a>j j>e", [("ONE_BRANCH", "/nodes/1")]),
    ("s>p p>a p>a a>j j>e", [("DUPLICATE_EDGE", "/edges/2")]),
    ("s>p p>a:true p>b a>j b>j j>e", [("WHEN_WITHOUT_CONDITION", "/edges/1/data/when")]),
    ("s>p p>a p>b a>j b>j j>e j>a", [("AMBIGUOUS_EDGE", "/edges/6"), ("BRANCH_ESCAPES", "/edges/6")]),
]


@pytest.mark.parametrize(("edges", "told"), DRAWN)
def test_what_may_be_drawn(edges: str, told: list[tuple[str, str]]):
    assert found(drawn(edges)) == told


def test_a_graph_that_could_not_be_read_is_not_judged():
    document = drawn("s>p p>a p>b a>e b>e")
    assert found(document) == [("NO_JOIN", "/nodes/1")]
    document["nodes"][2]["type"] = "pyton"
    assert found(document) == [("UNKNOWN_TYPE", "/nodes/2/type")]
    document = drawn("s>p p>a p>b a>e b>e")
    document["edges"][3]["target"] = "nowhere"
    assert found(document) == [("UNKNOWN_NODE", "/edges/3/target")]


@pytest.mark.parametrize(
    ("edges", "detail", "hint"),
    [
        ("s>p p>a p>b a>e b>e", "The branches of 'p' meet in no join.",
         "Lead all its branches into one join node, and those of no other parallel node."),
        ("s>p p>a p>b a>c b>c c>j j>e", "'c' lies on two branches of 'p'.",
         "Lead both into the join first, or give each branch a node of its own."),
        ("s>p p>a a>q q>j:true q>e p>b b>j j>e", "The edge from 'q' to 'e' ends the run inside a branch of 'p'.",
         "A branch is entered at its parallel node, and left into its join only."),
        ("s>a a>p p>q q>a:true q>j p>b b>j j>e", "The edge from 'q' to 'a' crosses the border of a branch of 'p'.",
         "A branch is entered at its parallel node, and left into its join only."),
        ("s>j j>e", "A way on which no parallel node lies leads to 'j': it has nothing to join.",
         "Put a parallel node before it, or remove it."),
        ("s>p p>a a>j j>e", "Only one branch leaves 'p'.", "Draw the others, or remove the node."),
    ],
)  # fmt: skip
def test_messages(edges: str, detail: str, hint: str):
    (problem,) = problems(drawn(edges))
    assert (problem.detail, problem.hint) == (detail, hint)


def test_where_nodes_lie():
    flow = parse_flow(drawn("s>p p>p2 p2>a p2>b a>j2 b>j2 j2>m m>j p>c c>j j>e"))
    blocks = Blocks(Graph.of(flow))
    assert blocks.join_of == {"p": "j", "p2": "j2"}
    ways = {node: home.way() if home else [] for node, home in blocks.home.items()}
    outer, inner = ("p", 0), ("p2", 1)
    assert ways == {
        "s": [], "p": [], "j": [], "e": [],
        "p2": [outer], "j2": [outer], "m": [outer], "c": [("p", 1)],
        "a": [outer, ("p2", 0)], "b": [outer, inner],
    }  # fmt: skip


# -- fields ---------------------------------------------------------------------------------------------------------


def with_data(node: str, **data: Any) -> dict[str, Any]:
    document = drawn("s>p p>a p>b a>j b>j j>e")
    next(each for each in document["nodes"] if each["id"] == node)["data"] = data
    return document


@pytest.mark.parametrize("wait", ["all", "any", 1, 2])
def test_what_a_join_may_wait_for(wait: Any):
    flow = parse_flow(with_data("j", wait=wait))
    assert JoinNode("j", wait) in flow.nodes
    assert flow.needs_tokens


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"wait": 3}, ("OUT_OF_RANGE", "/nodes/4/data/wait")),
        ({"wait": 0}, ("OUT_OF_RANGE", "/nodes/4/data/wait")),
        ({"wait": -1}, ("OUT_OF_RANGE", "/nodes/4/data/wait")),
        ({"wait": 10**30}, ("OUT_OF_RANGE", "/nodes/4/data/wait")),
        ({"wait": "most"}, ("OUT_OF_RANGE", "/nodes/4/data/wait")),
        ({"wait": "2"}, ("WRONG_TYPE", "/nodes/4/data/wait")),
        ({"wait": True}, ("WRONG_TYPE", "/nodes/4/data/wait")),
        ({"wait": 2.0}, ("WRONG_TYPE", "/nodes/4/data/wait")),
        ({"wait": None}, ("WRONG_TYPE", "/nodes/4/data/wait")),
        ({"wait": ["a"]}, ("WRONG_TYPE", "/nodes/4/data/wait")),
        ({"waits": "all"}, ("UNKNOWN_FIELD", "/nodes/4/data/waits")),
        ({"wait": "all", "timeout": 3}, ("UNKNOWN_FIELD", "/nodes/4/data/timeout")),
    ],
)
def test_what_a_join_may_not_wait_for(data: dict[str, Any], told: tuple[str, str]):
    assert found(with_data("j", **data)) == [told]


def test_what_a_parallel_may_say():
    assert ParallelNode("p", "finish") in parse_flow(with_data("p", onBranchError="finish")).nodes
    for wrong in ("go on", 1, None, {}):
        assert [pointer for _, pointer in found(with_data("p", onBranchError=wrong))] == ["/nodes/1/data/onBranchError"]


def test_a_flow_with_branches_needs_tokens():
    branches = parse_flow(drawn("s>p p>a p>b a>j b>j j>e"))
    assert check_flow(branches) == []
    assert branches.needs_tokens
    assert not parse_flow(drawn("s>a a>e")).needs_tokens


# -- limits ---------------------------------------------------------------------------------------------------------


def side_by_side(count: int) -> dict[str, Any]:
    return drawn(" ".join(["s>p", *(f"p>a{i} a{i}>j" for i in range(count)), "j>e"]))


def nested(depth: int) -> dict[str, Any]:
    ways = ["s>p0", "j0>e"]
    for i in range(depth):
        ways.append(f"p{i}>a{i} a{i}>j{i}")
        ways.append(f"p{i}>b b>j{i}" if i == depth - 1 else f"p{i}>p{i + 1} j{i + 1}>j{i}")
    return drawn(" ".join(ways))


def test_so_many_branches_and_no_more():
    assert found(side_by_side(MAX_BRANCHES)) == []
    (problem,) = problems(side_by_side(9_000))
    assert (problem.code, problem.pointer) == ("TOO_LARGE", "/nodes/1")
    assert problem.detail == "9,000 branches leave 'p'; at most 100 are allowed."


def test_so_deep_and_no_deeper():
    assert found(nested(MAX_NESTING)) == []
    for depth in (MAX_NESTING + 1, 2_000):
        (problem,) = problems(nested(depth))
        assert problem.code == "TOO_DEEP"
        assert problem.detail == f"'p{MAX_NESTING}' lies inside of 20 others, one in the other; no more are allowed."
