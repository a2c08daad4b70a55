"""Homes that older versions of renflow left, to be opened by today's. `make.py` makes them again."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLOWS = HERE / "flows"
MANIFEST: Any = json.loads((HERE / "manifest.json").read_bytes())


def unpack(target: Path, flows: Path) -> Path:
    """The home of version 1 as its renflow left it, but for the place of its flows.

    With the logs of its databases: both processes were killed, and nobody has folded them in.
    """
    packed = target.with_name("unpacked")
    with zipfile.ZipFile(HERE / "home-1.zip") as archive:
        archive.extractall(packed)
    with closing(sqlite3.connect(packed / "workflow.db")) as con:
        con.execute("UPDATE runs SET flows_dir = ?", [str(flows)])
        con.commit()
        # While it is open: the last one to close it folds the log in.
        shutil.copytree(packed, target, ignore=shutil.ignore_patterns("*.db-shm"))
    shutil.rmtree(packed)
    return target
