"""The one-word entry points in scripts/: from any folder, each says what it does."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(cwd: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "scripts" / words[0]), *words[1:]]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["check", "console", "docs", "test"])
def test_help_says_how_to_call_it_and_does_nothing(tmp_path: Path, name: str) -> None:
    done = run(tmp_path, name, "--help")
    assert done.returncode == 0
    assert f"scripts/{name}" in done.stdout
    assert name in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_folder_or_a_file_of_tests_is_run(tmp_path: Path) -> None:
    done = run(tmp_path, "test", "pure/test_vocabulary.py", "-k", "member_is_its_word", "-n", "0", "-q")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_what_is_no_folder_is_answered_with_those_there_are(tmp_path: Path) -> None:
    done = run(tmp_path, "test", "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "pure" in done.stderr


def test_a_build_that_changed_anything_is_found(tmp_path: Path) -> None:
    loader = SourceFileLoader("console", str(ROOT / "scripts" / "console"))
    spec = spec_from_loader("console", loader)
    assert spec is not None
    console = module_from_spec(spec)
    loader.exec_module(console)
    for folder, files in (
        ("a", {"same": "1", "other": "2", "gone": "3"}),
        ("b", {"same": "1", "other": "x", "new": "4"}),
    ):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    assert console.differences(tmp_path / "a", tmp_path / "b") == ["gone", "new", "other"]
