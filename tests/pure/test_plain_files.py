"""Only plain files are opened: nothing that leads elsewhere, nothing that is waited for."""

import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from workflow_engine_shared.paths import RunPaths, private_file, replace_file
from workflow_engine_shared.plain_files import OddFile, file_id, kind_of, open_plain, read_plain, refuse_odd_folder


def bound_socket(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as end:
        os.chdir(path.parent)  # the path of a socket is short
        end.bind(path.name)


ODD: dict[str, Callable[[Path], object]] = {
    "a link": lambda path: path.symlink_to(path.with_name("target")),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a socket": bound_socket,
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize(
    "act", [open_plain, read_plain, private_file, lambda path: open_plain(path, os.O_RDWR | os.O_CREAT)]
)
def test_what_is_no_file_is_refused_and_named(
    tmp_path: Path, kind: str, act: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "target").write_text("theirs")
    path = tmp_path / "logs.jsonl"
    ODD[kind](path)
    assert kind_of(path) == kind
    with pytest.raises(OddFile, match=f"logs.jsonl is not a file but {kind}") as refused:
        act(path)
    assert refused.value.strerror == str(refused.value)
    assert (tmp_path / "target").read_text() == "theirs"


def test_a_file_in_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "logs.jsonl").write_text("theirs")
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OddFile, match="is not a folder but a link"):
        read_plain(tmp_path / "run" / "logs.jsonl")
    with pytest.raises(OddFile, match="is not a folder but a link"):
        RunPaths(tmp_path / "run").make()


def test_plain_files_are_opened_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "logs.jsonl"
    for text in (b"one\n", b"two\n"):
        with os.fdopen(private_file(path), "wb") as file:
            file.write(text)
    assert read_plain(path) == b"one\ntwo\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert file_id(path) != file_id(tmp_path)
    assert file_id(tmp_path / "absent") is kind_of(tmp_path / "absent") is None
    refuse_odd_folder(tmp_path / "absent")


def test_a_file_takes_the_place_of_a_link_and_leaves_what_it_led_to(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("theirs")
    (tmp_path / "info").symlink_to(tmp_path / "target")
    replace_file(tmp_path / "info", b"ours")
    assert (kind_of(tmp_path / "info"), (tmp_path / "target").read_text()) == ("a file", "theirs")
