"""When a node that heeds no safe point is ended by force.

Counted on the monotonic clock from the moment its worker said that the visit began: a machine that slept, or whose
clock was set, ends nothing too early.
"""

from workflow_engine_shared.messages import NodeMoved


class Deadlines:
    """The hard limits of visits under way; `grace` seconds after the limit the worker enforces itself."""

    def __init__(self, grace: float) -> None:
        self._grace = grace
        self._due: dict[str, float] = {}

    def moved(self, thread_id: str, move: NodeMoved, now: float) -> None:
        """A visit began (with or without a limit) or ended."""
        if move.status == "running" and move.timeout is not None:
            self._due[thread_id] = now + move.timeout + self._grace
        elif move.status != "running":
            self._due.pop(thread_id, None)

    def over(self, thread_id: str) -> None:
        """The run has no worker any more."""
        self._due.pop(thread_id, None)

    def overdue(self, now: float) -> list[str]:
        """The runs whose node should have ended by now; each is told once."""
        # Frames come in from other threads meanwhile.
        late = [thread_id for thread_id, due in list(self._due.items()) if due <= now]
        return [thread_id for thread_id in late if self._due.pop(thread_id, None) is not None]
