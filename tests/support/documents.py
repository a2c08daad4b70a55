"""Flow documents for the tests of the flow language."""

import copy
import json
from typing import Any

from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import InvalidFlow, Problem

SEED: dict[str, Any] = json.loads("""
{
  "nodes": [
    {"id": "start", "type": "start"},
    {"id": "scrape", "type": "python", "data": {"codeRef": "data.scrape_products", "args": {"limit": 1000}}},
    {"id": "check_count", "type": "condition", "data": {"expr": {">=": [{"var": "product_count"}, 100]}}},
    {"id": "process_images", "type": "python", "data": {"codeRef": "image.process_batch"}},
    {"id": "calculate_similarity", "type": "python", "data": {"codeRef": "image.calculate_similarity"}},
    {"id": "export_results", "type": "python", "data": {"codeRef": "data.export_excel"}},
    {"id": "end", "type": "end"}
  ],
  "edges": [
    {"source": "start", "target": "scrape"},
    {"source": "scrape", "target": "check_count"},
    {"source": "check_count", "target": "process_images", "data": {"when": true}},
    {"source": "check_count", "target": "end", "data": {"when": false}},
    {"source": "process_images", "target": "calculate_similarity"},
    {"source": "calculate_similarity", "target": "export_results"},
    {"source": "export_results", "target": "end"}
  ]
}
""")

#: Every field the language has.
FULL: dict[str, Any] = {
    "dsl": 1,
    "name": "商品选品",
    "description": "Every field there is.",
    "inputs": {
        "type": "object",
        "properties": {"limit": {"$ref": "#/$defs/count"}},
        "$defs": {"count": {"minimum": 1}},
    },
    "state": {"rows": "append", "best": "max"},
    "limits": {"maxSteps": 500},
    "policy": {"on_code_change": "refuse"},
    "nodes": [
        {"id": "start", "type": "start", "data": {}, "label": "Start", "position": {"x": 0, "y": -1.5}},
        {
            "id": "fetch",
            "type": "python",
            "data": {
                "codeRef": "data.fetch",
                "args": {"limit": 10, "options": {"deep": [1, None]}},
                "argsFrom": {"page": {"var": "page"}},
                "timeout": 60,
                "onTimeout": "continue",
                "retry": {"maxAttempts": 3, "delay": 0.5, "backoff": 1},
                "onError": "continue",
            },
        },
        {"id": "more", "type": "condition", "data": {"expr": {"var": "more"}}},
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"id": "e1", "source": "start", "target": "fetch", "sourceHandle": None, "targetHandle": "left"},
        {"source": "fetch", "target": "more", "label": "then", "data": {"label": "then"}},
        {"source": "more", "target": "fetch", "data": {"when": True, "label": "again"}},
        {"source": "more", "target": "end"},
    ],
}

_DELETE = object()


def changed(document: dict[str, Any], pointer: str, value: Any = _DELETE) -> dict[str, Any]:
    """A copy in which one place is set to `value`, or deleted; a list's '-' appends."""
    copied = copy.deepcopy(document)
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    parent: Any = copied
    for step in steps:
        parent = parent[int(step) if isinstance(parent, list) else step]
    if last == "-":
        parent.append(value)
    elif value is _DELETE:
        del parent[int(last) if isinstance(parent, list) else last]
    else:
        parent[int(last) if isinstance(parent, list) else last] = value
    return copied


def flow(nodes: str, edges: str) -> dict[str, Any]:
    """A document drawn in one line: nodes `s a b? e` (s: start, e: end, b?: condition), edges `s>a a>b? b?>e:true`."""
    types = {"s": {"type": "start"}, "e": {"type": "end"}}
    python = {"type": "python", "data": {"codeRef": "x.y"}}
    condition = {"type": "condition", "data": {"expr": {"var": "x"}}}
    return {
        "nodes": [
            {"id": name.rstrip("?"), **types.get(name[0], condition if name.endswith("?") else python)}
            for name in nodes.split()
        ],
        "edges": [_edge(text) for text in edges.split()],
    }


def _edge(text: str) -> dict[str, Any]:
    way, _, when = text.partition(":")
    source, target = way.split(">")
    return {"source": source, "target": target, **({"data": {"when": json.loads(when)}} if when else {})}


def problems(document: Any) -> tuple[Problem, ...]:
    """What parsing complains about; nothing if it is a flow."""
    try:
        parse_flow(document)
    except InvalidFlow as error:
        return error.problems or (Problem("NOTHING_SAID", "", "InvalidFlow was raised without problems."),)
    return ()


def found(document: Any) -> list[tuple[str, str]]:
    """The codes and pointers of all problems, sorted."""
    return sorted((problem.code, problem.pointer) for problem in problems(document))


def drawn(edges: str, **document: Any) -> dict[str, Any]:
    """A flow drawn as "s>a a>q q>a:true q>e": the value behind a colon is the edge's `when`.

    The first letter of an id tells the type: s start, e end, p parallel, j join, q condition, any other python. Nodes
    stand in the order in which they are named.
    """
    types = {"s": "start", "e": "end", "p": "parallel", "j": "join", "q": "condition"}
    data = {"condition": {"expr": {"var": "go_on"}}, "python": {"codeRef": "data.work"}}
    ways = [way.partition(":") for way in edges.split()]
    ends = [tuple(way.split(">")) for way, _, _ in ways]
    nodes = []
    for node_id in dict.fromkeys(name for pair in ends for name in pair):
        kind = types.get(node_id[0], "python")
        nodes.append({"id": node_id, "type": kind, "data": data.get(kind, {})})
    arrows = [
        {"source": source, "target": target, "data": {"when": json.loads(when)} if when else {}}
        for (source, target), (_, _, when) in zip(ends, ways, strict=True)
    ]
    return {**document, "nodes": nodes, "edges": arrows}
