"""What a new version means for a run that stands in an old one."""

from typing import Any

from workflow_engine_shared.dsl.drawing.comparison import compare
from workflow_engine_shared.dsl.drawing.impact import Impact, impact


def drawn(ways: str, **data: Any) -> dict[str, Any]:
    """A flow by its edges, `a>b c>d`; data of nodes by their ids."""
    pairs = [way.split(">") for way in ways.split()]
    names = dict.fromkeys(name for pair in pairs for name in pair)
    nodes = [{"id": name, "type": "python", "data": {"x": data.get(name, 0)}} for name in names]
    return {"nodes": nodes, "edges": [{"source": source, "target": target} for source, target in pairs]}


OLD = drawn("s>a a>b b>c c>e")


def of(new: dict[str, Any], visited: str, standing: str) -> Impact:
    return impact(compare(OLD, new), new, visited.split(), standing.split())


def test_nothing_changed():
    assert of(OLD, "s a", "b") == Impact([], [], [], [])


def test_a_node_that_lies_ahead():
    assert of(drawn("s>a a>b b>c c>e", c=1), "s a", "b") == Impact(done=[], ahead=["c"], again=[], stuck=[])


def test_a_node_that_was_done_is_run_again_with_all_that_was_done_behind_it():
    assert of(drawn("s>a a>b b>c c>e", a=1), "s a b", "c") == Impact(["a"], [], ["a", "b"], [])


def test_a_node_put_in_between_lets_what_is_behind_run_again():
    found = of(drawn("s>a a>n n>b b>c c>e"), "s a b", "c")
    assert found == Impact(done=[], ahead=["n"], again=["b", "n"], stuck=[])


def test_the_node_where_it_stands_is_gone():
    found = of(drawn("s>a a>c c>e"), "s a", "b")
    assert (found.stuck, found.done) == (["b"], [])


def test_a_condition_that_leads_elsewhere_is_asked_again():
    def chosen(when: Any) -> Any:
        flow = drawn("s>a a>b a>c b>e c>e")
        flow["edges"][1]["data"] = {"when": when}
        return flow

    found = impact(compare(chosen(True), chosen(False)), chosen(False), ["s", "a", "b"], ["e"])
    assert found == Impact(done=["a"], ahead=[], again=["a", "b"], stuck=[])


def test_moved_nodes_are_no_others():
    moved = {**OLD, "nodes": [{**node, "position": {"x": 1, "y": 1}} for node in OLD["nodes"]]}
    assert of(moved, "s a", "b") == Impact([], [], [], [])
