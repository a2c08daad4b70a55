"""Expressions and timers: each is understood, and fits where it stands."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from workflow_engine_shared.bpmn import times
from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.expressions.translate import HINT, NotUnderstood, condition, language_of, translated
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.times import NotATime
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

#: Elements whose text is an expression; True: one that is true or false.
_EXPRESSIONS = {
    "conditionExpression": True,
    "condition": True,
    "completionCondition": True,
    "loopCondition": True,
    "activationCondition": True,
    "loopCardinality": False,
    "from": False,
}
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_TIMER_HINT = "Durations are such as PT30M, dates such as 2030-03-01T09:00:00Z, cycles such as R3/PT10S."


def expressions(model: Model) -> Iterator[Problem]:
    """Every expression is one that is translated."""
    for element in model.root.walk():
        if not element.is_bpmn or element.name not in _EXPRESSIONS:
            continue
        read: Callable[[str, str], Any] = condition if _EXPRESSIONS[element.name] else translated
        wrong = _wrong(element, read)
        if wrong is not None:
            yield wrong


def timers(model: Model, now: datetime | None) -> Iterator[Problem]:
    """Every timer has one time, and one that comes; as of `now`, if dates are to be looked at."""
    for element in model.root.walk():
        if not element.is_bpmn or element.name != "timerEventDefinition":
            continue
        given = element.all(*_TIMES)
        if len(given) != 1:
            detail = f"A timer of {element.near_id!r} has {len(given)} times; it needs a date, a duration or a cycle."
            yield trouble(element, "BAD_TIMER", detail, _TIMER_HINT)
        for each in given:
            wrong = _wrong(each, translated) if is_computed(each.text) else _wrong_time(each, now)
            if wrong is not None:
                yield wrong


def is_computed(text: str) -> bool:
    """Whether a time is an expression and not written down."""
    return text.strip().startswith(("$", "#", "=", "{"))


def _wrong(element: Element, read: Callable[[str, str], Any]) -> Problem | None:
    try:
        read(element.text, language_of(element))
    except NotUnderstood as error:
        where = f"<{element.name}> of {element.near_id!r}" if element.near_id else f"<{element.name}>"
        detail = f"{where}: the expression {shown(element.text, 100)} is not understood: {error}."
        return trouble(element, "BAD_EXPRESSION", detail, HINT)
    return None


def _wrong_time(element: Element, now: datetime | None) -> Problem | None:
    try:
        _read_time(element, now)
    except (NotATime, ValueError, OverflowError) as error:
        said = str(error) if isinstance(error, NotATime) else "is too far away"
        detail = f"The timer of {element.near_id!r}: {shown(element.text, 100)} {said}."
        return trouble(element, "BAD_TIMER", detail, _TIMER_HINT)
    return None


def _read_time(element: Element, now: datetime | None) -> None:
    if element.name == "timeDuration":
        times.duration(element.text)
    elif element.name == "timeCycle":
        times.check_cycle(element.text, now)
    elif now is None:
        times.moment(element.text)
    else:
        times.check_date(element.text, now)
