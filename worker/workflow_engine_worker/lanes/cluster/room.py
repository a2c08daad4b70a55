"""Why a loop has no lane yet, in words: what the cluster has, beside what a lane asks for. Pure."""

from typing import Any

from workflow_engine_shared.units import GIB
from workflow_engine_worker.lanes.cluster.messages import Room


def why_it_waits(address: str, options: dict[str, Any], room: Room | None, *, connected: bool) -> str:
    """What is missing, `options` being what a lane takes of its machine, in Ray's words."""
    if not connected:
        return f"{address} has not answered"
    if room is None:
        return "it answers, and no lane has begun"
    asked = {"CPU": options["num_cpus"], "GPU": options["num_gpus"], "memory": options.get("memory", 0)}
    asked |= options.get("resources", {})
    words = [
        f"{_amount(name, amount)} ({_amount(name, room.free.get(name, 0))} of "
        f"{_amount(name, room.total.get(name, 0))} free)"
        for name, amount in asked.items()
        if amount
    ]
    return f"no lane has begun; each asks for {', '.join(words) or 'nothing'}"


def no_memory(address: str, seconds: float) -> str:
    """Why no lane comes to its first item, where all that begin are ended for want of memory."""
    return (
        f"The machines of the cluster at {address} have no memory left: for {seconds:.0f} s Ray's memory monitor has "
        "ended every lane before its first item (ray_start_timeout). Free memory there, or let a lane ask for more of "
        "a machine (resources: memory_gb)."
    )


def _amount(name: str, value: float) -> str:
    return f"{value / GIB:.3g} GiB of memory" if name == "memory" else f"{value:g} {name}"
