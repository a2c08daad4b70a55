"""Why a loop has no lane, in words: what the cluster has, what a lane asks for, what ended those before. Pure."""

from collections.abc import Iterable
from typing import Any

from workflow_engine_shared.units import GIB
from workflow_engine_worker.lanes.cluster.cluster_lane import ClusterLane
from workflow_engine_worker.lanes.cluster.messages import Room
from workflow_engine_worker.lanes.engine import Lost


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


class Fruitless:
    """Lanes that are taken back one after the other before their first item, until one comes to work."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._since: float | None = None
        self._last = Lost()

    def ended(self, lane: ClusterLane, lost: Lost, now: float) -> None:
        """A lane is gone that nobody ended."""
        if lane.has_worked or not lost.machine:
            self._since = None
            return
        self._since = now if self._since is None else self._since
        self._last = lost

    def why(self, lanes: Iterable[ClusterLane], now: float, patience: float) -> str | None:
        """What the run waits for, once that has gone on for more than `patience` seconds."""
        if self._since is None or any(lane.has_worked for lane in lanes):
            self._since = None
        if self._since is None or now - self._since <= patience:
            return None
        text = f"every lane ended before its first item for {now - self._since:.0f} s (ray_start_timeout)"
        if self._last.memory:
            return (
                f"The machines of the cluster at {self._address} have no memory left: {text}, by Ray's memory monitor. "
                "Free memory there, or let a lane ask for more of a machine (resources: memory_gb)."
            )
        return f"No lane stays on the machines of the cluster at {self._address}: {text}. The last: {self._last.words}"


def _amount(name: str, value: float) -> str:
    return f"{value / GIB:.3g} GiB of memory" if name == "memory" else f"{value:g} {name}"
