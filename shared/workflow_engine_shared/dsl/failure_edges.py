"""Rules for the edges that lead on from a failure: `data.on`, out of nodes that do work."""

from collections.abc import Iterator

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

from .graph import Arrow, Graph
from .nodes.policy import Activity, is_activity

#: What `on` may say -> the policy that would let the same failure pass, as a flow writes it and as it is read.
FAILURES = {"error": ("onError", "on_error"), "timeout": ("onTimeout", "on_timeout")}


def only_activities_fail(graph: Graph) -> Iterator[Problem]:
    for arrow in _failure_edges(graph):
        source = graph.type_of(arrow.source)
        if source is not None and not is_activity(source):
            detail = f"The edge has an 'on', but {shown(arrow.source)} is a {source.name} node, which does not fail."
            told = {"node": arrow.source, "type": source.name, "on": arrow.on}
            yield Problem("ON_WITHOUT_ACTIVITY", _at(arrow), detail, "Draw it out of a node that does work.", told)


def one_edge_for_each_failure(graph: Graph) -> Iterator[Problem]:
    first_for: dict[tuple[str, str], Arrow] = {}
    for arrow in _failure_edges(graph):
        if arrow.source is None:
            continue
        rival = first_for.setdefault((arrow.source, arrow.on), arrow)
        if rival is arrow:
            continue
        if rival.target == arrow.target:
            detail = f"The edge is the same as /edges/{rival.at}."
            told = {"other": f"/edges/{rival.at}"}
            yield Problem("DUPLICATE_EDGE", f"/edges/{arrow.at}", detail, "Remove one of them.", told)
        else:
            named = f"Two edges out of {shown(arrow.source)} have the 'on' {shown(arrow.on)}"
            detail = f"{named}; the other is /edges/{rival.at}."
            told = {"why": "same_on", "node": arrow.source, "other": f"/edges/{rival.at}", "on": arrow.on}
            yield Problem("AMBIGUOUS_EDGE", _at(arrow), detail, "Keep one of them.", told)


def no_failure_is_let_pass_and_led_on(graph: Graph) -> Iterator[Problem]:
    for arrow in _failure_edges(graph):
        vertex = graph.by_id.get(arrow.source) if arrow.source is not None else None
        if vertex is None or not isinstance(vertex.node, Activity):
            continue
        written, read = FAILURES[arrow.on]
        if getattr(vertex.node.policy, read) == "continue":
            detail = f'{shown(arrow.source)} has "{written}": "continue", and an edge for the same failure.'
            told = {"why": "let_pass", "node": arrow.source, "field": written, "on": arrow.on}
            yield Problem("AMBIGUOUS_EDGE", _at(arrow), detail, f"Remove the edge, or {written!r}.", told)


FAILURE_RULES = (only_activities_fail, one_edge_for_each_failure, no_failure_is_let_pass_and_led_on)


def _failure_edges(graph: Graph) -> Iterator[Arrow]:
    return (arrow for arrow in graph.arrows if isinstance(arrow.on, str))


def _at(arrow: Arrow) -> str:
    return f"/edges/{arrow.at}/data/on"
