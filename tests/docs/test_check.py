"""scripts/check: each of its own checks fails on a tree that breaks it."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def check() -> ModuleType:
    loader = SourceFileLoader("check", str(ROOT / "scripts" / "check"))
    spec = spec_from_loader("check", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_long_file_is_found(check: ModuleType, tmp_path: Path) -> None:
    write(tmp_path / "code" / "right.py", "a = 1\n" * check.MAX_LINES)
    write(tmp_path / "code" / "long.py", "a = 1\n" * (check.MAX_LINES + 1))
    assert [each.split(":")[0] for each in check.long_files(tmp_path, ["code"])] == [str(Path("code", "long.py"))]


def test_a_crowded_folder_is_found(check: ModuleType, tmp_path: Path) -> None:
    for folder, modules in (("right", check.MAX_MODULES), ("crowded", check.MAX_MODULES + 1)):
        write(tmp_path / "code" / folder / "__init__.py", "")
        for number in range(modules):
            write(tmp_path / "code" / folder / f"m{number}.py", "")
    (found,) = check.crowded_folders(tmp_path, ["code"])
    assert found.startswith(str(Path("code", "crowded")))


@pytest.mark.parametrize(
    ("module", "importers", "found"),
    [
        ('"""A thing."""\n', ["from code.small import a"], True),
        ('"""A thing."""\n', [], True),
        ('"""A thing."""\n', ["from code.small import a", "from .small import a"], False),
        ('"""A thing."""\n', ["import code.small", "from code import small"], False),
        ('"""A thing.\n\nStands alone: it is\npure.\n"""\n', [], False),
        ('"""A thing."""\n' + "a = 1\n" * 20, [], False),
    ],
)
def test_a_short_module_must_say_why_it_stands_alone(
    check: ModuleType, tmp_path: Path, module: str, importers: list[str], found: bool
) -> None:
    write(tmp_path / "code" / "small.py", module)
    for number, line in enumerate(importers):
        write(tmp_path / "code" / f"importer{number}.py", f"{line}\n" + "a = 1\n" * 20)
    assert bool(list(check.short_modules(tmp_path, ["code"]))) is found


@pytest.mark.parametrize(("platform", "wrong"), [("linux", False), ("win32", True)])
def test_types_are_checked_as_on_another_platform(
    check: ModuleType, tmp_path: Path, platform: str, wrong: bool
) -> None:
    write(tmp_path / "posix.py", "import os\n\nNUMBER: int = os.getuid()\n")
    command = [sys.executable, "-m", "mypy", *check.for_platform(platform), "posix.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ('has no attribute "getuid"' in done.stdout) is wrong, done.stdout + done.stderr


@pytest.mark.parametrize(("back", "broken"), [("", False), ("from room.one import a\n", True)])
def test_a_circle_between_folders_is_found(tmp_path: Path, back: str, broken: bool) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contract = pyproject.partition('id = "circles"')[2].partition("ancestors")[0]
    assert "acyclic_siblings" in contract
    own = f'[tool.importlinter]\nroot_package = "room"\n[[tool.importlinter.contracts]]{contract}ancestors = ["room"]\n'
    write(tmp_path / "pyproject.toml", own)
    write(tmp_path / "room" / "__init__.py", "")
    write(tmp_path / "room" / "one" / "__init__.py", "a = 1\n")
    write(tmp_path / "room" / "two" / "__init__.py", back)
    write(tmp_path / "room" / "one" / "user.py", "import room.two\n")
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ("BROKEN" in done.stdout) is broken, done.stdout + done.stderr
    assert done.returncode == int(broken)
