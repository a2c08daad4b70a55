"""What a watched run looks like on stderr: a live bar on a terminal, plain lines elsewhere, nothing for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from workflow_engine_shared.clock import Clock, SystemClock
from workflow_engine_shared.run_status import ACTIVE, RunStatus

from .render import log_line, progress_text
from .terminal import one_line, tell

SHOWN_LEVELS = frozenset({"INFO", "WARNING", "ERROR", "CRITICAL"})
#: More log lines a second than this help nobody; `renflow logs` has them all.
LINES_A_SECOND = 50
#: Of a long message, a traceback for instance, so many lines are shown live.
LINES_A_MESSAGE = 1
PLAIN_SECONDS = 2.0
NEWS = frozenset({"running", "failed"})


class Display:
    """Shows nothing: the base of those that do, and what `--json` gets."""

    def __init__(self) -> None:
        self._ended: set[str] = set()

    def __enter__(self) -> None:
        """Begin to show."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the terminal as it was."""

    def event(self, kind: str, data: Any) -> None:
        """One live event, handed to who shows its kind."""
        if not isinstance(data, Mapping):
            return
        node, status = one_line(data.get("node")), data.get("status")
        if kind == "log" and data.get("level") in SHOWN_LEVELS:
            self.log(data)
        elif kind == "node":
            (self._ended.discard if status == "running" else self._ended.add)(node)
            self.node(node, data)
        elif kind == "progress" and node not in self._ended:  # of a node that has ended it is old news
            self.progress(node, data)

    def run(self, view: Mapping[str, Any]) -> None:
        """The run as the server sees it now."""

    def log(self, line: Mapping[str, Any]) -> None:
        """A line of the run's log."""

    def node(self, node: str, data: Mapping[str, Any]) -> None:
        """A node began or ended."""

    def progress(self, node: str, data: Mapping[str, Any]) -> None:
        """How far a node is."""

    def note(self, text: str) -> None:
        """Something about the watching itself."""


class PlainLines(Display):
    """A line for each thing that happens, progress no more often than every two seconds."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__()
        self._clock = clock or SystemClock()
        self._status = ""
        self._said: set[str] = set()
        self._progress_due = 0.0
        self._budget = LineBudget(self._clock, tell)

    def run(self, view: Mapping[str, Any]) -> None:
        status = status_text(view)
        # How a run came to rest is said by the report at the end.
        if status != self._status and RunStatus(view["status"]) in ACTIVE:
            self._status = status
            tell(status)

    def log(self, line: Mapping[str, Any]) -> None:
        if self._budget.allows():
            tell(log_line(line, most=LINES_A_MESSAGE))

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


class LineBudget:
    """So many lines in any one second; the ones left out are counted, and said when the next one may be shown."""

    def __init__(self, clock: Clock, tell_hidden: Callable[[str], None]) -> None:
        self._clock = clock
        self._tell = tell_hidden
        self._second_ends = 0.0
        self._left = 0
        self._hidden = 0

    def allows(self) -> bool:
        now = self._clock.monotonic()
        if now >= self._second_ends:
            if self._hidden:
                self._tell(f"... {self._hidden:,} more lines; 'renflow logs' shows them all")
            self._second_ends, self._left, self._hidden = now + 1.0, LINES_A_SECOND, 0
        if self._left:
            self._left -= 1
            return True
        self._hidden += 1
        return False


def status_text(view: Mapping[str, Any]) -> str:
    """Where the run stands, in a few words."""
    status, reason = one_line(view.get("status")), one_line(view.get("reason") or "")
    nodes = ", ".join(one_line(node) for node in view.get("current_nodes") or ())
    asked = ", pausing" if view.get("pause_requested") else ""
    return (
        f"{view.get('thread_id')}: {status}{f' ({reason})' if reason else ''}{asked}{f' at {nodes}' if nodes else ''}"
    )


def _again(data: Mapping[str, Any]) -> str:
    attempt = data.get("attempt")
    return f" (attempt {attempt})" if isinstance(attempt, int) and attempt > 1 else ""


def choose_display(*, as_json: bool) -> Display:
    """The display that fits what stderr is."""
    if as_json:
        return Display()
    if sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from .live_bar import LiveBar  # rich, only where it can be seen

        return LiveBar()
    return PlainLines()
