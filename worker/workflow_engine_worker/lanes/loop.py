"""One loop's way to its lanes; and what is done for it before it comes."""

import contextlib
import pickle
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow_engine_shared.codec import decode
from workflow_engine_shared.errors import ItemNotSendable
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_shared.units import GIB
from workflow_engine_worker.lanes.cluster.access import ClusterAccess, cluster_access
from workflow_engine_worker.lanes.lane_process import Relay
from workflow_engine_worker.lanes.local_engine import LocalEngine
from workflow_engine_worker.lanes.messages import Errand
from workflow_engine_worker.lanes.run_lanes import RunLanes, forks_where
from workflow_engine_worker.lanes.scheduler import LaneExecutor
from workflow_engine_worker.steps.executors import Job

MAX_ITEM = 2 * GIB  #: bytes
_IN_PROCESSES = re.compile(r"""\bpool\s*=\s*["']process["']""")


@dataclass(frozen=True)
class ItemLanes:
    """The processes for items that a run has, here and on a cluster."""

    local: RunLanes
    cluster: ClusterAccess = field(default_factory=ClusterAccess)

    def close(self) -> None:
        """End all of them."""
        self.local.close()
        self.cluster.close()


def lanes_for(
    functions: Collection[RegisteredFunction], relay: Relay, paths: RunPaths, start: Start, folders: Sequence[Path]
) -> ItemLanes:
    """A run's lanes, as the settings say; `folders` hold the flow's code.

    Where a function's module has a loop in processes, by its text, their import begins now: it takes a second or two,
    and the nodes before may take as long. Whoever guesses wrong has lost a process's memory.
    """
    lanes = RunLanes(relay, paths.stderr, forks=forks_where(start.item_processes))
    names = [function.name for function in functions]
    for function in functions:
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, pickle.PicklingError):
            if _IN_PROCESSES.search(Path(function.file).read_text(encoding="utf-8")):
                lanes.expect(pickle.dumps(function.call, pickle.HIGHEST_PROTOCOL))
                break
    return ItemLanes(lanes, cluster_access(start, names, folders, paths, relay))


def item_executor(
    lanes: ItemLanes,
    function: Callable[[Any], Any],
    options: MapOptions,
    info: RunInfo,
    idempotency_key: Callable[[Job], str],
) -> LaneExecutor:
    """An executor for a loop whose items run in processes: of this machine, or of a cluster's.

    Raises:
        RegistrationError: the function cannot be sent to another process.
        ClusterNotSet, RayNotInstalled, CodeNotSendable: there is no way to a cluster.
    """
    if options.pool == "ray":
        return cluster_executor(lanes.cluster, function, options, info, idempotency_key)
    return lane_executor(lanes.local, function, options, info, idempotency_key)


def lane_executor(
    lanes: RunLanes,
    function: Callable[[Any], Any],
    options: MapOptions,
    info: RunInfo,
    idempotency_key: Callable[[Job], str],
) -> LaneExecutor:
    """An executor for a loop of `pool="process"`. `info` is the visit's; each item has its own idempotency key.

    Raises:
        RegistrationError: the function cannot be sent to another process.
    """
    engine = LocalEngine(lanes, function, info)
    return LaneExecutor(engine, options.workers, *_errands(options, idempotency_key))


def cluster_executor(
    cluster: ClusterAccess,
    function: Callable[[Any], Any],
    options: MapOptions,
    info: RunInfo,
    idempotency_key: Callable[[Job], str],
) -> LaneExecutor:
    """An executor for a loop of `pool="ray"`, as `lane_executor` makes one of processes of this machine.

    Raises:
        ClusterNotSet, RayNotInstalled, CodeNotSendable
        RegistrationError: the function cannot be sent to another machine.
    """
    from workflow_engine_worker.lanes.cluster.engine import ClusterExecutor

    engine = cluster.engine(function, options, info)
    return ClusterExecutor(cluster.lanes(), engine, options.workers, *_errands(options, idempotency_key))


def _errands(
    options: MapOptions, idempotency_key: Callable[[Job], str]
) -> tuple[Callable[[int, Job], Errand], float | None, Callable[[Job], Any]]:
    """What is sent of a job, how long one try may take, and what messages call an item."""

    def name_of(job: Job) -> Any:
        return job.position if options.key is None else decode(job.key)

    def errand_of(number: int, job: Job) -> Errand:
        try:
            item = pickle.dumps(job.item, pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            text = f"Item {name_of(job)!r} of {options.label!r} cannot be sent to another process"
            raise ItemNotSendable(f"{text}: {type(error).__name__}: {error}.") from error
        if len(item) > MAX_ITEM:
            raise ItemNotSendable(f"Item {name_of(job)!r} of {options.label!r} has more than 2 GiB when pickled.")
        return Errand(number, item, job.attempt + job.tries - 1, idempotency_key(job))

    return errand_of, options.timeout, name_of
