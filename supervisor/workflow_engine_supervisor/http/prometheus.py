"""What monitoring collects of a supervisor, in the text format of Prometheus."""

import functools
import threading
from collections.abc import Callable, Iterator

import psutil
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.storage.workflow.waits.rows import WaitKind
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.engine import Counts
from workflow_engine_supervisor.home.environments import BuiltEnvironments, built_environments

__all__ = ["CONTENT_TYPE", "Metrics"]

# A second series for each counter, which this format has no use for.
disable_created_metrics()  # type: ignore[no-untyped-call]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The figures of one supervisor; counters begin at its start. Any thread."""

    def __init__(self, store: Store, clock: Clock, counts: Callable[[], Counts], home: Home) -> None:
        self._store = store
        self._home = home
        self._counts = counts
        self.clock = clock
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "renflow_http_requests", "Answers given.", ["method", "route", "status"], registry=self._registry
        )
        self._crashes = Counter("renflow_worker_crashes", "Workers that died of themselves.", registry=self._registry)
        self._seconds = Histogram(
            "renflow_http_request_seconds",
            "From a request to the head of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)  # CPU, memory, open files of the supervisor (on Linux)
        self._lock = threading.Lock()
        self._series = functools.cache(self._series_of)  # to find one by its labels takes longer than to count in it
        with store.read() as tx:
            self._seen = tx.newest_signal()
        self._registry.register(self)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered, the head of it after so many seconds."""
        spent, given = self._series(method if method in _METHODS else "OTHER", route, status)
        spent.observe(seconds)
        given.inc()

    def _series_of(self, method: str, route: str, status: int) -> tuple[Histogram, Counter]:
        return self._seconds.labels(route), self._requests.labels(method, route, str(status))

    def text(self) -> bytes:
        """All figures as they are now."""
        self._count_crashes()
        return generate_latest(self._registry)

    def describe(self) -> Iterator[Metric]:
        """Nothing before it is asked for: registering must not read the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """What is measured at the moment of asking."""
        counts = self._counts()
        by_status = GaugeMetricFamily("renflow_runs", "Runs, by where they stand.", labels=["status"])
        for status in RunStatus:
            by_status.add_metric([status.value], counts.runs.get(status.value, 0))
        yield by_status
        waits = GaugeMetricFamily("renflow_waits", "What runs wait for, by its kind.", labels=["kind"])
        for kind in WaitKind:
            if kind is not WaitKind.QUESTION:
                waits.add_metric([kind.value], counts.waits.get(kind.value, 0))
        yield waits
        workers = GaugeMetricFamily("renflow_workers", "Worker processes, by what they do.", labels=["state"])
        for state, number in counts.workers.items():
            workers.add_metric([state], number)
        yield workers
        lanes = GaugeMetricFamily("renflow_lanes", "Processes for items on a cluster.", labels=["engine", "state"])
        for state in ("starting", "working", "idle"):
            lanes.add_metric(["ray", state], counts.lanes.get(state, 0))
        yield lanes
        yield CounterMetricFamily(
            "renflow_lanes_lost", "Of these, died or gone with machines.", value=counts.lanes_lost
        )
        yield from _environments(built_environments(self._home))
        usage = counts.usage
        cpu, memory = sum(each.cpu_percent for each in usage), sum(each.rss_mb for each in usage)
        yield GaugeMetricFamily("renflow_workers_cpu_percent", "Of all workers at work; 100 is one core.", value=cpu)
        yield GaugeMetricFamily("renflow_workers_rss_bytes", "Memory of all workers at work.", value=memory * MIB)
        yield GaugeMetricFamily("renflow_event_subscribers", "Who watches runs now.", value=counts.watchers)
        yield GaugeMetricFamily(
            "renflow_disk_free_bytes", "Free space where the data directory is.", value=counts.disk_free
        )
        rss = psutil.Process().memory_info().rss
        yield GaugeMetricFamily("renflow_supervisor_rss_bytes", "Memory of the supervisor's process.", value=rss)

    def _count_crashes(self) -> None:
        """Deaths are events in the database, those of workers whose supervisor died before included."""
        with self._lock, self._store.read() as tx:
            crashes, self._seen = tx.crashes_after(self._seen)
            self._crashes.inc(crashes)


def _environments(found: BuiltEnvironments) -> Iterator[Metric]:
    states = GaugeMetricFamily("renflow_environments", "Environments of flows, by how they stand.", labels=["state"])
    states.add_metric(["built"], len(found.sizes))
    states.add_metric(["failed"], len(found.failed))
    yield states
    size = found.size_mb * MIB
    yield GaugeMetricFamily("renflow_environments_bytes", "All files of built environments.", value=size)
