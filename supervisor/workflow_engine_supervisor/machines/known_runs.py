"""What a machine's runs were when it was heard last: shown, marked as such, while it cannot be reached."""

import heapq
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from workflow_engine_shared.storage.workflow.found_runs import Place, RunFilter, RunOrder, SortKey

MOST_KNOWN = 1_000  #: runs of one machine
_NEWEST = 2**62
_RANKS = {
    status: rank
    for rank, status in enumerate(
        ("running", "recovering", "pending", "interrupted", "error", "finished", "cancelled"), 1
    )
}
_DAY_S = 86400.0


class _Known(NamedTuple):
    run: dict[str, Any]
    number: int  #: among the machine's runs
    heard: int  #: when an event told of it, as `KnownRuns.heard_of` counts; 0: no event did


class KnownRuns:
    """The newest runs of one machine, as its lists showed them. One thread's own."""

    def __init__(self) -> None:
        self._runs: dict[str, _Known] = {}  #: by id
        self.heard_of = 0  #: events that told of a run

    @property
    def has_unnumbered(self) -> bool:
        """Whether a run was told of that no list has shown yet."""
        return any(known.number == _NEWEST for known in self._runs.values())

    def listed(self, placed: Iterable[Mapping[str, Any]], asked: int) -> None:
        """A list was read: runs with their places in it.

        What events told after it was asked for, by `heard_of` of that moment, is newer than what it says.
        """
        for each in placed:
            known = self._runs.get(str(each["run"]["thread_id"]).lower())
            run, heard = (known.run, known.heard) if known and known.heard > asked else (each["run"], 0)
            self._runs[str(run["thread_id"]).lower()] = _Known(run, int(each["place"][1]), heard)
        self._drop_oldest()

    def heard(self, run: dict[str, Any]) -> None:
        """An event told how a run stands."""
        name = str(run["thread_id"]).lower()
        known = self._runs.get(name)
        self.heard_of += 1
        self._runs[name] = _Known(run, known.number if known else _NEWEST, self.heard_of)
        self._drop_oldest()

    def gone(self, thread_id: str) -> None:
        self._runs.pop(thread_id.lower(), None)

    def get(self, thread_id: str) -> dict[str, Any] | None:
        """A run by its id, in whatever case."""
        known = self._runs.get(thread_id.lower())
        return known.run if known else None

    def newest(self, limit: int) -> list[dict[str, Any]]:
        """Runs, the newest last."""
        known = sorted(self._runs.values(), key=lambda each: each.number)
        return [each.run for each in known[-limit:]]

    def page(
        self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int
    ) -> tuple[list[dict[str, Any]], bool, int]:
        """Runs with their places, as the machine would list them; whether there are more, and how many in all."""
        meant = [
            (_key(run, number, order.key), number, run) for run, number, _ in self._runs.values() if fits(run, chosen)
        ]
        meant.sort(key=lambda each: each[:2], reverse=order.descending)
        if after is not None:
            meant = [each for each in meant if (each[:2] < after if order.descending else each[:2] > after)]
        items = [
            {"run": run, "key": merge_key(run, key, order.key), "place": [key, number]} for key, number, run in meant
        ]
        return items[:limit], len(items) > limit, sum(fits(each.run, chosen) for each in self._runs.values())

    def _drop_oldest(self) -> None:
        too_many = len(self._runs) - MOST_KNOWN
        if too_many > 0:
            for name in heapq.nsmallest(too_many, self._runs, key=lambda name: self._runs[name].number):
                del self._runs[name]


def merge_key(run: Mapping[str, Any], key: str | float, sort: SortKey) -> str | float | int:
    """By what a run is put among those of other machines: each numbers its runs for itself."""
    return str(run["times"]["created_at"]) if sort is SortKey.CREATED else key


def fits(run: Mapping[str, Any], chosen: RunFilter) -> bool:
    """Whether a filter lets a run through, by what lists show of it: its input is not looked through."""
    begun = run["times"]["started_at"] or run["times"]["created_at"]
    error = run["error"] or {}
    texts = (run["thread_id"], run["title"] or "", *run["tags"], error.get("code", ""), error.get("message", ""))
    return (
        (chosen.statuses is None or run["status"] in {each.value for each in chosen.statuses})
        and (chosen.flow_id is None or run["flow_id"] == chosen.flow_id)
        and chosen.tags <= set(run["tags"])
        and (chosen.error is None or error.get("code") == chosen.error)
        and (not chosen.skipped or run["skipped"] > 0)
        and (chosen.started_from is None or begun >= chosen.started_from)
        and (chosen.started_to is None or begun < chosen.started_to)
        and (chosen.q is None or any(chosen.q.casefold() in text.casefold() for text in texts))
    )


def _key(run: Mapping[str, Any], number: int, sort: SortKey) -> str | float | int:
    times = run["times"]
    if sort is SortKey.CREATED:
        return number
    if sort is SortKey.STARTED:
        return str(times["started_at"] or times["created_at"])
    if sort is SortKey.DURATION:
        return -1.0 if times["duration_s"] is None else float(times["duration_s"]) / _DAY_S
    if sort is SortKey.STATUS:
        return _RANKS.get(run["status"], len(_RANKS) + 1)
    return str(run["flow_id"] if sort is SortKey.FLOW else run["title"] or run["thread_id"]).lower()
