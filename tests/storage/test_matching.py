"""Which journaled result an item or a step gets once its list or its arguments have changed: only its own."""

import dataclasses
import functools
import logging
import random
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import ormsgpack
import pytest

from support.stored import at
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.codec import content_hash, encode
from workflow_engine_shared.errors import DuplicateStepKey, ItemFailed, ResultTooLarge
from workflow_engine_shared.sdk import StepFailed
from workflow_engine_shared.storage.run import journal, loop_sums, visits
from workflow_engine_shared.storage.run.db import open_for_writing
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.visit_control import VisitControl
from workflow_engine_worker.functions import result as result_module
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.steps import read_ahead
from workflow_engine_worker.steps import results as results_module
from workflow_engine_worker.steps.executors import Inline, Job
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.map_steps import DurableLoop, MapCall
from workflow_engine_worker.steps.matching import CallMatching
from workflow_engine_worker.steps.results import StepResults


class Attempts:
    """The attempts of one node whose function has a loop."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ran: list[Any] = []
        self.jobs: list[Job] = []
        with database.write() as con:
            visits.begin_visit(con, 1, "node", at(0))

    def attempt(self, items: Any, *, fails: Any = (), key: Any = None, on_error: Any = "raise") -> Any:
        """One pass over the list; the results, or the error."""
        self.ran, self.jobs = [], []

        def work(job: Job) -> Any:
            self.ran.append(job.item)
            self.jobs.append(job)
            if job.item in fails:
                raise ValueError(job.item)
            return f"content of {job.item}"

        call = MapCall(items, key, 0, on_error, "node", 1, "items", 1)
        control = VisitControl(RunCommands(SqliteStore(self.database), "r1"))
        with closing(JournalWriter(self.database, SystemClock())) as writer:
            try:
                return list(DurableLoop(call, writer, control, lambda _visit, _tell: None).run("items#1", Inline(work)))
            except ItemFailed as error:
                return error

    def summary(self) -> loop_sums.LoopSummary:
        with self.database.read() as con:
            return loop_sums.loop_summaries(con)[0]

    def steps(self) -> dict[Any, tuple[str, Any]]:
        with self.database.read() as con:
            return {each.position: (each.state, each.value) for each in journal.list_steps(con, after=0, limit=999)}


@pytest.fixture
def loop(run_database: Database) -> Attempts:
    return Attempts(run_database)


def contents(*items: Any) -> list[str]:
    return [f"content of {item}" for item in items]


@pytest.mark.parametrize(
    ("before", "fails", "after", "again"),
    [
        pytest.param("123456", "4", "0123456", "0456", id="one more in front"),
        pytest.param("abc", "c", "bac", "c", id="reordered"),
        pytest.param("abcde", "e", "acde", "e", id="one less"),
        pytest.param("abcd", "d", "aXcd", "Xd", id="one replaced"),
        pytest.param("abcd", "d", "dcba", "d", id="turned round"),
        pytest.param("aab", "b", "aaab", "ab", id="one more of equals"),
        pytest.param("abab", "", "bbaab", "b", id="equals between others"),
        pytest.param("abcd", "d", "", "", id="emptied"),
        pytest.param("abcd", "d", "wxyz", "wxyz", id="another list"),
    ],
)
def test_without_a_key_an_item_is_its_content(loop: Attempts, before: str, fails: str, after: str, again: str) -> None:
    loop.attempt(list(before), fails=fails)
    assert loop.attempt(list(after)) == contents(*after)
    assert "".join(loop.ran) == again
    assert loop.attempt(iter(after)) == contents(*after)
    assert loop.ran == [], "the list stayed as it was"
    assert [loop.steps()[position] for position in range(len(after))] == [("done", each) for each in contents(*after)]
    summary = loop.summary()
    assert (summary.total, summary.done, summary.pending) == (len(after), len(after), 0)


@pytest.mark.parametrize("places", [1, 3, 1000])
def test_whatever_becomes_of_a_list_an_item_runs_once(
    loop: Attempts, monkeypatch: pytest.MonkeyPatch, places: int
) -> None:
    """Rows are read in pages that go with the list: none is missed, and none is taken twice."""
    monkeypatch.setattr(read_ahead, "PAGE_PLACES", places)
    chance, once = random.Random(places), Counter[str]()
    items = list("abcabd")
    for _ in range(40):
        change = chance.choice(["shuffle", "drop", "insert", "front", "turn", "same"])
        if change == "shuffle":
            chance.shuffle(items)
        elif change == "drop":
            del items[: chance.randrange(4)]
        elif change == "insert":
            items.insert(chance.randrange(len(items) + 1), chance.choice("abcdefgh"))
        elif change == "front":
            items[:0] = chance.choices("abcdefghij", k=chance.randrange(5))
        elif change == "turn":
            items.reverse()
        again = Counter(items) - once
        assert loop.attempt(items) == contents(*items)
        assert Counter(loop.ran) == again, (change, items)
        once |= Counter(items)
        assert (loop.summary().done, loop.summary().total) == (len(items), len(items))


@pytest.mark.parametrize("places", [1, 3, 256])
@pytest.mark.parametrize("key", [None, "id", lambda item: item["id"]], ids=["content", "field", "function"])
def test_a_list_is_passed_over_as_its_items_one_by_one_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: int, key: Any
) -> None:
    """Of a list whole pages are passed over at once, of what gives its items one by one none is."""
    monkeypatch.setattr(read_ahead, "PAGE_PLACES", places)
    chance = random.Random(places)
    databases = [open_for_writing(tmp_path / f"{number}.db", 1) for number in range(2)]
    at_once, one_by_one = (Attempts(each) for each in databases)
    items = [{"id": number, "size": 0} for number in range(8)]
    for turn in range(30):
        change = chance.choice(["same", "same", "more", "fewer", "another", "turned", "damage"])
        if change == "more":
            items.append({"id": 100 + turn, "size": 0})
        elif change == "fewer":
            del items[chance.randrange(len(items))]
        elif change == "another":
            items[chance.randrange(len(items))] = {"id": 200 + turn, "size": turn}
        elif change == "turned":
            items.reverse()
        elif change == "damage":
            place = chance.randrange(len(items))
            for each in databases:
                damage(each, place)
        fails, on_error = chance.choices(items, k=chance.randrange(2)), chance.choice(["raise", "skip"])
        found = at_once.attempt(list(items), key=key, fails=fails, on_error=on_error)
        also = one_by_one.attempt(iter(items), key=key, fails=fails, on_error=on_error)
        assert (str(found), at_once.ran, at_once.steps()) == (str(also), one_by_one.ran, one_by_one.steps()), change
        told = [msgspec.structs.replace(each.summary(), total=None) for each in (at_once, one_by_one)]
        assert told[0] == told[1], change
    for each in databases:
        each.close()


class Doubled(list[int]):
    """A list that gives something else than it holds."""

    def __iter__(self) -> Iterator[int]:
        return (2 * each for each in range(len(self)))


@pytest.mark.parametrize(
    ("items", "looks"),
    [(range(600), 0), (tuple(range(600)), 0), (Doubled(range(600)), 600)],
    ids=["range", "tuple", "own"],
)
def test_whatever_the_items_come_in_all_are_passed_over(
    loop: Attempts, monkeypatch: pytest.MonkeyPatch, items: Any, looks: int
) -> None:
    first = loop.attempt(items)
    assert (first, len(loop.ran)) == (contents(*items), 600)
    taken: list[int] = []
    take = read_ahead.ReadAhead.take

    def noted(rows: read_ahead.ReadAhead, name: bytes, position: int) -> Any:
        taken.append(position)
        return take(rows, name, position)

    monkeypatch.setattr(read_ahead.ReadAhead, "take", noted)
    assert (loop.attempt(items), loop.ran) == (first, [])
    assert (loop.summary().done, len(taken)) == (600, looks)


def test_an_item_without_its_key_is_told_when_its_turn_comes(loop: Attempts) -> None:
    items: list[dict[str, int]] = [{"id": number} for number in range(5)]
    loop.attempt(items, key="id")
    damage(loop.database, 1)
    with pytest.raises(KeyError):
        loop.attempt([*items[:3], {"no": 3}, items[4]], key="id")
    assert loop.ran == [items[1]], "what had to run before it ran"


@pytest.mark.parametrize("key", [None, "id"])
def test_no_item_of_a_list_that_stayed_as_it_was_is_looked_up_by_itself(
    loop: Attempts, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    items = [{"id": number} for number in range(2500)]
    loop.attempt(items, key=key)
    looked_up: list[bytes] = []
    monkeypatch.setattr(JournalWriter, "decided", lambda _journal, _loop, key: looked_up.append(key))
    loop.attempt([*items, {"id": "one more"}], key=key)
    assert (loop.ran, looked_up) == ([{"id": "one more"}], [])


def test_what_changed_in_its_place_is_counted_and_told(loop: Attempts, caplog: pytest.LogCaptureFixture) -> None:
    loop.attempt(list("abcd"), fails="d")
    with caplog.at_level(logging.WARNING):
        loop.attempt(list("aXc"))
    assert "4 then, 3 now; 1 decided ones are gone, 1 have another content (they ran again)" in caplog.text
    assert loop.summary().rerun == 1


def test_with_a_key_a_changed_item_runs_again(loop: Attempts, caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"id": name, "size": 1} for name in "abc"]
    loop.attempt(rows, key="id")
    changed = [{"id": "c", "size": 1}, {"size": 1, "id": "a"}, {"id": "b", "size": 2}]
    with caplog.at_level(logging.WARNING):
        assert loop.attempt(changed, key="id") == contents(*changed[:1], rows[0], changed[2])
    assert loop.ran == [changed[2]], "a dict is the same in any order of its keys"
    assert "0 decided ones are gone, 1 have another content" in caplog.text
    assert loop.summary().rerun == 1
    assert loop.attempt(changed, key="id")[2] == f"content of {changed[2]}"
    assert (loop.ran, loop.summary().rerun) == ([], 1)


def test_a_skipped_item_that_changed_runs_again(loop: Attempts) -> None:
    loop.attempt([{"id": 1, "url": "dead"}], key="id", fails=[{"id": 1, "url": "dead"}], on_error="skip")
    assert loop.attempt([{"id": 1, "url": "alive"}], key="id", on_error="skip") == contents({"id": 1, "url": "alive"})


def test_a_skipped_items_key_is_its_place_today(loop: Attempts) -> None:
    loop.attempt(list("abc"), fails="b", on_error="skip")
    found = loop.attempt(list("xabc"), on_error="skip")
    assert [each.key for each in found if isinstance(each, StepFailed)] == [2]
    assert loop.ran == ["x"]


def test_a_failed_item_is_tried_again_wherever_it_stands(loop: Attempts) -> None:
    loop.attempt(list("ab"), fails="b")
    loop.attempt(list("xyab"))
    assert {job.item: job.attempt for job in loop.jobs} == {"x": 1, "y": 1, "b": 2}


def test_an_item_is_known_by_the_same_hash_wherever_it_stands(loop: Attempts) -> None:
    """Its idempotency key is made of it: what was in flight at a kill has it again."""
    loop.attempt(list("abb"), fails="a")
    first = {job.item: job.item_hash for job in loop.jobs}
    loop.attempt(list("xab"))
    second = {job.item: job.item_hash for job in loop.jobs}
    assert first["a"] == second["a"]
    assert len({*second.values()}) == len(second) == 3


@dataclasses.dataclass
class Product:
    number: int
    path: Path


class Plain:
    def __init__(self, name: str, **more: Any) -> None:
        self.name = name
        self.__dict__.update(more)

    def __str__(self) -> str:
        return self.name


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(Path, id="paths"),
        pytest.param(lambda name: Product(ord(name), Path(name)), id="dataclasses"),
        pytest.param(lambda name: (name, {name, "x", "y", "z"}), id="sets in tuples"),
        pytest.param(Plain, id="objects"),
        pytest.param(lambda name: {"url": name, "lock": threading.Lock()}, id="with a lock"),
        pytest.param(lambda name: name.encode() * 5000, id="bytes"),
        pytest.param(lambda name: {ord(name): name, None: 2**70}, id="odd keys and large numbers"),
    ],
)
def test_items_of_many_kinds_are_known_by_content(loop: Attempts, make: Callable[[str], Any]) -> None:
    loop.attempt([make(each) for each in "abcd"], on_error="skip")
    assert len(loop.ran) == 4
    loop.attempt([make(each) for each in "xdcba"], on_error="skip")
    assert len(loop.ran) == 1


def test_what_has_no_content_is_matched_in_its_order(loop: Attempts) -> None:
    loop.attempt([threading.Lock() for _ in range(3)])
    loop.attempt([threading.Lock() for _ in range(4)])
    assert len(loop.ran) == 1


def test_items_that_differ_each_time_run_each_time(loop: Attempts) -> None:
    loop.attempt([{"n": 1, "at": 1.5}, {"n": 2, "at": 1.5}])
    loop.attempt([{"n": 1, "at": 2.5}, {"n": 2, "at": 2.5}])
    assert [each["at"] for each in loop.ran] == [2.5, 2.5]
    assert loop.summary().rerun == 2


@pytest.mark.parametrize("key", [None, "id"])
def test_rows_of_an_older_renflow_keep_their_results(tmp_path: Path, key: str | None) -> None:
    path = tmp_path / "run.db"
    database = open_for_writing(path, 1)
    items = [{"id": name, "size": 1} for name in "abc"]
    Attempts(database).attempt(items, key=key, fails=[items[2]])
    database.close()
    make_old(path)

    database = open_for_writing(path, 2)
    loop = Attempts(database)
    changed = [{**items[0], "size": 5}, *items[1:]]
    assert loop.attempt(changed, key=key) == contents(*items), "nobody knows what these were made from"
    assert loop.ran == [items[2]]
    items.append({"id": "d", "size": 1})
    loop.attempt([*items[:2], {**items[2], "size": 7}, items[3]], key=key)
    assert loop.ran == [{**items[2], "size": 7}, items[3]], "this row is new and has a hash"
    database.close()


def test_an_older_run_can_be_read_before_it_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "run.db"
    database = open_for_writing(path, 1)
    loop = Attempts(database)
    loop.attempt(list("ab"))
    database.close()
    make_old(path)
    loop.database = Database(path, readonly=True)
    assert (loop.summary().done, loop.summary().rerun) == (2, 0)
    assert loop.steps()[1] == ("done", "content of b")
    loop.database.close()


def make_old(path: Path) -> None:
    """As version 1 had it: no hashes, nothing of reruns."""
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("UPDATE steps SET item_hash = CASE WHEN rowid % 2 THEN NULL ELSE x'0102030405060708' END")
        con.execute("DROP TABLE reruns")
        con.execute("DROP TABLE error_kinds")
        con.execute("DROP TABLE spent")
        con.execute("DROP INDEX steps_unsuccessful")
        for column in ("done", "failed", "skipped"):
            con.execute(f"ALTER TABLE loops DROP COLUMN {column}")
        con.execute("DROP TABLE artifacts")
        con.execute("DROP TABLE refusals")
        con.execute("DROP TABLE waits")
        con.execute("PRAGMA user_version = 1")


def damage(database: Database, position: int) -> None:
    """What an older renflow let in: a date that nobody reads."""
    with database.write() as con:
        body = ormsgpack.packb(ormsgpack.Ext(1, b"NaT"))
        con.execute("UPDATE steps SET result = ? WHERE position = ?", (body, position))


@pytest.mark.parametrize("key", [None, "id"])
def test_a_result_that_cannot_be_read_is_one_item_that_runs_again(
    loop: Attempts, caplog: pytest.LogCaptureFixture, key: str | None
) -> None:
    items = [{"id": name} for name in "abcd"]
    loop.attempt(items, key=key)
    damage(loop.database, 2)
    assert loop.steps()[2] == ("failed", None)
    with caplog.at_level(logging.WARNING):
        assert loop.attempt(items, key=key) == contents(*items)
    assert loop.ran == [items[2]]
    assert [job.attempt for job in loop.jobs] == [2]
    assert f"The result of item {2 if key is None else 'c'!r} of items cannot be read" in caplog.text


def test_a_result_that_is_damaged_after_its_loop_is_named(loop: Attempts) -> None:
    loop.attempt(list("abc"))
    results = StepResults(JournalWriter(loop.database, SystemClock()), loop.summary().loop, 3, "raise")
    skipping = StepResults(JournalWriter(loop.database, SystemClock()), loop.summary().loop, 3, "skip")
    assert list(results) == contents(*"abc")
    damage(loop.database, 1)
    with pytest.raises(ItemFailed, match="The result of item 1 cannot be read"):
        list(results)
    assert [getattr(each, "code", each) for each in skipping] == [*contents("a"), "RESULT_UNREADABLE", *contents("c")]


def test_a_result_that_is_larger_than_a_row_is_the_items_error(loop: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_module, "MAX_BYTES", 40)
    long = "x" * 50
    error = loop.attempt(["a", long])
    assert error.data().code == "RESULT_TOO_LARGE"
    assert error.data().message == (
        "The result of item 1 of 'items': It has 63 bytes; a row of the database holds 40 bytes. (item 1 of items)"
    )
    found = loop.attempt(["a", long], on_error="skip")
    assert [getattr(each, "code", None) for each in found] == [None, "RESULT_TOO_LARGE"]


def test_a_state_value_that_is_larger_than_a_row_is_refused_by_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_module, "MAX_BYTES", 3000)
    rows = list(range(10_000))
    assert checked_update({"rows": rows}, "'f'") == {"rows": rows}, "a long list is stored in parts"
    with pytest.raises(ResultTooLarge, match=r"'f' gave 4003 bytes under the key 'page'; a row of the database holds"):
        checked_update({"rows": rows, "page": "x" * 4000}, "'f'")
    with pytest.raises(ResultTooLarge, match=r"checkpoint\(\) gave"):
        checked_update({"rows": rows}, "checkpoint()", in_one_row=True)


class Calls:
    """The `step` calls of a visit, in several attempts."""

    def __init__(self, database: Database) -> None:
        self.journal = JournalWriter(database, SystemClock())
        self.begin()

    def begin(self) -> None:
        self.loop = self.journal.open_loop(1, "step", "step", None)
        self.matching = CallMatching(self.journal, self.loop)

    def call(self, *args: Any, key: Any = None, name: str = "f", in_order: bool = True) -> tuple[str, bool]:
        """What the step gives: its result, and whether it ran."""
        call = functools.partial(str, *args)
        row = self.matching.match(name, key, (call.args, call.keywords), in_order=in_order)
        assert in_order or not row.displaces
        known = self.journal.result_of(self.loop.id, row.key)
        if known is not None and self.matching.is_outcome(known, row):
            return known.value, False
        value = f"{name}{args}"
        self.journal.record(
            StepRow(self.loop.id, row.key, 0, "done", 1, encode(value), None, row.item_hash, at(1), 0.0)
        )
        self.journal.flush()
        return value, True


@pytest.fixture
def calls(run_database: Database) -> Iterator[Calls]:
    with run_database.write() as con:
        visits.begin_visit(con, 1, "node", at(0))
    calls = Calls(run_database)
    with closing(calls.journal):
        yield calls


def test_steps_without_a_key_are_known_by_their_arguments(calls: Calls) -> None:
    assert [calls.call(each)[1] for each in "abb"] == [True, True, True]
    calls.begin()
    found = [calls.call(each) for each in "xbabb"]
    assert [value for value, _ in found] == [f"f{(each,)}" for each in "xbabb"]
    assert [ran for _, ran in found] == [True, False, False, False, True]


def test_steps_of_threads_are_found_in_whatever_order_they_come(calls: Calls) -> None:
    assert all(calls.call(each, in_order=False)[1] for each in "abba")
    calls.begin()
    found = [calls.call(each, in_order=False) for each in "bcaba"]
    assert [value for value, _ in found] == [f"f{(each,)}" for each in "bcaba"]
    assert [ran for _, ran in found] == [False, True, False, False, False]


def test_a_keyed_step_runs_again_for_other_arguments(calls: Calls) -> None:
    for key in range(3):
        calls.call("a", key=key)
    calls.begin()
    assert [calls.call(each, key=key) for key, each in enumerate("aba")] == [
        ("f('a',)", False),
        ("f('b',)", True),
        ("f('a',)", False),
    ]
    calls.begin()
    assert calls.call("b", key=1) == ("f('b',)", False)


def test_one_attempt_has_no_two_calls_of_one_key_and_different_arguments(calls: Calls) -> None:
    assert [calls.call("a", key=1)[1], calls.call("a", key=1)[1]] == [True, False]
    with pytest.raises(DuplicateStepKey, match="Two calls of step 'f' have the key 1 and different arguments"):
        calls.call("b", key=1)
    assert calls.call("b", key=1, name="g")[1]


def test_steps_of_two_functions_are_not_mixed_up(calls: Calls) -> None:
    calls.call("a", name="f")
    calls.begin()
    assert calls.call("a", name="g") == ("g('a',)", True)
    assert calls.call("a", name="f") == ("f('a',)", False)


def test_a_client_among_the_arguments_is_the_same_one_opened_again(calls: Calls) -> None:
    class Client:
        def __init__(self) -> None:
            self.lock, self.requests = threading.Lock(), 0

    client = Client()
    assert calls.call(client, "a")[1]
    client.requests += 1
    assert calls.call(client, "b")[1]
    calls.begin()
    assert [calls.call(Client(), each)[1] for each in "ab"] == [False, False]


def test_a_hash_is_the_same_in_every_process() -> None:
    program = (
        "import sys, pathlib; from workflow_engine_shared.codec import content_hash\n"
        "value = [{'a', 'b', 'c', 'd'}, {'y': frozenset('xyz'), 'x': {1: (2, pathlib.PurePosixPath('a'))}}]\n"
        "print(content_hash(value).hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in (1, 2)
    }
    assert len(found) == 1


def test_an_object_that_does_not_let_itself_be_looked_at_counts_by_its_type() -> None:
    class Shy:
        __slots__ = ("name",)

        def __getattribute__(self, name: str) -> Any:
            raise OSError(name)

    class Other(Shy):
        __slots__ = ()

    assert content_hash([Shy()]) == content_hash([Shy()])
    assert content_hash(Shy()) != content_hash(Other())


def test_objects_that_hold_each_other_are_hashed_once() -> None:
    nodes = [Plain(str(number)) for number in range(300)]
    for node in nodes:
        node.__dict__["others"] = nodes
    assert content_hash(nodes[0]) == content_hash(nodes[0])
