"""Forks through real processes: a new run goes on from the middle of an old one, which nothing of it touches."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from support.run import COUNTING, Run, chain, node
from support.server import BY_TOKENS, Made, Server

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
    assert all(each["size"] for each in found[1:])
    if BY_TOKENS:
        assert [each["step"] for each in found] == [-1, 0, *range(1, 2 * TURNS, 2), 2 * TURNS + 2]
        assert [each["node"] for each in found] == [None, None, "start", *["more"] * (TURNS - 1), "end"]
        return
    assert [each["step"] for each in found] == list(range(-1, 2 * TURNS + 3))
    assert [each["node"] for each in found] == [None, None, "start", *["count", "more"] * TURNS, "end"]
    assert [each["changed"] for each in found[3:7]] == [["n"], [], ["n"], []]


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
    assert new.taken == {0: 1, 1: 3, 2: 2, 3: 1}, "with those of the visits that it took over"
    assert new.facts["forked_from"] == {"thread_id": counted.id, "checkpoint_id": middle["checkpoint_id"]}
    behind = ["more", "more", "end"] if BY_TOKENS else ["more", "count", "more", "end"]  # or: behind the update, too
    assert [each["node"] for each in checkpoints(new)] == behind
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
    if BY_TOKENS:  # its last node with a checkpoint of its own; the end does nothing
        assert [line["visit"] for line in new.ledger() if line["thread"] == new.id] == [2 * TURNS]
    else:
        assert new.ledger() == counted.ledger()  # no line more: an output from before it, and a copy of its own
    assert not new.paths.outputs.joinpath("ledger.jsonl").samefile(counted.paths.outputs / "ledger.jsonl")


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
    executed = [line["node"] for line in new.ledger("node") if line["thread"] == new.id]
    assert executed == ["bad"], "the other lines, if there are any, are a copy"


def test_a_fork_survives_the_death_of_its_worker(counted: Run, server: Server):
    old = server.run(chain(node("one", "returns", a=1), node("wait", "waits")), b=2)
    old.began()
    new = fork(old, updates={"b": 3})
    new.began()
    new.kill()
    new.open_gate()
    assert new.finished()["b"] == 3
    assert len(new.query("SELECT * FROM overlays")) == (0 if BY_TOKENS else 1)  # or: it is part of the state
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


# -- retries of what is over --------------------------------------------------------------------------------------


def items_of(run: Run) -> Counter[object]:
    """How often each item ran in this run itself, not in the one it was forked from."""
    return Counter((line["node"], line["key"]) for line in run.ledger("item") if line["thread"] == run.id)


def retried(run: Run, **body: object) -> Run:
    answer = run.post("retry", **body)
    assert answer.status_code == 201, answer.text
    new = answer.json()["thread_id"]
    assert (answer.headers["location"], answer.json()["status"]) == (f"/runs/{new}", "pending")
    return Run(run.server, new)


def unless_well(*keys: int, well: str = "well", **more: object) -> dict[str, object]:
    return {str(key): {"fault": "unless", "file": well, **more} for key in keys}


def test_a_finished_run_says_what_it_skipped_and_a_retry_does_only_that_again(server: Server, tmp_path: Path):
    well = tmp_path / "well"
    faults = unless_well(2, 5, well=str(well)) | {"7": {"fault": "unstorable"}}
    first = node("first", "maps", count=10, on_error="skip", key="id", workers=2, faults=faults)
    run = server.run(chain(node("before", "maps", count=3), first, node("after", "counts")))
    run.finished()
    run.left()
    before, on_disk, facts = content(run), files(run.paths.root), run.facts

    assert (facts["status"], facts["reason"], facts["skipped"]) == ("finished", None, 3)
    assert server.get("/runs", q=run.id)["items"][0]["skipped"] == 3
    assert run.messages()[-1] == f"Run {run.id} is finished; skipped: 3 (the list of items names them)."

    only_one_kind = retried(run, error="RuntimeError")
    only_one_kind.finished()
    assert items_of(only_one_kind) == {("first", 2): 1, ("first", 5): 1}
    assert only_one_kind.facts["skipped"] == 3, "nothing is well yet"

    well.touch()
    new = retried(run)
    rows = new.finished()["rows"]
    assert items_of(new) == {("first", key): 1 for key in (2, 5, 7)}
    assert [row["id"] for row in rows if "id" in row] == [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert [line["node"] for line in new.ledger("node") if line["thread"] == new.id] == ["first", "after"]
    assert (new.facts["skipped"], new.facts["forked_from"]["thread_id"]) == (1, run.id)
    steps = server.get(f"/runs/{new.id}/steps", limit=100)
    assert [(loop["node"], loop["done"], loop["skipped"]) for loop in steps["loops"]] == [
        ("before", 3, 0), ("first", 9, 1),
    ]  # fmt: skip

    newest = retried(new)
    newest.finished()
    assert items_of(newest) == {("first", 7): 1}
    assert run.post("retry", error="NoSuchError").status_code == 409
    assert (content(run), run.facts) == (before, facts)
    assert files(run.paths.root) == on_disk


def test_a_retry_keeps_later_loops_that_skipped_too_and_repeats_nodes_behind(server: Server, tmp_path: Path):
    well = tmp_path / "well"
    options = {"on_error": "skip", "key": "id", "faults": unless_well(1, well=str(well))}
    run = server.run(
        chain(
            node("first", "maps", count=4, **options),
            node("between", "maps", count=2),
            node("second", "maps", count=4, **options),
            node("let_pass", "raises_unless", file=str(well), data={"onError": "continue"}),
            node("last", "counts"),
        )
    )
    run.finished()
    assert run.facts["skipped"] == 3
    well.touch()

    new = retried(run)
    new.finished()

    assert new.facts["skipped"] == 0
    between = {("between", key): 1 for key in (0, 1)}
    assert items_of(new) == {("first", 1): 1, **between, ("second", 1): 1}
    assert [node["status"] for node in new.facts["nodes"]] == ["finished"] * 7
    assert run.post("retry").status_code == 201
    assert new.post("retry").status_code == 409, "nothing is left to be tried"


def test_a_retry_survives_the_death_of_its_worker_and_the_run_before_it(server: Server, tmp_path: Path):
    gate = tmp_path / "well"
    run = server.run(
        node("map", "maps", count=6, on_error="skip", faults=unless_well(3, 4, well=str(gate), waits=True))
    )
    run.finished()
    run.left()
    (run.paths.outputs / "picture.png").write_bytes(b"late")  # behind the visit's end: no part of what it made
    gate.touch()

    new = retried(run)
    new.began()
    new.kill()
    new.open_gate()
    new.finished()

    assert set(items_of(new)) == {("map", 3), ("map", 4)}
    assert new.facts["skipped"] == 0
    assert not (new.paths.outputs / "picture.png").exists()
    assert server.client.delete(f"/runs/{run.id}").status_code == 204
    assert len(new.values()["rows"]) == 6


def test_a_forks_outputs_are_copies_of_what_was_there(server: Server):
    flow = chain(node("one", "writes_outputs", name="a/one.txt"), node("two", "writes_outputs", name="two.txt"))
    run = server.run(flow)
    run.finished()
    middle = next(each for each in checkpoints(run) if each["node"] == "one")

    new = fork(run, checkpoint_id=middle["checkpoint_id"])
    new.finished()

    one, two = (new.paths.outputs / name for name in ("a/one.txt", "two.txt"))
    assert (one.read_text(), two.read_text()) == (f"one {run.id}", f"two {new.id}")
    assert not one.samefile(run.paths.outputs / "a/one.txt")
    assert (new.paths.outputs / "link").readlink() == Path("a/one.txt")
