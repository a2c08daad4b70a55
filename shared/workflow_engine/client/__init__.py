"""Start and watch runs from a program or a notebook; docs/python-client.md explains each name.

import renflow

with renflow.connect() as supervisor:
    run = supervisor.start("hello", {"name": "Ann"})
    print(run.wait().result.state)
"""

from workflow_engine.client.artifacts import Artifact
from workflow_engine.client.events import (
    LogWritten,
    Measured,
    NodeMoved,
    Progressed,
    Resynced,
    RunEvent,
    StatusChanged,
)
from workflow_engine.client.run import Run, RunFailed
from workflow_engine.client.schedule import Schedule
from workflow_engine.client.supervisor import Supervisor, connect
from workflow_engine.client.task import Task
from workflow_engine_shared import errors
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.client.errors import Refused, VersionMismatch
from workflow_engine_supervisor.client.follower import TookTooLong

__all__ = [
    "Artifact",
    "LogWritten",
    "Measured",
    "NodeMoved",
    "Progressed",
    "Refused",
    "Resynced",
    "Run",
    "RunEvent",
    "RunFailed",
    "RunStatus",
    "Schedule",
    "StatusChanged",
    "Supervisor",
    "Task",
    "TookTooLong",
    "VersionMismatch",
    "connect",
    "errors",
]
