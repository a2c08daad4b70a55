"""A run that has lost its files says so: it is not started over, not finished, and answers no empty state."""

import shutil
from collections.abc import Callable
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
    run = server.run(chain(node("one", "maps", count=5), node("two", "waits"), node("three", "counts")))
    run.began()
    run.pause()
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
