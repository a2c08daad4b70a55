"""Both sides of a real pipe."""

from dataclasses import dataclass

from workflow_engine_shared.protocol.messages import ToSupervisor, ToWorker
from workflow_engine_shared.protocol.pipe import Channel


@dataclass
class Wires:
    """The pipe as both processes hold it; `raw` writes to the supervisor behind the worker's back."""

    supervisor: Channel[ToSupervisor]
    worker: Channel[ToWorker]
    raw: int
