"""Forks through real processes: a new run goes on from the middle of an old one, which nothing of it touches."""

import hashlib
import json
from pathlib import Path

import pytest

from support.run import COUNTING, Run, chain, node
from support.server import Made, Server

TURNS = 5


def fork(run: Run, **body: object) -> Run:
    answer = run.server.post(f"/runs/{run.id}/fork", body)
    assert answer.status_code == 201, answer.text
    return Run(run.server, answer.json()["thread_id"])


def checkpoints(run: Run) -> list[dict[str, object]]:
    """Oldest first."""
    return list(reversed(run.server.get(f"/runs/{run.id}/checkpoints", limit=1000)["items"]))


def files(folder: Path) -> dict[str, str]:
    """Every file's content; SQLite's log may be copied into its file while nobody writes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("run.db")
    }


def content(run: Run) -> list[object]:
    tables = ("checkpoints", "visits", "overlays", "steps")
    return [run.query(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


@pytest.fixture(scope="module")
def counted(server: Server) -> Run:
    """A finished run that counted to five."""
    run = server.run(COUNTING, goal=TURNS)
    assert run.finished()["n"] == TURNS
    run.left()
    return run


def test_checkpoints_name_the_node_whose_visit_ended(counted: Run):
    found = checkpoints(counted)
    assert [each["step"] for each in found] == list(range(-1, 2 * TURNS + 3))
    assert [each["node"] for each in found] == [None, None, "start", *["count", "more"] * TURNS, "end"]
    assert [each["changed"] for each in found[3:7]] == [["n"], [], ["n"], []]
    assert all(each["size"] for each in found[1:])


def test_a_fork_from_the_middle_goes_on_with_its_update(counted: Run):
    before, facts, on_disk = content(counted), counted.facts, files(counted.paths.root)
    middle = next(each for each in checkpoints(counted) if each["visit"] == 5)  # start, count, more, count, more
    assert middle["node"] == "more"

    new = fork(counted, checkpoint_id=middle["checkpoint_id"], updates={"goal": 3, "note": "forked"})

    assert new.finished() == {"n": 3, "goal": 3, "note": "forked"}
    assert [kind for kind, _ in new.events()] == ["start", "finish"]
    assert [line["visit"] for line in new.ledger()] == [6]  # the third turn, and no other
    assert {each["id"]: (each["status"], each["visits"]) for each in new.facts["nodes"]} == {
        "start": ("finished", 1),
        "count": ("finished", 3),
        "more": ("finished", 3),
        "end": ("finished", 1),
    }
    assert new.facts["forked_from"] == {"thread_id": counted.id, "checkpoint_id": middle["checkpoint_id"]}
    assert [each["node"] for each in checkpoints(new)] == ["more", "count", "more", "end"]
    assert content(counted) == before
    assert counted.facts == facts
    assert files(counted.paths.root) == on_disk


def test_what_a_node_returns_wins_over_an_update(counted: Run):
    middle = next(each for each in checkpoints(counted) if each["visit"] == 5)
    new = fork(counted, checkpoint_id=middle["checkpoint_id"], updates={"n": 100})
    assert new.finished()["n"] == 101  # the node read 100 and returned 101


@pytest.mark.parametrize("step", [-1, 0])
def test_a_fork_from_before_the_first_node_runs_everything(counted: Run, step: int):
    first = next(each for each in checkpoints(counted) if each["step"] == step)
    assert fork(counted, checkpoint_id=first["checkpoint_id"], updates={"goal": 2}).finished() == {"n": 2, "goal": 2}


def test_a_fork_of_a_finished_run_repeats_its_last_node(counted: Run):
    new = fork(counted, updates={"late": True})
    assert new.finished() == {"n": TURNS, "goal": TURNS, "late": True}
    assert new.ledger() == []


def test_a_fork_of_a_fork(counted: Run):
    middle = next(each for each in checkpoints(counted) if each["visit"] == 3)
    new = fork(counted, checkpoint_id=middle["checkpoint_id"], updates={"goal": 3})
    new.finished()
    newer = fork(new, checkpoint_id=checkpoints(new)[1]["checkpoint_id"], updates={"goal": 4})
    assert newer.finished()["n"] == 4


def test_a_run_at_work_is_forked_and_goes_on(server: Server):
    old = server.run(chain(node("one", "returns", a=1), node("wait", "waits")), b=2)
    old.began()

    new = fork(old, updates={"b": 3})
    new.began()
    assert old.status == "running"
    new.open_gate()
    assert new.finished()["b"] == 3
    assert old.status == "running"
    old.open_gate()
    assert old.finished()["b"] == 2


def test_a_failed_run_is_forked_past_its_mistake(server: Server):
    old = server.run(chain(node("one", "returns", a=1), node("two", "counts"), node("bad", "raises")))
    old.failed()
    new = fork(old)
    assert new.failed()["node"] == "bad"
    assert [line["node"] for line in new.ledger("node")] == ["bad"]


def test_a_fork_survives_the_death_of_its_worker(counted: Run, server: Server):
    old = server.run(chain(node("one", "returns", a=1), node("wait", "waits")), b=2)
    old.began()
    new = fork(old, updates={"b": 3})
    new.began()
    new.kill()
    new.open_gate()
    assert new.finished()["b"] == 3
    assert len(new.query("SELECT * FROM overlays")) == 1
    old.cancel()
    old.until("cancelled")


def test_a_fork_whose_source_is_gone_says_so(servers: Made):
    server = servers().start()
    flow = server.flow(chain(node("one", "returns", a=1)))
    old = server.run(flow)
    old.finished()
    old.left()
    busy = [server.run(chain(node("wait", "waits"))) for _ in range(8)]  # no worker is free for the fork
    for each in busy:
        each.began()
    new = fork(old)
    refused = server.client.delete(f"/runs/{old.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "INVALID_STATE")
    old.paths.root.rename(old.paths.root.with_name("away"))
    busy[0].open_gate()
    error = new.failed()
    assert (error["code"], new.facts["reason"]) == ("CHECKPOINT_UNREADABLE", "start_failed")
    assert old.id in error["message"]
    old.paths.root.with_name("away").rename(old.paths.root)
    new.resume()
    assert new.finished()["a"] == 1
    for each in busy[1:]:
        each.open_gate()


def test_a_finished_run_is_deleted_for_good(server: Server):
    run = server.run(chain(node("say", "prints", text="words")))
    run.until("finished")
    answer = server.client.delete(f"/runs/{run.id}")  # its worker may just be leaving
    assert answer.status_code == 204, answer.text
    assert not run.paths.root.exists()
    assert json.loads(server.client.delete(f"/runs/{run.id}").content)["code"] == "RUN_NOT_FOUND"
    assert "monitor." not in server.log.read_text()
