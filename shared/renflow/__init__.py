"""renflow from Python: `renflow.connect()` starts and watches runs.

The same names as `workflow_engine.client`. What the author of a flow imports is in `workflow_engine`.
"""

from workflow_engine.client import (
    Artifact,
    LogWritten,
    Measured,
    NodeMoved,
    Progressed,
    Refused,
    Resynced,
    Run,
    RunEvent,
    RunFailed,
    RunStatus,
    StatusChanged,
    Supervisor,
    TookTooLong,
    VersionMismatch,
    connect,
    errors,
)

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
    "StatusChanged",
    "Supervisor",
    "TookTooLong",
    "VersionMismatch",
    "connect",
    "errors",
]
