"""The ids of runs that schedules start: made of the schedule's id and the time."""

import re

_OF_A_TIME = re.compile(r"(.+)-\d{8}T\d{6,9}Z")
_NOW = "-now"


def run_of(schedule_id: str, time: str) -> str:
    """The id of the run of a time: the same whoever starts it, and however often."""
    stamp = time.removesuffix("Z").removesuffix(".000")
    return f"{schedule_id}-{''.join(char for char in stamp if char.isalnum())}Z"


def run_now_of(schedule_id: str, time: str) -> str:
    """The id of a run that was started by hand, beside the schedule's times."""
    return run_of(f"{schedule_id}{_NOW}", time)


def schedules_meant(thread_id: str) -> list[str]:
    """The ids of schedules that may have started a run of this id; whether one did, the times that are kept tell."""
    found = _OF_A_TIME.fullmatch(thread_id)
    return [] if found is None else list(dict.fromkeys((found[1], found[1].removesuffix(_NOW))))
