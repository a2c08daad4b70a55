"""Finding a line of a log by its number: numbers only grow, so no more than a few lines are looked at."""

import contextlib
import gzip
from collections.abc import Iterator
from itertools import islice

from workflow_engine_shared.logs.format import MAX_LINE, seq_of
from workflow_engine_supervisor.logs.backward import lines_backward
from workflow_engine_supervisor.logs.lines import LogPosition, complete_lines
from workflow_engine_supervisor.logs.pages import LogPage
from workflow_engine_supervisor.logs.part import Part
from workflow_engine_supervisor.logs.reader import RunLog

_NEAR = 64 * 1024


def read_around(log: RunLog, seq: int, context: int) -> tuple[LogPage, LogPosition | None]:
    """The line with this number, or the next one, between so many before and behind it; and where it all begins."""
    place = place_of(log, seq)
    before = list(islice(lines_backward(log, place), context))[::-1]
    behind = list(islice(log.lines(place._replace(seq=seq - 1)), context + 2))
    lines = [*(each.line for each in before), *behind[: context + 1]]
    first = before[0].start if before else None
    end = lines[-1].end if lines else None
    return LogPage([line.text for line in lines], end, more=len(behind) > context + 1), first


def place_of(log: RunLog, seq: int) -> LogPosition:
    """The place before the first line whose number is not below `seq`."""
    with contextlib.ExitStack() as stack:
        parts = [part for part in log.parts(stack) if part.name]
        chosen = None
        for part in parts:
            first = part.head.seq
            if first is None:
                first = next((number for number, _ in _numbers(part, 0)), None)
            if chosen is not None and first is not None and first > seq:
                break
            chosen = part
        if chosen is None:
            return LogPosition("", 0, seq)
        return LogPosition(chosen.name, _offset_in(chosen, seq), seq)


def _offset_in(part: Part, seq: int) -> int:
    low = 0
    if not isinstance(part.file, gzip.GzipFile):
        high = part.file.seek(0, 2)
        while high - low > _NEAR:  # the line begins in (low, high], or at 0
            middle = (low + high) // 2
            found = next(_numbers(part, _line_start(part, middle)), None)
            if found is None or found[0] >= seq:
                high = middle
            else:
                low = found[1]
    end = low
    for number, start, size in _all(part, low):
        if number is not None and number >= seq:
            return start
        end = start + size
    return end


def _line_start(part: Part, offset: int) -> int:
    """Where the first line begins that starts behind this byte."""
    part.file.seek(offset)
    while block := part.file.readline(MAX_LINE):
        offset += len(block)
        if block.endswith(b"\n"):
            break
    return offset


def _numbers(part: Part, offset: int) -> Iterator[tuple[int, int]]:
    return ((number, start) for number, start, _ in _all(part, offset) if number is not None)


def _all(part: Part, offset: int) -> Iterator[tuple[int | None, int, int]]:
    part.file.seek(offset)
    for raw, size in complete_lines(part.file):
        yield seq_of(raw), offset, size
        offset += size
