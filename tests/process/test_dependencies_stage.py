"""Moving verified packages into an environment: all of them or none, wherever it is cut off."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.package_index.wheels import wheel
from workflow_engine_shared.errors import DependencyInstallFailed
from workflow_engine_worker.dependencies import stage as staging
from workflow_engine_worker.dependencies.environment import Environment

#: Ends the process, as kill -9 does, in place of its n-th renaming.
KILLED = """\
import os, sys
from pathlib import Path
from workflow_engine_worker.dependencies.environment import Environment
from workflow_engine_worker.dependencies.stage import move_in
left = int(sys.argv[1])
def hook(event, _):
    global left
    if event == "os.rename":
        left -= 1
        if left == 0:
            os._exit(9)
sys.addaudithook(hook)
root = Path(sys.argv[2])
move_in(root / "stage", Environment(root / "packages", root / "scripts", root / "data"))
"""


def environment(root: Path) -> Environment:
    """One that holds a package of a namespace already, and a staged tree beside it."""
    made = Environment(root / "packages", root / "scripts", root / "data")
    for folder in (made.ours, made.scripts, made.data, made.packages / "shared_name"):
        folder.mkdir(parents=True)
    made.packages.joinpath("shared_name", "there.py").write_text("")
    for name, files in {
        "one": {
            "one/__init__.py": "",
            "one/deep/x.py": "",
            "shared_name/one.py": "",
            "bin/one-tool": "#!",
            "share/one/doc": "",
        },
        "two": {"two.py": "", "shared_name/two.py": ""},
    }.items():
        with zipfile.ZipFile(io.BytesIO(wheel(name, "1.0", files)[1])) as archive:
            archive.extractall(root / "stage")
    return made


def content(made: Environment) -> set[str]:
    root = made.packages.parent
    folders = (made.packages, made.scripts, made.data)
    every = {path.relative_to(root).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {path for path in every if ".renflow" not in path}


def test_everything_comes_to_its_place_and_the_list_of_files_says_where(tmp_path: Path):
    made = environment(tmp_path)
    assert staging.verify(tmp_path / "stage") == ["one==1.0", "two==1.0"]
    staging.move_in(tmp_path / "stage", made)
    here = content(made)
    assert {
        "packages/one/deep/x.py",
        "packages/two.py",
        "packages/shared_name/two.py",
        "packages/shared_name/there.py",
    } <= here
    assert {"scripts/one-tool", "data/share/one/doc"} <= here
    for info in made.packages.glob("*.dist-info"):
        listed = [row[0] for row in csv.reader(io.StringIO((info / "RECORD").read_text()))]
        assert all((made.packages / path).is_file() for path in listed), listed
    assert not staging.unfinished(made)


def test_a_kill_at_any_moment_leaves_all_or_nothing(tmp_path: Path):
    for moment in range(1, 40):
        root = tmp_path / str(moment)
        made = environment(root)
        before = content(made)
        done = subprocess.run([sys.executable, "-c", KILLED, str(moment), str(root)], check=False)
        if done.returncode == 0:
            break
        staging.take_back(made)
        assert content(made) == before, f"killed at renaming {moment}"
        assert not staging.unfinished(made)
    else:
        pytest.fail("it was always killed")
    assert moment > 6, "nothing was moved piece by piece"
    assert "packages/one/__init__.py" in content(made)


def test_what_is_there_is_not_replaced(tmp_path: Path):
    made = environment(tmp_path)
    made.packages.joinpath("two.py").write_text("mine")
    before = content(made)
    with pytest.raises(DependencyInstallFailed, match=r"two\.py is there already"):
        staging.move_in(tmp_path / "stage", made)
    assert content(made) == before
    assert made.packages.joinpath("two.py").read_text() == "mine"


@pytest.mark.parametrize("path", ["../outside.py", "/etc/outside"])
def test_a_package_that_lists_files_elsewhere_is_refused(tmp_path: Path, path: str):
    environment(tmp_path)
    record = next((tmp_path / "stage").glob("two*.dist-info")) / "RECORD"
    record.write_text(record.read_text() + f"{path},,\n")
    with pytest.raises(DependencyInstallFailed, match="outside of itself"):
        staging.verify(tmp_path / "stage")
