"""renflow: long Python flows that survive crashes, pauses and power cuts.

What a flow author imports; docs/functions.md explains each name.
"""

from workflow_engine_shared.sdk import (
    RunInfo,
    StepFailed,
    artifact,
    checkpoint,
    current_run,
    interrupt,
    map_steps,
    pause_requested,
    progress,
    register_function,
    step,
    track,
)

__all__ = [
    "RunInfo",
    "StepFailed",
    "artifact",
    "checkpoint",
    "current_run",
    "interrupt",
    "map_steps",
    "pause_requested",
    "progress",
    "register_function",
    "step",
    "track",
]
