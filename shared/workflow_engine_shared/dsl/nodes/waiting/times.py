"""Readers of times: durations, moments, cron lines, zones; and which of these stand beside each other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from workflow_engine_shared.dsl.fields import Number, described
from workflow_engine_shared.dsl.nodes.readers import expression
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.ids import shown

#: Fifty years: what is farther away is a mistake in the unit.
MAX_WAIT = 50 * 365 * 24 * 3600
MAX_TIME_TEXT = 100
_SECONDS = Number(0, MAX_WAIT)
#: A cron line is judged as of a day, so that a flow is right or wrong on all days.
_JUDGED = datetime(2024, 1, 1, tzinfo=timezone.utc)
_LINES = "Five fields: minute hour day month weekday, such as '0 3 * * *' for 3:00 each night."
_MOMENTS = "Such as 2026-03-01T09:00:00Z, or 2026-03-01T09:00 beside a 'timezone'."


@described({"anyOf": [_SECONDS.schema(), {"type": "object"}]})
def seconds(value: Any, place: Place) -> Any:
    """A duration, or the rule that gives it."""
    if isinstance(value, dict):
        return expression(value, place)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return place.expected("a number of seconds, or JsonLogic that gives one", value)
    return _SECONDS(value, place)


@described({"anyOf": [{"type": "string", "maxLength": MAX_TIME_TEXT}, {"type": "object"}]})
def moment(value: Any, place: Place) -> Any:
    """A moment, a local time, or the rule that gives one of them."""
    if isinstance(value, dict):
        return expression(value, place)
    if not isinstance(value, str):
        return place.expected("a time as text, or JsonLogic that gives one", value)
    return _short(value, place)


@described({"type": "string", "maxLength": MAX_TIME_TEXT})
def cron_line(value: Any, place: Place) -> Any:
    """A cron line that has times."""
    from workflow_engine_shared.timetables.timetable import NeverFires, check_line  # slow, and few flows have one

    if not isinstance(value, str):
        return place.expected("a string", value)
    if _short(value, place) is BAD:
        return BAD
    try:
        check_line(value, _JUDGED)
    except NeverFires as error:
        place.problem("NEVER_FIRES", f"The cron line {shown(value)} never comes: {error}.", _LINES)
    except ValueError as error:
        place.problem("INVALID_CRON", f"The cron line {shown(value)} cannot be read: {error}.", _LINES)
    else:
        return value
    return BAD


@described({"type": "string", "maxLength": MAX_TIME_TEXT})
def zone(value: Any, place: Place) -> Any:
    """The name of a time zone."""
    from workflow_engine_shared.timetables.zones import zone_names, zone_of

    if not isinstance(value, str):
        return place.expected("a string", value)
    if _short(value, place) is BAD:
        return BAD
    try:
        zone_of(value)
    except ValueError:
        hint = did_you_mean(value, zone_names()) or "A name such as Europe/Berlin, Asia/Shanghai or UTC."
        place.problem("UNKNOWN_TIMEZONE", f"There is no time zone {shown(value)}.", hint)
        return BAD
    return value


def _short(value: str, place: Place) -> Any:
    if len(value) <= MAX_TIME_TEXT:
        return value
    detail = f"{place.subject} has {len(value):,} characters; at most {MAX_TIME_TEXT} are allowed."
    place.problem("TOO_LARGE", detail, "Shorten it.")
    return BAD


def a_moment_that_is_shown(data: dict[str, Any], place: Place) -> None:
    """Note a written moment that is none: no time, without a zone, or one that clocks pass over."""
    from workflow_engine_shared.timetables.moments import NotShown, NoZone, moment_of

    text, named = data.get("until"), data.get("timezone")
    if not isinstance(text, str) or len(text) > MAX_TIME_TEXT or not (named is None or _is_zone(named)):
        return
    here = place.at("until")
    try:
        moment_of(text, named)
    except NoZone:
        here.problem("NO_TIMEZONE", f"{shown(text)} is a local time, and no zone says of where.", "Add 'timezone'.")
    except NotShown as error:
        detail = f"Clocks in {named} never show {shown(text)}: they are put forward past it."
        here.problem("NO_SUCH_TIME", detail, f"The next time that they show is {error.later.isoformat()}.")
    except ValueError:
        here.problem("INVALID_TIME", f"{shown(text)} is no time.", _MOMENTS)


def _is_zone(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= MAX_TIME_TEXT and zone(name, Place([])) is not BAD


# -- fields beside each other ---------------------------------------------------------------------------------------


def one_of(kinds: Sequence[str], beside: Mapping[str, Sequence[str]]) -> Callable[[Any, Place], None]:
    """Note where not exactly one of `kinds` is there; each key of `beside` goes with some of them only."""

    def check(data: dict[str, Any], place: Place) -> None:
        given = [kind for kind in kinds if kind in data]
        if len(given) != 1:
            named = ", ".join(map(repr, kinds[:-1])) + f" or {kinds[-1]!r}"
            which = " and ".join(map(repr, given)) or "none of them"
            detail = f"Exactly one of {named} says what is waited for; given: {which}."
            place.at(given[1] if given else kinds[0]).problem("ONE_OF", detail, "Leave all but one out.")
            return
        for name, with_these in beside.items():
            if name in data and given[0] not in with_these:
                wanted = " or ".join(map(repr, with_these))
                detail = f"{name!r} means nothing beside {given[0]!r}: it goes with {wanted}."
                place.at(name).problem("FIELD_UNUSED", detail, "Remove it.")

    return check


def one_of_schema(kinds: Sequence[str], beside: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The same as a JSON Schema."""
    return {
        "oneOf": [{"required": [kind]} for kind in kinds],
        "dependentSchemas": {
            name: {"anyOf": [{"required": [kind]} for kind in with_these]} for name, with_these in beside.items()
        },
    }
