"""A BPMN file as a flow: the nodes that visits are made of, and a document as lists and pages want to have it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.inputs import inputs_of
from workflow_engine_shared.bpmn.compile.program import Compiled, compile_file
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.names import ANSWER
from workflow_engine_shared.dsl.model import Edge, Flow
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.elements.element import ElementNode
from workflow_engine_shared.dsl.nodes.form import FormNode
from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.place import Place
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.tokens.elements import nodes as tokens
from workflow_engine_shared.tokens.program import Program

_BINDINGS: Final = "bindings"
_FORMS: Final = "forms"  #: schemas that came beside the file
_SOURCE: Final = "source_sha256"  #: of the file that the document was made of
_MAX_LABEL: Final = 200


def flow_of(document: Any, source: bytes | None) -> Flow:
    """The flow of a version, by its document and, where it came in as one, its BPMN file.

    Raises:
        InvalidFlow: it is none, any more; the version was made by another renflow.
    """
    if source is None:
        return parse_flow(document)
    known, forms = (document.get(name) if isinstance(document, Mapping) else None for name in (_BINDINGS, _FORMS))
    listed = document.get(_SOURCE) if isinstance(document, Mapping) else None
    if listed is not None and listed != _hash(source):  # what is signed is the document
        raise InvalidFlow("The BPMN file of this version is not the one that it was made of: somebody changed it.")
    known, forms = (each if isinstance(each, Mapping) else {} for each in (known, forms))
    return flow_from(compile_file(source, Bindings(known, forms)))


def read_file(source: bytes | str, bindings: Bindings, now: datetime | None) -> tuple[Flow, dict[str, Any]]:
    """The flow that a file is, and the document that is kept beside the file.

    Raises:
        InvalidFlow: it is none; `problems` lists all that is wrong, each with element and line.
    """
    compiled = compile_file(source, bindings, now)
    flow = flow_from(compiled)
    return flow, {**_document(compiled, flow, bindings), _SOURCE: _hash(source)}


def flow_from(compiled: Compiled) -> Flow:
    """A compiled file as a flow; its first node is where a run begins."""
    model, program = compiled.model, compiled.program
    first = _first(program)
    nodes = [_record(model, node) for node in program.nodes.values() if not isinstance(node, tokens.Process)]
    nodes.sort(key=lambda node: node.id != first)
    edges = tuple(Edge(flow.source, flow.target) for flow in model.flows.values())
    return Flow(nodes=tuple(nodes), edges=edges, inputs=inputs_of(model, model.ids[program.start]), program=program)


def _first(program: Program) -> str:
    process = program.nodes[program.start]
    assert isinstance(process, tokens.Process)  # assembly saw to it
    starts = [program.nodes[each] for each in process.contents.starts]
    none = [each.id for each in starts if isinstance(each, tokens.StartEvent) and not each.definitions]
    return [*none, *process.contents.starts, *process.contents.entries][0]


def _record(model: Model, node: Any) -> Node:
    """What a visit of a node is: of work, the node of the flow language that does it."""
    if isinstance(node, tokens.WorkTask) and "type" in node.details:
        kind = NODE_TYPES[node.details["type"]]
        read = kind.data(node.details["data"], Place([]))  # it was read when it was compiled, without a problem
        made: Node = kind.node(id=node.id, **read)
        return msgspec.structs.replace(made, output_key=ANSWER) if isinstance(made, FormNode) else made
    return ElementNode(node.id, model.ids[node.id].name)


def _document(compiled: Compiled, flow: Flow, bindings: Bindings) -> dict[str, Any]:
    model = compiled.model
    nodes = []
    for node in flow.nodes:
        element, made = model.ids[node.id], compiled.program.nodes[node.id]
        shown: dict[str, Any] = {"id": node.id, "type": element.name}
        label = " ".join((element.get("name") or "").split())[:_MAX_LABEL]
        if label:
            shown["label"] = label
        if isinstance(made, tokens.WorkTask):
            shown["data"] = made.details.get("data", {})
        nodes.append(shown)
    document: dict[str, Any] = {"format": "bpmn", "name": compiled.name}
    if flow.inputs is not None:
        document["inputs"] = flow.inputs
    document["nodes"] = nodes
    document["edges"] = [
        {"id": each.id, "source": each.source, "target": each.target, **_label(each.element)}
        for each in model.flows.values()
    ]
    if bindings.functions:
        document[_BINDINGS] = dict(bindings.functions)
    if bindings.forms:
        document[_FORMS] = dict(bindings.forms)
    return document


def _hash(source: bytes | str) -> str:
    return hashlib.sha256(source.encode() if isinstance(source, str) else source).hexdigest()


def _label(element: Element) -> dict[str, str]:
    name = " ".join((element.get("name") or "").split())[:_MAX_LABEL]
    return {"label": name} if name else {}
