"""A run's log from its end to its beginning, reading no more of it than is asked for."""

import contextlib
import gzip
import logging
import zlib
from collections.abc import Iterator
from operator import attrgetter
from typing import BinaryIO, NamedTuple

from workflow_engine_shared.logs.format import MAX_LINE
from workflow_engine_supervisor.logs.lines import Line, LogPosition, complete_lines, read_line
from workflow_engine_supervisor.logs.part import Part
from workflow_engine_supervisor.logs.reader import RunLog

_BLOCK = 64 * 1024
_logger = logging.getLogger(__name__)


class Placed(NamedTuple):
    """A line, with the place before it: reading on backwards begins there."""

    line: Line
    start: LogPosition


def lines_backward(log: RunLog, before: LogPosition | None = None) -> Iterator[Placed]:
    """Complete lines before a place, the newest first. Of a compressed part all lines are held while it is read."""
    with contextlib.ExitStack() as stack:
        parts = log.parts(stack)
        last, offset, seq = len(parts) - 1, None, None
        if before is not None:
            seq = before.seq
            found = next((index for index in range(last, -1, -1) if parts[index].name == before.part), None)
            if found is not None:
                last, offset = found, before.offset
        for part in filter(attrgetter("name"), reversed(parts[: last + 1])):
            for placed in _part_backward(part, offset):
                number = placed.line.record.get("seq")
                if seq is not None and isinstance(number, int) and number >= seq:
                    continue
                yield placed
            part.close()
            offset = None


def _part_backward(part: Part, end: int | None) -> Iterator[Placed]:
    try:
        for raw, start, size in _raw_backward(part.file, end):
            record, text = read_line(raw)
            number = record.get("seq")
            seq = number if isinstance(number, int) else 0
            line = Line(raw, record, text, LogPosition(part.name, start + size, seq))
            yield Placed(line, LogPosition(part.name, start, seq))
    except (OSError, EOFError, zlib.error) as error:
        _logger.warning("log part is damaged, it is left out: part=%s error=%s", part.name, error)


def _raw_backward(file: BinaryIO | gzip.GzipFile, end: int | None) -> Iterator[tuple[bytes, int, int]]:
    """Each line that has its end, with where it starts and its size; of one that is too long the beginning."""
    if isinstance(file, gzip.GzipFile):
        yield from reversed(_whole(file, end))
        return
    place = file.seek(0, 2) if end is None else end
    rest, size = b"", 0  # of the line whose start is still to come: its beginning so far, and its size
    has_end = False  # what stands behind the last line break is no line yet
    while place > 0:
        step = min(_BLOCK, place)
        place -= step
        file.seek(place)
        block = file.read(step)
        cut = len(block)
        while (found := block.rfind(b"\n", 0, cut)) >= 0:
            if has_end:
                line = block[found + 1 : cut] + rest
                yield line[:MAX_LINE].rstrip(b"\r\n"), place + found + 1, cut - found - 1 + size
            # The break belongs to the line before it.
            rest, size, has_end, cut = b"\n", 1, True, found
        if has_end:
            rest, size = (block[:cut] + rest)[: MAX_LINE + 2], size + cut
    if has_end:
        yield rest[:MAX_LINE].rstrip(b"\r\n"), 0, size


def _whole(file: gzip.GzipFile, end: int | None) -> list[tuple[bytes, int, int]]:
    found: list[tuple[bytes, int, int]] = []
    file.seek(0)
    place = 0
    with contextlib.suppress(OSError, EOFError, zlib.error):  # what stands before the damage is good
        for raw, size in complete_lines(file):
            if end is not None and place >= end:
                break
            found.append((raw, place, size))
            place += size
    return found
