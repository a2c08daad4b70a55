"""A flow as a program of tokens: the same nodes, blocks in the place of a parallel and its join."""

from typing import Any

from support.documents import SEED, drawn
from support.token_runs import TokenRun, to
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.to_program import to_program
from workflow_engine_shared.tokens.program import Block, Catch, Choice, End, Program, Start, Task, Way


def compiled(edges: str, data: dict[str, dict[str, Any]] | None = None, **document: Any) -> Program:
    """The program of a drawn flow; `data` is that of its nodes."""
    made = drawn(edges, **document)
    for node in made["nodes"]:
        node["data"] = (data or {}).get(node["id"], node["data"])
    return to_program(parse_flow(made))


def test_nodes_and_edges():
    assert compiled("s>a a>q q>a:true q>b:[1] q>e b>e") == Program(
        {
            "s": Start("s", to("a", 0)),
            "a": Task("a", to("q", 1)),
            "q": Choice("q", {"var": "go_on"}, (Way(True, to("a", 2)), Way([1], to("b", 3))), to("e", 4)),
            "b": Task("b", to("e", 5)),
            "e": End("e"),
        },
        "s",
    )


def test_a_block_is_one_node_and_its_join_is_none():
    data = {"p": {"onBranchError": "finish"}, "j": {"wait": "any"}}
    program = compiled("s>p p>p2 p2>a p2>b a>j2 b>j2 j2>j p>q q>j q>c:true c>j j>e", data)
    assert program.nodes["p"] == Block("p", (to("p2", 1), to("q", 7)), "j", to("e", 11), need=1, finish=True)
    assert program.nodes["p2"] == Block("p2", (to("a", 2), to("b", 3)), "j2", to("j!", 6), need=2)
    assert program.nodes["q"] == Choice("q", {"var": "go_on"}, (Way(True, to("c", 9)),), to("j!", 8))
    assert program.nodes["c"] == Task("c", to("j!", 10))
    assert not program.nodes.keys() & {"j", "j2"}


def test_edges_for_failures_and_what_reducers_are_called():
    document = drawn("s>p p>a p>b a>j b>j b>c c>j j>e", state={"x": "replace", "n": "add", "log": "append", "m": "sum"})
    document["edges"][5]["data"] = {"on": "timeout", "as": "why"}
    document["edges"].append({"source": "a", "target": "j", "data": {"on": "error"}})
    program = to_program(parse_flow(document))
    assert program.nodes["b"] == Task("b", to("j!", 4), {"timeout": Catch(to("c", 5), "why")})
    assert program.nodes["a"] == Task("a", to("j!", 3), {"error": Catch(to("j!", 8), "error")})
    assert program.reducers == {"x": "last", "n": "sum", "log": "append", "m": "sum"}


def test_the_example_of_the_specification_runs_on_tokens():
    run = TokenRun(to_program(parse_flow(SEED)))
    for node in ("scrape", "process_images", "calculate_similarity", "export_results"):
        assert run.enabled == [node]
        run.done(node, product_count=100)
    assert run.status == "finished"
