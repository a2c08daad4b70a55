"""What one lane has been given and has not decided, as the scheduler knows it. Pure."""

from collections import deque
from dataclasses import dataclass, field

from workflow_engine_worker.lanes.messages import Errand
from workflow_engine_worker.steps.executors import Job


@dataclass
class Entry:
    """An item that is not decided."""

    job: Job
    errand: Errand
    charged: int = 0  #: with machines that were lost; `losses` says what that means
    deaths: int = 0  #: of processes in which it was at work


@dataclass
class Ticket:
    """A batch on its way: what is undecided of it, in order."""

    entries: dict[int, Entry]
    items: int
    by_itself: bool = False  #: no other lane of the loop has anything meanwhile
    began: bool = False
    seconds: float = 0.0
    size: int = 0  #: bytes of the results so far


@dataclass
class Lane:
    """One process for items."""

    generation: int = 0  #: how many lost starts had been counted when it was opened
    ready: bool = False
    has_worked: bool = False
    since: float = 0.0  #: when its item at work began, or the one before it ended
    tickets: deque[Ticket] = field(default_factory=deque)

    @property
    def is_by_itself(self) -> bool:
        """Whether it works while no other lane of the loop does."""
        return bool(self.tickets) and self.tickets[0].by_itself

    def at_work(self) -> Entry | None:
        """The item that it runs now."""
        if not self.tickets or not self.tickets[0].began:
            return None
        return next(iter(self.tickets[0].entries.values()))

    def take_out(self, number: int) -> Entry | None:
        """Take an item out of its batch, and the batch away with its last one."""
        for ticket in self.tickets:
            entry = ticket.entries.pop(number, None)
            if entry is not None:
                if not ticket.entries:
                    self.tickets.remove(ticket)
                return entry
        return None

    @property
    def items(self) -> int:
        """How many it has that are undecided."""
        return sum(len(ticket.entries) for ticket in self.tickets)

    def undecided(self) -> list[tuple[bool, Entry]]:
        """All that it has, each with whether it is in the batch at work."""
        return [(not place, entry) for place, ticket in enumerate(self.tickets) for entry in ticket.entries.values()]
