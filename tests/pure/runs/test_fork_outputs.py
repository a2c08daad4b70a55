"""The outputs that a fork begins with."""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest

from workflow_engine_shared.clock import rfc3339
from workflow_engine_shared.errors import StorageFailure
from workflow_engine_worker.runs import fork_outputs
from workflow_engine_worker.runs.fork_outputs import copy_outputs

BEFORE, LATER = 1_700_000_000.0, 1_700_000_100.0
UNTIL = "2023-11-14T22:13:30.000Z"  # ten seconds after BEFORE


def nothing(_: str) -> None: ...


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def made(name: str, text: str = "x", at: float = BEFORE) -> Path:
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (at, at))
        return path

    return made


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def test_files_from_before_are_copied_with_their_time_later_ones_not(tmp_path: Path, write: Callable[..., Path]):
    old = write("images/图 1.png", "one")
    write("a b/c/d.txt")
    write("empty", "")
    write("report.xlsx", at=LATER)
    write(".x.part")
    copy_outputs(tmp_path / "old", tmp_path / "new", UNTIL, nothing)
    assert names(tmp_path / "new") == ["a b/c/d.txt", "empty", "images/图 1.png"]
    copy = tmp_path / "new" / "images/图 1.png"
    assert (copy.read_text(), copy.stat().st_mtime) == ("one", BEFORE)
    copy.write_text("changed")
    assert old.read_text() == "one"


def test_the_moment_counts_to_the_millisecond(tmp_path: Path, write: Callable[..., Path]):
    path = write("just.txt")
    stands = path.stat().st_mtime
    copy_outputs(tmp_path / "old", tmp_path / "new", rfc3339(datetime.fromtimestamp(stands, timezone.utc)), nothing)
    assert names(tmp_path / "new") == ["just.txt"]


def test_repeated_it_goes_on_where_it_was_left(tmp_path: Path, write: Callable[..., Path]):
    write("done.txt", "whole")
    write("torn.txt", "whole")
    new = tmp_path / "new"
    copy_outputs(tmp_path / "old", new, UNTIL, nothing)
    number = (new / "done.txt").stat().st_ino
    (new / "torn.txt").write_text("who")
    (new / ".torn.txt.part").write_text("w")
    copy_outputs(tmp_path / "old", new, UNTIL, nothing)
    assert (new / "done.txt").stat().st_ino == number
    assert (new / "torn.txt").read_text() == "whole"
    assert names(new) == ["done.txt", "torn.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_links_stay_links_and_a_pipe_blocks_nobody(tmp_path: Path, write: Callable[..., Path]):
    write("a.txt")
    (tmp_path / "old" / "link").symlink_to("/etc/passwd")
    (tmp_path / "old" / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "old" / "pipe")
    for name in ("link", "gone"):
        os.utime(tmp_path / "old" / name, (BEFORE, BEFORE), follow_symlinks=False)
    for _ in range(2):
        copy_outputs(tmp_path / "old", tmp_path / "new", UNTIL, nothing)
    assert names(tmp_path / "new") == ["a.txt", "gone", "link"]
    assert (tmp_path / "new" / "link").readlink() == Path("/etc/passwd")


def test_a_run_without_outputs_gives_none(tmp_path: Path):
    copy_outputs(tmp_path / "absent", tmp_path / "new", UNTIL, nothing)
    assert not (tmp_path / "new").exists()


def test_it_says_how_far_it_is(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch):
    for number in range(3):
        write(f"{number}.txt")
    monkeypatch.setattr(fork_outputs, "TELL_EVERY_S", 0.0)
    monkeypatch.setattr(fork_outputs, "_cloned", lambda *_: False)
    heard: list[str] = []
    copy_outputs(tmp_path / "old", tmp_path / "new", UNTIL, heard.append)
    assert sorted(set(heard)) == [f"copying outputs: {count} files" for count in range(4)]


def test_within_a_long_file_too(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch):
    write("long.bin", "x" * 1000)
    monkeypatch.setattr(fork_outputs, "TELL_EVERY_S", 0.0)
    monkeypatch.setattr(fork_outputs, "_cloned", lambda *_: False)
    monkeypatch.setattr(fork_outputs, "_BLOCK", 100)
    heard: list[str] = []
    copy_outputs(tmp_path / "old", tmp_path / "new", UNTIL, heard.append)
    assert heard == ["copying outputs: 0 files"] * 10 + ["copying outputs: 1 files"]
    assert (tmp_path / "new" / "long.bin").read_text() == "x" * 1000


def test_what_cannot_be_written_is_a_storage_failure(tmp_path: Path, write: Callable[..., Path]):
    write("a.txt")
    (tmp_path / "new").write_text("a file in the folder's place")
    with pytest.raises(StorageFailure, match="could not be copied"):
        copy_outputs(tmp_path / "old", tmp_path / "new", UNTIL, nothing)
