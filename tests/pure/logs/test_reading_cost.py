"""A page of a long log costs a page: bytes that are read do not grow with the log (B-77)."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from workflow_engine_supervisor.logs import level_counts
from workflow_engine_supervisor.logs import part as log_part
from workflow_engine_supervisor.logs.around import read_around
from workflow_engine_supervisor.logs.level_counts import LogCounts
from workflow_engine_supervisor.logs.lines import LogPosition
from workflow_engine_supervisor.logs.pages import LineFilter, read_page, read_page_backward
from workflow_engine_supervisor.logs.reader import RunLog

PARTS = 60
LINES = 2000  #: of a part: about 300 KB, compressed a tenth of it
EVERYTHING = LineFilter()


class Counted:
    """Counts what is really read."""

    bytes = 0
    open = 0
    most_open = 0


class CountedFile:
    """A file that counts."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        Counted.open += 1
        Counted.most_open = max(Counted.most_open, Counted.open)

    def read(self, *size: int) -> bytes:
        return self._count(self._file.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._count(self._file.readline(*size))

    def close(self) -> None:
        Counted.open -= not self._file.closed
        self._file.close()

    def _count(self, block: bytes) -> bytes:
        Counted.bytes += len(block)
        return block

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty rotated parts and a live file."""
    log = tmp_path_factory.mktemp("run") / "logs.jsonl"
    for part in range(PARTS + 1):
        first = part * LINES + 1
        body = b"".join(
            b'{"level": "INFO", "message": "line %d %s", "seq": %d}\n' % (n, b"%x" % (n * 7919**5), n)
            for n in range(first, first + LINES)
        )
        if part < PARTS:
            log.with_name(f"logs.{part + 1}.jsonl.gz").write_bytes(gzip.compress(body, 1))
        else:
            log.write_bytes(body)
    return log


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, long_log: Path) -> Iterator[type[Counted]]:
    monkeypatch.setattr(log_part, "open_file", lambda path: CountedFile(path.open("rb")))
    list(RunLog(long_log).lines(LogPosition("unknown", 0, PARTS * LINES + LINES)))  # every part's name is known once
    Counted.bytes = Counted.most_open = 0
    yield Counted
    assert Counted.open == 0


def part_bytes(log: Path) -> int:
    return max(path.stat().st_size for path in log.parent.glob("logs*"))


def test_pages_forward(long_log: Path, counted: type[Counted]):
    page = read_page(RunLog(long_log), None, EVERYTHING, 100)
    assert counted.bytes <= 2 * part_bytes(long_log)
    for _ in range(5):
        counted.bytes = 0
        page = read_page(RunLog(long_log), page.end, EVERYTHING, 100)
        assert len(page.lines) == 100
        assert counted.bytes <= 2 * part_bytes(long_log)
    assert counted.most_open <= 3


def test_pages_backward(long_log: Path, counted: type[Counted]):
    place = None
    for _ in range(30):
        counted.bytes = 0
        page, _ = read_page_backward(RunLog(long_log), place, EVERYTHING, 100)
        place = page.end
        assert len(page.lines) == 100
        assert counted.bytes <= 2 * part_bytes(long_log)
    assert counted.most_open <= 3


@pytest.mark.parametrize("seq", [1, LINES, 30 * LINES + 77, PARTS * LINES + 5])
def test_a_line_in_the_middle(long_log: Path, counted: type[Counted], seq: int):
    page, _ = read_around(RunLog(long_log), seq, 5)
    assert b'"seq": %d}' % seq in b"".join(bytes(line) for line in page.lines)
    assert counted.bytes <= 5 * part_bytes(long_log)
    assert counted.most_open <= 4


def test_the_end_and_the_first_number(long_log: Path, counted: type[Counted]):
    log = RunLog(long_log)
    assert log.end().seq == (PARTS + 1) * LINES
    assert log.removed() == 0
    assert counted.bytes <= 2 * part_bytes(long_log)


def test_counts_read_each_line_once(long_log: Path, counted: type[Counted], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(level_counts, "BYTES_AN_ANSWER", 2 * 1024 * 1024)
    counts, log = LogCounts(), RunLog(long_log)
    total, answers = 0, 0
    while True:
        counted.bytes = 0
        levels, done = counts.of("t", log)
        assert counted.bytes <= 4 * 1024 * 1024
        answers += 1
        if done:
            break
    assert levels["INFO"] == (PARTS + 1) * LINES
    assert answers > 3
    counted.bytes = total
    counts.of("t", log)
    assert counted.bytes <= part_bytes(long_log)
