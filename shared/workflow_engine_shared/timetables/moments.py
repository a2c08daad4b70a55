"""Moments as people write them: with an offset, or as a local time beside the name of a zone."""

from datetime import date, datetime, timezone

from workflow_engine_shared.clock import parse_rfc3339

from .zones import is_skipped, next_shown, zone_of


class NoZone(ValueError):
    """A local time stands alone: nobody can tell which moment is meant."""


class NotShown(ValueError):
    """No clock of the zone ever shows this local time; `later` is the next one that they show."""

    def __init__(self, later: datetime) -> None:
        super().__init__(f"clocks are put forward past it, to {later.isoformat()}")
        self.later = later


def moment_of(written: str | datetime | date, zone: str | None) -> datetime:
    """The moment, in UTC; of two equal local times the first.

    Raises:
        NoZone, NotShown
        ValueError: it is no time, the zone is none, or it lies beyond all dates.
    """
    found = _parsed(written) if isinstance(written, str) else written
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day)  # noqa: DTZ001 - the midnight of a zone
    try:
        return _local(found, zone) if found.tzinfo is None else found.astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError("it lies beyond all dates") from error


def _parsed(text: str) -> datetime:
    try:
        return parse_rfc3339(text)
    except ValueError:
        raise ValueError("it is not written like 2026-03-01T09:00:00Z") from None


def _local(wall: datetime, zone: str | None) -> datetime:
    if zone is None:
        raise NoZone("it has neither an offset nor a time zone")
    named = zone_of(zone)
    whole = wall.replace(second=0, microsecond=0)
    if is_skipped(whole, named):
        raise NotShown(next_shown(whole, named))
    return wall.replace(tzinfo=named).astimezone(timezone.utc)
