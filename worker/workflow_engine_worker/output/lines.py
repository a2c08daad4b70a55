"""A `sys.stdout` or `sys.stderr` whose lines become log lines, and whose progress bars become progress."""

import io
import threading
from collections.abc import Callable
from time import monotonic

from workflow_engine_shared.logs.level_words import without_colours
from workflow_engine_shared.logs.writer import MAX_MESSAGE
from workflow_engine_worker.output.bars import Bar, read_bar
from workflow_engine_worker.output.records import is_passed_over

#: A secret that lies across the cut is hidden before the line is cut.
HELD = MAX_MESSAGE + 4096
#: Seconds between two lines of bars that are not at their end: nested ones are drawn below each other, again and again.
BARS_EVERY_S = 10.0
#: Writes a line of so many characters; takes the level of the line before it in the same write, returns its own.
Write = Callable[[str, int, "str | None"], "str | None"]


class Lines(io.TextIOBase):
    """The stream."""

    def __init__(self, write: Write, show: Callable[[Bar], None] = lambda _: None) -> None:
        self._write = write
        self._show = show
        self._rest = _Rest()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def write(self, text: str) -> int:
        if is_passed_over():
            return len(text)
        mine = self._rest
        if "\n" not in text:
            self._hold(text)
            return len(text)
        *lines, rest = text.split("\n")
        self._hold(lines[0])
        level = self._put(mine.text, mine.cut)
        mine.text, mine.cut = "", 0
        for line in lines[1:]:
            level = self._put(line, 0, level)
        if rest:
            self._hold(rest)
        return len(text)

    def flush(self) -> None:
        """Half a line waits for its end."""

    def finish(self) -> None:
        if self._rest.text:
            self.write("\n")

    def _hold(self, text: str) -> None:
        """Half a line; of a long one the beginning, of a progress bar what it showed last."""
        mine = self._rest
        if "\r" in text:
            shown = text.rstrip("\r").rpartition("\r")[2]
            begins_anew = "\r" in text.rstrip("\r") or mine.text.endswith("\r")
            text = shown + ("\r" if text.endswith("\r") else "")
            mine.text, mine.cut = ("", 0) if begins_anew else (mine.text, mine.cut)
            if bar := read_bar(shown):
                self._show(bar)
        elif mine.text.endswith("\r"):
            mine.text, mine.cut = "", 0
        whole = mine.text + text
        mine.text = whole[:HELD]
        mine.cut += len(whole) - len(mine.text)

    def _put(self, line: str, cut: int, level: str | None = None) -> str | None:
        shown = line.rstrip("\r").rpartition("\r")[2] if "\r" in line else line
        if not shown or shown.isspace() or ("\x1b" in shown and not without_colours(shown).strip()):
            return level
        if "|" in shown and (bar := read_bar(shown)) and not self._is_logged(bar):
            return level
        return self._write(shown, len(shown) + cut, level)

    def _is_logged(self, bar: Bar) -> bool:
        now = monotonic()
        if not bar.complete and now < self._rest.bars_from:
            return False
        self._rest.bars_from = now + BARS_EVERY_S
        return True


class _Rest(threading.local):
    """Each thread's half line."""

    text = ""
    cut = 0  #: characters of it that are not held
    bars_from = 0.0  #: when the next unfinished bar may be a line
