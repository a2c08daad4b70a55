"""What a worker uses of the machine, as figures: measured in `metrics/`, told to everybody who wants to know."""

from typing import NamedTuple


class ResourceUsage(NamedTuple):
    """Of a process and everything it started."""

    cpu_percent: float  #: since the look before; 100 is one core
    rss_mb: float
    threads: int
    children: int
    open_files: int | None  #: with sockets and pipes; Windows: handles; None where the system does not tell


class Sample(NamedTuple):
    """One look at a run's worker."""

    at: float  #: seconds since 1970
    figures: ResourceUsage
    items_per_s: float | None
