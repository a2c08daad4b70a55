"""What a run is given: the schema that a process, or its start event, has for it."""

from typing import Any

from workflow_engine_shared.bpmn.compile.data import extension
from workflow_engine_shared.bpmn.compile.forms import fields_of, json_of
from workflow_engine_shared.bpmn.compile.refused import Refused
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.names import CAMUNDA, OWN
from workflow_engine_shared.dsl.place import BAD, Place, TooManyProblems
from workflow_engine_shared.dsl.schema_field import json_schema
from workflow_engine_shared.errors import Problem


def inputs_of(model: Model, process: Element) -> dict[str, Any] | None:
    """The JSON Schema of a run's input; None: it says nothing.

    Raises:
        Refused: it is no JSON Schema.
    """
    starts = [each.element for each in model.within(process.id, "start")]
    for element in (process, *starts):
        own = extension(element, OWN, "inputs")
        if own is not None and own.text:
            return _schema(own)
    forms = [each for each in starts if extension(each, CAMUNDA, "formData") is not None]
    return fields_of(forms[0]) if forms else None


def _schema(element: Element) -> dict[str, Any]:
    notes: list[Problem] = []
    try:
        read = json_schema(json_of(element, "schema"), Place(notes))
    except TooManyProblems:
        read = BAD
    if read is BAD or notes:
        detail = f"The inputs of {element.near_id!r} are no JSON Schema: {notes[0].detail}"
        raise Refused(element, "BAD_SCHEMA", detail, notes[0].hint)
    return dict(read)
