"""The rehearsal of a run in the template: it goes through, leaves nothing, and is no condition of anything."""

import gc
import logging
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from support.launchers import on_linux
from workflow_engine_shared.errors import DiskFull
from workflow_engine_shared.functions.module_names import installed, search_path
from workflow_engine_shared.functions.registry import REGISTRY
from workflow_engine_worker.process import template
from workflow_engine_worker.runs import rehearsal
from workflow_engine_worker.runs.rehearsal import rehearse


def facts() -> dict[str, object]:
    """What a fork would inherit besides modules."""
    return {
        "threads": threading.active_count(),
        "path": list(sys.path),
        "flows": [name for name in sys.modules if "rehearsal" in name and "workflow_engine" not in name],
        "functions": REGISTRY.names(),
        "folder": Path.cwd(),
        "environment": dict(os.environ),
        "streams": (sys.stdout, sys.stderr),
        "handlers": list(logging.getLogger().handlers),
        "signals": [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)],
    }


def open_files() -> int:
    """How many handles this process has; where nobody tells, none."""
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


def test_it_leaves_nothing(tmp_path: Path) -> None:
    rehearse(tmp_path)  # what is loaded once is loaded now
    gc.collect()
    before = facts()
    opened = open_files()
    rehearse(tmp_path)
    gc.collect()
    assert facts() == before
    assert list(tmp_path.iterdir()) == []
    assert open_files() == opened


def test_what_it_looked_up_may_be_installed_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    os.utime(site, ns=(0, 0))  # two changes within one tick of the system's clock look like one
    monkeypatch.syspath_prepend(str(site))
    rehearse(tmp_path)
    (site / "workflow_engine.py").touch()  # what it imports
    assert installed("workflow_engine", search_path()) == (str(site / "workflow_engine.py"), False)


@on_linux
@pytest.mark.parametrize("trouble", [PermissionError(13, "no"), DiskFull("full")])
def test_without_it_a_template_is_a_template(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_where: Path | None) -> None:
        raise trouble

    monkeypatch.setattr(rehearsal, "rehearse", fail)
    try:
        template._rehearse()
    finally:
        gc.unfreeze()
    assert f"The rehearsal of a run failed: {trouble!r}" in capsys.readouterr().err


def test_what_a_killed_process_left_of_its_rehearsal_is_removed(tmp_path: Path) -> None:
    gone, here, strange = (tmp_path / f"{rehearsal._PREFIX}{each}-x" for each in (2**22 + 1, os.getpid(), "other"))
    for folder in (gone, here, strange):
        folder.mkdir()
    rehearsal._remove_left(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([here, strange])
