"""A run's log, read while it is written: `logs.jsonl` and, oldest first, the parts that rotation made of it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.logs.format import rotated_parts
from workflow_engine_supervisor.logs.lines import Line, LogPosition
from workflow_engine_supervisor.logs.part import Part


class RunLog:
    """The log of one run. Of its parts only those are opened that are read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def state(self) -> Path:
        """What its writer keeps beside it."""
        return self._path.with_suffix(".state")

    def lines(self, after: LogPosition | None = None) -> Iterator[Line]:
        """Complete lines behind a place, as far as they are written now. A half last line is left for later."""
        with contextlib.ExitStack() as stack:
            live = Part(self._path, stack)
            if after is not None and live.found() and live.name and live.name == after.part:
                yield from live.lines(after.offset, after.seq)  # no older part is asked for: as with each new line
                return
            parts = self._with_older(live, stack)
            start, offset, seq = find_place(parts, after)
            for part in parts[start:]:
                for line in part.lines(offset, seq):
                    seq = line.end.seq
                    yield line
                part.close()
                offset = 0

    def removed(self) -> int:
        """How many lines are gone because the log outgrew its limit: they are numbered from 1 without gaps."""
        with contextlib.ExitStack() as stack:
            seqs = (part.head.seq for part in self.parts(stack))
            return max(0, next((seq for seq in seqs if seq is not None), 1) - 1)

    def end(self) -> LogPosition:
        """The place behind the last complete line."""
        with contextlib.ExitStack() as stack:
            for part in reversed(self.parts(stack)):
                found = part.end()
                if found is not None:
                    return found
        return LogPosition()

    def parts(self, stack: contextlib.ExitStack) -> list["Part"]:
        """All files, oldest first; the stack closes those that were opened."""
        return self._with_older(Part(self._path, stack), stack)

    def _with_older(self, live: Part, stack: contextlib.ExitStack) -> list[Part]:
        # The live file first: what is rotated after this moment is then read through the file that is open.
        found = live.found()
        parts = [Part(path, stack) for path in rotated_parts(self._path).values()]
        if not found or (parts and live.name and parts[-1].name == live.name):
            return parts
        return [*parts, live]


def find_place(parts: list[Part], after: LogPosition | None) -> tuple[int, int, int]:
    """Where to go on: the part's index, the offset in it, and the seq behind which lines count."""
    if after is None:
        return 0, 0, 0
    for index, part in enumerate(parts):
        if part.name and part.name == after.part:
            return index, after.offset, after.seq
    return 0, 0, after.seq
