"""renflow: long Python flows that survive crashes, pauses and power cuts.

What a flow author imports; docs/functions.md explains each name.
"""

from workflow_engine_shared.sdk import RunInfo, current_run, progress, register_function

__all__ = ["RunInfo", "current_run", "progress", "register_function"]
