"""Every module can be imported by itself under this Python: its syntax, its types and what it takes from elsewhere."""

import pkgutil
import subprocess
import sys

import pytest

import workflow_engine
import workflow_engine_shared
import workflow_engine_supervisor
import workflow_engine_worker

PACKAGES = [workflow_engine, workflow_engine_shared, workflow_engine_supervisor, workflow_engine_worker]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_module_is_imported(package) -> None:
    names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    assert names
    # In a process of its own: a test's process has imported much already, and must not keep what this leaves.
    lines = [f"import {name}" for name in names if not name.endswith("__main__")]
    done = subprocess.run([sys.executable, "-W", "error", "-c", "\n".join(lines)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
