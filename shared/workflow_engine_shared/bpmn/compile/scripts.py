"""Script tasks: a list of assignments, each by an expression; programs in other languages are functions' work."""

from typing import Final

from workflow_engine_shared.bpmn.compile.data import extension
from workflow_engine_shared.bpmn.compile.refused import Refused, expression
from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.names import CAMUNDA, ZEEBE
from workflow_engine_shared.errors import InvalidJson
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import expression_problems
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_shared.tokens.elements.definitions import Assignment

_JSON: Final = frozenset({"", "json", "jsonlogic", "application/json", "application/jsonlogic"})
_EXPRESSIONS: Final = frozenset({"feel", "juel", "el"})
_HINT: Final = (
    'Write assignments in JsonLogic, such as [{"total": {"+": [{"var": "a"}, 1]}}], or make it a service task that '
    "calls a function."
)


def assignments_of(task: Element) -> tuple[Assignment, ...]:
    """What a script task assigns, one after the other.

    Raises:
        Refused: its script is a program.
    """
    zeebe = extension(task, ZEEBE, "script")
    if zeebe is not None:
        return (Assignment(_into(task, zeebe.get("resultVariable")), expression(zeebe, zeebe.get("expression") or "")),)
    language = (task.get("scriptFormat") or "").strip().lower()
    script = task.child("script")
    text = script.text if script is not None else ""
    if script is None or not text:
        raise Refused(task, "BAD_SCRIPT", f"{task.title} has no script.", _HINT)
    if language in _EXPRESSIONS or (not language and text.startswith(("${", "#{", "="))):
        into = _into(task, task.foreign.get((CAMUNDA, "resultVariable")))
        return (Assignment(into, expression(script, text, language)),)
    if language not in _JSON and "jsonlogic" not in language:
        detail = f"{task.title} is a script in {shown(task.get('scriptFormat'))}, which is not executed."
        raise Refused(task, "UNSUPPORTED", detail, _HINT)
    return _assignments(task, script, text)


def _assignments(task: Element, script: Element, text: str) -> tuple[Assignment, ...]:
    try:
        given = strict_json(text.encode())
    except InvalidJson as error:
        raise Refused(script, "BAD_SCRIPT", f"The script of {task.title} is no JSON: {error}", _HINT) from None
    steps = given if isinstance(given, list) else [given]
    if not steps or not all(isinstance(each, dict) and each for each in steps):
        detail = f"The script of {task.title} is no list of assignments."
        raise Refused(script, "BAD_SCRIPT", detail, _HINT)
    found = []
    for step in steps:
        for name, rule in step.items():
            problems = expression_problems(rule, "")
            if problems:
                detail = f"The script of {task.title} gives {shown(name)} no JsonLogic: {problems[0].detail}"
                raise Refused(script, "BAD_EXPRESSION", detail, problems[0].hint)
            found.append(Assignment(_into(task, name), rule))
    return tuple(found)


def _into(task: Element, name: str | None) -> str:
    if not name or not name.isidentifier() or name.startswith("__"):
        detail = f"The script of {task.title} assigns to {shown(name or '')}, which is no variable."
        raise Refused(task, "BAD_SCRIPT", detail, "Name a variable: letters, digits and '_'.")
    return name
