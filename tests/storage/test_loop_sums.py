"""How many items of each loop stand where: of the whole run in one pass, of one visit by its own items."""

from pathlib import Path

from workflow_engine_shared.storage.run import db, journal, visits
from workflow_engine_shared.storage.run.journal import StepRow, StepState

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
        found = journal.loop_summaries(con)
        by_visit = [journal.loop_summaries(con, visit) for visit in (1, 2)]
    database.close()
    assert found == [*by_visit[0], *by_visit[1]]
    assert [(each.loop, each.done, each.failed, each.skipped, each.pending, each.rerun) for each in found] == [
        (first, 3, 1, 2, 3, 0),
        (empty, 0, 0, 0, 9, 0),
        (other, 1, 0, 1, None, 3),
    ]
