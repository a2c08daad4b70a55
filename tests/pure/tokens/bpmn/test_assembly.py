"""Elements that cannot be put together are refused by name; what is put together knows its masks."""

from collections.abc import Iterable

import pytest

from support.bpmn_drawing import flows, gateway, program_of, simple, steered, works
from workflow_engine_shared.tokens.elements import nodes as n
from workflow_engine_shared.tokens.elements.assembly import assemble
from workflow_engine_shared.tokens.elements.definitions import LinkDefinition, SequenceFlow
from workflow_engine_shared.tokens.elements.reach import NotAProgram
from workflow_engine_shared.tokens.events import Deadlock
from workflow_engine_shared.tokens.program import Node


def way(source: str, target: str) -> tuple[SequenceFlow, ...]:
    return (SequenceFlow(id=f"{source}-{target}", source=source, target=target),)


P = n.Process(id="p")
LINK = (LinkDefinition(name="over"),)


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([P, P], "'p' is there twice"),
        ([n.EmptyTask(id="a", scope="p")], "'a' is in 'p'"),
        ([P, n.EmptyTask(id="a", scope="p", outgoing=way("a", "b"))], "connects 'a' with 'b'"),
        ([P, n.SubProcess(id="x", scope="p"), n.EmptyTask(id="b", scope="x"),
          n.EmptyTask(id="a", scope="p", outgoing=way("a", "b"))], "no element of its scope"),
        ([P, n.ExclusiveGateway(id="g", scope="p", default="f")], "'f' is the default of 'g'"),
        ([P, n.BoundaryEvent(id="b", scope="p", attached_to="a")], "connects 'b' with 'a'"),
        ([P, n.EndEvent(id="e", scope="p"), n.BoundaryEvent(id="b", scope="p", attached_to="e")], "is no activity"),
        ([P, n.ThrowEvent(id="t", scope="p", definitions=LINK)], "which nothing catches"),
        ([P, *(n.CatchEvent(id=each, scope="p", definitions=LINK) for each in "cd")], "as another element does"),
        ([n.Process(id="q")], "'p' is no process"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_together(nodes: Iterable[Node], words: str):
    with pytest.raises(NotAProgram, match=words):
        assemble(nodes, "p")


def test_the_masks_of_a_join_are_those_of_all_that_can_come_by_each_way():
    source = simple(works("a b"), gateway("inclusive", "o", "j"), flows("s > o > a > j > e", "o > b > j"))
    program = program_of(source)
    join = program.nodes["j"]
    assert isinstance(join, n.InclusiveGateway)

    def bits(*names: str) -> int:
        found = [program.nodes[name] for name in names]
        return sum(each.bit for each in found if isinstance(each, n.Element))

    assert join.reach == {"a_j": bits("a", "o", "s"), "b_j": bits("b", "o", "s")}


def test_a_mask_does_not_pass_its_own_join():
    """In a circle the way back leads through the join itself."""
    lines = flows("s > m > j", "j > a > x", "x > m ? n > 1", "x > b > j", "j > e")
    kinds = gateway("exclusive", "m") + gateway("exclusive", "x", default="x_b") + gateway("inclusive", "j")
    program = program_of(simple(works("a b"), kinds, lines))
    join, after = program.nodes["j"], program.nodes["a"]
    assert isinstance(join, n.InclusiveGateway)
    assert isinstance(after, n.Element)
    assert join.reach["m_j"] & after.bit, "from behind the join a token comes back to it"
    assert not join.reach["m_j"] & join.bit


def test_thousands_of_gateways_in_a_row_are_put_together_in_a_moment():
    nodes: list[Node] = [P, n.StartEvent(id="j-1", scope="p", outgoing=way("j-1", "o0"))]
    for i in range(3_000):
        split = (*way(f"o{i}", f"a{i}"), *way(f"o{i}", f"b{i}"))
        nodes.append(n.InclusiveGateway(id=f"o{i}", scope="p", outgoing=split))
        nodes += [n.EmptyTask(id=f"{each}{i}", scope="p", outgoing=way(f"{each}{i}", f"j{i}")) for each in "ab"]
        nodes.append(n.InclusiveGateway(id=f"j{i}", scope="p", outgoing=way(f"j{i}", f"o{i + 1}")))
    nodes.append(n.EndEvent(id="o3000", scope="p"))
    last = assemble(nodes, "p").nodes["j2999"]
    assert isinstance(last, n.InclusiveGateway)
    assert len(last.reach) == 2


def test_two_inclusive_joins_that_wait_for_each_other_are_told():
    """A known hole of the standard's rule: each of them could still get a token from the other."""
    lines = flows("s > g > j > a > k", "g > k > b > j", "a > e", "b > e")
    run = steered(simple(works("a b"), gateway("parallel", "g"), gateway("inclusive", "j", "k"), lines))
    assert run.news[-1] == Deadlock(("j", "k"))
