"""One rule for the names of artifacts: what may be written can be listed and had; what is left out is counted."""

import errno
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.artifacts.files import MAX_NAME_BYTES, files_below, name_problem
from workflow_engine_shared.errors import ArtifactNotFound, InvalidArtifact
from workflow_engine_supervisor.cli.run_report import hidden_text
from workflow_engine_supervisor.views.artifacts import find_artifact, list_artifacts
from workflow_engine_worker.artifacts import write
from workflow_engine_worker.artifacts.write import write_artifact


@pytest.mark.parametrize(
    "name",
    [
        "a.txt", "a b.csv", "商品表.xlsx", "商品　表.xlsx", "a\u00a0b.txt", "👨\u200d👩\u200d👧.png", "é.txt",
        "e\u0301.txt",
        "100%.txt", "#1 & co.txt", "~x", "a..b", "长" * 78 + ".txt", "x" * MAX_NAME_BYTES,
    ],
)  # fmt: skip
def test_what_is_taken_is_listed_and_can_be_had(tmp_path: Path, name: str) -> None:
    write_artifact(tmp_path, name, "content")
    page = list_artifacts(tmp_path, None, 10)
    [listed], hidden = page.files, page.hidden
    assert (listed.name, hidden) == (name, 0)
    assert find_artifact(tmp_path, name)[0].read_text() == "content"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a\nb.txt", "cannot be shown"),
        ("\u202egpj.exe", "cannot be shown"),
        ("a\x7f.txt", "cannot be shown"),
        ("a\u200b.txt", "cannot be shown"),
        ("\ufeffa.txt", "cannot be shown"),
        ("a\u2028b", "cannot be shown"),
        ("\udcff.txt", "cannot be shown"),
        ("a\0", "cannot be shown"),
        ("长" * 94 + ".txt", "has 286 bytes"),
        ("x" * (MAX_NAME_BYTES + 1), "has 241 bytes"),
        ("😀" * 61, "has 244 bytes"),
        (".hidden", "starts with a dot"),
        ("..", "starts with a dot"),
        ("a/b", "one of the characters"),
        ("a\\b", "one of the characters"),
        ("10:30.txt", "one of the characters"),
        ("", "no plain file name"),
        (5, "no plain file name"),
        (Path("a.txt"), "no plain file name"),
    ],
)
def test_what_could_not_be_listed_is_refused_and_nothing_is_written(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(InvalidArtifact, match=why.replace("no plain", "not a plain")):
        write_artifact(tmp_path, name, "x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_takes_less_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def takes_less(*_: object) -> None:
        raise OSError(errno.ENAMETOOLONG, "File name too long")

    monkeypatch.setattr(write, "_write", takes_less)
    with pytest.raises(InvalidArtifact, match="longer than this file system takes"):
        write_artifact(tmp_path, "a.txt", "x")


def test_what_stands_in_the_way_of_an_artifact(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InvalidArtifact, match="is a folder"):
        write_artifact(tmp_path, "folder", "x")
    (tmp_path / "elsewhere").write_text("own")
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    (outputs / "link.txt").symlink_to(tmp_path / "elsewhere")
    write_artifact(outputs, "link.txt", outputs / "link.txt")
    assert files_below(outputs).names == ["link.txt"]
    assert (outputs / "link.txt").read_text() == (tmp_path / "elsewhere").read_text() == "own"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_what_cannot_be_listed_is_counted(tmp_path: Path) -> None:
    for name in (b"\xff.txt", b"a\nb", b"\xe2\x80\xaegpj", b"back\\slash", b".own", b"plain.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    for folder in (".cache/deep", "od\nd", ".previews", "fine"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "in.txt").write_text("x")
    (tmp_path / ".plain.txt.part").write_text("x")
    (tmp_path / "link").symlink_to("plain.txt")
    (tmp_path / "linked").symlink_to("fine")
    os.mkfifo(tmp_path / "pipe")
    found = files_below(tmp_path)
    assert found.names == ["fine/in.txt", "plain.txt"]
    assert found.hidden == len(["\xff", "newline", "turned", "slash", ".own", ".cache", "od\nd", "link", "linked"])
    with pytest.raises(ArtifactNotFound):
        find_artifact(tmp_path, "a\nb")
    assert hidden_text(1) == "1 file has a name that cannot be shown, or is a link"
    assert hidden_text(1200) == "1,200 files have names that cannot be shown, or are links"


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    assert files_below(tmp_path / "absent") == files_below(tmp_path)


@given(name=st.text(max_size=90) | st.text(alphabet="a.é长\u202e \u200d:/", max_size=12))
def test_whatever_is_taken_can_be_had(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if name_problem(name):
        return
    folder = tmp_path_factory.mktemp("outputs")
    write_artifact(folder, name, b"x")
    assert files_below(folder).names == [name]
    assert find_artifact(folder, name)[0].read_bytes() == b"x"
