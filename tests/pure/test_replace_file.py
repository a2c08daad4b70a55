"""Replacing a file in one step: the old content or the new one, and nothing left beside it."""

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from workflow_engine_shared.paths import replace_file, replacing


@pytest.mark.parametrize("old", [None, b"", b"old and much longer"])
def test_the_new_content_is_there_alone(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "facts.json"
    if old is not None:
        path.write_bytes(old)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize(("mode", "kept"), [(0o600, 0o600), (0o666, 0o644)])
def test_who_may_read_it(tmp_path: Path, mode: int, kept: int) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b"")
    path.chmod(0o777)
    before = os.umask(0o022)
    try:
        replace_file(path, b"new", mode=mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == kept


def test_a_reader_sees_one_content_or_the_other(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    bodies = [bytes([letter]) * 100_000 for letter in b"ab"]
    replace_file(path, bodies[0])
    over = threading.Event()

    def write() -> None:
        for turn in range(200):
            replace_file(path, bodies[turn % 2])
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not over.is_set():
        seen.add(path.read_bytes())
    writer.join()
    assert seen <= set(bodies)


@pytest.mark.parametrize("many_writers", [False, True])
def test_what_fails_changes_nothing(tmp_path: Path, many_writers: bool) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with replacing(path, many_writers=many_writers) as unfinished:
            unfinished.write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "gone" / "facts.json", b"new")


def test_what_a_killed_process_left_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    with replacing(path) as unfinished:
        unfinished.write_bytes(b"new")
    unfinished.write_bytes(b"left unfinished, longer than what comes")
    replace_file(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [path]


def test_an_unfinished_file_is_hidden_and_in_the_same_folder(tmp_path: Path) -> None:
    with replacing(tmp_path / "report.csv") as unfinished:
        unfinished.write_bytes(b"")
        assert (unfinished.parent, unfinished.name) == (tmp_path, ".report.csv.part")


def test_several_may_replace_a_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    with replacing(path, many_writers=True) as one:
        one.write_bytes(b"one")
        with replacing(path, many_writers=True) as two:
            two.write_bytes(b"two")
        assert path.read_bytes() == b"two"
    assert path.read_bytes() == b"one"


def test_what_must_last_is_synced_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b"old")
    seen: list[bytes] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(path.read_bytes())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    replace_file(path, b"soon lost")
    assert not seen
    replace_file(path, b"new", durable=True)
    assert seen == [b"soon lost"]
