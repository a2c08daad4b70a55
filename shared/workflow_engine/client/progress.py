"""Shows how far a run is: in a notebook a bar below the cell, elsewhere what the command line shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from html import escape
from typing import Any

from workflow_engine_shared.clock import Clock, SystemClock
from workflow_engine_supervisor.cli.choose_display import choose_display
from workflow_engine_supervisor.cli.display import Display
from workflow_engine_supervisor.cli.plain_lines import status_text
from workflow_engine_supervisor.cli.render import log_line, progress_text
from workflow_engine_supervisor.cli.terminal import clean

LINES = 8
DRAW_SECONDS = 0.25


def shown_progress(progress: bool | None) -> Display:
    """The display for this process; None: in a notebook only."""
    handle = None if progress is False else notebook_handle()
    if handle is not None:
        return NotebookBar(handle)
    return choose_display(as_json=not progress)


def notebook_handle() -> Any:
    """What a notebook's cell is drawn with; None: this is no notebook."""
    ipython = sys.modules.get("IPython")  # whoever runs in a notebook has loaded it
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not getattr(shell, "kernel", None):
        return None
    from IPython.display import DisplayHandle  # type: ignore[import-not-found,unused-ignore]

    return DisplayHandle()


class NotebookBar(Display):
    """A bar, the figures beside it and the last lines of the log, drawn anew in one place."""

    def __init__(self, handle: Any, clock: Clock | None = None) -> None:
        super().__init__()
        self._handle = handle
        self._clock = clock or SystemClock()
        self._status = "starting"
        self._figures = ""
        self._share: float | None = None
        self._lines: list[str] = []
        self._is_drawn = False
        self._due = 0.0

    def __exit__(self, *_: object) -> None:
        """The last drawing stays."""
        self._draw(now=True)

    def run(self, view: Mapping[str, Any]) -> None:
        self._status = status_text(view, self.names)
        if isinstance(view.get("progress"), Mapping):
            self._take(view["progress"])
        self._draw(now=True)

    def progress(self, node: str, data: Mapping[str, Any]) -> None:  # noqa: ARG002 - the status names it
        self._take(data)
        self._draw()

    def log(self, line: Mapping[str, Any]) -> None:
        self._line(log_line(line, self.names, most=1))

    def note(self, text: str) -> None:
        self._line(text)

    def html(self) -> str:
        """What is shown; everything that comes from elsewhere is text in it, never markup."""
        percent = "" if self._share is None else f' value="{self._share:.4f}"'
        lines = "\n".join(escape(clean(line)) for line in self._lines)
        return (
            f"<div><code>{escape(clean(self._status))}</code> <progress max='1'{percent}></progress> "
            f"{escape(clean(self._figures))}</div><pre style='font-size:85%'>{lines}</pre>"
        )

    def _take(self, data: Mapping[str, Any]) -> None:
        done, total = data.get("done") or 0, data.get("total")
        self._share = min(1.0, done / total) if total else None
        self._figures = progress_text(data)

    def _line(self, text: str) -> None:
        self._lines = [*self._lines, text][-LINES:]
        self._draw()

    def _draw(self, *, now: bool = False) -> None:
        """At most so often: a loop of a thousand items a second would keep the browser busy."""
        moment = self._clock.monotonic()
        if not now and moment < self._due:
            return
        self._due = moment + DRAW_SECONDS
        content = {"text/html": self.html(), "text/plain": f"{self._status} {self._figures}"}
        show = self._handle.update if self._is_drawn else self._handle.display
        show(content, raw=True)
        self._is_drawn = True
