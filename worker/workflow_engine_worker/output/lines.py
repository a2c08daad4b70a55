"""A `sys.stdout` or `sys.stderr` whose lines become log lines, and whose progress bars become progress."""

import io
import threading
from collections.abc import Callable, Iterable
from time import monotonic

from workflow_engine_shared.logs.level_words import without_colours
from workflow_engine_shared.logs.writer import MAX_MESSAGE
from workflow_engine_worker.output.bars import Bar, read_bar
from workflow_engine_worker.output.records import is_passed_over

#: A secret that lies across the cut is hidden before the line is cut.
HELD = MAX_MESSAGE + 4096
#: Seconds between two lines of bars that are not at their end: nested ones are drawn below each other, again and again.
BARS_EVERY_S = 10.0
#: Writes a line, or several that belong together, of so many characters, at the level that it names.
Write = Callable[["str | None", str, int], None]


class Lines(io.TextIOBase):
    """The stream."""

    def __init__(self, write: Write, level_of: Callable[[str], str | None], show: Callable[[Bar], None]) -> None:
        self._write = write
        self._level_of = level_of
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
        self._put([(mine.text, mine.cut), *((line, 0) for line in lines[1:])])
        mine.text, mine.cut = "", 0
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

    def _put(self, lines: Iterable[tuple[str, int]]) -> None:
        """Lines of one write: what follows one that names a level, such as a traceback, belongs to it."""
        level: str | None = None
        together: list[str] = []
        length = 0
        for line, cut in lines:
            shown = self._shown(line)
            if not shown:
                continue
            named = self._level_of(shown)
            if together and (named is not None or level is None):
                self._write(level, "\n".join(together), length)
                together, length = [], 0
            level = named or (level if together else None)
            length += len(shown) + cut + bool(together)
            together.append(shown)
        if together:
            self._write(level, "\n".join(together), length)

    def _shown(self, line: str) -> str:
        """Of a progress bar what it showed last; nothing of a line of blanks, and of bars that are not at their end."""
        shown = line.rstrip("\r").rpartition("\r")[2] if "\r" in line else line
        if not shown or shown.isspace() or ("\x1b" in shown and not without_colours(shown).strip()):
            return ""
        return "" if "|" in shown and (bar := read_bar(shown)) and not self._is_logged(bar) else shown

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
