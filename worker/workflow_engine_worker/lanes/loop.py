"""One loop's way to its lanes; and what is done for it before it comes."""

import contextlib
import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from workflow_engine_shared.codec import decode
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import ItemNotSendable
from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.sdk import MapOptions, NodeContext, RunInfo
from workflow_engine_shared.units import GIB
from workflow_engine_worker.lanes.cluster.access import ClusterAccess, cluster_access
from workflow_engine_worker.lanes.elsewhere.function import FunctionElsewhere, ItemByCodec
from workflow_engine_worker.lanes.environments.lanes import EnvironmentLanes
from workflow_engine_worker.lanes.lane_process import Relay
from workflow_engine_worker.lanes.local_engine import LocalEngine
from workflow_engine_worker.lanes.messages import Called, Errand, Kept
from workflow_engine_worker.lanes.run_lanes import RunLanes, forks_where
from workflow_engine_worker.lanes.scheduler import LaneExecutor
from workflow_engine_worker.steps.executors import Job

MAX_ITEM = 2 * GIB  #: bytes
MAX_DEATHS = 3  #: of processes with a node's function in a row, until the node fails
#: An argument that names the pool, and neither threads nor a cluster.
_IN_PROCESSES = re.compile(r"""[(,]\s*pool\s*=\s*(?!["'](?:thread|ray)["'])""")


@dataclass(frozen=True)
class ItemLanes:
    """The processes for items that a run has, here and on a cluster."""

    local: RunLanes
    cluster: ClusterAccess = field(default_factory=ClusterAccess)
    environments: EnvironmentLanes = field(default_factory=EnvironmentLanes)
    looping: str | None = None  #: the name of a function whose module is to be imported for a loop in processes

    def expect(self, functions: Mapping[str, RegisteredFunction]) -> None:
        """The flow's functions are imported here: now the processes for items import theirs."""
        if self.looping is not None:
            with contextlib.suppress(TypeError, AttributeError, pickle.PicklingError):  # the loop will tell
                self.local.expect(pickle.dumps(functions[self.looping].call, pickle.HIGHEST_PROTOCOL))

    def close(self) -> None:
        """End all of them."""
        self.local.close()
        self.environments.close()
        self.cluster.close()


def lanes_for(
    flow: Flow,
    found: Mapping[str, FoundFunction],
    relay: Relay,
    paths: RunPaths,
    start: Start,
    folders: Sequence[Path],
    environments: EnvironmentLanes,
) -> ItemLanes:
    """A run's lanes, as the settings say; its functions are not imported yet.

    Where a loop in processes will come, by the text of a function's module or by a node, what forks them begins now: it
    stands once the functions are imported here, and imports them while the nodes before are at work. Whoever guesses
    wrong has lost a process's memory.

    Args:
        flow: what the run executes.
        found: the functions of its own process, and where they stand.
        relay: takes what is printed and logged in processes.
        paths: the run's folders.
        start: how it was started.
        folders: with the flow's code.
        environments: its lanes in other environments.
    """
    lanes = RunLanes(relay, paths.stderr, forks=forks_where(start.item_processes))
    looping = _looping(flow, found)
    if looping is not None:
        lanes.begin()
    return ItemLanes(lanes, cluster_access(start, list(found), folders, paths, relay), environments, looping)


def _looping(flow: Flow, found: Mapping[str, FoundFunction]) -> str | None:
    """A function that is called in processes, or whose module has a loop in processes."""
    for _, call in flow.calls():
        if call.in_processes and call.code_ref in found:
            return call.code_ref
    for name, function in found.items():
        with contextlib.suppress(OSError, ValueError):
            if _IN_PROCESSES.search(Path(function.file).read_text(encoding="utf-8")):
                return name
    return None


class LoopTools(Protocol):
    """What a loop needs of its run."""

    @property
    def lanes(self) -> ItemLanes: ...
    @property
    def journal(self) -> "Artifacts": ...


class Artifacts(Protocol):
    """What is told of files that were written among the run's outputs."""

    def registered(self, name: str) -> None: ...


def item_executor(
    tools: LoopTools,
    function: Callable[[Any], Any],
    options: MapOptions,
    visit: NodeContext,
    idempotency_key: Callable[[Job], str],
) -> LaneExecutor:
    """An executor for a loop whose items run in processes: of this machine, of other environments, or of a cluster's.

    Raises:
        RegistrationError: the function cannot be sent to another process.
        ClusterNotSet, RayNotInstalled, CodeNotSendable: there is no way to a cluster.
    """
    if isinstance(function, FunctionElsewhere):
        return _environment_executor(tools, function, options, visit, idempotency_key)
    if options.pool == "ray":
        return cluster_executor(tools.lanes.cluster, function, options, visit.info, idempotency_key)
    return lane_executor(tools.lanes.local, function, options, visit.info, idempotency_key)


def _environment_executor(
    tools: LoopTools,
    function: FunctionElsewhere,
    options: MapOptions,
    visit: NodeContext,
    idempotency_key: Callable[[Job], str],
) -> LaneExecutor:
    def called(call: Called) -> None:
        if isinstance(call, Kept):
            tools.journal.registered(call.name)
        else:
            visit.progress(call.done, call.total, call.message, call.label)

    engine = LocalEngine(tools.lanes.environments.of(function.environment), function, visit.info, called)
    forgives = MAX_DEATHS - 1 if function.is_node else 0
    return LaneExecutor(engine, options.workers, *_errands(options, idempotency_key, ItemByCodec), forgives=forgives)


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
    options: MapOptions, idempotency_key: Callable[[Job], str], packed: Callable[[Any], Any] = lambda item: item
) -> tuple[Callable[[int, Job], Errand], float | None, Callable[[Job], Any]]:
    """What is sent of a job, how long one try may take, and what messages call an item."""

    def name_of(job: Job) -> Any:
        return job.position if options.key is None else decode(job.key)

    def errand_of(number: int, job: Job) -> Errand:
        try:
            item = pickle.dumps(packed(job.item), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            text = f"Item {name_of(job)!r} of {options.label!r} cannot be sent to another process"
            raise ItemNotSendable(f"{text}: {type(error).__name__}: {error}.") from error
        if len(item) > MAX_ITEM:
            raise ItemNotSendable(f"Item {name_of(job)!r} of {options.label!r} has more than 2 GiB when pickled.")
        return Errand(number, item, job.attempt + job.tries - 1, idempotency_key(job))

    return errand_of, options.timeout, name_of
