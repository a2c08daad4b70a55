"""The live display on a terminal: the node at hand, a bar, and above it the run's log."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from workflow_engine_shared.clock import SystemClock

from .display import LINES_A_MESSAGE, Display, LineBudget
from .render import log_line, progress_text
from .terminal import one_line

_STYLES = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "bold red"}
_WAITING = {"pending": "waiting for a worker", "recovering": "recovering: its worker died"}
_FRAMES_A_SECOND = 8


class LiveBar(Display):
    """A rich progress display on stderr."""

    def __init__(self) -> None:
        super().__init__()
        # markup and highlighting off: what a flow logs is text, not a template
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[figures]}", markup=False),
            TimeElapsedColumn(),
            console=self._console,
            refresh_per_second=_FRAMES_A_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("starting", total=None, figures="")
        self._seen: set[str] = set()
        self._budget = LineBudget(SystemClock(), self._line)

    def __enter__(self) -> None:
        self._progress.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def run(self, view: Mapping[str, Any]) -> None:
        status = str(view.get("status"))
        nodes = ", ".join(map(self.names.short, view.get("current_nodes") or ()))
        pausing = " (pausing)" if view.get("pause_requested") else ""
        self._describe(_WAITING.get(status) or (nodes or one_line(status)) + pausing)
        self._figures(view.get("progress"))

    def log(self, line: Mapping[str, Any]) -> None:
        if self._budget.allows():
            self._line(log_line(line, self.names, most=LINES_A_MESSAGE), _STYLES.get(str(line["level"]), ""))

    def node(self, node: str, data: Mapping[str, Any]) -> None:
        """A loop's next turn keeps the figures of the last, for the eye's sake."""
        if data.get("status") == "running":
            self._describe(node)
            if node not in self._seen:
                self._seen.add(node)
                self._progress.tasks[0].total = None  # `update` takes None for 'leave it'
                self._progress.update(self._task, completed=0, figures="")

    def progress(self, node: str, data: Mapping[str, Any]) -> None:
        self._describe(node)
        self._figures(data)

    def note(self, text: str) -> None:
        self._line(text, "bold")

    def _describe(self, text: str) -> None:
        self._progress.update(self._task, description=text)

    def _figures(self, data: Any) -> None:
        if isinstance(data, Mapping):
            decided = sum(data.get(state) or 0 for state in ("done", "failed", "skipped"))
            total = data.get("total") or None
            self._progress.update(self._task, total=total, completed=decided, figures=progress_text(data))

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)
