"""renflow is replaced in place while a worker of the old one is at work: it ends with the code that it began with."""

import os
import shutil
from pathlib import Path

from support.run import chain, node
from support.server import Made

ROOT = Path(__file__).resolve().parents[2]
TREES = ("shared", "supervisor", "worker")
TELLS = """
from workflow_engine import register_function
import workflow_engine_worker

@register_function("release")
def release(state, to):
    return {to: workflow_engine_worker.RELEASE}
"""
#: At the end of every module of the new one: it is never imported beside one of the old.
GUARD = "\nfrom workflow_engine_worker import RELEASE as _release\n\nassert _release == 'new', __name__\n"


def installed(folder: Path) -> list[Path]:
    """A copy of renflow that can be replaced."""
    for tree in TREES:
        shutil.copytree(ROOT / tree, folder / tree)
    mark = folder / "worker" / "workflow_engine_worker" / "__init__.py"
    mark.write_text(f"{mark.read_text()}\nRELEASE = 'old'\n")
    return [folder / tree for tree in TREES]


def upgrade(folder: Path) -> None:
    """Put another version in its place, file by file, as package managers do."""
    mark = folder / "worker" / "workflow_engine_worker" / "__init__.py"
    mark.write_text(mark.read_text().replace("'old'", "'new'"))
    for tree in ("shared", "worker"):
        for module in (folder / tree).rglob("*.py"):
            if module != mark:
                module.write_text(module.read_text(encoding="utf-8") + GUARD, encoding="utf-8")


def test_f59_a_worker_of_the_old_version_ends_with_its_own_code(servers: Made, tmp_path: Path):
    server = servers()
    server.env["PYTHONPATH"] = os.pathsep.join(map(str, installed(tmp_path / "installed")))
    (server.flows / "release.py").write_text(TELLS)
    server.start()
    at_first = node("first", code_ref="release", to="first")
    later = node("last", code_ref="release", to="last")
    run = server.run(
        chain(at_first, node("wait", "waits", safe=True), node("map", "maps", count=20), node("speak", "speaks"), later)
    )
    run.began()
    pid = run.pid()

    upgrade(tmp_path / "installed")
    server.kill()
    server.start()

    assert run.pid() == pid
    run.open_gate()
    values = run.finished()
    assert (values["first"], values["last"], values["count"]) == ("old", "old", 20)
    assert [each["pid"] for each in run.left()] == [pid]
    next_one = server.run(chain(later))
    assert next_one.finished()["last"] == "new"
