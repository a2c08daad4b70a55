"""Which visit belongs to what a token stands in, and the numbers that new visits get: in the order of the notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow_engine_shared.tokens.events import (
    Caught,
    Disabled,
    Enabled,
    Ended,
    Entered,
    Finished,
    Incident,
    Notice,
    Passed,
    Returned,
)
from workflow_engine_shared.tokens.failures import place
from workflow_engine_shared.tokens.program import Program

#: What the visit is known by that the run may not make any more.
REFUSED = "refused"
#: What the visit is known by of an event that threw an error which nothing caught.
FAILED = "failed"


@dataclass
class Entries:
    """What notices mean for the visits."""

    due: list[tuple[int, str]] = field(default_factory=list)  #: new ones: number and node
    entered: list[tuple[int, str]] = field(default_factory=list)  #: begun by the tokens, without work of the host
    passed: list[tuple[int, str]] = field(default_factory=list)  #: begun and over at once
    returned: list[tuple[int, str]] = field(default_factory=list)  #: the tokens are through with what they entered
    caught: list[tuple[int, Caught]] = field(default_factory=list)  #: over by a failure that something leads on from
    dropped: list[tuple[int, Disabled]] = field(default_factory=list)  #: no longer wanted
    edges: dict[int, tuple[int, ...]] = field(default_factory=dict)  #: by which those that are over went on


class VisitBook:
    """The numbers of the visits that are open, by the ids of what tokens stand in; and how many are over."""

    def __init__(self, program: Program, most: int, ctl: Mapping[str, Any]) -> None:
        """`most` visits may be made; `ctl` is the `channel` as it was left."""
        self._program = program
        self._most = most
        self.open: dict[str, int] = dict(ctl["open"])
        self.over: int = ctl["visits"]
        self.refused: str | None = ctl.get(REFUSED)  #: the node of the visit that is one too many
        self.failed: list[str] = (
            ctl.get(FAILED) or []
        )  #: of a BPMN file: the event whose error nothing caught, its code
        self._newest: int = self.over + len(self.open)

    def close(self, work_id: str) -> int:
        """A visit is over; its number."""
        self.over += 1
        return self.open.pop(work_id)

    def enter(self, notices: Iterable[Notice], given: int | None = None) -> Entries:
        """Number what notices tell of; `given` is the number that the first of them has already."""
        entries = Entries()
        for notice in notices:
            if self.refused is not None:
                break  # the run has made all the visits it may; it comes to no other
            if isinstance(notice, Passed):
                number, given = self._number(entries, notice.node, given), None
                if number > self._most:
                    self.open[REFUSED], self.refused = number, notice.node
                else:
                    self.over += 1
                    entries.passed.append((number, notice.node))
                    entries.edges[number] = notice.edges
            elif isinstance(notice, (Enabled, Entered, Incident, Caught)) and notice.id not in self.open:
                self.open[notice.id], given = self._number(entries, self.place(notice), given), None
            self._note(notice, entries)
        return entries

    def _note(self, notice: Notice, entries: Entries) -> None:
        """What a notice means for a visit that has its number."""
        if isinstance(notice, Entered):
            entries.entered.append((self.open[notice.id], notice.node))
        elif isinstance(notice, Caught):
            entries.caught.append((self.close(notice.id), notice))
        elif isinstance(notice, Returned):
            number = self.close(notice.id)
            entries.returned.append((number, notice.node))
            entries.edges[number] = () if notice.edge is None else (notice.edge,)
        elif isinstance(notice, Finished) and notice.id in self.open:
            number = self.close(notice.id)
            entries.returned.append((number, notice.node))
            entries.edges[number] = notice.edges
        elif isinstance(notice, Ended) and notice.status == "failed":
            self.failed = [notice.node, notice.code or ""]
            self.open[FAILED] = self._number(entries, notice.node, None)
        elif isinstance(notice, Disabled) and notice.id in self.open:
            entries.dropped.append((self.close(notice.id), notice))

    def place(self, notice: Enabled | Entered | Incident | Caught) -> str:
        """The node that a notice is told of: of a block, whose branches could not be joined, its join."""
        return place(self._program, notice.node)

    def channel(self) -> dict[str, Any]:
        """What the engine's channel says of visits."""
        told = {FAILED: self.failed} if self.failed else {}
        return {"visits": self.over, "open": dict(self.open), REFUSED: self.refused, **told}

    def _number(self, entries: Entries, node_id: str, given: int | None) -> int:
        if given is not None:
            return given
        self._newest += 1
        entries.due.append((self._newest, node_id))
        return self._newest
