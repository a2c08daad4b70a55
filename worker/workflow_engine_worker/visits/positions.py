"""Where the run is: every visit that is under way, each with its own attempt and limit."""

from dataclasses import dataclass

from workflow_engine_shared.protocol.messages import OpenVisit


@dataclass
class Position:
    """Where one visit is; read by the beat, the log and the error path."""

    node_id: str | None = None
    visit: int = 0
    attempt: int = 1
    timeout: float | None = None  #: seconds it may take, once its time has begun


class Positions:
    """The visits that are under way in this process. Any thread."""

    def __init__(self) -> None:
        self._under_way: dict[int, Position] = {}
        self.newest = Position()  #: entered last, perhaps over: where the run stands between two visits
        self.timed_out: set[int] = set()  #: visits whose worker was ended by force at their limit

    def enter(self, position: Position) -> None:
        """A visit begins."""
        self._under_way[position.visit] = self.newest = position

    def leave(self, position: Position) -> None:
        """A visit is over."""
        self._under_way.pop(position.visit, None)
        if self._under_way and position is self.newest:
            self.newest = max([*self._under_way.values()], key=_number, default=position)

    @property
    def are_several(self) -> bool:
        """Whether more than one visit is under way."""
        return len(self._under_way) > 1

    def lone_node(self) -> str | None:
        """The node at hand; None: there are several, or none was entered."""
        return None if self.are_several else self.newest.node_id

    def open(self) -> tuple[OpenVisit, ...]:
        """What is told of them, the oldest first."""
        found = sorted([*self._under_way.values()], key=_number)
        return tuple(OpenVisit(each.node_id or "", each.visit, each.attempt, each.timeout) for each in found)


def _number(position: Position) -> int:
    return position.visit
