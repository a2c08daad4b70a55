"""Choosing lines of a log: what a page or a download shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from workflow_engine_shared.logs.format import LEVELS
from workflow_engine_supervisor.logs.backward import lines_backward
from workflow_engine_supervisor.logs.lines import Line, LogPosition
from workflow_engine_supervisor.logs.reader import RunLog

#: A filter that fits nearly nothing ends a page early rather than holding it up: `next` leads on from there.
MAX_SCANNED = 20_000
_RANK: dict[str, int] = {name: rank for rank, name in enumerate(LEVELS)}


@dataclass(frozen=True)
class LineFilter:
    """Which lines are wanted: of this level and above, of this node, with this text in the message (any case)."""

    level: str | None = None
    node: str | None = None
    q: str | None = None

    def takes(self, record: dict[str, Any]) -> bool:
        return (
            (self.level is None or _rank(record.get("level")) >= _RANK[self.level])
            and (self.node is None or record.get("node_id") == self.node)
            and (self.q is None or self.q.casefold() in str(record.get("message")).casefold())
        )


@dataclass(frozen=True)
class LogPage:
    """Some lines, and where they end; `more` says that there are further ones."""

    lines: list[msgspec.Raw]
    end: LogPosition | None
    more: bool


def read_page(log: RunLog, after: LogPosition | None, wanted: LineFilter, limit: int) -> LogPage:
    """Up to `limit` lines behind a place."""
    found: list[msgspec.Raw] = []
    end = after
    for scanned, line in enumerate(log.lines(after)):
        if len(found) == limit or scanned == MAX_SCANNED:
            return LogPage(found, end, more=True)
        end = line.end
        if wanted.takes(line.record):
            found.append(line.text)
    return LogPage(found, end, more=False)


def read_page_backward(
    log: RunLog, before: LogPosition | None, wanted: LineFilter, limit: int
) -> tuple[LogPage, LogPosition | None]:
    """Up to `limit` lines before a place, the newest first; and the place behind the newest line of all."""
    found: list[msgspec.Raw] = []
    end, newest = before, None
    for scanned, placed in enumerate(lines_backward(log, before)):
        newest = newest or placed.line.end
        if len(found) == limit or scanned == MAX_SCANNED:
            return LogPage(found, end, more=True), newest
        end = placed.start
        if wanted.takes(placed.line.record):
            found.append(placed.line.text)
    return LogPage(found, end, more=False), newest


def download(log: RunLog, wanted: LineFilter) -> Iterator[bytes]:
    """Every wanted line as it stands in the file, in pieces that are worth sending."""
    block: list[bytes] = []
    size = 0
    for line in _wanted(log, wanted):
        block.append(line.raw)
        size += len(line.raw)
        if size > 64 * 1024:
            yield b"\n".join([*block, b""])
            block, size = [], 0
    if block:
        yield b"\n".join([*block, b""])


def _wanted(log: RunLog, wanted: LineFilter) -> Iterator[Line]:
    return (line for line in log.lines() if wanted.takes(line.record))


def _rank(level: object) -> int:
    return _RANK.get(level, _RANK["INFO"]) if isinstance(level, str) else _RANK["INFO"]
