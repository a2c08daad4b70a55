"""What a person is asked by a user task: renflow's own form, or the fields that Camunda's forms have."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow_engine_shared import json_pointer
from workflow_engine_shared.bpmn.compile.data import extension
from workflow_engine_shared.bpmn.compile.refused import Refused, text_or_expression
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.names import CAMUNDA, OWN, ZEEBE
from workflow_engine_shared.errors import InvalidJson, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.strict_json import strict_json

#: Tasks that people do.
FORMS: Final = frozenset({"userTask", "globalUserTask", "manualTask", "globalManualTask"})
_TYPES: Final[dict[str, dict[str, Any]]] = {
    "string": {"type": "string"},
    "long": {"type": "integer"},
    "integer": {"type": "integer"},
    "double": {"type": "number"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "enum": {"type": "string"},
}
_LIMITS: Final = {"min": "minimum", "max": "maximum", "minlength": "minLength", "maxlength": "maxLength"}
_HINT: Final = "Write a <renflow:form> with a JSON Schema, or <camunda:formData>, or give a schema beside the file."


def form_of(task: Element, beside: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the `form` node that a user task is; `beside`: schemas beside the file, by the ids of their tasks.

    Raises:
        Refused: its form is somewhere else, or there twice, or is none.
    """
    own = extension(task, OWN, "form")
    if task.id not in beside:
        data: dict[str, Any] = _own(own) if own is not None else {"schema": _of_camunda(task)}
    else:
        data = {} if own is None else _own(own)
        if "schema" in data or extension(task, CAMUNDA, "formData") is not None:
            detail = f"{task.title} has a form in the file, and a schema beside it."
            raise Refused(task, "BAD_FORM", detail, "Leave out one of them.")
        data["schema"] = beside[task.id]
    name = " ".join((task.get("name") or "").split())
    if "title" not in data:
        data["title"] = name[:200] or task.id
    documentation = task.text_of("documentation")
    if documentation and "description" not in data:
        data["description"] = documentation[:10_000]
    assignee = _assignee(task)
    if assignee is not None and "assignee" not in data:
        data["assignee"] = assignee
    return data


def schemas_of_nothing(model: Model, forms: Mapping[str, Any]) -> Iterator[Problem]:
    """Schemas beside the file that are no task's."""
    for name in forms:
        element = model.ids.get(name)
        if element is None or element.name not in FORMS:
            what = "no user task" if element is None else f"a {element.name}, which has no form"
            detail = f"The form beside the file is of {shown(name)}, which is {what}."
            hint = "Name user tasks, manual tasks or global ones by their ids."
            line = None if element is None else element.line
            yield Problem("BAD_FORM", json_pointer.join("/forms", name), detail, hint, element=name, line=line)


def _own(form: Element) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name in ("title", "title_zh", "description", "description_zh", "assignee"):
        value = form.get(name)
        if value:
            data[name] = value if name.endswith("_zh") else text_or_expression(form, value)
    if form.text:
        data["schema"] = json_of(form, "schema")
    return data


def json_of(form: Element, what: str) -> Any:
    """The JSON in an element.

    Raises:
        Refused: it is none.
    """
    try:
        return strict_json(form.text.encode())
    except InvalidJson as error:
        detail = f"The {what} of the form of {form.near_id!r} is no JSON: {error}"
        raise Refused(form, "BAD_FORM", detail, _HINT) from None


def _of_camunda(task: Element) -> dict[str, Any]:
    elsewhere = task.foreign.get((CAMUNDA, "formKey")) or task.foreign.get((CAMUNDA, "formRef"))
    zeebe = extension(task, ZEEBE, "formDefinition")
    if elsewhere or zeebe is not None:
        named = elsewhere or (zeebe.get("formKey") or zeebe.get("formId") if zeebe is not None else "")
        detail = f"The form of {task.title} is {shown(named)}, which is not in the file."
        raise Refused(task, "BAD_FORM", detail, _HINT)
    return fields_of(task)


def fields_of(task: Element) -> dict[str, Any]:
    """The fields of a Camunda form as a JSON Schema; none where there is no form.

    Raises:
        Refused: one is of a kind that is not known.
    """
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    form = extension(task, CAMUNDA, "formData")
    needed = []
    for field in form.children if form is not None else ():
        if field.name != "formField":
            continue
        schema["properties"][field.id], is_needed = _field(field)
        needed += [field.id] if is_needed else []
    return {**schema, "required": needed} if needed else schema


def _field(field: Element) -> tuple[dict[str, Any], bool]:
    kind = field.get("type") or "string"
    if kind not in _TYPES or not field.id:
        detail = f"The form field {shown(field.id)} has the type {shown(kind)}, which is not known."
        raise Refused(field, "BAD_FORM", detail, f"Use one of {', '.join(_TYPES)}.")
    schema = dict(_TYPES[kind])
    if field.get("label"):
        schema["title"] = field.get("label")
    if kind == "enum":
        values = [each for each in field.children if each.name == "value"]
        schema["enum"] = [each.id for each in values]
    default = field.get("defaultValue")
    if default and "${" not in default:
        schema["default"] = _value(field, kind, default)
    is_needed = False
    for each in field.walk():
        if each.name != "constraint":
            continue
        name, config = each.get("name"), each.get("config") or ""
        is_needed = is_needed or name == "required"
        if name in _LIMITS:
            schema[_LIMITS[name]] = _value(field, "integer" if "length" in name else "number", config)
    return schema, is_needed


def _value(field: Element, kind: str, text: str) -> Any:
    """A value as it is written in an attribute."""
    try:
        if kind in {"long", "integer"}:
            return int(text)
        if kind in {"double", "number"}:
            number = float(text)
            return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        detail = f"The form field {shown(field.id)}: {shown(text)} is no number."
        raise Refused(field, "BAD_FORM", detail, "Write a number.") from None
    return text.strip() == "true" if kind == "boolean" else text


def _assignee(task: Element) -> Any:
    """Who is asked, as the file says it in one of several ways."""
    camunda = task.foreign.get((CAMUNDA, "assignee")) or task.foreign.get((CAMUNDA, "candidateGroups"))
    zeebe = extension(task, ZEEBE, "assignmentDefinition")
    text = camunda or (zeebe.get("assignee") or zeebe.get("candidateGroups") if zeebe is not None else None)
    if text:
        return text_or_expression(task, text)
    for role in task.all("humanPerformer", "potentialOwner", "performer"):
        formal = next((each for each in role.walk() if each.name == "formalExpression" and each.text), None)
        if formal is not None:
            return text_or_expression(formal, formal.text)
    return None
