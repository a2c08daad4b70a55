"""The types of nodes as a designer offers them: made from what reads them, with words in both languages beside."""

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from workflow_engine_shared.dsl.failure_edges import FAILURES
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.node_type import MAX_BRANCHES, NodeType
from workflow_engine_shared.dsl.nodes.policy import is_activity
from workflow_engine_shared.dsl.parse import EDGE_DATA, FLOW
from workflow_engine_supervisor.schemas.designer.node_types import NodeTypeAnswer, NodeTypes, OutPort, Ports, Words

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@functools.cache
def node_types() -> NodeTypes:
    """All there is to know of the types of nodes; the same while the program runs."""
    return NodeTypes(
        items=[_answer(kind) for kind in NODE_TYPES.values()],
        groups=_words()["groups"],
        edge_data_schema={"$schema": _DIALECT, **EDGE_DATA.schema()},
        flow_schema=_flow_schema(),
    )


def _answer(kind: NodeType) -> NodeTypeAnswer:
    words = _words()["types"].get(kind.name) or _own_words(kind)
    return NodeTypeAnswer(
        type=kind.name,
        title=words["title"],
        description=Words(en=_LINK.sub(r"\1", kind.doc), zh=words["description_zh"]),
        group=words["group"],
        icon=words["icon"],
        data_schema={"$schema": _DIALECT, **_with_words(kind.schema(), kind.name)},
        ports=_ports(kind),
        defaults=kind.defaults,
        docs=f"docs/dsl.md#{kind.name}",
        calls_function=bool({"codeRef"} & set(kind.data.schema()["properties"])),
        only_one=kind.enters,
    )


def _own_words(kind: NodeType) -> dict[str, Any]:
    """What a type is called that nobody has written words for."""
    title, group = kind.name.capitalize(), "work" if is_activity(kind) else "flow"
    return {"title": {"en": title, "zh": title}, "description_zh": kind.doc, "group": group, "icon": "code"}


def _flow_schema() -> dict[str, Any]:
    """Of the document beside its nodes and edges, which have schemas of their own."""
    schema = FLOW.schema()
    parts = {name: rule for name, rule in schema["properties"].items() if name not in {"nodes", "edges"}}
    return {"$schema": _DIALECT, **schema, "properties": parts, "required": []}


# -- ports ----------------------------------------------------------------------------------------------------------


def _ports(kind: NodeType) -> Ports:
    most_in = 0 if kind.enters else None
    return Ports.model_validate({"in": {"min": 0 if kind.enters else 1, "max": most_in}, "out": [*_out(kind)]})


def _out(kind: NodeType) -> Iterator[OutPort]:
    if kind.ends:
        return
    if kind.splits:
        yield _port("branch", least=2, most=MAX_BRANCHES)
    elif kind.branches:
        yield _port("when", most=None)
        yield _port("else")
    else:
        yield _port("next", least=1)
    if is_activity(kind):
        for failure in FAILURES:
            yield _port(failure, on=failure)


def _port(name: str, *, least: int = 0, most: int | None = 1, on: str | None = None) -> OutPort:
    return OutPort(id=name, title=_words()["ports"][name], on=on, takes_when=name == "when", min=least, max=most)


# -- words ----------------------------------------------------------------------------------------------------------


@functools.cache
def _words() -> dict[str, Any]:
    text = (importlib.resources.files(__package__) / "words.json").read_text(encoding="utf-8")
    words: dict[str, Any] = json.loads(text)
    return words


def words_of(place: str) -> dict[str, Any]:
    """What a field is called, and what it means, in both languages; `place` is `type.field` or `type.field.inner`."""
    fields = _words()["fields"]
    found: dict[str, Any] = {}
    for name in (place.partition(".")[2], place):  # of many types, then of this one
        found |= fields.get(name, {})
    return found


def _with_words(schema: dict[str, Any], place: str) -> dict[str, Any]:
    """The schema with a title and a description for each reader's language at every field."""
    parts = schema.get("properties")
    if not isinstance(parts, dict):
        return schema
    named = {}
    for name, rule in parts.items():
        here = f"{place}.{name}"
        words = words_of(here)
        text = _LINK.sub(r"\1", rule.get("description", ""))
        told = {"x-description": {"en": text, "zh": words.get("description_zh", text)}} if text else {}
        title = {"x-title": words["title"]} if "title" in words else {}
        named[name] = {**_with_words(rule, here), **({"description": text} if text else {}), **title, **told}
    return {**schema, "properties": named}
