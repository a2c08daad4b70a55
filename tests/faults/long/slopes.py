"""Whether what is measured over a long time grows: slopes that single outliers do not move."""

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from statistics import median

#: Of each process's life: pairs grow with the square.
MOST_SAMPLES = 150


@dataclass(frozen=True)
class Sample:
    """One reading; `life` is what it belongs to (a pid), as a new process begins from below."""

    at: float  #: seconds
    life: Hashable
    value: float


@dataclass
class Series:
    """Readings of one quantity, and how much it may grow from the beginning to the end."""

    name: str
    unit: str
    limit: float  #: growth over the whole time, in its unit; of a `share`, in parts of its median
    share: bool = False
    warm_up: float = 60.0  #: seconds of each life that do not count
    samples: list[Sample] = field(default_factory=list)

    def add(self, at: float, value: float, life: Hashable = None) -> None:
        self.samples.append(Sample(at, life, value))

    def slope(self) -> float | None:
        """Growth a second: the median of the slopes between two readings of one life, the longer the weightier."""
        pairs = sorted(self._pairs())
        half, total = sum(weight for _, weight in pairs) / 2, 0.0
        for slope, weight in pairs:
            total += weight
            if total >= half:
                return slope
        return None

    def _pairs(self) -> Iterator[tuple[float, float]]:
        for readings in self._lives():
            for one, two in itertools.combinations(readings, 2):
                if two.at > one.at:
                    yield (two.value - one.value) / (two.at - one.at), two.at - one.at

    def _lives(self) -> Iterator[list[Sample]]:
        """Behind each life's warm-up, thinned out."""
        lives: dict[Hashable, list[Sample]] = defaultdict(list)
        for sample in self.samples:
            lives[sample.life].append(sample)
        for readings in lives.values():
            warm = [sample for sample in readings if sample.at >= readings[0].at + self.warm_up]
            yield warm[:: max(1, -(-len(warm) // MOST_SAMPLES))]

    @property
    def span(self) -> float:
        """Seconds from the first reading to the last."""
        times = [sample.at for sample in self.samples]
        return max(times) - min(times) if times else 0.0

    @property
    def middle(self) -> float:
        return median(sample.value for sample in self.samples)

    def growth(self) -> float | None:
        """From the first reading to the last, by the slope."""
        slope = self.slope()
        return None if slope is None else slope * self.span

    def verdict(self, machine: "Series | None" = None) -> "Verdict":
        """Whether it grew; by as large a share as the machine got slower meanwhile, all that takes time may."""
        allowed = self.limit
        if self.share and self.samples:
            slower = max(0.0, (machine.growth() or 0.0) / machine.middle) if machine and machine.samples else 0.0
            allowed = (self.limit + slower) * self.middle
        return Verdict(self, self.growth(), allowed)


@dataclass(frozen=True)
class Verdict:
    """What became of one series."""

    series: Series
    growth: float | None  #: over the whole time; None: too few readings behind the warm-up
    allowed: float

    @property
    def flat(self) -> bool:
        """Whether it grew by no more than it may; a series without a slope is no proof."""
        return self.growth is not None and self.growth <= self.allowed

    def __str__(self) -> str:
        series = self.series
        if not series.samples:
            return "nothing measured"
        values = [sample.value for sample in series.samples]
        text = f"median {series.middle:9.3f}  max {max(values):9.3f} {series.unit:3}"
        if self.growth is None:
            return f"{text}  too short for a slope (n={len(values)})"
        word = "flat" if self.flat else "GROWS"
        return f"{text}  {self.growth:+9.3f} in {series.span / 60:.1f} min, {self.allowed:.3f} allowed: {word}"
