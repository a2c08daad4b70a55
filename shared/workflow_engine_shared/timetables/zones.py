"""Time zones by their names, and the local times that clocks skip or show twice."""

from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from tzlocal import get_localzone_name

UTC = "UTC"
_KNOWN = 256
_A_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@lru_cache(_KNOWN)
def zone_of(name: str) -> tzinfo:
    """The zone of this name.

    Raises:
        ValueError: there is none.
    """
    if name == UTC:
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:  # a folder of zones, a path: the name is used as one
        raise ValueError(f"there is no time zone {name!r}") from error


def zone_names() -> list[str]:
    """All zones that there are."""
    return sorted(available_timezones())


def machine_zone() -> str:
    """The name of this machine's zone; UTC where it has none by name."""
    try:
        name = get_localzone_name()
        zone_of(name)
    except (LookupError, ValueError, OSError):
        return UTC
    return name


def is_skipped(wall: datetime, zone: tzinfo) -> bool:
    """Whether no clock of this zone ever shows this time (without a zone): it is put forward past it."""
    local = wall.replace(tzinfo=zone, fold=0)
    return local.astimezone(timezone.utc).astimezone(zone).replace(tzinfo=None) != wall


def is_twice(local: datetime) -> bool:
    """Whether the clocks of a local time's zone show it twice: they are put back over it."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def next_shown(wall: datetime, zone: tzinfo) -> datetime:
    """The first local time from a skipped one on that clocks show: where they are put forward to."""
    end = wall + _A_DAY
    while wall < end and is_skipped(wall, zone):
        wall += _MINUTE
    return wall
