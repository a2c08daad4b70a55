"""CONTRIBUTING.md: the recipe for an error is followed word for word, in a copy of the sources."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


def fence(text: str, language: str) -> str:
    (body,) = re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, flags=re.DOTALL | re.MULTILINE)
    return textwrap.dedent(body)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("shared", "worker", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "errors.md", tmp_path / "docs")
    return tmp_path


def drawn(tree: Path, command: str) -> str:
    """What the recipe's command prints in this tree."""
    program, *words = shlex.split(command)
    assert program == "python"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(tree / name) for name in ("shared", "worker"))}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_the_recipe_for_an_error_makes_one(tree: Path) -> None:
    recipe = section("Add an error")
    place, _, source = fence(recipe, "python").partition("\n")
    module = tree / place.removeprefix("# ")
    (command, target), *translated = (line.split(" > ") for line in fence(recipe, "bash").splitlines())
    for to_words_of_people, drawn_page in translated:  # their words come first: the recipe's last step
        assert to_words_of_people.startswith(command)
        assert (ROOT / drawn_page).is_file()
    page = tree / target
    assert page.read_text(encoding="utf-8") == drawn(tree, command)

    with module.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{source}")
    after = drawn(tree, command)
    assert page.read_text(encoding="utf-8") != after, "the comparison would not notice the new error"
    page.write_text(after, encoding="utf-8")
    (code,) = re.findall(r'code = "(\w+)"', source)
    assert f"\n## {code}\n" in after
    assert page.read_text(encoding="utf-8") == drawn(tree, command)


def test_every_file_that_a_recipe_names_is_there() -> None:
    recipes = PAGE.partition("\n## Recipes\n")[2]
    base = ("", "supervisor/workflow_engine_supervisor", "shared/workflow_engine_shared", "tests/http")
    names = [name for name in re.findall(r"`([\w/.-]+(?:/|\.py|\.md|\.json))`", recipes) if name != "config.toml"]
    assert len(names) > 10
    for name in names:
        assert any((ROOT / folder / name).exists() for folder in base), name
