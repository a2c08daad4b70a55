"""A run's events as plain lines, for a log or a pipe."""

from collections.abc import Collection, Mapping
from typing import Any

from workflow_engine_shared.clock import Clock, SystemClock
from workflow_engine_shared.run_status import ACTIVE, RunStatus

from .display import LINES_A_MESSAGE, Display, LineBudget
from .render import NodeNames, log_line, progress_text
from .terminal import one_line, tell

PLAIN_SECONDS = 2.0
NEWS = frozenset({"running", "failed"})


class PlainLines(Display):
    """A line for each thing that happens, progress no more often than every two seconds."""

    def __init__(self, clock: Clock | None = None, *, from_start: bool = False) -> None:
        """`from_start`: the run begins only now, so that all that began before the first look is news."""
        super().__init__()
        self._clock = clock or SystemClock()
        self._status = ""
        self._said: set[str] = set()
        #: The nodes that had not begun when the run was looked at last; None before the first look of a new run.
        self._waiting: set[str] | None = None if from_start else set()
        self._progress_due = 0.0
        self._budget = LineBudget(self._clock, tell)

    def run(self, view: Mapping[str, Any]) -> None:
        self._tell_missed(view.get("nodes") or ())
        status = status_text(view, self.names)
        # How a run came to rest is said by the report at the end.
        if status != self._status and RunStatus(view["status"]) in ACTIVE:
            self._status = status
            tell(status)

    def _tell_missed(self, nodes: Collection[Mapping[str, Any]]) -> None:
        """Name those that began since the last look without an event: a run may be quicker than its stream."""
        begun = {str(each.get("id")) for each in nodes if each.get("status") != "waiting"}
        told = {said.partition(": ")[0] for said in self._said}
        for each in nodes:
            name = self.names.short(each.get("id"))
            is_new = self._waiting is None or str(each.get("id")) in self._waiting
            if is_new and str(each.get("id")) in begun and name not in told:
                self.node(name, {"status": "running"})
        self._waiting = {str(each.get("id")) for each in nodes} - begun

    def log(self, line: Mapping[str, Any]) -> None:
        if self._budget.allows():
            tell(log_line(line, self.names, most=LINES_A_MESSAGE))

    def node(self, node: str, data: Mapping[str, Any]) -> None:
        """Say what is new: a loop's second turn, or that a node is done, is none."""
        said = f"{node}: {one_line(data.get('status'))}{_again(data)}"
        if data.get("status") in NEWS and said not in self._said:
            self._said.add(said)
            self._progress_due = 0.0
            tell(said)

    def progress(self, node: str, data: Mapping[str, Any]) -> None:
        now = self._clock.monotonic()
        if now >= self._progress_due or data.get("done") == data.get("total"):
            self._progress_due = now + PLAIN_SECONDS
            tell(f"{node}: {progress_text(data)}")

    def note(self, text: str) -> None:
        tell(text)


def status_text(view: Mapping[str, Any], names: NodeNames) -> str:
    """Where the run stands, in a few words."""
    status, reason = one_line(view.get("status")), one_line(view.get("reason") or "")
    nodes = ", ".join(map(names.short, view.get("current_nodes") or ()))
    asked = ", pausing" if view.get("pause_requested") else ""
    return (
        f"{view.get('thread_id')}: {status}{f' ({reason})' if reason else ''}{asked}{f' at {nodes}' if nodes else ''}"
    )


def _again(data: Mapping[str, Any]) -> str:
    attempt = data.get("attempt")
    return f" (attempt {attempt})" if isinstance(attempt, int) and attempt > 1 else ""
