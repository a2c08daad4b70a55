"""A flow as somebody gives it, to be added as a version: a document of the flow language, or a BPMN file."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.bpmn.check import advice_of, read
from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.flow import read_file
from workflow_engine_shared.bpmn.xml_tree import Unreadable, encoded
from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.drawing.identity import file_hash, flow_hash
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import InvalidFlow, Problem
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.runs.called_flows import meta_of_subflows


class GivenFlow(NamedTuple):
    """What is kept of a version, and what it means."""

    flow: Flow
    document: Any
    source: bytes | None  #: of a BPMN file: its bytes
    hash: str  #: the same for the same content

    def meta(self, note: str | None = None) -> dict[str, Any]:
        """What lists tell of the version."""
        return {
            **({} if note is None else {"note": note}),
            "code_refs": self.flow.code_refs(),
            "nodes": len(self.flow.nodes),
            "edges": len(self.flow.edges),
            "hash": self.hash,
            "subflows": meta_of_subflows(self.flow, None),
        }


def from_document(dsl: Any) -> GivenFlow:
    """A document of the flow language.

    Raises:
        InvalidFlow: with every mistake and its place, below /dsl.
    """
    document = without_designer_fields(dsl)
    try:
        return GivenFlow(parse_flow(document), document, None, flow_hash(document))
    except InvalidFlow as error:
        raise InvalidFlow(error.detail, problems=below("/dsl", error.problems)) from None


def from_bpmn(settings: Settings, now: str | None, text: str, forms: Mapping[str, Any] | None = None) -> GivenFlow:
    """A BPMN file, by its text; `now`: its timers are to come after that; `forms`: schemas beside it, by task.

    Raises:
        InvalidFlow: with every mistake, its element and line, all at /bpmn, or at /forms.
    """
    at = None if now is None else parse_rfc3339(now)
    try:
        flow, document, source = _read(settings, at, text, forms or {})
    except InvalidFlow as error:
        raise InvalidFlow(error.detail, problems=below("/bpmn", error.problems)) from None
    return GivenFlow(flow, document, source, file_hash(text, forms))


def advice_of_bpmn(source: bytes | str | None) -> list[Problem]:
    """What is worth a second look in a BPMN file that runs, each at its element; None: it is no such file."""
    model = None if source is None else read(source)
    return [] if model is None or isinstance(model, Problem) else below("/bpmn", advice_of(model))


def problems_of_bpmn(settings: Settings, now: str | None, text: str) -> list[Problem]:
    """Everything that keeps a BPMN file from being a flow, each with its element and line."""
    try:
        from_bpmn(settings, now, text)
    except InvalidFlow as error:
        return list(error.problems)
    return []


def below(place: str, problems: Iterable[Problem]) -> list[Problem]:
    """Problems with their places as the request has them."""
    return [
        each if each.pointer.startswith("/forms") else msgspec.structs.replace(each, pointer=f"{place}{each.pointer}")
        for each in problems
    ]


def at_elements(flow: Flow, problems: Iterable[Problem]) -> list[Problem]:
    """Problems of nodes, told at the elements of the file that these are."""
    told = []
    for each in problems:
        steps = each.pointer.split("/")
        index = steps[2] if len(steps) > 2 and steps[1] == "nodes" else ""  # noqa: PLR2004 - "", "nodes", index
        element = flow.nodes[int(index)].id if index.isdigit() and int(index) < len(flow.nodes) else each.element
        told.append(msgspec.structs.replace(each, pointer="/bpmn", element=element))
    return told


def _read(
    settings: Settings, now: datetime | None, text: str, forms: Mapping[str, Any]
) -> tuple[Flow, dict[str, Any], bytes]:
    try:
        source = encoded(text)
    except Unreadable as error:
        raise InvalidFlow(f"The BPMN file cannot be read: {error}", problems=[error.problem]) from None
    flow, document = read_file(source, Bindings(settings.bpmn_bindings, forms), now)
    return flow, document, source
