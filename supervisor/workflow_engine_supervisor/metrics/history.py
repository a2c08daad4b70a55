"""The last hour of each run's figures, in a bounded piece of memory. It begins with the supervisor."""

import math
import threading
from array import array
from collections import OrderedDict
from dataclasses import dataclass

from workflow_engine_supervisor.resource_usage import ResourceUsage, Sample

SAMPLE_SECONDS = 2.0
SAMPLES = 1800
#: Of more runs than that, those measured longest ago are forgotten: at most some 7 MiB stay in use.
RUNS = 128


@dataclass(frozen=True)
class Series:
    """Samples as columns, oldest first."""

    at: list[float]
    columns: dict[str, list[float | None]]


class MetricsHistory:
    """Rings of samples, one a run. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rings: OrderedDict[str, _Ring] = OrderedDict()

    def add(self, thread_id: str, sample: Sample) -> None:
        """Keep a sample; the oldest one may give way."""
        with self._lock:
            self._rings.setdefault(thread_id, _Ring()).add(sample)
            self._rings.move_to_end(thread_id)
            while len(self._rings) > RUNS:
                self._rings.popitem(last=False)

    def of(self, thread_id: str, since: float = 0.0) -> Series:
        """A run's samples from behind `since` on; empty when there are none."""
        with self._lock:
            ring = self._rings.get(thread_id)
            return ring.series(since) if ring is not None else _Ring().series(since)

    def forget(self, thread_id: str) -> None:
        """The run is gone; another of its name begins anew."""
        with self._lock:
            self._rings.pop(thread_id, None)


class _Ring:
    """Columns of numbers, 4 bytes each: lists of Python's own numbers would take ten times as much."""

    def __init__(self) -> None:
        self._at = array("d")
        self._columns = {name: array("f") for name in (*ResourceUsage._fields, "items_per_s")}

    def add(self, sample: Sample) -> None:
        if len(self._at) >= SAMPLES:
            del self._at[0]
            for column in self._columns.values():
                del column[0]
        self._at.append(sample.at)
        values = (*sample.figures, sample.items_per_s)
        for column, value in zip(self._columns.values(), values, strict=True):
            column.append(math.nan if value is None else value)

    def series(self, since: float) -> Series:
        begin = next((index for index, at in enumerate(self._at) if at > since), len(self._at))
        columns = {name: [_shown(value) for value in column[begin:]] for name, column in self._columns.items()}
        return Series(list(self._at[begin:]), columns)


def _shown(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)
