"""What somebody asks of a schedule, checked; and the timetable that its row stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from workflow_engine_shared.bpmn import times
from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import DatabaseDamaged, InvalidBody, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.workflow.rows import Begun
from workflow_engine_shared.storage.workflow.schedules.rows import Definition, ScheduleRow
from workflow_engine_shared.timetables.due import CatchUp, Overlap
from workflow_engine_shared.timetables.timetable import At, Cron, Cycle, Every, NeverFires, Timetable, check_line
from workflow_engine_shared.timetables.zones import is_skipped, next_shown, zone_names, zone_of

LEAST_S = 10
MOST_S = 366 * 24 * 3600
_FARTHEST = timedelta(days=366 * 50)
_KINDS = ("cron", "every_s", "at")
_LINES = "Five fields: minute hour day month weekday, such as '0 3 * * *' for 3:00 each night."
_MOMENTS = "Such as 2026-03-01T09:00 in the schedule's timezone, or 2026-03-01T09:00:00Z."


@dataclass(frozen=True)
class Times:
    """Times as they are asked for: of the kinds one is to be there."""

    cron: str | None
    every_s: int | None
    at: str | None
    timezone: str


@dataclass(frozen=True)
class Asked(Times):
    """A schedule as it is asked for."""

    flow_id: str
    version: int | None
    title: str | None
    input: dict[str, Any]
    overlap: Overlap
    catch_up: CatchUp


def timetable_of(asked: Times, now: str, *, since: str | None = None, may_be_over: bool = False) -> Timetable:
    """The timetable that is asked for; `since` is what intervals count from, now if nothing is said.

    Raises:
        InvalidBody: with every mistake in it.
    """
    moment = parse_rfc3339(now)
    problems = list(_problems(asked, moment))
    if problems:
        raise InvalidBody(problems=problems)
    if asked.cron is not None:
        return Cron(asked.cron, asked.timezone)
    if asked.every_s is not None:
        return Every(asked.every_s, _whole(parse_rfc3339(since or now)))
    assert asked.at is not None
    at = _moment(asked.at, asked.timezone)
    if not may_be_over and at <= moment:
        detail = f"at: {rfc3339(at)} is over; it is {now} now."
        raise InvalidBody(
            problems=[Problem("IN_THE_PAST", "/at", detail, "A run that is to begin now needs no schedule.")]
        )
    return At(at, asked.timezone)


def definition_of(asked: Asked, table: Timetable, input_json: str, now: str) -> Definition:
    """What is kept of it."""
    first = table.after(parse_rfc3339(now))
    return Definition(
        flow_id=asked.flow_id,
        version=asked.version,
        title=asked.title,
        cron=" ".join(asked.cron.split()) if asked.cron is not None else None,
        every_s=asked.every_s,
        at=rfc3339(table.moment) if isinstance(table, At) else None,
        since=rfc3339(table.since) if isinstance(table, Every) else now,
        timezone=asked.timezone,
        input_json=input_json,
        overlap=asked.overlap.value,
        catch_up=asked.catch_up.value,
        next_at=None if first is None else rfc3339(first),
    )


def table_of(row: ScheduleRow) -> Timetable:
    """The timetable of a row.

    Raises:
        DatabaseDamaged: somebody damaged it, or its zone is known no more.
    """
    try:
        zone_of(row.timezone)
        if row.cron is not None:
            check_line(row.cron, parse_rfc3339(row.created_at))
            return Cron(row.cron, row.timezone)
        if row.every_s is not None:
            return Every(row.every_s, parse_rfc3339(row.since))
        if row.timer is not None and row.timer.startswith("R"):
            return cycle_of(row.timer, parse_rfc3339(row.at or ""))
        return At(parse_rfc3339(row.at or ""), row.timezone)
    except ValueError as error:
        raise DatabaseDamaged(
            f"The times of schedule {row.id!r} cannot be read: {error}.", hint="Change its times, or delete it."
        ) from error


def begun_by(row: ScheduleRow) -> Begun | None:
    """Where its runs begin, if that is not where starts begin."""
    return None if row.node_id is None else Begun(row.node_id)


def cycle_of(text: str, first: datetime) -> Cycle:
    """The times of a timer's cycle that begins with this one.

    Raises:
        ValueError: it is none.
    """
    found = times.cycle(text)
    return Cycle(first, found.every.months, found.every.seconds, found.times)


def same_but(row: ScheduleRow, given: dict[str, Any]) -> Asked:
    """What a row stands for, with fields that somebody gives another value. One kind of times replaces another.

    `set` and `without` change parts of the input: who does not see its secrets can keep them.

    Raises:
        DatabaseDamaged: its input cannot be read, and no other one is given.
        InvalidBody: the input is given anew and changed, or a key of it is both changed and left out.
    """
    given = {**given}
    parts = given.pop("set", {}), given.pop("without", [])
    if any(parts):
        given["input"] = _changed_input(row, given, *parts)
    kept = {name: value for name, value in msgspec.structs.asdict(row).items() if name in Asked.__dataclass_fields__}
    if any(given.get(kind) is not None for kind in _KINDS):
        kept |= dict.fromkeys(_KINDS)
    kept |= given
    if "input" not in given:
        kept["input"] = row.input()
    return Asked(**{**kept, "overlap": Overlap(kept["overlap"]), "catch_up": CatchUp(kept["catch_up"])})


def refuse_times_of_file(given: dict[str, Any]) -> None:
    """Raises InvalidBody: the times, zone or version of a schedule are given that a BPMN file's timer makes."""
    hint = "Change the timer in the file and publish that; this schedule can be paused."
    problems = [
        Problem("IN_THE_FILE", f"/{name}", f"'{name}': the timer in the flow's BPMN file says when it comes.", hint)
        for name in (*_KINDS, "timezone", "version")
        if given.get(name) is not None
    ]
    if problems:
        raise InvalidBody(problems=problems)


def _changed_input(
    row: ScheduleRow, given: dict[str, Any], values: dict[str, Any], without: list[str]
) -> dict[str, Any]:
    if "input" in given:
        detail = "'input' gives the input anew, 'set' and 'without' change parts of it."
        raise InvalidBody(problems=[Problem("ONE_OF", "/input", detail, "Leave it out, or both of these.")])
    for index, key in enumerate(without):
        if key in values:
            what = f"{shown(key)} is in 'set', too."
            raise InvalidBody(problems=[Problem("GIVEN_AND_LEFT_OUT", f"/without/{index}", what)])
    return {key: value for key, value in row.input().items() if key not in without} | values


def _problems(asked: Times, now: datetime) -> Iterator[Problem]:
    given = [kind for kind in _KINDS if getattr(asked, kind) is not None]
    if len(given) != 1:
        which = " and ".join(given) or "none of them"
        detail = f"A schedule has one of 'cron', 'every_s' and 'at'; given: {which}."
        yield Problem("ONE_OF", f"/{given[1] if given else 'cron'}", detail, "Leave all but one out.")
    zone_is_known = True
    try:
        zone_of(asked.timezone)
    except ValueError:
        zone_is_known = False
        hint = did_you_mean(asked.timezone, zone_names()) or "A name such as Europe/Berlin, Asia/Shanghai or UTC."
        yield Problem("UNKNOWN_TIMEZONE", "/timezone", f"There is no time zone {shown(asked.timezone)}.", hint)
    if asked.cron is not None:
        yield from _line_problems(asked.cron, now)
    if asked.every_s is not None and not LEAST_S <= asked.every_s <= MOST_S:
        detail = f"every_s: {asked.every_s:,} is not between {LEAST_S} and {MOST_S:,} seconds (366 days)."
        if asked.every_s < LEAST_S:
            yield Problem(
                "TOO_OFTEN", "/every_s", detail, "What is to happen more often belongs into a loop of the flow."
            )
        else:
            yield Problem("OUT_OF_RANGE", "/every_s", detail, "For times farther apart use 'cron' or 'at'.")
    if asked.at is not None and zone_is_known:
        yield from _moment_problems(asked.at, asked.timezone, now)


def _line_problems(line: str, now: datetime) -> Iterator[Problem]:
    try:
        check_line(line, now)
    except NeverFires as error:
        yield Problem("NEVER_FIRES", "/cron", f"cron: {shown(line)} never comes: {error}.", _LINES)
    except ValueError as error:
        yield Problem("INVALID_CRON", "/cron", f"cron: {shown(line)} cannot be read: {error}.", _LINES)


def _moment_problems(text: str, zone: str, now: datetime) -> Iterator[Problem]:
    try:
        wall = parse_rfc3339(text)
        moment = _moment(text, zone)
    except (ValueError, OverflowError):
        yield Problem("INVALID_TIME", "/at", f"at: {shown(text)} is no time.", _MOMENTS)
        return
    if wall.tzinfo is None and is_skipped(_whole(wall), zone_of(zone)):
        later = next_shown(_whole(wall), zone_of(zone)).isoformat()
        detail = f"at: clocks in {zone} never show {shown(text)}: they are put forward past it."
        yield Problem("NO_SUCH_TIME", "/at", detail, f"The next time that they show is {later}.")
    elif moment > now + _FARTHEST:
        yield Problem("OUT_OF_RANGE", "/at", f"at: {shown(text)} is more than 50 years away.")


def _moment(text: str, zone: str) -> datetime:
    """A time as somebody wrote it; of two equal local ones the first."""
    found = _whole(parse_rfc3339(text))
    return (found if found.tzinfo else found.replace(tzinfo=zone_of(zone))).astimezone(timezone.utc)


def _whole(moment: datetime) -> datetime:
    """To the second: so exact are the ids of runs."""
    return moment.replace(microsecond=0)
