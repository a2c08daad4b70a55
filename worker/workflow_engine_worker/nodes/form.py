"""`form`: what a person is asked, and what of the run is shown beside it."""

import json
import logging
from fnmatch import fnmatchcase
from typing import Any

from workflow_engine_shared.dsl.nodes.form import MAX_DESCRIPTION, FormNode
from workflow_engine_shared.dsl.nodes.waiting.forms import MAX_SHOWN, MAX_WORD
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.storage.workflow.waits import WaitHow, WaitKind
from workflow_engine_worker.nodes.outcome import Outcome
from workflow_engine_worker.nodes.waiting.asked import Asked, Asking, deadline, outcome_of, visible

log = logging.getLogger("renflow")

#: Characters of JSON: one value of the state, and all of them. What is larger belongs into a file.
MAX_VALUE, MAX_VALUES = 100_000, 500_000


def ask(node: FormNode, asking: Asking) -> Asked:
    """Who is asked for what, with the values that the state has now.

    Raises:
        BadExpression: a rule gives no value.
    """
    texts = {
        "title": _text(node.title, asking.state, MAX_WORD),
        "title_zh": node.title_zh,
        "description": _text(node.description, asking.state, MAX_DESCRIPTION),
        "description_zh": node.description_zh,
        "assignee": _text(node.assignee, asking.state, MAX_WORD),
    }
    body: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    body |= {"schema": node.schema, "ui": node.ui, "show": _shown(node.show, asking)}
    return Asked(WaitKind.FORM, deadline(asking.now, node.policy), body=body)


def came(node: FormNode, how: WaitHow, value: Any) -> Outcome:
    """Somebody answered, or the time is over."""
    return outcome_of(node, how, value, node.output_key)


def _text(written: Any, state: dict[str, Any], most: int) -> str | None:
    found = evaluate(written, state) if isinstance(written, dict) else written
    if found is None:
        return None
    seen = visible(found)
    return (seen if isinstance(seen, str) else json.dumps(seen, ensure_ascii=False))[:most]


def _shown(show: dict[str, Any], asking: Asking) -> dict[str, Any]:
    values: dict[str, Any] = {}
    left_out, size = [], 0
    for key in show.get("state", ()):
        (value,) = visible({key: _under(key, asking.state)}).values()  # a secret is one by its key, too
        length = len(json.dumps(value, ensure_ascii=False))
        if length > MAX_VALUE or size + length > MAX_VALUES:
            left_out.append(key)
            continue
        size += length
        values[key] = value
    part: dict[str, Any] = {"state": values, "artifacts": _files(show.get("artifacts", ()), asking)}
    return {**part, "left_out": left_out} if left_out else part


def _under(key: str, state: dict[str, Any]) -> Any:
    """What the state has there; nothing, where the way leads into a date or the like: what is shown breaks no run."""
    if key in state:
        return state[key]
    try:
        return evaluate({"var": key}, state)
    except BadExpression as error:
        log.warning("The form shows nothing for %s: %s", shown(key), error.detail)
        return None


def _files(named: Any, asking: Asking) -> list[str]:
    """The names of artifacts that there are, in the order in which the form asks for them."""
    if not named:
        return []
    there = asking.files()
    found: list[str] = []
    for each in named:
        for name in _names(evaluate(each, asking.state)) if isinstance(each, dict) else [each]:
            found += (
                [file for file in there if fnmatchcase(file, name)] if "*" in name else [name] if name in there else []
            )
    return list(dict.fromkeys(found))[:MAX_SHOWN]


def _names(value: Any) -> list[str]:
    """The names in a value: a name, what `artifact()` returned, or a list of these."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get("artifact"))
    return [name for each in value for name in _names(each)] if isinstance(value, (list, tuple)) else []
