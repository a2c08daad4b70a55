"""Which language an expression is in, and what it is in JsonLogic."""

import json
import re
from typing import Final

from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.bpmn.expressions.grammar import parsed
from workflow_engine_shared.bpmn.expressions.rules import Rule, is_boolean
from workflow_engine_shared.bpmn.expressions.words import NotUnderstood
from workflow_engine_shared.errors import InvalidJson
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import expression_problems
from workflow_engine_shared.strict_json import strict_json

__all__ = ["NotUnderstood", "Rule", "condition", "language_of", "translated"]

_WRAPPED: Final = re.compile(r"[$#]\{(.*)\}", re.DOTALL)
_PLAIN_LANGUAGES: Final = frozenset({"", "juel", "el", "uel", "jsonlogic", "json", "simple"})
HINT: Final = "Write JsonLogic, ${a > 3 && b == 'x'}, or simple FEEL; docs/bpmn.md lists what is translated."


def translated(text: str, language: str = "") -> Rule:
    """An expression as JsonLogic.

    Raises:
        NotUnderstood: it is in another language, or uses something that is not translated.
    """
    text = text.strip()
    if not text:
        raise NotUnderstood("it is empty")
    feel = "feel" in language.lower()
    if not feel and language.lower() not in _PLAIN_LANGUAGES and "jsonlogic" not in language.lower():
        raise NotUnderstood(f"the language {shown(language)} is not executed")
    if text.startswith("{") or (text.startswith("[") and not feel and ".." not in text):
        return _json(text)
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped and "${" not in wrapped[1] and "#{" not in wrapped[1]:
        return parsed(wrapped[1], feel=False)
    if wrapped or "${" in text or "#{" in text:
        raise NotUnderstood("text around ${…} is not translated")
    if text.startswith("="):
        return parsed(text[1:], feel=True)
    return parsed(text, feel=feel)


def condition(text: str, language: str = "") -> Rule:
    """An expression that is to be true or false.

    Raises:
        NotUnderstood: as above, or its value is neither, whatever the data.
    """
    rule = translated(text, language)
    if not is_boolean(rule):
        raise NotUnderstood(f"its value is never true or false: {json.dumps(rule, ensure_ascii=False)[:80]}")
    return rule


def language_of(expression: Element) -> str:
    """The language that an expression says it is in, or else that of the file if that is one we know."""
    own = expression.get("language")
    if own is not None:
        return own.strip()
    root = expression
    while root.parent is not None:
        root = root.parent
    whole = root.get("expressionLanguage") or ""
    return whole if "feel" in whole.lower() else ""  # XPath, the standard's own default, is in files that mean nothing


def _json(text: str) -> Rule:
    try:
        rule = strict_json(text.encode("utf-8", "surrogatepass"))
    except InvalidJson as error:
        raise NotUnderstood(f"it is no JSON: {error}") from None
    problems = expression_problems(rule, "")
    if problems:
        raise NotUnderstood(f"it is no JsonLogic: {problems[0].detail}")
    return rule
