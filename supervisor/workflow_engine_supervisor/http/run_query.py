"""Which runs a request means, and in which order: the same words in a list's query, a saved view and a bulk command."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AfterValidator, Field

from workflow_engine_shared.clock import Clock, parse_rfc3339, rfc3339
from workflow_engine_shared.errors import BadQuery, InvalidBody, Problem
from workflow_engine_shared.ids import plain, shown, tag_problem
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.found_runs import RunFilter, RunOrder, SortKey
from workflow_engine_shared.web.machines import LOCAL, MAX_MACHINES
from workflow_engine_supervisor.http.parameters import MAX_NAME, Cursor, Id, Limit, Parameters, words

_STATUSES = {status.value: status for status in RunStatus}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AGO = re.compile(r"-(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_FORMS = "a time such as 2026-01-31T12:00:00Z, a date such as 2026-01-31, or how long ago: -90m, -24h, -7d"


def _tags(value: str) -> str:
    for tag in value.split(","):
        problem = tag_problem(plain(tag))
        if problem:
            raise ValueError(f"{shown(tag)} {problem}")
    return value


def _moment(value: str) -> str:
    moment_of(value, "1970-01-02T00:00:00.000Z")
    return value


def moment_of(value: str, now: str) -> str:
    """A time as records have it. A `+` of a zone that nobody encoded for the address comes as a blank.

    Raises:
        ValueError: it is none.
    """
    ago = _AGO.fullmatch(value)
    try:
        if ago:
            return rfc3339(parse_rfc3339(now) - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
        moment = parse_rfc3339(f"{value}T00:00:00Z" if _DATE.fullmatch(value) else value.replace(" ", "+"))
        if moment.tzinfo is not None:
            return rfc3339(moment)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"must be {_FORMS}")


Moment = Annotated[str, Field(max_length=40), AfterValidator(_moment)]


class RunFilterQuery(Parameters):
    """Which runs are meant; `{}` means all of them."""

    status: Annotated[str | None, Field(description="one status, or several joined by commas")] = None
    flow_id: Id | None = None
    tag: (
        Annotated[
            str,
            Field(max_length=1024, description="a tag, or several joined by commas: all of them"),
            AfterValidator(_tags),
        ]
        | None
    ) = None
    error: (
        Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="the code of what broke the run")] | None
    ) = None
    skipped: Annotated[Literal["1"] | None, Field(description="only those that are finished and left items out")] = None
    started_from: Annotated[Moment | None, Field(description=f"started at this time or later: {_FORMS}")] = None
    started_to: Annotated[Moment | None, Field(description="started before this time")] = None
    q: (
        Annotated[
            str,
            Field(
                min_length=1, max_length=MAX_NAME, description="part of the title, id, tags, input or error, any case"
            ),
        ]
        | None
    ) = None

    machine: Annotated[
        str | None, Field(max_length=MAX_MACHINES * 64, description="on this machine, or several joined by commas")
    ] = None

    def chosen(self, clock: Clock, place: str = "?") -> RunFilter:
        """The filter, with times that were told as an age counted from now. `place`: what leads to its fields.

        Raises:
            BadQuery, InvalidBody: a status is none.
        """
        now = clock.now()
        return RunFilter(
            statuses=words(f"{place}status", self.status, _STATUSES),
            flow_id=self.flow_id,
            q=self.q,
            tags=frozenset(plain(tag) for tag in self.tag.split(",")) if self.tag else frozenset(),
            error=self.error,
            skipped=self.skipped is not None,
            started_from=None if self.started_from is None else moment_of(self.started_from, now),
            started_to=None if self.started_to is None else moment_of(self.started_to, now),
        )


class RunViewQuery(RunFilterQuery):
    """A filter, and an order."""

    sort: Annotated[SortKey, Field(description="a run that has not begun counts by when it was accepted")] = (
        SortKey.CREATED
    )
    order: Literal["asc", "desc"] = "desc"

    def ordered(self, clock: Clock) -> RunOrder:
        """The order of a first page."""
        order = RunOrder(self.sort, self.order == "desc")
        return replace(order, now=clock.now()) if self.sort is SortKey.DURATION else order


class RunsQuery(RunViewQuery):
    """A page of a list."""

    limit: Limit = 50
    cursor: Cursor | None = None


RunsParameters = Annotated[RunsQuery, Query()]


def refuse_other_machines(named: str | None, place: str = "?machine") -> None:
    """For a supervisor that speaks for no other.

    Raises:
        BadQuery, InvalidBody: another machine is named.
    """
    if named not in {None, LOCAL}:
        told = f"There is no machine {shown(named)}: this supervisor speaks for no other."
        kind = BadQuery if place.startswith("?") else InvalidBody
        raise kind(problems=[Problem("OUT_OF_RANGE", place, told)])
