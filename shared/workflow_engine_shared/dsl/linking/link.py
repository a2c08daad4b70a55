"""Linking: the nodes of the flows that a flow calls come to stand among its own, as `node/inner`."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from workflow_engine_shared.dsl.model import Edge, Flow, Linked, Policy
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.nodes.policy import Activity
from workflow_engine_shared.errors import InvalidFlow, Problem

from .pins import WITHIN, Pin


def link(flow: Flow, pins: Mapping[str, Pin], documents: Mapping[Pin, Flow]) -> Flow:
    """The flow with the nodes and edges of all that it calls; itself where it calls none.

    Raises:
        InvalidFlow: the pins are not those of this flow.
    """
    if not any(True for _ in flow.subflows()):
        return flow
    nodes, edges, linked = list(flow.nodes), list(flow.edges), dict[str, Linked]()
    policies = [flow.policy]
    waiting = [(node, call) for _, node, call in flow.subflows()]
    while waiting:
        node, call = waiting.pop(0)
        pin = pins.get(node.id)
        found = None if pin is None else documents.get(pin)
        if pin is None or found is None or pin.flow.lower() != call.flow.lower():
            raise InvalidFlow(f"Which version of flow {call.flow!r} node {node.id!r} calls is not known.")
        if not call.inline:
            linked[node.id] = Linked(pin.flow, pin.version, "", found.inputs, lets_pass=_lets_pass(node))
            continue
        inner = _within(found, node.id)
        nodes += inner.nodes
        edges += inner.edges
        linked[node.id] = Linked(
            pin.flow, pin.version, inner.start.id, found.inputs, found.state, lets_pass=_lets_pass(node)
        )
        policies.append(found.policy)
        waiting += [(each, deeper) for _, each, deeper in inner.subflows()]
    return msgspec.structs.replace(
        flow, nodes=tuple(nodes), edges=tuple(edges), linked=linked, policy=_strictest(policies)
    )


def _within(flow: Flow, place: str) -> Flow:
    """A flow with its nodes called as they are inside of the one that calls it."""

    def name(node_id: str) -> str:
        return f"{place}{WITHIN}{node_id}"

    nodes = tuple(msgspec.structs.replace(node, id=name(node.id)) for node in flow.nodes)
    edges = tuple(Edge(name(edge.source), name(edge.target), edge.when, edge.on, edge.error_key) for edge in flow.edges)
    return msgspec.structs.replace(flow, nodes=nodes, edges=edges)


def _lets_pass(node: Node) -> bool:
    return isinstance(node, Activity) and node.policy.on_error == "continue"


def _strictest(policies: Iterable[Policy]) -> Policy:
    return max(policies, key=lambda policy: policy.on_code_change == "refuse")


def outermost(flow: Flow, index: int) -> int:
    """The place of the outermost flow's own node, in which the linked flow's node with this index lies."""
    own = flow.nodes[index].id.partition(WITHIN)[0]
    return next(place for place, node in enumerate(flow.nodes) if node.id == own)


def at_the_caller(linked: Flow, own: int, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of a linked flow's calls, told at the nodes that its author sees, which are the first `own`."""
    for each in problems:
        index = int(each.pointer.split("/")[2])
        if index < own:
            yield each
        else:
            detail = f"In node {linked.nodes[index].id!r}: {each.detail}"
            within = {**each.params, "within": linked.nodes[index].id}
            yield Problem(each.code, f"/nodes/{outermost(linked, index)}/data/flow", detail, each.hint, within)
