"""What goes wrong inside a run without being the run's fault: it waits until the machine can carry it again."""

from workflow_engine_shared.errors import DiskFull, Fenced, StorageFailure
from workflow_engine_shared.machine_limits import NO_SPACE
from workflow_engine_worker.control.disk_space import DiskSpace
from workflow_engine_worker.control.leave import LeaveRun


class MachineFailure(LeaveRun):
    """The way out of the graph while the disk or a database does not work; no retry and no policy swallows it."""

    def __init__(self, error: Fenced | StorageFailure) -> None:
        super().__init__()
        self.error = error


def machine_failure(error: BaseException) -> MachineFailure | None:
    """What the machine is to blame for, wherever it came up: in the engine's writing or in the flow's own."""
    if isinstance(error, (Fenced, StorageFailure)):
        return MachineFailure(error)
    if isinstance(error, OSError) and error.errno in NO_SPACE and DiskSpace.lacks(error):
        return MachineFailure(DiskFull(f"The disk is full: {error}."))
    return None
