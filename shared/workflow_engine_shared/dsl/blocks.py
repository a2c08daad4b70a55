"""Blocks: which join closes a split, and which nodes lie on each of its branches.

Found in one walk: the way to a node tells on which branch it lies, and all ways must tell the same. A graph with parts
that could not be read is not judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

from .graph import Arrow, Graph
from .node_types import NODE_TYPES
from .nodes.node_type import MAX_BRANCHES, NodeType

#: Splits inside branches of splits.
MAX_NESTING = 20

#: What is told -> what is not told beside it, for it may only follow from that.
_HIDES = {
    "TOO_DEEP": {"NO_JOIN", "NO_PARALLEL", "BRANCHES_SHARE", "BRANCH_ESCAPES"},
    "NO_JOIN": {"NO_PARALLEL", "BRANCH_ESCAPES"},
    "BRANCH_ESCAPES": {"NO_PARALLEL"},
}

SPLIT = next(kind.name for kind in NODE_TYPES.values() if kind.splits)
JOIN = next(kind.name for kind in NODE_TYPES.values() if kind.joins)


class Branch(NamedTuple):
    """One edge out of a split and all that lies behind it, before the join; `outer` is where the split itself lies."""

    split: str
    number: int
    outer: Branch | None

    def way(self) -> list[tuple[str, int]]:
        """From the outermost branch to this one."""
        way: list[tuple[str, int]] = []
        here: Branch | None = self
        while here is not None:
            way.append((here.split, here.number))
            here = here.outer
        return way[::-1]


class Blocks:
    """The blocks of a graph; where `problems` are told, as far as they could be found."""

    def __init__(self, graph: Graph) -> None:
        self.home: dict[str, Branch | None] = {}  #: the branch that a node lies on; None: none
        self.join_of: dict[str, str] = {}  #: split -> join
        self._split_of: dict[str, str] = {}
        self._found_by: dict[str, Arrow] = {}
        self._graph = graph
        self._noted: dict[tuple[str, str], Problem] = {}
        unread = any(vertex.type is None for vertex in graph.vertices)
        if unread or graph.has_lost_source or graph.has_lost_target:
            return
        self._leaving: dict[str, dict[str, Arrow]] = {node_id: {} for node_id in graph.by_id}
        for arrow in graph.arrows:
            if arrow.source is not None and arrow.target is not None:
                self._leaving[arrow.source].setdefault(arrow.target, arrow)  # twins are told elsewhere
        self._walk()

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, without what may only follow from another mistake."""
        noted = {code for code, _ in self._noted}
        hidden = set().union(*(_HIDES.get(code, ()) for code in noted))
        return [problem for problem in self._noted.values() if problem.code not in hidden]

    # -- the walk ---------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        self.home = {node_id: None for node_id in self._graph.by_id if self._type(node_id).enters}
        waiting = deque(self.home)
        while waiting:
            node_id = waiting.popleft()
            home, splits = self.home[node_id], self._type(node_id).splits
            if splits and home is not None and len(home.way()) == MAX_NESTING:
                detail = f"{shown(node_id)} lies inside of {MAX_NESTING} others, one in the other; no more are allowed."
                told = {"node": node_id, "max": MAX_NESTING}
                self._tell(node_id, Problem("TOO_DEEP", self._at(node_id), detail, "Nest fewer of them.", told))
                continue
            for number, (target, arrow) in enumerate(self._leaving[node_id].items()):
                on = Branch(node_id, number, home) if splits else home
                if self._lies_on(arrow, target, on):
                    waiting.append(target)
        for node_id in self.home:
            if self._is_open(node_id):
                self._no_join(node_id, f"The branches of {shown(node_id)} meet in no {JOIN}.")

    def _lies_on(self, arrow: Arrow, target: str, on: Branch | None) -> bool:
        """Note on which branch the target of an arrow lies; whether the walk comes there for the first time."""
        if self._type(target).joins:
            if on is None:
                detail = f"A way on which no {SPLIT} node lies leads to {shown(target)}: it has nothing to join."
                hint = f"Put a {SPLIT} node before it, or remove it."
                told = {"node": target, "split": SPLIT}
                self._tell(target, Problem("NO_PARALLEL", self._at(target), detail, hint, told))
                return False
            if not self._closes(target, on.split):
                return False
            on = on.outer
        elif self._type(target).ends and on is not None:
            self._escapes(arrow, on.split, f"ends the run inside a branch of {shown(on.split)}")
            return False
        if target not in self.home:
            self.home[target], self._found_by[target] = on, arrow
            return True
        one, other = (each.way() if each else [] for each in (on, self.home[target]))
        if one != other:
            self._differ(arrow, target, one, other)
        return False

    def _closes(self, join: str, split: str) -> bool:
        """Whether the join is the split's, and no other's."""
        known = self.join_of.setdefault(split, join)
        first = self._split_of.setdefault(join, split)
        if known != join:
            self._no_join(split, f"The branches of {shown(split)} meet in several: {shown(known)} and {shown(join)}.")
        elif first != split:
            outer, inner = sorted((first, split), key=self._depth)
            self._no_join(inner, f"The branches of {shown(inner)} lead into the {JOIN} of {shown(outer)}.")
        return (known, first) == (join, split)

    def _depth(self, node_id: str) -> int:
        home = self.home[node_id]
        return len(home.way()) if home else 0

    def _differ(self, arrow: Arrow, target: str, one: list[tuple[str, int]], other: list[tuple[str, int]]) -> None:
        """Two ways to a node tell different branches: one of them crosses a border."""
        depth = 0
        while depth < min(len(one), len(other)) and one[depth] == other[depth]:
            depth += 1
        split, _ = (one if depth < len(one) else other)[depth]
        if depth < min(len(one), len(other)) and other[depth][0] == split:
            detail = f"{shown(target)} lies on two branches of {shown(split)}."
            hint = f"Lead both into the {JOIN} first, or give each branch a node of its own."
            told = {"node": target, "split": split}
            self._tell(split, Problem("BRANCHES_SHARE", self._at(target), detail, hint, told))
        else:
            # The first way to a node may be the wrong one: an edge out of a split is where a branch begins.
            wrong = self._found_by.get(target, arrow) if arrow.source == split else arrow
            self._escapes(wrong, split, f"crosses the border of a branch of {shown(split)}")

    def _is_open(self, node_id: str) -> bool:
        return node_id in self.home and self._type(node_id).splits and node_id not in self.join_of

    # -- what is told -----------------------------------------------------------------------------------------------

    def _escapes(self, arrow: Arrow, split: str, what: str) -> None:
        detail = f"The edge from {shown(arrow.source)} to {shown(arrow.target)} {what}."
        hint = f"A branch is entered at its {SPLIT} node, and left into its {JOIN} only."
        told = {"source": arrow.source, "target": arrow.target, "split": split}
        self._tell(split, Problem("BRANCH_ESCAPES", f"/edges/{arrow.at}", detail, hint, told))

    def _no_join(self, split: str, detail: str) -> None:
        hint = f"Lead all its branches into one {JOIN} node, and those of no other {SPLIT} node."
        self._tell(split, Problem("NO_JOIN", self._at(split), detail, hint, {"node": split, "type": JOIN}))

    def _tell(self, about: str, problem: Problem) -> None:
        """Tell each kind of mistake once for each node it is about: the others follow from the first."""
        self._noted.setdefault((problem.code, about), problem)

    def _at(self, node_id: str) -> str:
        return f"/nodes/{self._graph.by_id[node_id].at}"

    def _type(self, node_id: str) -> NodeType:
        kind = self._graph.type_of(node_id)
        assert kind is not None  # or the graph would not be judged
        return kind


# -- rules ----------------------------------------------------------------------------------------------------------


def branches_make_blocks(graph: Graph) -> Iterator[Problem]:
    if any(vertex.type is not None and (vertex.type.splits or vertex.type.joins) for vertex in graph.vertices):
        blocks = Blocks(graph)
        yield from blocks.problems
        yield from _too_few_for_a_join(graph, blocks)


def _too_few_for_a_join(graph: Graph, blocks: Blocks) -> Iterator[Problem]:
    for split, join in blocks.join_of.items():
        count, vertex = len(graph.after[split]), graph.by_id[join]
        if vertex.type is not None and vertex.node is not None and vertex.type.awaits(vertex.node, count) > count:
            detail = f"{shown(join)} waits for more branches than leave {shown(split)}, which are {count}."
            told = {"node": join, "max": count, "min": 1}
            yield Problem("OUT_OF_RANGE", f"/nodes/{vertex.at}/data/wait", detail, "Wait for fewer, or for all.", told)


def branches_are_several(graph: Graph) -> Iterator[Problem]:
    for vertex in graph.vertices:
        if vertex.type is None or not vertex.type.splits or vertex.id is None or vertex.id in graph.astray:
            continue
        count = len(graph.after[vertex.id])
        if count == 1:
            detail = f"Only one branch leaves {shown(vertex.id)}."
            hint = "Draw the others, or remove the node."
            yield Problem("ONE_BRANCH", f"/nodes/{vertex.at}", detail, hint, {"node": vertex.id})
        elif count > MAX_BRANCHES:
            detail = f"{count:,} branches leave {shown(vertex.id)}; at most {MAX_BRANCHES} are allowed."
            hint = "Loop over data inside a function instead of drawing each item."
            told = {"node": vertex.id, "size": count, "max": MAX_BRANCHES}
            yield Problem("TOO_LARGE", f"/nodes/{vertex.at}", detail, hint, told)


BLOCK_RULES = (branches_are_several, branches_make_blocks)
