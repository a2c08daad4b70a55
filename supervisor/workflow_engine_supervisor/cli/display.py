"""Shows a watched run on stderr: a live bar on a terminal, plain lines elsewhere, nothing for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.logs.format import LEVELS

from .render import NodeNames

SHOWN_LEVELS = frozenset(LEVELS) - {"DEBUG"}
#: More log lines a second than this help nobody; `renflow logs` has them all.
LINES_A_SECOND = 50
#: Of a long message, a traceback for instance, so many lines are shown live.
LINES_A_MESSAGE = 1


class Display:
    """Shows nothing: the base of those that do, and what `--json` gets."""

    def __init__(self) -> None:
        self._ended: set[str] = set()
        self.names = NodeNames()

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
        node, status = self.names.short(data.get("node")), data.get("status")
        if kind == "log" and data.get("level") in SHOWN_LEVELS:
            self.log(data)
        elif kind == "node":
            (self._ended.discard if status == "running" else self._ended.add)(node)
            self.node(node, data)
        elif kind == "progress" and node not in self._ended:  # of a node that has ended it is old news
            self.progress(node, data)

    def look(self, view: Mapping[str, Any]) -> None:
        """The run as the server sees it now, handed on with its nodes' names known."""
        self.names = NodeNames(view)
        self.run(view)

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
