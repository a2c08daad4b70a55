"""A flow as a program of the token engine. Pure; for flows without problems only."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, cast

import msgspec

from workflow_engine_shared.tokens import program as tokens
from workflow_engine_shared.tokens.reducers import Reducer

from .blocks import Blocks
from .graph import Graph
from .model import Edge, Flow
from .node_types import type_of
from .nodes.node_type import Node, Subflow

#: Names that reducers also have in the language.
_ALSO: Final[dict[str, Reducer]] = {"replace": "last", "add": "sum"}
#: An edge, and its place among those of its flow.
_Placed: TypeAlias = tuple[int, Edge]


def to_program(flow: Flow) -> tokens.Program:
    """The program of a flow, linked where it calls others: each block is one node, and its join is none."""
    if flow.program is not None:
        return flow.program
    compiler = _Compiler(flow)
    nodes = {node.id: compiler.node(node) for node in flow.nodes if not type_of(node).joins}
    return tokens.Program(nodes, flow.start.id, _reducers(flow.state))


def _reducers(state: Mapping[str, str]) -> dict[str, Reducer]:
    return {key: _ALSO.get(name) or cast("Reducer", name) for key, name in state.items()}


class _Compiler:
    """Looks up what is around a node."""

    def __init__(self, flow: Flow) -> None:
        self._linked = flow.linked
        self._by_id = {node.id: node for node in flow.nodes}
        self._join_of = Blocks(Graph.of(flow)).join_of
        self._leaving: dict[str, list[_Placed]] = {node.id: [] for node in flow.nodes}
        for place, edge in enumerate(flow.edges):
            self._leaving[edge.source].append((place, edge))

    def node(self, node: Node) -> tokens.Node:
        kind, edges = type_of(node), self._leaving[node.id]
        if kind.ends:
            return tokens.End(node.id)
        if kind.branches:
            return self._choice(node, edges)
        if kind.splits:
            return self._block(node, edges)
        (then,) = (self._flow(each) for each in edges if each[1].on is None)
        if kind.enters:
            return tokens.Start(node.id, then)
        called = kind.subflow(node)
        if called is not None and called.inline:
            return self._call(node, called, then, self._catches(edges))
        return tokens.Task(node.id, then, self._catches(edges))

    def _catches(self, edges: Sequence[_Placed]) -> dict[tokens.Kind, tokens.Catch]:
        return {
            cast("tokens.Kind", edge.on): tokens.Catch(self._flow((place, edge)), edge.error_key)
            for place, edge in edges
            if edge.on is not None
        }

    def _call(
        self, node: Node, called: Subflow, then: tokens.Flow, catches: dict[tokens.Kind, tokens.Catch]
    ) -> tokens.Call:
        linked = self._linked[node.id]
        return tokens.Call(
            node.id,
            start=linked.start,
            then=then,
            flow=linked.flow,
            input=called.input,
            output=called.output,
            catches=catches,
            lets_pass=linked.lets_pass,
            inputs=linked.inputs,
            reducers=_reducers(linked.state),
        )

    def _choice(self, node: Node, edges: Sequence[_Placed]) -> tokens.Choice:
        flows = [(edge.when, self._flow((place, edge))) for place, edge in edges]
        ways = tuple(tokens.Way(when, flow) for when, flow in flows if when is not msgspec.UNSET)
        default = next((flow for when, flow in flows if when is msgspec.UNSET), None)
        return tokens.Choice(node.id, type_of(node).rule(node), ways, default)

    def _block(self, node: Node, edges: Sequence[_Placed]) -> tokens.Block:
        join = self._by_id[self._join_of[node.id]]
        (then,) = self._leaving[join.id]
        return tokens.Block(
            node.id,
            branches=tuple(map(self._flow, edges)),
            join=join.id,
            then=self._flow(then),
            need=type_of(join).awaits(join, len(edges)),
            finish=type_of(node).finishes(node),
        )

    def _flow(self, placed: _Placed) -> tokens.Flow:
        place, edge = placed
        # Every edge into a join leaves a branch: where there is none to leave, the flow has a problem.
        return tokens.Flow(edge.target, leaves=type_of(self._by_id[edge.target]).joins, edge=place)
