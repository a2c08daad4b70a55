"""The files of a run's log: their names, their lines' shape, their lines' numbers - the same for writer and reader."""

import gzip
import io
from pathlib import Path

import pytest

from workflow_engine_shared.logs.format import (
    compressed_path,
    first_line,
    is_compressed,
    is_rotated,
    newest_seq,
    numbered,
    part_path,
    rotated_parts,
    seq_of,
)


def test_parts_are_found_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    log = tmp_path / "logs.jsonl"
    parts = [part_path(log, number) for number in (10, 2, 1)]
    for path in (log, *parts, compressed_path(part_path(log, 3)), tmp_path / "logs.state", tmp_path / "logs.x.jsonl"):
        path.touch()
    assert list(rotated_parts(log)) == [1, 2, 3, 10]
    assert [is_compressed(path) for path in rotated_parts(log).values()] == [False, False, True, False]


def test_a_part_counts_once_while_it_is_compressed(tmp_path: Path) -> None:
    log = tmp_path / "logs.jsonl"
    part = part_path(log, 1)
    for path in (part, compressed_path(part), tmp_path / f".{compressed_path(part).name}.part"):
        path.touch()
    assert rotated_parts(log) == {1: part}


def test_only_what_was_set_aside_is_rotated() -> None:
    log = Path("logs.jsonl")
    assert not is_rotated(log)
    assert is_rotated(part_path(log, 1))
    assert is_rotated(compressed_path(part_path(log, 1)))


@pytest.mark.parametrize(
    ("line", "seq"),
    [
        (numbered(b'{"message":"x"', 7), 7),
        (b'{"message":"\\ud800","seq":7}', 7),
        (b'{"message":"x"}', None),
        (b'{"seq":7}', None),
        (b'{"message":"x","seq":"7"}', None),
        (b'{"message":"half", "se', None),
        (b"", None),
        (b"[7]", None),
        (b'{"message":"\xff","seq":7}', 7),
        (b"[" * 100_000, None),
    ],
)
def test_the_number_of_a_line(line: bytes, seq: int | None) -> None:
    assert seq_of(line) == seq


def test_the_newest_number_passes_over_damage() -> None:
    block = (
        b'7,"seq":6}\n' + numbered(b'{"message":"x"', 7) + numbered(b'{"message":"x"', 8) + b'damage\n{"message":"ha'
    )
    assert newest_seq(block) == 8
    assert newest_seq(b"damage\n") is None


@pytest.mark.parametrize(("content", "line"), [(b"a\nb\n", b"a\n"), (b"half", b""), (b"", b"")])
def test_the_first_line_has_its_end(content: bytes, line: bytes) -> None:
    file = io.BytesIO(content)
    file.seek(0, 2)
    assert first_line(file) == line
    assert first_line(gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(content)))) == line
