"""How many items of each loop stand where: sums that are kept, and are at every moment what counting would give."""

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.storage.run import db, journal, loop_sums, visits
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.run.loop_sums import StepState
from workflow_engine_shared.storage.sqlite.database import Connection, Database

NOW = "2024-01-01T00:00:00.000Z"


def step(loop: int, number: int, state: StepState = "done") -> StepRow:
    error = None if state == "done" else '{"code": "E", "message": "no: 1"}'
    return StepRow(loop, b"%d" % number, number, state, 1, None, error, None, NOW, 0.1)


def test_sums_of_the_run_are_those_of_its_visits(tmp_path: Path):
    (tmp_path / "run").mkdir()
    database = db.open_for_writing(tmp_path / "run" / "run.db", 1)
    with database.write() as con:
        for visit in (1, 2):
            visits.begin_visit(con, visit, f"node-{visit}", NOW)
        first, empty = (journal.open_loop(con, 1, f"map:{number}", "items", 9).id for number in (1, 2))
        other = journal.open_loop(con, 2, "map:1", "rows", None).id
        kept = journal.open_loop(con, 2, "kept:node-2:map:1", "rows", 4).id
        failed = [step(first, number, "failed") for number in range(4, 6)]
        skipped = [step(first, number, "skipped") for number in range(6, 9)]
        journal.put_steps(con, [*(step(first, number) for number in range(4)), *failed, *skipped])
        journal.put_steps(con, [step(other, 1, "skipped"), step(other, 2), step(kept, 1), step(kept, 2, "failed")])
        journal.remove_steps(con, first, [b"0", b"4", b"8"])  # no longer in the list
        journal.count_rerun(con, other, 3)
    with database.read() as con:
        found = loop_sums.loop_summaries(con)
        by_visit = [loop_sums.loop_summaries(con, visit) for visit in (1, 2)]
    database.close()
    assert found == [*by_visit[0], *by_visit[1]]
    assert [(each.loop, each.done, each.failed, each.skipped, each.pending, each.rerun) for each in found] == [
        (first, 3, 1, 2, 3, 0),
        (empty, 0, 0, 0, 9, 0),
        (other, 1, 0, 1, None, 3),
    ]


def counted(con: Connection) -> tuple[list[tuple[int, ...]], Counter[str]]:
    """What the sums must be, by looking at every item."""
    items = con.execute(
        "SELECT loop, sum(state = 'done'), sum(state = 'failed'), sum(state = 'skipped') FROM steps "
        "WHERE position IS NOT NULL GROUP BY loop"
    ).fetchall()
    errors = con.execute("SELECT error_json FROM steps WHERE state <> 'done'").fetchall()
    kinds = Counter(json.loads(row[0])["message"].partition(":")[0] for row in errors)
    return [tuple(row) for row in items], kinds


@pytest.mark.parametrize("seed", range(4))
def test_sums_are_what_counting_would_give_whatever_becomes_of_items(run_con: Connection, seed: int):
    chance = random.Random(seed)
    visits.begin_visit(run_con, 1, "a", NOW)
    loops = [journal.open_loop(run_con, 1, f"map:{number}", "items", None).id for number in range(2)]

    def some_step() -> StepRow:
        row = step(chance.choice(loops), chance.randrange(30), chance.choice(["done", "done", "failed", "skipped"]))
        message = chance.choice(["A: 1", "A: 2", "B", ": nothing", "it's:x"])
        return row if row.state == "done" else row._replace(error_json=json.dumps({"code": "E", "message": message}))

    def some_keys() -> list[bytes]:
        return [b"%d" % number for number in chance.sample(range(30), chance.randrange(6))]

    changes: list[Callable[[], None]] = [
        lambda: journal.put_steps(run_con, [some_step() for _ in range(chance.randrange(12))]),
        lambda: journal.remove_steps(run_con, chance.choice(loops), some_keys()),
        lambda: journal.move_steps(run_con, [(chance.randrange(30), chance.choice(loops), key) for key in some_keys()]),
        lambda: journal.forget_unsuccessful(run_con, 1, chance.choice([None, "A", "B"])),
    ]
    for _ in range(60):
        chance.choice([changes[0], *changes])()
        items, kinds = counted(run_con)
        kept = [(each.loop, each.done, each.failed, each.skipped) for each in loop_sums.loop_summaries(run_con)]
        assert [each for each in kept if any(each[1:])] == [each for each in items if any(each[1:])]
        assert Counter(dict(loop_sums.error_groups(run_con))) == kinds


def test_a_step_that_is_refused_leaves_neither_item_nor_sum(run_database: Database):
    with run_database.write() as con:
        visits.begin_visit(con, 1, "a", NOW)
        loop = journal.open_loop(con, 1, "map:1", "items", None).id
    with pytest.raises(StorageFailure), run_database.write() as con:
        journal.put_steps(con, [step(loop, 1), step(loop, 1), step(loop, 2, "failed"), step(99, 3)])
    with run_database.read() as con:
        assert (journal.count_done(con), loop_sums.loop_summaries(con)[0].done, loop_sums.error_groups(con)) == (
            0,
            0,
            [],
        )


def test_a_page_of_items_costs_the_same_among_many(tmp_path: Path):
    """Statements of SQLite's machine, which no load of the machine changes: for sums, groups, and either page."""
    found = []
    for items in (500, 5000):
        (tmp_path / str(items)).mkdir()
        database = db.open_for_writing(tmp_path / str(items) / "run.db", 1)
        with database.write() as con:
            visits.begin_visit(con, 1, "a", NOW)
            loop = journal.open_loop(con, 1, "map:1", "items", items).id
            journal.put_steps(
                con, [step(loop, number, "skipped" if number % 9 == 0 else "done") for number in range(items)]
            )
            con.execute("ANALYZE")
        with database.read() as con:
            steps_taken = [0]
            con.set_progress_handler(lambda taken=steps_taken: taken.__setitem__(0, taken[0] + 1), 10)
            loop_sums.loop_summaries(con)
            loop_sums.error_groups(con)
            journal.list_steps(con, after=0, limit=50)
            journal.list_steps(con, after=0, limit=50, state="failed")
            journal.list_steps(con, after=0, limit=50, state="skipped")
            journal.list_steps(con, after=0, limit=50, error="no")
            con.set_progress_handler(None, 0)
        database.close()
        found.append(steps_taken[0])
    assert found[1] <= found[0] * 1.1
