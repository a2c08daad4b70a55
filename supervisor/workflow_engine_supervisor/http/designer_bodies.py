"""What the designer's requests bring in their bodies, checked as far as its form goes."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workflow_engine_supervisor.http import bodies
from workflow_engine_supervisor.http.bodies import Note
from workflow_engine_supervisor.http.flow_bodies import Forms, brings_a_flow
from workflow_engine_supervisor.http.parameters import MAX_NAME, MAX_NODE, MAX_NUMBER, Id


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Revision = Annotated[int, Field(ge=1, le=MAX_NUMBER)]


class CheckFlow(_Body):
    dsl: Annotated[Any, Field(description="the document as far as it is drawn: any JSON")] = None
    bpmn: Annotated[str | None, Field(description="instead: a BPMN 2.0 file, its text")] = None
    forms: Forms = None
    flow_id: Annotated[
        Id | None, Field(description="whose it is, where there is one: a flow that calls itself is told then")
    ] = None

    @model_validator(mode="after")
    def _has_one(self) -> "CheckFlow":
        return brings_a_flow(self, needed=True)


class PutDraft(_Body):
    dsl: Annotated[Any, Field(description="what is drawn: any JSON of 2 MiB at most, a flow or not")]
    note: Note = None
    based_on: Annotated[
        _Revision | None, Field(description="the version that it began as; left out: as the draft before")
    ] = None


class VersionOfDraft(_Body):
    revision: _Revision
    note: Annotated[Note, Field(description="what to know of the version")] = None
    publish: Annotated[bool, Field(description="publish it, too")] = False
    replaces: Annotated[
        Annotated[int, Field(ge=0, le=MAX_NUMBER)] | None,
        Field(description="publish it only where this version is in use, 0: none; left out: whichever is"),
    ] = None


class RestoreVersion(_Body):
    revision: Annotated[
        _Revision | None, Field(description="of the draft that is replaced; left out: there is none")
    ] = None


MAX_EXPRESSIONS = 50


class EvaluateExpressions(_Body):
    expressions: Annotated[
        list[Any], Field(min_length=1, max_length=MAX_EXPRESSIONS, description="JsonLogic, evaluated over the state")
    ]
    checkpoint: Annotated[
        str | None, Field(max_length=MAX_NAME, description="whose state; left out: the state as it stands")
    ] = None


class StartRun(bodies.StartRun):
    """A start, or a test of a draft."""

    draft: Annotated[_Revision | None, Field(description="test this revision of the flow's draft")] = None
    stop_after: (
        Annotated[str, Field(min_length=1, max_length=MAX_NODE, description="the test ends after this node")] | None
    ) = None
    pinned: Annotated[
        dict[str, dict[str, Any]] | None,
        Field(description="of a test: node -> the state keys that it leaves, without being run"),
    ] = None


class ImpactOfDraft(_Body):
    revision: _Revision


class ImportFlow(_Body):
    file: Annotated[
        Any, Field(description="what an export holds, a flow's document, or an export of React Flow: a JSON object")
    ]
    flow_id: Annotated[
        Id | None, Field(description="whose draft it becomes; left out: as the file says, or made of its name")
    ] = None
    revision: Annotated[
        _Revision | None, Field(description="of the draft that is replaced; left out: there is none")
    ] = None
    note: Note = None
