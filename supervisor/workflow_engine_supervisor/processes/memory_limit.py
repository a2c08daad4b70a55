"""How much memory a run's worker may use, with all that it started. Pure."""

from enum import Enum

#: Above this many times the limit a worker is ended at once: there is no time to wait for a safe point.
TOO_MUCH = 1.5


class MemoryVerdict(Enum):
    """What follows from a worker's size."""

    OK = "fits"
    RESTART = "leaves"  #: it is asked to make room at its next safe point
    KILL = "ends"  #: it is ended now


class MemoryLimit:
    """The limit in MiB; each worker is asked once and ended once."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._verdicts: dict[str, MemoryVerdict] = {}  #: by worker instance

    def weigh(self, instance: str, size: float) -> MemoryVerdict:
        """A worker's size was measured; the answer is `FITS` when there is nothing new to do."""
        weight = (
            MemoryVerdict.KILL
            if size > self._limit * TOO_MUCH
            else MemoryVerdict.RESTART
            if size > self._limit
            else MemoryVerdict.OK
        )
        known = self._verdicts.get(instance, MemoryVerdict.OK)
        if weight is MemoryVerdict.OK or known in (weight, MemoryVerdict.KILL):
            return MemoryVerdict.OK
        self._verdicts[instance] = weight
        return weight

    def over(self, instance: str) -> None:
        """The worker is gone."""
        self._verdicts.pop(instance, None)
