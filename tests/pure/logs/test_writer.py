"""The log's writer and its readers on real files: rotation, budgets, and files that others tamper with (F-46, F-47)."""

import gzip
import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.wait import until
from workflow_engine_shared.logs.format import rotated_parts
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.logs.writer_state import WriterState, dropped_lines
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_supervisor.logs.lines import LogPosition
from workflow_engine_supervisor.logs.reader import RunLog

MIB = 1024 * 1024


@pytest.fixture
def paths(tmp_path: Path) -> RunPaths:
    made = RunPaths(tmp_path / "run")
    made.make()
    return made


@pytest.fixture
def writer(paths: RunPaths) -> Iterator[Callable[..., LogWriter]]:
    made: list[LogWriter] = []

    def make(**limits: int) -> LogWriter:
        made.append(LogWriter(paths, "t", LogLimits(**{"lines_per_s": 10**9, **limits})))
        return made[-1]

    yield make
    for each in made:
        each.close()


def seqs(paths: RunPaths) -> list[Any]:
    return [line.record.get("seq") for line in RunLog(paths.log).lines()]


def test_nothing_is_lost_by_rotation(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer(max_bytes=65536)
    for number in range(3000):
        log.write("INFO", f"line {number} " + "x" * 100, "n")
        if number % 500 == 0:
            log.tend("n")
    log.finish()

    assert seqs(paths) == list(range(1, 3001))
    parts = rotated_parts(paths.log)
    assert len(parts) > 5
    assert all(path.name.endswith(".gz") for path in parts.values())
    again = writer(max_bytes=65536)
    again.write("INFO", "the next worker's", None)
    assert seqs(paths)[-2:] == [3000, 3001]


def _follow(reader: RunLog, over: threading.Event, troubles: list[Any]) -> None:
    """Read a log from its beginning again and again, and follow it from place to place."""
    place: LogPosition | None = None
    followed: list[Any] = []
    while len(followed) < 4000 and not troubles:
        complete = over.is_set()
        whole = [line.record["seq"] for line in reader.lines()]
        news = list(reader.lines(place))
        followed += [line.record["seq"] for line in news]
        place = news[-1].end if news else place
        if whole != list(range(1, len(whole) + 1)) or (complete and len(whole) < 4000):
            troubles.append(whole)
    if followed != list(range(1, 4001)):
        troubles.append(followed)


def test_three_readers_miss_and_repeat_nothing_while_the_log_rotates(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer(max_bytes=32768)
    over = threading.Event()
    troubles: list[Any] = []
    readers = [threading.Thread(target=_follow, args=(RunLog(paths.log), over, troubles)) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(4000):
        log.write("INFO", f"line {number} " + "x" * 100, "n")
        if number % 100 == 0:
            log.tend("n")
    log.finish()
    over.set()
    for each in readers:
        each.join()
    assert not troubles, troubles[0]
    assert len(rotated_parts(paths.log)) > 10


def test_beyond_the_budget_the_oldest_part_goes_and_the_log_says_so(paths: RunPaths, writer: Callable[..., LogWriter]):
    dice = random.Random(7)
    log = writer(max_bytes=200_000, max_total=2 * MIB)
    for number in range(5000):
        log.write("INFO", dice.randbytes(500).hex(), "n")
        if number % 100 == 0:
            log.tend("n")
    log.finish()

    sizes = [path.stat().st_size for path in (paths.log, *rotated_parts(paths.log).values())]
    assert sum(sizes) <= 2 * MIB + 1000
    left = [line.record for line in RunLog(paths.log).lines()]
    removed = RunLog(paths.log).removed()
    assert removed == left[0]["seq"] - 1 > 1000
    assert [line["seq"] for line in left] == list(range(removed + 1, removed + 1 + len(left)))
    told = [line for line in left if "removed" in line["context"]]
    assert "lines of this log" in told[-1]["message"]
    assert told[-1]["level"] == "WARNING"


def _remove(log: Path) -> None:
    log.unlink()


def _truncate(log: Path) -> None:
    os.truncate(log, 0)


def _replace(log: Path) -> None:
    log.with_name("other").write_bytes(b"no log\n\xff\xfe\n")
    log.with_name("other").replace(log)


def _garbage(log: Path) -> None:
    with log.open("ab") as file:
        file.write(b"\x00\xff{]\n" * 50)


def _read_only(log: Path) -> None:
    log.chmod(0o400)


def _rotate(log: Path) -> None:
    log.rename(log.with_name("logs.1.jsonl"))


@pytest.mark.parametrize("tamper", [_remove, _truncate, _replace, _garbage, _read_only, _rotate])
def test_writer_and_reader_go_on_whatever_happens_to_the_file(
    paths: RunPaths, writer: Callable[..., LogWriter], tamper: Callable[[Path], None]
):
    log, reader = writer(), RunLog(paths.log)
    for number in range(10):
        log.write("INFO", f"before {number}", "n")
    place = reader.end()
    tamper(paths.log)
    log.tend("n")
    for number in range(10):
        log.write("INFO", f"after {number}", "n")

    found = [line.record["message"] for line in reader.lines(place)]
    assert [text for text in found if text.startswith("after")] == [f"after {n}" for n in range(10)]
    assert not any(text.startswith("before") for text in found)
    assert not dropped_lines(paths.log_marks)


def test_a_descriptor_that_user_code_closed_costs_counted_lines(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer()
    log.write("INFO", "one", "n")
    os.close(log._file._fd)
    log.write("INFO", "lost", "n")
    log.tend("n")
    log.write("INFO", "two", "n")

    lines = [line.record for line in RunLog(paths.log).lines()]
    assert [line["message"] for line in lines if "dropped" not in line] == ["one", "two"]
    assert sum(line.get("dropped", 0) for line in lines) == dropped_lines(paths.log_marks) == 1


@pytest.mark.parametrize(("written", "expected"), [(True, ["later"]), (False, ["early", "later"])])
def test_native_output_is_copied_once_whenever_the_copying_was_cut_short(
    paths: RunPaths, writer: Callable[..., LogWriter], written: bool, expected: list[str]
):
    log = writer()
    log.write("INFO", "one", "n")
    paths.stderr.write_bytes(b"early\n")
    marks = WriterState(paths.log_marks)
    marks.copying(0, 6, 1 if written else 2)  # about to write this line when the process was killed
    marks.close()
    with paths.stderr.open("ab") as file:
        file.write(b"later\n")
    again = writer()
    again.finish()

    told = [line.record for line in RunLog(paths.log).lines()]
    assert [line["message"] for line in told if line["context"].get("source") == "stderr"] == expected


def test_of_a_line_only_what_is_whole_is_copied(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer()
    with paths.stderr.open("ab", buffering=0) as file:
        file.write(b"ha")
        log.tend("n")
        file.write(b"lf\n\n  \nand more")
        log.tend("n")
        file.write(b"\r   50 %\r  100 %\n" + b"z" * 70_000)
        log.tend("n")
        log.finish()

    lines = [line.record for line in RunLog(paths.log).lines()]
    assert [line["message"] for line in lines] == ["half", "  100 %", "z" * 65_536]
    assert (lines[-1]["truncated"], lines[-1]["length"]) == (True, 70_000)


@pytest.mark.parametrize(("blocks", "lengths"), [(7, [7 * 65_536]), (10, [9 * 65_536, 65_536])])
def test_a_line_without_end_is_one_line_up_to_four_times_the_files_limit(
    paths: RunPaths, writer: Callable[..., LogWriter], blocks: int, lengths: list[int]
):
    log = writer(stderr_max_bytes=2 * 65_536)
    with paths.stderr.open("ab", buffering=0) as file:
        for _ in range(blocks):
            file.write(b"z" * 65_536)
            log.tend("n")
        file.write(b"\n")
        log.tend("n")
    log.finish()

    lines = [line.record for line in RunLog(paths.log).lines()]
    told = [line for line in lines if line["context"].get("source") == "stderr"]
    assert [line.get("length", len(line["message"])) for line in told] == lengths
    assert paths.stderr.stat().st_size <= 2 * 65_536


def test_a_torn_line_is_ended(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer()
    log.write("INFO", "one", None)
    with paths.log.open("ab") as file:
        file.write(b'{"message": "half')
    again = writer()
    again.write("INFO", "two", None)

    raw = paths.log.read_bytes().splitlines()
    assert [json.loads(line)["seq"] for line in (raw[0], raw[2])] == [1, 2]


def test_a_reader_follows_a_writer(paths: RunPaths, writer: Callable[..., LogWriter]):
    log = writer(max_bytes=65536)
    reader, seen = RunLog(paths.log), []
    place = reader.end()

    def write() -> None:
        for number in range(2000):
            log.write("INFO", f"{number} " + "x" * 100, None)
        log.finish()

    thread = threading.Thread(target=write)
    thread.start()

    def followed() -> bool:
        nonlocal place
        for line in reader.lines(place):
            place = line.end
            seen.append(line.record["seq"])
        return len(seen) == 2000

    until(followed)
    thread.join()
    assert seen == list(range(1, 2001))


@pytest.mark.parametrize("left", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("torn_part", [False, True])
def test_f21_a_part_whose_rename_was_lost_neither_hides_nor_doubles_lines(
    paths: RunPaths, writer: Callable[..., LogWriter], left: float, torn_part: bool
):
    log = writer(max_bytes=65536)
    while not rotated_parts(paths.log):
        log.write("INFO", "before the power went " + os.urandom(50).hex(), "n")
    log.finish()
    (part,) = rotated_parts(paths.log).values()
    whole = gzip.decompress(part.read_bytes())
    paths.log.write_bytes(whole[: int(len(whole) * left)])  # as it was called before, as far as it is on the disk
    if torn_part:
        part.write_bytes(part.read_bytes()[:-20_000])

    again = writer(max_bytes=65536)
    for number in range(3):
        again.write("INFO", f"after it {number}", "n")
    again.finish()

    lines = [line.record for line in RunLog(paths.log).lines()]
    numbers = [record["seq"] for record in lines if "seq" in record]
    assert numbers == sorted(set(numbers)), "no line twice, none behind its place"
    assert [record["message"] for record in lines[-3:]] == [f"after it {number}" for number in range(3)]
    last = whole.count(b"\n")
    if not torn_part:
        assert numbers == list(range(1, last + 4))
    elif left == 1.0:
        assert numbers == list(range(1, last + 4)), "what the part lost is still in the other file"
