"""What is raised where an element cannot be compiled, and how its expressions are read."""

from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.expressions.translate import (
    HINT,
    NotUnderstood,
    Rule,
    condition,
    language_of,
    translated,
)
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown


class Refused(Exception):
    """An element asks for what is not executed."""

    def __init__(self, element: Element, code: str, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.problem: Problem = trouble(element, code, detail, hint)


def expression(element: Element, text: str | None = None, language: str | None = None) -> Rule:
    """The rule that an element's text is, or another text of it.

    Raises:
        Refused: it is not understood.
    """
    text = element.text if text is None else text
    try:
        return translated(text, language_of(element) if language is None else language)
    except NotUnderstood as error:
        raise _not_understood(element, text, error) from None


def condition_of(element: Element | None) -> Rule:
    """The condition that an element is; None: there is none.

    Raises:
        Refused: it is not understood, or is never true or false.
    """
    if element is None:
        return None
    try:
        return condition(element.text, language_of(element))
    except NotUnderstood as error:
        raise _not_understood(element, element.text, error) from None


def text_or_expression(element: Element, text: str) -> Rule:
    """A text as it stands, or what `${…}`, `=…` or JsonLogic in its place computes.

    Raises:
        Refused: it is not understood.
    """
    return expression(element, text) if text.strip().startswith(("${", "#{", "=", "{")) else text


def _not_understood(element: Element, text: str, error: NotUnderstood) -> Refused:
    where = f"<{element.name}> of {element.near_id!r}" if element.near_id else f"<{element.name}>"
    detail = f"{where}: the expression {shown(text, 100)} is not understood: {error}."
    return Refused(element, "BAD_EXPRESSION", detail, HINT)
