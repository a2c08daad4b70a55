"""One loop's way to its lanes."""

import pickle
from collections.abc import Callable
from typing import Any

from workflow_engine_shared.codec import decode
from workflow_engine_shared.errors import ItemNotSendable
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_shared.units import GIB
from workflow_engine_worker.lanes.local_engine import LocalEngine
from workflow_engine_worker.lanes.messages import Errand
from workflow_engine_worker.lanes.run_lanes import RunLanes
from workflow_engine_worker.lanes.scheduler import LaneExecutor
from workflow_engine_worker.steps.executors import Job

MAX_ITEM = 2 * GIB  #: bytes


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

    engine = LocalEngine(lanes, function, info)
    return LaneExecutor(engine, options.workers, errand_of, options.timeout, name_of)
