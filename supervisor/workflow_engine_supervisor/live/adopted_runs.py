"""Runs whose worker has no pipe to us: what they do is read from their rows and seen on their files."""

from collections.abc import Iterable

from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import NodeMoved
from workflow_engine_shared.vocabulary import VisitStatus
from workflow_engine_supervisor.views.run_reader import RunReader

#: How often the log of a watched run is looked at that nobody rings for: a glance at its size, 50 µs with the wake-up.
POLL_SECONDS = 0.02
MOVES = 200

_Reported = tuple[VisitStatus, int]


class AdoptedRunPoller:
    """Belongs to one thread."""

    def __init__(self, home: Home, reader: RunReader) -> None:
        self._home = home
        self._reader = reader
        self._sizes: dict[str, int] = {}
        self._reported: dict[str, dict[int, _Reported]] = {}  #: of each run's open visits and its newest one

    def watch(self, thread_ids: Iterable[str]) -> list[str]:
        """Of these runs, those that have to be looked at; they stay so until this is called again."""
        adopted = [thread_id for thread_id in thread_ids if self._reader.is_adopted(thread_id)]
        self._sizes = {each: self._sizes.get(each, -1) for each in adopted}
        self._reported = {each: told for each, told in self._reported.items() if each in self._sizes}
        return adopted

    @property
    def has_some(self) -> bool:
        return bool(self._sizes)

    def grown(self) -> list[str]:
        """Whose log changed since the glance before."""
        found = []
        for thread_id, size in self._sizes.items():
            now = self._size(thread_id)
            if now != size:
                self._sizes[thread_id] = now
                found.append(thread_id)
        return found

    def moves(self, thread_id: str) -> list[NodeMoved]:
        """Visits that began or ended since the look before; none at the first look: who watches asked for them."""
        told = self._reported.get(thread_id)
        first = max(told) if told else 0
        at_hand = self._reader.open_visits(thread_id)
        beside = [*(told or ()), *(each.visit for each in at_hand)]
        visits = self._reader.visits(thread_id, first, MOVES, beside)
        open_ones = {each.visit for each in at_hand}
        if visits:
            kept = open_ones | {visits[-1].visit}
            seen = [each for each in (*at_hand, *visits) if each.visit in kept and each.visit <= visits[-1].visit]
            self._reported[thread_id] = {each.visit: (each.status, each.attempt) for each in seen}
        if told is None:
            return []
        return [
            NodeMoved(each.node_id, each.visit, each.status, each.attempt, beside=_before(open_ones, each.visit))
            for each in visits
            if told.get(each.visit) != (each.status, each.attempt)
        ]

    def _size(self, thread_id: str) -> int:
        try:
            return self._home.run(thread_id).log.stat().st_size
        except OSError:
            return -1


def _before(visits: set[int], number: int) -> tuple[int, ...]:
    return tuple(sorted(each for each in visits if each < number))
