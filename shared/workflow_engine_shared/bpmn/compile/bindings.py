"""What a task calls: the function or flow that its names are bound to."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from workflow_engine_shared.bpmn.compile.data import extension
from workflow_engine_shared.bpmn.compile.refused import Refused
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.names import CAMUNDA, OWN, ZEEBE
from workflow_engine_shared.functions.registry import name_problem
from workflow_engine_shared.ids import id_problem, shown

_FLOW: Final = re.compile(r"flow:([^@]+)(?:@(\d{1,9}|latest))?")
#: Attributes of Camunda's that name code, each in its own way.
_CODE: Final = ("class", "delegateExpression", "expression", "decisionRef", "topic")
_WRAPPED: Final = re.compile(r"[$#]\{([^{}]*)\}")
HINT: Final = 'Set implementation="the.function", or bind the type by bpmn_functions in the settings.'


class Bindings(msgspec.Struct, frozen=True):
    """How names in files become functions.

    `functions`: a type or topic of a task -> a registered function, or `flow:ID`. `forms`: schemas beside the file, by
    the ids of the tasks whose forms they are. `scripts_are_work`: scripts in any
    language are given to the host as they are; for measuring only.
    """

    functions: Mapping[str, str] = msgspec.field(default_factory=dict)
    forms: Mapping[str, Any] = msgspec.field(default_factory=dict)
    scripts_are_work: bool = False


class Bound(NamedTuple):
    """A registered function, or a flow and its version."""

    function: str | None = None
    flow: str | None = None
    version: str | int | None = None


def bound(model: Model, task: Element, bindings: Bindings) -> Bound | None:
    """What a task calls; None: it names nothing.

    Raises:
        Refused: what it names is bound to nothing.
    """
    for name, where in _names(model, task):
        target = bindings.functions.get(name, name)
        called = called_flow(task, target)
        if called is not None:
            return called
        if not name_problem(target):
            return Bound(function=target)
        detail = f"{task.title}: {where} is {shown(name)}, which is no function's name and bound to none."
        raise Refused(task, "UNBOUND", detail, HINT)
    return None


def called_flow(element: Element, target: str) -> Bound | None:
    """The flow that `flow:ID`, `flow:ID@VERSION` or `flow:ID@latest` means; None: it is no such name.

    Raises:
        Refused: the id is none.
    """
    if not target.startswith("flow:"):
        return None
    found = _FLOW.fullmatch(target.strip())
    if found is None or id_problem(found[1]):
        detail = f"{element.title} calls {shown(target)}, which names no flow."
        raise Refused(element, "UNBOUND", detail, "Write flow:ID, flow:ID@3 or flow:ID@latest.")
    version = found[2]
    return Bound(flow=found[1], version=int(version) if version and version.isdigit() else version)


def _names(model: Model, task: Element) -> list[tuple[str, str]]:
    """The names that a task has for what it calls, with where each stands; the first counts."""
    names: list[tuple[str | None, str]] = [(task.foreign.get((OWN, "call")), "renflow:call")]
    own = task.get("implementation")
    if own and not own.startswith(("##", "http:", "https:")):
        names.append((own, "implementation"))
    zeebe = extension(task, ZEEBE, "taskDefinition")
    names.append((zeebe.get("type") if zeebe is not None else None, "zeebe:taskDefinition type"))
    names.extend((task.foreign.get((CAMUNDA, code)), f"camunda:{code}") for code in _CODE)
    operation = model.target(task.get("operationRef"))
    sends = task.name == "sendTask" and task.get("messageRef")  # its operation is the other side's
    if operation is not None and not sends:
        code = operation.get("implementationRef") or operation.get("name")
        names.append((code, "the operation's implementationRef or name"))
    return [(_unwrapped(name), where) for name, where in names if name and name.strip()]


def _unwrapped(name: str) -> str:
    found = _WRAPPED.fullmatch(name.strip())
    return (found[1] if found else name).strip()
