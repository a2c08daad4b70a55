"""The types of nodes, as answered."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from workflow_engine_supervisor.schemas import Shape


class Words(Shape):
    """One text in both languages."""

    en: str
    zh: str


class InPort(Shape):
    """How many edges may lead to a node."""

    min: int
    max: Annotated[int | None, Field(description="null: any number")]


class OutPort(Shape):
    """A way out of a node, and what its edges must say."""

    id: str
    title: Words
    on: Annotated[str | None, Field(description="the edge's `data.on`; null: it has none")]
    takes_when: Annotated[bool, Field(description="the edge has a `data.when`")]
    min: int
    max: Annotated[int | None, Field(description="null: any number")]


class Ports(Shape):
    """What a node may be joined to."""

    model_config = ConfigDict(serialize_by_alias=True)

    in_: Annotated[InPort, Field(alias="in")]
    out: list[OutPort]


class NodeTypeAnswer(Shape):
    """A type of node: how it is shown, what its `data` takes, and which edges belong to it."""

    type: str
    title: Words
    description: Words
    group: Annotated[str, Field(description="one of `groups`")]
    icon: str
    data_schema: Annotated[
        dict[str, Any],
        Field(
            description="JSON Schema (2020-12) of `data`, from what reads it; fields have `x-title` and "
            "`x-description` as {en, zh} beside the standard words"
        ),
    ]
    ports: Ports
    defaults: Annotated[dict[str, Any], Field(description="the `data` of a node that was just drawn")]
    docs: Annotated[str, Field(description="where the documentation tells of it")]
    calls_function: Annotated[bool, Field(description="its `codeRef` names a registered function")]
    only_one: Annotated[bool, Field(description="a flow has exactly one of it")]


class NodeGroup(Shape):
    """A heading of the palette."""

    id: str
    title: Words


class NodeTypes(Shape):
    """All types of nodes, in the order in which they are offered."""

    items: list[NodeTypeAnswer]
    groups: list[NodeGroup]
    edge_data_schema: Annotated[dict[str, Any], Field(description="JSON Schema of an edge's `data`")]
    flow_schema: Annotated[dict[str, Any], Field(description="JSON Schema of the document beside nodes and edges")]
