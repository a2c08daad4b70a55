"""What becomes of an item in a process, as the loop understands it."""

from workflow_engine_shared.errors import DiskFull, ResultNotSerializable, ResultTooLarge
from workflow_engine_worker.control.leave import LeaveRun
from workflow_engine_worker.control.machine_failure import MachineFailure
from workflow_engine_worker.lanes.messages import ItemDone, ItemFailed
from workflow_engine_worker.steps.executors import Done, ItemLeft, ItemRaised, Job


class ItemProcessDied(Exception):
    """The process that ran an item ended without a result."""


class DoneInLane(Done):
    """A try whose result was encoded where it was made."""

    def __init__(self, job: Job, event: ItemDone) -> None:
        super().__init__(job, duration=event.seconds)
        self._body = event.body

    def encoded(self) -> bytes:
        return self._body


class UnstorableInLane(Done):
    """A try whose result could not be encoded where it was made."""

    def __init__(self, job: Job, event: ItemFailed) -> None:
        super().__init__(job, duration=event.seconds)
        self._error = event.error

    def encoded(self) -> bytes:
        kind = ResultTooLarge if self._error.code == ResultTooLarge.code else ResultNotSerializable
        raise kind(self._error.message)


def failed(job: Job, event: ItemFailed) -> Done:
    """What an item's failure means to the loop."""
    if event.failure == "unstorable":
        return UnstorableInLane(job, event)
    if event.failure == "machine":
        return Done(job, error=MachineFailure(DiskFull(event.error.message)), duration=event.seconds)
    kind = ItemLeft if event.failure == "left" else ItemRaised
    return Done(job, error=kind(event.error), duration=event.seconds)


def not_begun(job: Job) -> Done:
    """The item is still pending: it was taken back before it began."""
    return Done(job, error=LeaveRun())
