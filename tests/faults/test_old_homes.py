"""A home of version 1, made by the renflow of that time: today's brings it forward, and every run goes on."""

import hashlib
import io
import os
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from faults.old_homes import FLOWS, MANIFEST, unpack
from support.command_line import CommandLine
from support.run import Run, chain, node
from support.server import Server
from support.wait import patient, until
from workflow_engine_shared.errors import DatabaseNewer
from workflow_engine_shared.storage.run.db import RUN, open_for_writing
from workflow_engine_shared.storage.workflow.db import WORKFLOW
from workflow_engine_shared.storage.workflow.health import damage_in

ROOT = Path(__file__).resolve().parents[2]
ITEMS, STOPS_AT = MANIFEST["items"], MANIFEST["stops_at"]
#: What HTTP says of a run, with what is read from its run.db.
VIEWS = ("", "/state", "/history", "/checkpoints", "/steps", "/logs", "/artifacts", "/metrics")
STANDS = {"finished": "finished", "failed": "error", "asked": "interrupted", "paused": "interrupted"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Today's renflow on that home, not begun yet."""
    made = Server(tmp_path, source=FLOWS)
    unpack(made.home.root, made.flows)
    yield made
    made.clean_up()


def rows(path: Path) -> dict[str, Any]:
    """Every row of every table, by the columns of version 1, and the version."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as con:
        names = [row[0] for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: con.execute(f"SELECT * FROM {name}").fetchall() for name in names} | {"version": version(path)}


def version(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as con:
        return int(con.execute("PRAGMA user_version").fetchone()[0])


def prints(home: Path) -> dict[str, str]:
    """Every file of a home and its content; but SQLite makes an index, and an empty log, for whoever reads."""
    files = [
        path for path in home.rglob("*")
        if path.is_file() and path.suffix != ".db-shm" and (path.suffix != ".db-wal" or path.stat().st_size)
    ]  # fmt: skip
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def done_once(run: Run) -> None:
    """Each item was done, none of them twice, before the upgrade and after it together."""
    assert [line["value"] for line in run.ledger("item")] == list(range(ITEMS))
    assert len(run.ledger("end")) == 1


def test_f29_every_run_of_an_old_home_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    before = rows(server.home.db)
    runs = {name: Run(server, name) for name in MANIFEST["runs"]}
    journaled = {name: run.query("SELECT count(*) FROM steps WHERE state = 'done'")[0][0] for name, run in runs.items()}
    assert journaled == {"finished": ITEMS, "failed": STOPS_AT, "asked": ITEMS, "paused": STOPS_AT + 1, "running": 5}
    assert {version(server.home.db), *(version(run.paths.db) for run in runs.values())} == {1}

    server.start()

    copy = server.home.root / "backups" / "workflow-of-version-1.db"
    assert damage_in(copy, WORKFLOW) == []
    assert rows(copy) == before
    assert version(server.home.db) == WORKFLOW.version
    assert {name: runs[name].status for name in STANDS} == STANDS
    for name in runs:
        for view in VIEWS:
            server.get(f"/runs/{name}{view}")
    (failed,) = server.get("/runs", error="USER_CODE_ERROR")["items"]
    assert failed["thread_id"] == "failed"
    assert [loop["done"] for loop in server.get("/runs/finished/steps")["loops"]] == [ITEMS]
    assert runs["finished"].state["told"] == f"{ITEMS} rows 行"
    command = CommandLine(tmp_path)
    assert {each["thread_id"] for each in command.here("runs", "--json").json["items"]} == set(runs)
    assert "可以继续吗" in command.here("show", "asked").out
    assert "Run finished is finished." in command.here("logs", "finished").out

    runs["running"].open_gate()
    runs["paused"].resume()
    runs["failed"].open_gate("mended")
    assert runs["failed"].post("retry").status_code == 202
    runs["asked"].resume(value="ja 是")

    for name, run in runs.items():
        assert run.finished()["rows"] == ITEMS
        done_once(run)
        assert version(run.paths.db) == (1 if name == "finished" else RUN.version)
    assert runs["asked"].state["answer"] == "ja 是"
    assert [each["epoch"] for each in runs["running"].left()] == [1, 2]
    server.stop()


@pytest.mark.parametrize("database", ["workflow.db", "runs/paused/run.db"])
def test_f29_a_newer_home_is_refused_untouched(server: Server, database: str) -> None:
    path = server.home.root / database
    with closing(sqlite3.connect(path)) as con:
        con.execute(f"PRAGMA user_version = {99:d}")
    before = prints(server.home.root)
    if database == "workflow.db":
        process = server.spawn()
        assert process.wait(patient(60)) == 4
        assert "schema version 99" in server.log.read_text()
        after = prints(server.home.root)
        assert {name: after[name] for name in before} == before
        assert set(after) - set(before) <= {"supervisor.lock"}
    else:
        with pytest.raises(DatabaseNewer, match="schema version 99"):
            open_for_writing(path, epoch=2)
        assert prints(server.home.root) == before


def old_sources(folder: Path) -> list[str]:
    """The code of that time, for today's interpreter and packages."""
    asked = ["git", "archive", "--format=tar", MANIFEST["made_by"], "shared", "supervisor", "worker"]
    try:
        archive = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy of the sources has no history")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder)
    (folder / "worker" / "pebble.py").touch()  # process pools were made with it, which no run here uses
    return [str(folder / tree) for tree in ("shared", "supervisor", "worker")]


def test_f59_workers_of_the_old_version_under_the_new_supervisor(tmp_path: Path) -> None:
    server = Server(tmp_path, source=FLOWS)
    today = dict(server.env)
    waits = node("loop", code_ref="counts", items=ITEMS, stop_at=STOPS_AT)
    breaks = node("later", code_ref="breaks", items=ITEMS, bad=STOPS_AT)
    ends = node("ends", code_ref="ends")
    try:
        server.env["PYTHONPATH"] = os.pathsep.join(old_sources(tmp_path / "old"))
        server.start()
        stopped, failed = server.run(chain(waits, ends)), server.run(chain(waits, breaks))
        for run in (stopped, failed):
            until(lambda run=run: run.ledger("began"), what=f"{run.id} in its loop")
        pids = {run.id: run.pid() for run in (stopped, failed)}
        assert {version(path) for path in (server.home.db, stopped.paths.db, failed.paths.db)} == {1}

        server.kill()
        server.env = today
        server.start()

        assert {run.id: run.pid() for run in (stopped, failed)} == pids
        assert [version(path) for path in (server.home.db, stopped.paths.db)] == [WORKFLOW.version, 1]
        failed.open_gate()
        assert failed.failed()["code"] == "USER_CODE_ERROR"
        assert [each["pid"] for each in failed.left()] == [pids[failed.id]]
        assert [each["thread_id"] for each in server.get("/runs", error="USER_CODE_ERROR")["items"]] == [failed.id]

        stopped.pause()
        stopped.heard()  # though without a pipe
        stopped.open_gate()
        stopped.until("interrupted")
        stopped.left()
        assert version(stopped.paths.db) == 1
        stopped.resume()
        assert stopped.finished()["rows"] == ITEMS
        done_once(stopped)
        assert version(stopped.paths.db) == RUN.version
        server.stop()
    finally:
        server.clean_up()
