"""A run that has lost its files says so: it is not started over, not finished, and answers no empty state."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from support.run import Run, chain, node
from support.server import Server
from support.wait import until


def remove_database(run: Run) -> None:
    for name in ("run.db", "run.db-wal", "run.db-shm"):
        (run.paths.root / name).unlink(missing_ok=True)


def empty_database(run: Run) -> None:
    remove_database(run)
    run.paths.db.write_bytes(b"")


def remove_folder(run: Run) -> None:
    run.paths.root.rename(run.server.home.root.parent / f"gone-{run.id}")  # in one step: its worker may be at work


LOSSES = [remove_database, empty_database, remove_folder]


@pytest.fixture
def paused(server: Server) -> Run:
    """A run at rest, with a node and the items of a loop done."""
    run = server.run(chain(node("one", "maps", count=5), node("two", "waits", tells=True), node("three", "counts")))
    run.began()
    run.pause()
    run.heard()
    run.open_gate()
    run.until("interrupted")
    run.left()
    return run


@pytest.mark.parametrize("lose", LOSSES, ids=lambda each: each.__name__)
def test_a_run_is_not_started_over(paused: Run, lose: Callable[[Run], None], tmp_path: Path):
    kept = shutil.copytree(paused.paths.root, tmp_path / "kept")
    lose(paused)

    paused.resume()

    error = paused.failed()
    assert error["code"] == "RUN_FILES_MISSING"
    assert str(paused.paths.db) in error["message"]
    answers = {
        what: paused.server.client.get(f"/runs/{paused.id}/{what}") for what in ("state", "checkpoints", "steps")
    }
    assert {what: answer.status_code for what, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert {answer.json()["code"] for answer in answers.values()} == {"RUN_FILES_MISSING"}
    assert paused.facts["status"] == "error"

    shutil.rmtree(paused.paths.root, ignore_errors=True)
    shutil.copytree(kept, paused.paths.root)
    paused.resume()
    paused.finished()
    assert [line["attempt"] for line in paused.ledger("item") if line["node"] == "one"] == [1] * 5


@pytest.mark.parametrize("lose", LOSSES, ids=lambda each: each.__name__)
def test_a_run_at_work_notices(server: Server, lose: Callable[[Run], None]):
    run = server.run(chain(node("one", "maps", count=3000, seconds=0.01), node("two", "counts")))
    until(lambda: len(run.ledger()) > 20, what="the loop is at work")

    lose(run)

    error = run.failed()
    assert error["code"] == "RUN_FILES_MISSING"
    assert "at work" in error["message"]


def test_a_run_that_has_not_begun_has_nothing_to_lose(server: Server):
    flow = server.flow(chain(node("one", "counts")))
    answer = server.post("/runs/start", {"flow_id": flow, "thread_id": "fresh"})
    assert answer.status_code == 201
    Run(server, "fresh").finished()


def anothers_database(run: Run, other: Run) -> None:
    remove_database(run)
    shutil.copy(other.paths.db, run.paths.db)


def folder_as_link(run: Run, _: Run) -> None:
    elsewhere = run.server.home.root.parent / f"elsewhere-{run.id}"
    run.paths.root.rename(elsewhere)
    run.paths.root.symlink_to(elsewhere)


def log_as_pipe(run: Run, _: Run) -> None:
    run.paths.log.unlink()
    os.mkfifo(run.paths.log)


def epoch_below_zero(run: Run, _: Run) -> None:
    with closing(sqlite3.connect(run.server.home.db, timeout=30)) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute("UPDATE runs SET epoch = -3 WHERE thread_id = ?", [run.id])
        con.commit()


#: By what was done to a run: why it ends when it is resumed.
DAMAGES = {
    anothers_database: ("start_failed", "RUN_FILES_MISSING"),
    folder_as_link: ("start_failed", "RUN_FILES_MISSING"),
    log_as_pipe: ("start_failed", "RUN_FILES_MISSING"),
    epoch_below_zero: ("engine", "DATA_INVALID"),
}


def test_no_run_is_stuck_and_none_holds_up_the_others(server: Server):
    flow = server.flow(chain(node("ask", "asks", questions=["sure?"])))
    healthy, *damaged = [server.run(flow) for _ in range(len(DAMAGES) + 1)]
    for run in (healthy, *damaged):
        run.until("interrupted")
        run.left()
    for run, damage in zip(damaged, DAMAGES, strict=True):
        damage(run, healthy)
    for run in damaged:
        run.resume(value=1)
    healthy.resume(value=1)
    healthy.finished()

    for run, (reason, code) in zip(damaged, DAMAGES.values(), strict=True):
        error = run.failed()
        assert (run.facts["reason"], error["code"]) == (reason, code)
        assert error["message"]
        assert error["hint"]
        run.cancel()
    for run in damaged:
        run.until("cancelled")
        assert server.client.delete(f"/runs/{run.id}").status_code == 204
        assert not os.path.lexists(run.paths.root)
    assert len(list(server.home.root.parent.glob("elsewhere-*/run.db"))) == 1
    server.run(node("one", "counts")).finished()
