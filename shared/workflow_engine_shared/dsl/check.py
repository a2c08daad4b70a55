"""Rules for a flow as a whole: each one looks at the flow's graph and yields problems."""

from collections.abc import Callable, Collection, Hashable, Iterator
from itertools import chain, islice
from typing import TypeAlias

import msgspec

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

from .blocks import BLOCK_RULES, SPLIT
from .failure_edges import FAILURE_RULES
from .graph import Arrow, Graph, Vertex, fingerprint, first_cycles, spread
from .model import Flow
from .node_types import NODE_TYPES
from .nodes.node_type import NodeType
from .place import BAD, MAX_PROBLEMS
from .suggestion import Suggestions, meant

MAX_CYCLE = 6  #: nodes of a circle that are named

Rule: TypeAlias = Callable[[Graph], Iterator[Problem]]


def _names(is_meant: Callable[[NodeType], bool]) -> str:
    """The types that are meant, as a sentence names them."""
    return " or ".join(kind.name for kind in NODE_TYPES.values() if is_meant(kind))


ENTRY = _names(lambda kind: kind.enters)
EXIT = _names(lambda kind: kind.ends)
CHOICE = _names(lambda kind: kind.branches)


def check_flow(flow: Flow, functions: Collection[str] | None = None) -> list[Problem]:
    """The problems of a flow's graph and, where the registered `functions` are given, of the names it calls."""
    rest = unknown_functions(flow, functions) if functions is not None else iter(())
    return list(islice(chain(graph_problems(Graph.of(flow)), rest), MAX_PROBLEMS))


def graph_problems(graph: Graph) -> Iterator[Problem]:
    """The problems of a graph, rule by rule."""
    return chain.from_iterable(rule(graph) for rule in RULES)


def unknown_functions(
    flow: Flow, functions: Collection[str], near: Callable[[str], str] = lambda _: ""
) -> Iterator[Problem]:
    """A problem for each node whose function nobody registered; `near` knows where one of that name may be."""
    suggestions = Suggestions(functions)
    for index, call in flow.calls():
        if call.code_ref not in functions:
            near_name = suggestions.nearest(call.code_ref)
            yield Problem(
                "UNKNOWN_FUNCTION",
                f"/nodes/{index}/data/codeRef",
                f"No registered function is named {shown(call.code_ref)}.",
                near(call.code_ref) or meant(near_name) or "Register it with @register_function in the flows folder.",
                {"function": call.code_ref, "near": near_name},
            )


# -- nodes ----------------------------------------------------------------------------------------------------------


def one_start_and_an_end(graph: Graph) -> Iterator[Problem]:
    if not graph.vertices:
        hint = f"The smallest flow is {_a(ENTRY)} node, {_a(EXIT)} node, and an edge between them."
        yield Problem("EMPTY_WORKFLOW", "/nodes", "The flow has no nodes.", hint)
        return
    types = [vertex.type for vertex in graph.vertices]
    starts = [vertex for vertex in graph.vertices if vertex.type is not None and vertex.type.enters]
    if not starts and None not in types:
        hint = f"Add a node of type {ENTRY!r}."
        yield Problem("NO_START", "/nodes", f"The flow has no {ENTRY} node.", hint, {"type": ENTRY})
    for vertex in starts[1:]:
        detail = f"The flow has more than one {ENTRY} node; the first is {_named(starts[0])}."
        yield Problem("MULTIPLE_START", _at(vertex), detail, "Keep one of them.", {"first": starts[0].id})
    if not any(each is None or each.ends for each in types):
        hint = f"Add a node of type {EXIT!r}."
        yield Problem("NO_END", "/nodes", f"The flow has no {EXIT} node.", hint, {"type": EXIT})


def each_id_once(graph: Graph) -> Iterator[Problem]:
    for vertex in graph.vertices:
        first = graph.by_id[vertex.id] if vertex.id is not None else vertex
        if first.at != vertex.at:
            detail = f"The node id {shown(vertex.id)} is used before, by {_at(first)}."
            hint = "Give each node an id of its own."
            yield Problem("DUPLICATE_NODE", f"{_at(vertex)}/id", detail, hint, {"node": vertex.id, "other": _at(first)})


# -- edges ----------------------------------------------------------------------------------------------------------


def edges_join_known_nodes(graph: Graph) -> Iterator[Problem]:
    suggestions = Suggestions(graph.by_id)
    for arrow in graph.arrows:
        for end, node_id in (("source", arrow.source), ("target", arrow.target)):
            if node_id is not None and node_id not in graph.by_id:
                detail = f"No node has the id {shown(node_id)}."
                near = suggestions.nearest(node_id)
                named = {"node": node_id, "side": end, "near": near}
                yield Problem("UNKNOWN_NODE", f"{_at(arrow)}/{end}", detail, meant(near), named)


def no_edge_leaves_an_end_or_enters_a_start(graph: Graph) -> Iterator[Problem]:
    for arrow in graph.arrows:
        source, target = graph.type_of(arrow.source), graph.type_of(arrow.target)
        if source is not None and source.ends:
            detail = f"An edge leaves the {source.name} node {shown(arrow.source)}, where the run is finished."
            told = {"why": "leaves_end", "node": arrow.source, "type": source.name}
            yield Problem("AMBIGUOUS_EDGE", f"{_at(arrow)}/source", detail, "Remove the edge.", told)
        if target is not None and target.enters:
            detail = f"An edge leads back to the {target.name} node {shown(arrow.target)}, where a run only enters."
            hint = f"Lead it to the node after the {target.name}."
            told = {"why": "enters_start", "node": arrow.target, "type": target.name}
            yield Problem("AMBIGUOUS_EDGE", f"{_at(arrow)}/target", detail, hint, told)


def only_branching_nodes_choose(graph: Graph) -> Iterator[Problem]:
    for arrow in graph.arrows:
        has_when = arrow.when is not msgspec.UNSET and arrow.when is not BAD
        source = graph.type_of(arrow.source)
        if has_when and source is not None and not source.branches:
            detail = f"The edge has a 'when', but {shown(arrow.source)} is no {CHOICE}: it gives no value to compare."
            hint = f"Remove 'when', or put {_a(CHOICE)} node in between."
            told = {"node": arrow.source, "type": source.name, "choice": CHOICE}
            yield Problem("WHEN_WITHOUT_CONDITION", f"{_at(arrow)}/data/when", detail, hint, told)


def edges_are_distinct(graph: Graph) -> Iterator[Problem]:
    drawn: dict[Hashable, Arrow] = {}
    first_with: dict[Hashable, Arrow] = {}
    for arrow in graph.arrows:
        if not _is_choice(graph, arrow):
            continue
        when = fingerprint(arrow.when)
        twin = drawn.setdefault((arrow.source, arrow.target, when), arrow)
        rival = first_with.setdefault((arrow.source, when), arrow)
        if twin is not arrow:
            detail = f"The edge is the same as {_at(twin)}."
            yield Problem("DUPLICATE_EDGE", _at(arrow), detail, "Remove one of them.", {"other": _at(twin)})
        elif rival is not arrow and not _follows_all(graph, arrow):
            yield _ambiguous(graph, arrow, rival)


def _is_choice(graph: Graph, arrow: Arrow) -> bool:
    """Whether an edge is one of those its source chooses from; others are complained about elsewhere."""
    source = graph.type_of(arrow.source)
    if source is None or arrow.on is not None:
        return False
    return not source.ends if arrow.when is msgspec.UNSET else source.branches and arrow.when is not BAD


def _follows_all(graph: Graph, arrow: Arrow) -> bool:
    source = graph.type_of(arrow.source)
    return source is not None and source.splits


def _ambiguous(graph: Graph, arrow: Arrow, rival: Arrow) -> Problem:
    source = shown(arrow.source)
    if arrow.when is not msgspec.UNSET:
        detail = f"Two edges out of {source} have an equal 'when'; the other is {_at(rival)}."
        told = {"why": "same_when", "node": arrow.source, "other": _at(rival), "when": arrow.when}
        return Problem("AMBIGUOUS_EDGE", f"{_at(arrow)}/data/when", detail, "Give each edge a value of its own.", told)
    detail = f"Two edges without 'when' leave {source}; the other is {_at(rival)}."
    kind = graph.type_of(arrow.source)
    if kind is not None and kind.branches:
        why, hint = "two_else", "Only one edge can be the else: give the other one a 'when'."
    else:
        why, hint = "two_next", f"Put {_a(CHOICE)} node in between to choose one, or {_a(SPLIT)} node to follow all."
    told = {"why": why, "node": arrow.source, "other": _at(rival), "choice": CHOICE, "split": SPLIT}
    return Problem("AMBIGUOUS_EDGE", _at(arrow), detail, hint, told)


# -- ways -----------------------------------------------------------------------------------------------------------


def every_node_is_reached(graph: Graph) -> Iterator[Problem]:
    for node_id in _cut_off(graph):
        detail = f"No path leads from the {ENTRY} to {shown(node_id)}."
        hint = "Draw an edge to it, or remove it."
        yield Problem("UNREACHABLE_NODE", _at(graph.by_id[node_id]), detail, hint, {"node": node_id})


def no_node_is_a_dead_end(graph: Graph) -> Iterator[Problem]:
    if graph.has_lost_source:
        return
    # A node without any edge is told to be unreachable: one mistake, one problem.
    told = set(_cut_off(graph))
    for node_id, vertex in graph.by_id.items():
        if node_id not in told and _is_stuck(graph, node_id):
            fails = " where it does not fail" if graph.after[node_id] else ""
            detail = f"No edge leaves {shown(node_id)}{fails}, but only {_a(EXIT)} node finishes a run."
            hint = f"Draw an edge from it, to {_a(EXIT)} node if it is the last."
            yield Problem("DEAD_END", _at(vertex), detail, hint, {"node": node_id, "fails": bool(fails), "type": EXIT})


def every_cycle_has_an_exit(graph: Graph) -> Iterator[Problem]:
    ends = graph.may_be(lambda kind: kind.ends)
    if graph.has_lost_source or not ends:
        return
    stuck = {node_id for node_id in graph.by_id if _is_stuck(graph, node_id)}
    free = spread(set(), ends | graph.astray | stuck, graph.before)
    trapped = {node_id: after for node_id, after in graph.after.items() if node_id not in free}
    for cycle in first_cycles(trapped):
        first = min(graph.by_id[node_id] for node_id in cycle)
        detail = f"From {_named(first)} no path leads to {_a(EXIT)} node: it runs in a circle ({_way(cycle)})."
        hint = f"Lead the way out through {_a(CHOICE)} node."
        told = {"node": first.id, "cycle": cycle[:MAX_CYCLE], "length": len(cycle)}
        yield Problem("INFINITE_CYCLE", _at(first), detail, hint, told)


def _cut_off(graph: Graph) -> list[str]:
    """The first node of each group that no run reaches: the rest of a group is reached from it."""
    entries = graph.may_be(lambda kind: kind.enters) | graph.entered
    if graph.has_lost_target or not entries:
        return []
    found = spread(set(), entries, graph.after)
    unreached = [node_id for node_id in graph.by_id if node_id not in found]
    beginnings = []
    for node_id in sorted(unreached, key=lambda each: bool(graph.before[each])):
        if node_id not in found:
            beginnings.append(node_id)
            spread(found, [node_id], graph.after)
    return beginnings


def _is_stuck(graph: Graph, node_id: str) -> bool:
    """Whether a node should lead on but has no edge."""
    kind = graph.type_of(node_id)
    return node_id not in graph.leads_on and node_id not in graph.astray and kind is not None and not kind.ends


RULES: tuple[Rule, ...] = (
    one_start_and_an_end,
    each_id_once,
    edges_join_known_nodes,
    no_edge_leaves_an_end_or_enters_a_start,
    only_branching_nodes_choose,
    edges_are_distinct,
    *FAILURE_RULES,
    *BLOCK_RULES,
    every_node_is_reached,
    no_node_is_a_dead_end,
    every_cycle_has_an_exit,
)


# -- words ----------------------------------------------------------------------------------------------------------


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _at(part: Vertex | Arrow) -> str:
    return f"/{'nodes' if isinstance(part, Vertex) else 'edges'}/{part.at}"


def _named(vertex: Vertex) -> str:
    return _at(vertex) if vertex.id is None else shown(vertex.id)


def _way(cycle: list[str], at_most: int = MAX_CYCLE) -> str:
    steps = [*map(shown, cycle[:at_most]), *(["…"] if len(cycle) > at_most else []), shown(cycle[0])]
    return " → ".join(steps)
