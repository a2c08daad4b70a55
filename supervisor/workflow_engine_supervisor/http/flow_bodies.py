"""What requests about flows and their versions bring in their bodies, checked as far as its form goes."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, model_validator

from workflow_engine_shared.errors import InvalidBody, Problem
from workflow_engine_supervisor.http.bodies import Body, Note, ViewName
from workflow_engine_supervisor.http.parameters import Id

_B = TypeVar("_B", bound=BaseModel)

Forms = Annotated[
    dict[str, dict[str, Any]] | None,
    Field(description="beside `bpmn`: JSON Schemas of its forms, by the ids of user tasks"),
]


class NewFlow(Body):
    name: ViewName
    id: Id | None = None
    dsl: Annotated[Any, Field(description="its first version; refused, there is no flow either")] = None
    bpmn: Annotated[str | None, Field(description="instead: a BPMN 2.0 file, its text")] = None
    forms: Forms = None
    publish: Annotated[bool, Field(description="publish that version, too")] = False
    note: Annotated[Note, Field(description="what to know of that version")] = None
    pin: Annotated[bool, Field(description="with `publish`: keep the code of its functions with that version")] = False

    @model_validator(mode="after")
    def _has_what_it_publishes(self) -> "NewFlow":
        return brings_a_flow(self, needed=self.publish)


class NewVersion(Body):
    dsl: Annotated[Any, Field(description="a document of the flow language")] = None
    bpmn: Annotated[str | None, Field(description="instead: a BPMN 2.0 file, its text")] = None
    forms: Forms = None
    note: Annotated[Note, Field(description="what to know of it; shown in the list of versions")] = None

    @model_validator(mode="after")
    def _has_one(self) -> "NewVersion":
        return brings_a_flow(self, needed=True)


def brings_a_flow(body: _B, *, needed: bool) -> _B:
    given = {"dsl", "bpmn"} & body.model_fields_set
    if getattr(body, "bpmn", None) is None:
        given.discard("bpmn")
    if len(given) > 1:
        raise InvalidBody(problems=[Problem("TWO_FLOWS", "/bpmn", "'dsl' and 'bpmn' are both there.", "Send one.")])
    if getattr(body, "forms", None) and "bpmn" not in given:
        detail = "'forms' are of a BPMN file, and there is no 'bpmn'."
        raise InvalidBody(problems=[Problem("MISSING_FIELD", "/bpmn", detail, "Send both.")])
    if needed and not given:
        raise InvalidBody(problems=[Problem("MISSING_FIELD", "/dsl", "'dsl' or 'bpmn' must be there.", "Send one.")])
    return body


class PublishVersion(Body):
    note: Annotated[Note, Field(description="why; shown in the list of versions")] = None
    pin: Annotated[
        bool, Field(description="keep the code of its functions: runs of this version are executed with it")
    ] = False
    signature: Annotated[str | None, Field(max_length=200, description="KEY:SIGNATURE, of the statement")] = None
