"""Advice to somebody who draws a flow: what is no mistake, and probably not meant. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from workflow_engine_shared.dsl.blocks import Blocks
from workflow_engine_shared.dsl.graph import Graph, fingerprint
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.nodes.policy import Activity, is_activity
from workflow_engine_shared.dsl.suggestion import meant, nearest
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

MAX_ADVICE = 200
_BOTH = {fingerprint(True), fingerprint(False)}
_READS = frozenset({"var", "missing", "missing_some", "val", "exists"})

Advice: TypeAlias = Callable[[Flow], Iterator[Problem]]


def advice(flow: Flow, takes_state: Callable[[str], bool] = lambda _: True) -> list[Problem]:
    """What is worth a second look; `takes_state` says of a function whether it is given the whole state."""
    told: Iterable[Problem] = (problem for each in _ADVICE for problem in each(flow))
    return list(islice((*told, *_about_keys(flow, takes_state)), MAX_ADVICE))


# -- conditions -----------------------------------------------------------------------------------------------------


def conditions_have_an_else(flow: Flow) -> Iterator[Problem]:
    for index, node in enumerate(flow.nodes):
        if not type_of(node).branches:
            continue
        values = [edge.when for _, edge in flow.edges_from(node.id)]
        if msgspec.UNSET not in values and not {fingerprint(value) for value in values if not _nested(value)} >= _BOTH:
            detail = f"No edge of {shown(node.id)} is taken when its value is none of those that its edges stand for."
            hint = "Draw one edge without 'when', the else: without it the run stops there with an error."
            yield Problem("NO_ELSE", f"/nodes/{index}", detail, hint, {"node": node.id})


def _nested(value: Any) -> bool:
    return isinstance(value, (list, dict))


def conditions_depend_on_something(flow: Flow) -> Iterator[Problem]:
    for index, node in enumerate(flow.nodes):
        kind = type_of(node)
        if kind.branches and not _reads_anything(kind.rule(node)):
            detail = f"The expression of {shown(node.id)} reads nothing of the state: its value is always the same."
            hint = 'Read the state with {"var": "key"}, or remove the node.'
            yield Problem("CONSTANT_CONDITION", f"/nodes/{index}/data/expr", detail, hint, {"node": node.id})


# -- nodes and edges ------------------------------------------------------------------------------------------------


def time_out_edges_are_taken(flow: Flow) -> Iterator[Problem]:
    places = {node.id: node for node in flow.nodes}
    for index, edge in enumerate(flow.edges):
        node = places.get(edge.source)
        if edge.on != "timeout" or not isinstance(node, Activity):
            continue
        kind = type_of(node)
        # A function may have been registered with a limit, and a request always has one.
        if kind.waits(node) and not kind.calls(node) and node.policy.timeout is None:
            detail = f"{shown(node.id)} has no time limit: the edge for time-outs is never taken."
            hint = "Give the node a limit, or remove the edge."
            yield Problem("TIMEOUT_NEVER", f"/edges/{index}/data/on", detail, hint, {"node": node.id})


def branches_write_keys_of_their_own(flow: Flow) -> Iterator[Problem]:
    """Two branches of a parallel write one key, and nothing says how the values come together."""
    if not any(type_of(node).splits for node in flow.nodes):
        return
    home = Blocks(Graph.of(flow)).home
    first_by: dict[tuple[str, str], tuple[int, Node]] = {}
    told: set[tuple[str, str]] = set()
    for index, node in enumerate(flow.nodes):
        branch = home.get(node.id)
        for key in _writes(node) or ():
            step = branch
            while step is not None:
                rival = first_by.setdefault((step.split, key), (step.number, node))
                if rival[0] != step.number and key not in flow.state and (step.split, key) not in told:
                    told.add((step.split, key))
                    detail = f"{shown(node.id)} and {shown(rival[1].id)} run side by side, and both write {shown(key)}."
                    hint = "Give each a key of its own, or say under 'state' how both values come together."
                    named = {"node": node.id, "other": rival[1].id, "key": key, "split": step.split}
                    yield Problem("KEY_WRITTEN_TWICE", f"/nodes/{index}/data", detail, hint, named)
                step = step.outer


# -- keys of the state ----------------------------------------------------------------------------------------------


def _about_keys(flow: Flow, takes_state: Callable[[str], bool]) -> Iterator[Problem]:
    """Keys that are read and never there, and inputs that nobody reads."""
    read = [(index, key) for index, node in enumerate(flow.nodes) for key in dict.fromkeys(_reads(_rules(node)))]
    declared = (flow.inputs or {}).get("properties")
    inputs = declared if isinstance(declared, dict) else {}
    known = _known_keys(flow, inputs)
    if known is not None:
        for index, key in read:
            if key not in known:
                near = nearest(key, known)
                detail = f"Nothing writes {shown(key)}, and it is no input: an expression that reads it gets null."
                hint = meant(near) or "Declare it under 'inputs', or have a node before write it."
                told = {"node": flow.nodes[index].id, "key": key, "near": near}
                yield Problem("UNKNOWN_KEY", f"/nodes/{index}/data", detail, hint, told)
    if any(takes_state(call.code_ref) for _, call in flow.calls() if call.gets == "the state"):
        return
    used = {key for _, key in read} | {shown_key for node in flow.nodes for shown_key in _shows(node)}
    for name in inputs:
        if name not in used:
            pointer = f"/inputs/properties/{name.replace('~', '~0').replace('/', '~1')}"
            hint = "Use it, or remove it."
            yield Problem("UNUSED_INPUT", pointer, f"No node reads the input {shown(name)}.", hint, {"input": name})


def _known_keys(flow: Flow, inputs: Mapping[str, Any]) -> set[str] | None:
    """Every key that the state may have; None: nobody knows."""
    if flow.inputs is None or not inputs:
        return None  # whoever starts it gives what they like
    keys = {*inputs, *(edge.error_key for edge in flow.edges if edge.on is not None), *flow.state}
    for node in flow.nodes:
        written = _writes(node)
        if written is None:
            return None
        keys.update(written)
    return keys


def _writes(node: Node) -> Collection[str] | None:
    """The state keys that a node writes; None: whatever its function returns."""
    kind = type_of(node)
    if kind.writes is not None:
        return kind.writes(node)
    key = getattr(node, "output_key", None)
    if isinstance(key, str):
        return [key]
    return None if is_activity(kind) and kind.calls(node) else ()


def _rules(node: Node) -> Iterator[Any]:
    """Everything of a node in which an expression may stand."""
    for name in node.__struct_fields__:
        if name not in {"id", "policy", "args", "schema", "ui"}:
            yield getattr(node, name)


def _shows(node: Node) -> Collection[str]:
    show = getattr(node, "show", None)
    listed = show.get("state") if isinstance(show, dict) else None
    return [key for key in listed if isinstance(key, str)] if isinstance(listed, list) else ()


def _reads_anything(rule: Any) -> bool:
    if isinstance(rule, dict):
        return any(name in _READS or _reads_anything(value) for name, value in rule.items())
    return isinstance(rule, list) and any(map(_reads_anything, rule))


def _reads(rules: Iterable[Any]) -> Iterator[str]:
    """The keys of the state that expressions read, where they name them; not those of an item in a loop over items."""
    waiting = list(rules)
    while waiting:
        rule = waiting.pop()
        if isinstance(rule, list):
            waiting += rule
        elif isinstance(rule, dict):
            for name, value in rule.items():
                if name == "var":
                    yield from _named(value)
                    waiting += value[1:] if isinstance(value, list) else []
                elif name in {"map", "filter", "all", "some", "none", "reduce", "sort"} and isinstance(value, list):
                    waiting += value[:1]
                else:
                    waiting.append(value)


def _named(value: Any) -> Iterator[str]:
    path = value[0] if isinstance(value, list) and value else value
    if isinstance(path, str) and path:
        yield path.partition(".")[0]


_ADVICE: tuple[Advice, ...] = (
    conditions_have_an_else,
    conditions_depend_on_something,
    time_out_edges_are_taken,
    branches_write_keys_of_their_own,
)
