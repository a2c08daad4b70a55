"""All outputs as one zip, made piece by piece."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.views import archive
from workflow_engine_supervisor.views.archive import zip_blocks


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    folder = tmp_path / "run" / "outputs"
    (folder / "图片" / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("a" * 100_000)
    (folder / "图片" / "一.png").write_bytes(os.urandom(3 * MIB + 7))
    (folder / "图片" / "deep" / "empty").touch()
    (folder / ".hidden").write_text("x")
    return folder


def packed(folder: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_blocks(folder))))


def test_it_has_every_listed_file_as_it_is(outputs: Path) -> None:
    with packed(outputs) as found:
        assert found.testzip() is None
        assert sorted(found.namelist()) == ["a.txt", "图片/deep/empty", "图片/一.png"]
        assert found.read("a.txt") == b"a" * 100_000
        assert found.read("图片/一.png") == (outputs / "图片" / "一.png").read_bytes()
        assert found.getinfo("a.txt").compress_size < 10_000
        assert found.getinfo("图片/一.png").compress_type == zipfile.ZIP_STORED, "a picture is packed already"


def test_no_block_is_larger_than_what_is_read_at_once(outputs: Path) -> None:
    sizes = [len(block) for block in zip_blocks(outputs)]
    assert max(sizes) < MIB + 64 * 1024
    assert sum(sizes) > 3 * MIB


def test_links_are_left_out_and_so_is_what_goes_meanwhile(outputs: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    if os.name != "nt":
        (outputs / "link").symlink_to(tmp_path / "secret")
    (outputs / "zz_gone").write_text("x")
    blocks = zip_blocks(outputs)
    first = next(blocks)
    (outputs / "zz_gone").unlink()
    with zipfile.ZipFile(io.BytesIO(first + b"".join(blocks))) as found:
        assert "link" not in found.namelist()
        assert "zz_gone" not in found.namelist()


def test_a_file_that_grows_comes_to_an_end(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_BLOCK", 1000)
    growing = outputs / "a.txt"
    blocks: Iterator[bytes] = zip_blocks(outputs)
    content = [next(blocks)]
    with growing.open("ab") as more:
        for block in blocks:
            content.append(block)
            more.write(b"b" * 2000)
            more.flush()
            assert len(content) < 10_000
    with zipfile.ZipFile(io.BytesIO(b"".join(content))) as found:
        assert found.testzip() is None
        assert found.getinfo("a.txt").file_size == 100_000


@pytest.mark.parametrize("time", [-1.0, 0.0, 5e9])
def test_times_that_a_zip_does_not_know(outputs: Path, time: float) -> None:
    os.utime(outputs / "a.txt", (time, time))
    with packed(outputs) as found:
        assert 1980 <= found.getinfo("a.txt").date_time[0] <= 2107


def test_no_outputs_are_an_empty_archive(tmp_path: Path) -> None:
    with packed(tmp_path / "run" / "outputs") as found:
        assert found.namelist() == []
