"""A flow as one file: what is written, and what is read - our own, a plain document, or an export of React Flow."""

import json
from typing import Any, Literal, NamedTuple, TypeAlias

from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.errors import InvalidBody, Problem
from workflow_engine_shared.ids import id_problem, shown, slug
from workflow_engine_supervisor.schemas.designer.exchange import FlowFileContent

Kind: TypeAlias = Literal["export", "flow", "react_flow"]
FORMAT = 1
#: What only a designer writes, and no flow has.
_OF_REACT_FLOW = frozenset({"viewport", "position", "zoom"})


class Imported(NamedTuple):
    """What a file holds."""

    kind: Kind
    dsl: Any
    flow_id: str
    note: str | None


def as_file(content: FlowFileContent) -> bytes:
    """The file's bytes, as people and version control read them."""
    return (json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def read_file(content: Any, wanted_id: str | None) -> Imported:
    """What a file holds; `wanted_id` is what the flow is to be called.

    Raises:
        InvalidBody: it is nothing of the kind.
    """
    if not isinstance(content, dict):
        raise _no_flow("/file", "The file must be a JSON object.")
    is_export = "renflow" in content
    if is_export and (content["renflow"] != "flow" or content.get("format") != FORMAT):
        told = f"The file's format {shown(content.get('format'))} is not supported; supported: {FORMAT}."
        raise _no_flow("/file/format", told)
    at = "/file/dsl" if is_export else "/file"
    dsl = content.get("dsl") if is_export else content
    if not isinstance(dsl, dict) or not isinstance(dsl.get("nodes"), list):
        raise _no_flow(f"{at}/nodes" if isinstance(dsl, dict) else at, "The file has no list of nodes: it is no flow.")
    kind: Kind = "export" if is_export else "react_flow" if _is_react_flow(dsl) else "flow"
    note = content.get("note") if is_export else None
    flow_id = wanted_id or _id_in(content if is_export else {}, dsl)
    return Imported(kind, without_designer_fields(dsl), flow_id, note if isinstance(note, str) else None)


def _is_react_flow(dsl: dict[str, Any]) -> bool:
    return bool(_OF_REACT_FLOW & dsl.keys()) or without_designer_fields(dsl) is not dsl


def _id_in(content: dict[str, Any], dsl: dict[str, Any]) -> str:
    """What the file calls its flow, or an id made of its name."""
    named = content.get("id")
    if isinstance(named, str) and not id_problem(named):
        return named
    names = (content.get("name"), dsl.get("name"), "imported")
    return slug(next(name for name in names if isinstance(name, str) and name.strip()))


def _no_flow(pointer: str, detail: str) -> InvalidBody:
    hint = "Send what GET /flows/{id}/export answers, a flow's document, or an export of React Flow."
    return InvalidBody(problems=[Problem("NO_FLOW", pointer, detail, hint)])
