"""The wheel holds our packages and nothing generic."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_holds_only_our_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {
        "renflow",
        "workflow_engine",
        "workflow_engine_shared",
        "workflow_engine_supervisor",
        "workflow_engine_worker",
    }
    assert {
        "renflow/py.typed",
        "workflow_engine/py.typed",
        "workflow_engine_shared/storage/workflow/schema.sql",
    } <= set(names)
    assert not [name for name in names if "__pycache__" in name]
