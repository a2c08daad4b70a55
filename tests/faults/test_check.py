"""The checker itself: a healthy home passes, and each invariant, violated on purpose, turns it red."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import filelock
import pytest

from faults.case import Case, Expect
from faults.check import violations
from faults.evidence import MARK, stories
from faults.witness import Answer, Moment, Record, Stream, WitnessedServer
from support.run import chain, node
from support.wait import patient
from workflow_engine_shared.paths import Home

ERROR = {"code": "USER_CODE_ERROR", "message": "ValueError: a plain mistake", "hint": "Mend it."}
SECRET = "not-to-be-told"


@dataclass
class Lived:
    """A home in which three runs ended, and what its client saw."""

    home: Home
    record: Record
    log: str
    loop: str
    broken: str
    ended: str


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    server = WitnessedServer(tmp_path_factory.mktemp("lived"))
    try:
        server.start()
        loop = server.run(chain(node("map", "maps", count=20), node("after", "returns", x=1)))
        broken, ended = server.run(node("bad", "raises")), server.run(node("ask", "asks", questions=["q"]))
        loop.finished()
        broken.failed()
        ended.until("interrupted")
        ended.cancel()
        ended.until("cancelled")
        loop.left()
        server.stop()
        log = server.log.read_text(encoding="utf-8")
        yield Lived(server.home, server.record, log, loop.id, broken.id, ended.id)
    finally:
        server.clean_up()


@pytest.fixture
def case(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """That home in a copy of its own, as the checker sees it."""
    monkeypatch.setattr("faults.check.LEFT_WITHIN_S", 0.2)  # nothing here ends by itself
    shutil.copytree(lived.home.root, tmp_path / "home")
    home = Home(tmp_path / "home")
    record = Record(
        answers=list(lived.record.answers),
        started=set(lived.record.started),
        commands=list(lived.record.commands),
        finals=dict(lived.record.finals),
        moments={name: list(moments) for name, moments in lived.record.moments.items()},
    )
    told = {lived.broken: ERROR}
    return Case(home, record, stories(home), Expect(), secret=SECRET, log=lived.log, errors=told)


def judged(case: Case) -> set[str]:
    case.stories = stories(case.home)
    found = violations(case, files_of=(case.home.root,))
    return {line.split(":")[0] for line in found}


def change(path: Path, sql: str, *values: Any, checks: bool = True) -> None:
    with closing(sqlite3.connect(path)) as con:
        con.execute(f"PRAGMA ignore_check_constraints={int(not checks)}")
        con.execute(sql, values)
        con.commit()


def add_line(case: Case, thread_id: str, **changed: Any) -> None:
    """The run's first item once more, at the end of its ledger."""
    path = case.home.run(thread_id).outputs / "ledger.jsonl"
    line = next(line for line in case.stories[thread_id].ledger if line["what"] == "item")
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**line, **changed}) + "\n")


def test_a_healthy_home_passes(case: Case, lived: Lived):
    assert {each.row.status.value for each in case.stories.values()} == {"finished", "error", "cancelled"}
    assert len(case.stories[lived.loop].steps) == 20
    assert {line["step"] for line in case.stories[lived.loop].ledger if line["what"] == "item"} == set(
        case.stories[lived.loop].steps
    ), "the checker recognises every executed step in the journal"
    assert case.record.moments[lived.loop], "stopping the server noted the disk"
    assert violations(case, files_of=(case.home.root,)) == []


def lost_run(case: Case, lived: Lived) -> None:
    case.record.started.add("run-that-was-accepted")


def lost_command(case: Case, lived: Lived) -> None:
    case.record.commands.append((lived.loop, "pause"))


def ran_again(case: Case, lived: Lived) -> None:
    add_line(case, lived.loop, ts=4e9)


def ran_again_unseen(case: Case, lived: Lived) -> None:
    """The journal's row was replaced, so that only an earlier look gives it away."""
    add_line(case, lived.loop)


def result_replaced(case: Case, lived: Lived) -> None:
    change(case.home.run(lived.loop).db, "UPDATE steps SET result = x'00' WHERE position = 3")


def result_gone(case: Case, lived: Lived) -> None:
    change(case.home.run(lived.loop).db, "DELETE FROM steps WHERE position = 3")


def replaced_worker_wrote(case: Case, lived: Lived) -> None:
    case.record.superseded[lived.loop] = (2, 0.0)


def more_than_in_flight(case: Case, lived: Lived) -> None:
    """A second worker did an item again that the first had begun long before it died."""
    story = case.stories[lived.loop]
    change(case.home.db, "UPDATE workers SET exit_reason = 'was killed' WHERE thread_id = ?", lived.loop)
    case.record.moments.clear()
    first = next(line for line in story.ledger if line["what"] == "item")
    path = case.home.run(lived.loop).outputs / "ledger.jsonl"
    lines = [{**first, "ts": first["ts"] - 60}, {**first, "instance": "second", "ts": first["ts"]}, *story.ledger[2:]]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def again_after_an_orderly_end(case: Case, lived: Lived) -> None:
    case.record.moments.clear()
    first = next(line for line in case.stories[lived.loop].ledger if line["what"] == "item")
    add_line(case, lived.loop, instance="second", ts=first["ts"])


def final_changed(case: Case, lived: Lived) -> None:
    case.record.finals[lived.broken] = "finished"


def went_on_behind_its_end(case: Case, lived: Lived) -> None:
    sql = "INSERT INTO signals (thread_id, type, ts, processed) VALUES (?, 'restart', '2024-01-01T00:00:00.000Z', 1)"
    change(case.home.db, sql, lived.loop)


def stuck(case: Case, lived: Lived) -> None:
    sql = "UPDATE runs SET status = 'running', reason = NULL, error_json = NULL WHERE thread_id = ?"
    change(case.home.db, sql, lived.broken)


def no_hint(case: Case, lived: Lived) -> None:
    case.errors[lived.broken] = {**ERROR, "hint": ""}


def not_logged(case: Case, lived: Lived) -> None:
    case.home.run(lived.broken).log.write_text("")


def slow(case: Case, lived: Lived) -> None:
    case.record.answers.append(Answer("GET", "/runs", 200, patient(4.5)))


def slow_now_and_then(case: Case, lived: Lived) -> None:
    case.record.answers += [Answer("GET", "/runs", 200, 0.1)] * 600 + [Answer("GET", "/runs", 200, patient(1.5))] * 10


def damaged_page(case: Case, lived: Lived) -> None:
    path = case.home.run(lived.loop).db
    change(path, "VACUUM")
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(os.urandom(4096))


def dangling_row(case: Case, lived: Lived) -> None:
    change(case.home.run(lived.loop).db, "UPDATE steps SET loop = 99 WHERE position = 3")
    case.record.moments.clear()


def wrong_version(case: Case, lived: Lived) -> None:
    change(case.home.db, "PRAGMA user_version = 999")


def half_written(case: Case, lived: Lived) -> None:
    (case.home.run(lived.loop).root / ".logs.1.jsonl.gz.part").touch()


def temporary(case: Case, lived: Lived) -> None:
    (case.home.run(lived.loop).tmp / "left").touch()


def hole_in_events(case: Case, lived: Lived) -> None:
    follow(case, lived, [("0123abcd-4", "status"), ("0123abcd-5", "log"), ("0123abcd-7", "log")])


def continued_elsewhere(case: Case, lived: Lived) -> None:
    follow(case, lived, [("0123abcd-9", "log")], asked="0123abcd-4")


def other_boot(case: Case, lived: Lived) -> None:
    follow(case, lived, [("ffffffff-5", "log")], asked="0123abcd-4")


def follow(case: Case, lived: Lived, frames: list[tuple[str, str]], asked: str | None = None) -> None:
    stream = Stream.__new__(Stream)
    stream.thread_id, stream.connections, stream.asked, stream.status = lived.loop, [frames], [asked], "finished"
    case.record.streams.append(stream)


def internal_error(case: Case, lived: Lived) -> None:
    case.record.answers.append(Answer("GET", "/runs", 500, 0.1))


def secret_in_a_file(case: Case, lived: Lived) -> None:
    (case.home.run(lived.loop).outputs / "deep").mkdir()
    (case.home.run(lived.loop).outputs / "deep" / "leak.txt").write_text(f"so {SECRET} it is")


VIOLATIONS: dict[str, list[Callable[[Case, Lived], None]]] = {
    "I1": [lost_run, lost_command],
    "I2": [ran_again, ran_again_unseen, result_replaced, result_gone, replaced_worker_wrote],
    "I3": [more_than_in_flight, again_after_an_orderly_end],
    "I4": [final_changed, went_on_behind_its_end],
    "I5": [stuck],
    "I6": [no_hint, not_logged],
    "I7": [slow, slow_now_and_then],
    "I8": [damaged_page, dangling_row, wrong_version],
    "I9": [half_written, temporary],
    "I10": [hole_in_events, continued_elsewhere, other_boot],
    "I11": [internal_error],
    "I12": [secret_in_a_file],
}


@pytest.mark.parametrize(
    ("number", "violate"), [(number, each) for number, every in VIOLATIONS.items() for each in every]
)
def test_a_violation_turns_it_red(case: Case, lived: Lived, number: str, violate: Callable[[Case, Lived], None]):
    violate(case, lived)

    assert number in judged(case)


def test_what_a_fault_excuses_is_no_violation(case: Case):
    case.record.answers.append(Answer("POST", "/runs/start", 507, 0.1))
    assert judged(case) == {"I11"}
    case.expect = replace(case.expect, refusals=frozenset({507}))
    assert judged(case) == set()


def test_an_item_whose_own_process_was_killed_may_run_again(case: Case, lived: Lived):
    """Its worker may leave in order before it is tried again. What that process did long before may not."""
    again_after_an_orderly_end(case, lived)
    assert judged(case) == {"I3"}
    pid = next(line["pid"] for line in case.stories[lived.loop].ledger if line["what"] == "item")
    case.record.killed.add(pid)
    assert judged(case) == set()
    first = case.stories[lived.loop].ledger[-1]
    add_line(case, lived.loop, ts=first["ts"] + 60, idempotency="another item")
    assert judged(case) == {"I3"}


def test_a_process_that_lives_on_turns_it_red(case: Case, lived: Lived):
    instance = case.stories[lived.loop].workers[0].instance
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(command, env={**os.environ, MARK: instance}) as left:
        try:
            assert "I9" in judged(case)
        finally:
            left.kill()


def test_a_lock_that_is_held_turns_it_red(case: Case, lived: Lived):
    with filelock.FileLock(case.home.run(lived.loop).lock, mode=0o600):
        assert "I9" in judged(case)


def test_a_token_in_a_workers_environment_turns_it_red(case: Case):
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    environment = {**os.environ, MARK: "spare", "SHOP_KEY": SECRET}
    with subprocess.Popen(command, env=environment, cwd=case.home.root) as spare:
        try:
            assert "I12" in judged(case)
        finally:
            spare.kill()


def test_a_moment_is_compared_with_the_end(case: Case, lived: Lived):
    """A visit that was completed at some moment cannot be under way later."""
    story = case.stories[lived.loop]
    case.record.moments[lived.loop] = [Moment({}, {**story.over, 99: 0.0}, len(story.ledger))]
    assert judged(case) == {"I2"}
