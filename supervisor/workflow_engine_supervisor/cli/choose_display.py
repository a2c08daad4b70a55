"""Chooses the display that fits where the output goes. Stands alone: the displays do not know each other."""

import os
import sys

from .display import Display
from .plain_lines import PlainLines


def choose_display(*, as_json: bool, from_start: bool = False) -> Display:
    """The display that fits what stderr is; `from_start`: of a run that begins only now."""
    if as_json:
        return Display()
    if sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from .live_bar import LiveBar  # rich, only where it can be seen

        return LiveBar()
    return PlainLines(from_start=from_start)
