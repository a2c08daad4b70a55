"""Reads a JSON document as a Flow, or lists everything that is wrong with it."""

import re
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.errors import InvalidFlow, Problem
from workflow_engine_shared.ids import ID_PATTERN, id_problem, shown

from .beside.parts import GROUP, MAX_DESCRIPTION, MAX_NAME, NOTE, POSITION
from .check import graph_problems
from .failure_edges import FAILURES
from .fields import Choice, Field, Integer, Listing, Mapping, Record, Text, anything, described, string
from .graph import Arrow, Graph, Vertex
from .model import DSL_VERSION, ERROR_KEY, Edge, Flow, Limits, Policy
from .node_types import NODE_TYPES
from .nodes.node_type import Node, NodeType
from .nodes.readers import output_key
from .packages.reading import ENVIRONMENT_FIELDS, each_environment_used
from .place import BAD, MAX_PROBLEMS, Place, TooManyProblems, type_name
from .plain import check_plain
from .schema_field import json_schema

MAX_NODES = 10_000
MAX_EDGES = 50_000
MAX_STEPS = 10_000_000
#: The last two are older names, of `last` and `sum`.
REDUCERS = ("append", "sum", "merge", "last", "max", "min", "replace", "add")


class NodeDraft(NamedTuple):
    """A node as far as it could be read: the graph is checked even if a node's data is wrong."""

    id: str | None = None
    type: NodeType | None = None
    node: Node | None = None


class EdgeDraft(NamedTuple):
    """An edge as far as it could be read."""

    source: str | None = None
    target: str | None = None
    when: Any = BAD
    on: Any = BAD
    error_key: str = ERROR_KEY


class Reading(NamedTuple):
    """What was made of a document: whole, or as far as it could be read."""

    problems: list[Problem]
    flow: Flow | None = None  #: None: there are problems
    nodes: tuple[NodeDraft, ...] = ()
    graph: Graph | None = None  #: None: there are no lists of nodes and edges
    is_cut: bool = False  #: there are more problems than these


def parse_flow(document: Any) -> Flow:
    """The flow that a document describes.

    Raises:
        InvalidFlow: it describes none; `problems` lists every mistake, those of single fields and those of the graph.
    """
    reading = read_document(document)
    if reading.flow is not None:
        return reading.flow
    notes = reading.problems
    if reading.is_cut:
        detail = f"The flow has more than {MAX_PROBLEMS} mistakes; these are the first."
        raise InvalidFlow(detail, problems=notes)
    first = notes[0]
    count = "one mistake" if len(notes) == 1 else f"{len(notes)} mistakes; the first"
    raise InvalidFlow(f"The flow has {count}: {first.detail} ({first.pointer[:120] or 'document'})", problems=notes)


def read_document(document: Any) -> Reading:
    """Read what there is, for somebody who is not done with it yet; problems are told, not raised."""
    notes: list[Problem] = []
    try:
        return _read(document, Place(notes), notes)
    except TooManyProblems:
        return Reading(notes, is_cut=True)


def _read(document: Any, root: Place, notes: list[Problem]) -> Reading:
    # Each step relies on the one before: reading a list of a million, or a value that contains itself, helps nobody.
    for check in (_check_size, check_plain):
        check(document, root)
        if notes:
            return Reading(notes)
    fields = FLOW.fields_of(document, root)
    if fields is BAD:
        return Reading(notes)
    nodes, edges = fields.pop("nodes"), fields.pop("edges")
    if nodes is BAD:
        return Reading(notes)
    graph = _graph(nodes, edges)
    root.take(graph_problems(graph))
    if notes:
        return Reading(notes, None, tuple(nodes), graph)
    flow = Flow(
        nodes=tuple(draft.node for draft in nodes),
        edges=tuple(Edge(*draft) for draft in edges),
        **fields,
    )
    return Reading(notes, flow, tuple(nodes), graph)


def _check_size(document: Any, root: Place) -> None:
    if type(document) is not dict:
        return
    for name, most in (("nodes", MAX_NODES), ("edges", MAX_EDGES)):
        parts = document.get(name)
        if type(parts) is list and len(parts) > most:
            detail = f"The flow has {len(parts):,} {name}; at most {most:,} are allowed."
            hint = "Loop over data inside a function instead of drawing each item."
            root.at(name).problem("TOO_LARGE", detail, hint, size=len(parts), max=most)


def _graph(nodes: list[NodeDraft], edges: Any) -> Graph:
    # Edges that could not be read at all may lead from anywhere to anywhere, like one without ends.
    drafts: list[EdgeDraft] = [EdgeDraft()] if edges is BAD else edges
    return Graph(
        (Vertex(index, *draft) for index, draft in enumerate(nodes)),
        (Arrow(index, *draft[:-1]) for index, draft in enumerate(drafts)),
    )


# -- nodes ----------------------------------------------------------------------------------------------------------


@described({"type": "object"})
def node(value: Any, place: Place) -> NodeDraft:
    """Read a node: its type says how its data is read."""
    fields = NODE.fields_of(value, place)
    if fields is BAD:
        return NodeDraft()
    node_id = value.get("id")
    draft = NodeDraft(node_id if isinstance(node_id, str) else None)
    if fields["type"] is BAD:
        return draft
    node_type = NODE_TYPES[fields["type"]]
    # A missing `data` is read as an empty one: the complaint then names the field that is needed in it.
    data = node_type.data(fields.get("data", {}), place.at("data"))
    made = None if data is BAD or fields["id"] is BAD else node_type.node(id=node_id, **data)
    return draft._replace(type=node_type, node=made)


def usable_id(value: Any, place: Place) -> Any:
    """A node's id: it becomes a name in LangGraph and, on disk, of a file."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    problem = id_problem(value)
    if value.startswith("__") or ":" in value or "|" in value:
        problem = "is reserved: '__' at the start, ':' and '|' belong to the engine"
        place.problem("RESERVED_ID", f"The node id {shown(value)} {problem}.", "Choose another id.")
    elif problem:
        code = "RESERVED_ID" if re.fullmatch(ID_PATTERN, value) else "INVALID_ID"
        place.problem(code, f"The node id {shown(value)} {problem}.", "Choose another id; 'label' takes any text.")
    return BAD if problem else value


NODE = Record(
    dict,
    Field("id", usable_id, to="id", required=True),
    Field("type", Choice(NODE_TYPES, code="UNKNOWN_TYPE"), to="type", required=True),
    Field("data", anything, to="data"),
    Field("position", POSITION),
    Field("label", Text(MAX_NAME)),
    Field("label_zh", Text(MAX_NAME)),
)

# -- edges ----------------------------------------------------------------------------------------------------------


@described({"type": "object"})
def edge(value: Any, place: Place) -> EdgeDraft:
    """Read an edge; what a designer keeps on it is checked, then left out."""
    fields = EDGE.fields_of(value, place)
    if fields is BAD:
        return EdgeDraft()
    source, target = (None if end is BAD else end for end in (fields["source"], fields["target"]))
    data = fields.get("data", {})
    if data is BAD:
        return EdgeDraft(source, target)
    return EdgeDraft(source, target, data.get("when", msgspec.UNSET), data.get("on"), data.get("error_key", ERROR_KEY))


@described({"not": {"type": "object"}})
def plain_value(value: Any, place: Place) -> Any:
    """A value a condition can be compared with: no object, at any depth."""
    if not _has_object(value):
        return value
    hint = 'Write the value that the condition gives, such as true or "red"; expressions belong into the condition.'
    place.problem("WHEN_NOT_PLAIN", "'when' must be plain: a boolean, number, string, null, or a list of these.", hint)
    return BAD


def _has_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_object, value)))


def key_of_a_failure(data: dict[str, Any], place: Place) -> None:
    """Note a key for an error that never comes."""
    if "as" in data and "on" not in data:
        detail = "'as' names the state key of a failure, but the edge stands for none."
        place.at("as").problem("AS_WITHOUT_ON", detail, "Add 'on', or remove 'as'.")


EDGE_DATA = Record(
    dict,
    Field("when", plain_value, to="when"),
    Field("on", Choice(FAILURES), to="on"),
    Field("as", output_key, to="error_key"),
    Field("label", Text(MAX_NAME)),
    check=key_of_a_failure,
)

EDGE = Record(
    dict,
    Field("id", Text(MAX_NAME)),
    Field("source", string, to="source", required=True),
    Field("target", string, to="target", required=True),
    Field("data", EDGE_DATA.fields_of, to="data"),
    Field("label", Text(MAX_NAME)),
    Field("sourceHandle", Text(MAX_NAME, null=True)),
    Field("targetHandle", Text(MAX_NAME, null=True)),
)

# -- the document ---------------------------------------------------------------------------------------------------


@described({"const": DSL_VERSION})
def supported_version(value: Any, place: Place) -> Any:
    if type(value) is int and value == DSL_VERSION:
        return value
    told = shown(value) if type(value) in {int, float, str} else type_name(value)
    detail = f"The format version {told} is not supported; supported: {DSL_VERSION}."
    place.problem(
        "UNSUPPORTED_VERSION", detail, "Leave 'dsl' out, or upgrade renflow if the flow was made by a newer one."
    )
    return BAD


@described({"not": {"pattern": "^__"}})
def state_key(key: str, place: Place) -> Any:
    if not key.startswith("__"):
        return key
    hint = "Choose one that does not start with '__'."
    place.problem("RESERVED_KEY", f"The state key {shown(key)} is reserved.", hint)
    return BAD


FLOW = Record(
    dict,
    Field("dsl", supported_version),
    Field("name", Text(MAX_NAME)),
    Field("name_zh", Text(MAX_NAME)),
    Field("description", Text(MAX_DESCRIPTION)),
    Field("description_zh", Text(MAX_DESCRIPTION)),
    Field("inputs", described({"type": "object"})(json_schema), to="inputs"),
    Field("state", Mapping(state_key, Choice(REDUCERS, code="UNKNOWN_REDUCER")), to="state"),
    Field("limits", Record(Limits, Field("maxSteps", Integer(1, MAX_STEPS), to="max_steps")), to="limits"),
    Field(
        "policy",
        Record(
            Policy,
            Field("on_code_change", Choice(("warn", "refuse")), to="on_code_change"),
            Field("code", Choice(("live", "pinned")), to="code"),
            Field("require_signature", Choice(("off", "warn", "enforce")), to="require_signature"),
        ),
        to="policy",
    ),
    *ENVIRONMENT_FIELDS,
    Field("notes", Listing(NOTE)),
    Field("groups", Listing(GROUP)),
    Field("nodes", Listing(node), to="nodes", required=True),
    Field("edges", Listing(edge), to="edges", required=True),
    check=each_environment_used,
)
