"""Pauses: at every safe point, as often as anybody likes, and never at the price of a lost or repeated step."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from support.held_imports import held_at_import
from support.processes import alive, kill
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow import signals

SEED = random.SystemRandom().randrange(10**6)
COUNT = 250  #: items of each run that is struck


def times_each(run: Run, what: str = "item") -> Counter:
    return Counter(line["key"] for line in run.ledger(what))


def test_between_nodes_with_updates(server: Server):
    flow = chain(node("one", "waits", tells=True), node("two", "counts"), node("three", "counts", by=10))
    run = server.run(flow, n=1)
    run.began()

    run.pause()
    assert run.facts["pause_requested"] is True
    run.heard()
    run.open_gate()
    facts = run.until("interrupted")
    assert (facts["reason"], facts["process"], facts["pause_requested"]) == ("paused", None, False)
    assert facts["interrupt"]["node"] == "two"
    run.left()

    run.resume(updates={"n": 100})

    assert run.finished()["n"] == 111
    assert [(line["node"], line["attempt"]) for line in run.ledger()] == [("one", 1), ("two", 1), ("three", 1)]
    assert [kind for kind, _ in run.events()] == ["start", "interrupt", "resume", "finish"]


def test_a_pause_shows_what_interrupt_was_given(server: Server):
    run = server.run(node("loop", "loops_as_specified", count=400, seconds=0.03))
    run.done(20)

    run.pause()
    facts = run.until("interrupted")

    at = len(run.ledger("item"))
    assert (facts["reason"], facts["interrupt"]["kind"]) == ("paused", "pause")
    assert facts["interrupt"]["value"] == {"at": at, "of": 400}
    assert facts["interrupt"]["node"] == "loop"
    assert run.state["at"] == at
    run.resume()
    assert run.hurry().finished()["looped"] == 400
    assert set(times_each(run).values()) == {1}


def test_between_two_items(server: Server):
    ways = [
        {"workers": 1},
        {"workers": 4},
        {"workers": 2, "pool": "process"},
        {"workers": 4, "key": "id", "lazily": True},
    ]
    runs = [server.run(node("map", "maps", count=1000, seconds=0.05, **options)) for options in ways]
    begins = list(runs)

    def all_asked() -> bool:
        """Each as soon as it is under way: the slow ones must not keep the quick ones waiting."""
        for run in [each for each in begins if len(each.ledger("item")) >= 10]:
            run.pause()
            begins.remove(run)
        return not begins

    until(all_asked, what="ten items of each")

    for run in runs:
        run.until("interrupted")
        done = len(run.ledger("item"))
        assert 10 <= done < 1000
        assert len(run.journal()) == done, "everything that ran is in the journal"
        (listed,) = server.client.get("/runs", params={"q": run.id}).json()["items"]
        assert listed["progress"]["done"] == done
        assert listed["progress"] == run.facts["progress"], "the list tells how far it came, as its page does"
        run.hurry()
        run.resume()
    for run in runs:
        assert [row["square"] for row in run.finished()["rows"]] == [number**2 for number in range(1000)]
        assert set(times_each(run).values()) == {1}, "no item ran twice"
        assert len(run.ledger("node")) == 2


def test_in_a_loop_that_journals_nothing(server: Server):
    run = server.run(node("track", "tracks", count=150, seconds=0.05, update=True))
    run.done(5)

    run.paused()
    at = run.state["at"]
    assert at == run.ledger("item")[-1]["key"], "what checkpoint() gave is to be seen while the run is paused"
    run.resume(updates={"mine": 1})

    state = run.hurry().finished()
    assert (state["tracked"], state["at"], state["mine"]) == (150, 149, 1)
    assert times_each(run)[0] == 2, "it begins again from its top: this loop keeps nothing"


def test_ten_times_in_one_loop_with_another_factor_each_time(server: Server):
    run = server.run(node("steps", "steps", count=300, seconds=0.03), factor=1)
    for factor in range(2, 12):
        run.done(len(run.ledger("item")) + 3)  # some with the factor before, however many there were
        run.paused()
        run.resume(updates={"factor": factor})

    state = run.hurry().finished()

    lines = run.ledger("item")
    assert set(times_each(run).values()) == {1}
    assert state["total"] == sum(line["key"] * line["factor"] for line in lines)
    assert sorted({line["factor"] for line in lines}) == list(range(1, 12))
    assert run.events("crash") == []
    assert [kind for kind, _ in run.events()] == ["start", *["interrupt", "resume"] * 10, "finish"]


def test_two_questions_in_one_node_are_answered_in_order(server: Server):
    run = server.run(node("ask", "asks", questions=["colour", "size"]))

    for question, answer in (("colour", "red"), ("size", {"cm": [1, 2]})):
        facts = run.until("interrupted")
        assert (facts["reason"], facts["interrupt"]["kind"]) == ("question", "question")
        assert facts["interrupt"]["value"] == {"question": question}
        assert run.state["asked"] == question
        run.resume(value=answer)

    assert run.finished()["answers"] == {"colour": "red", "size": {"cm": [1, 2]}}
    assert times_each(run, "step") == {0: 1, 1: 1}


def test_an_answer_survives_the_death_of_the_worker_that_got_it(server: Server):
    run = server.run(chain(node("ask", "asks", questions=["first", "second"]), node("wait", "waits")))
    run.until("interrupted")
    run.resume(value=None)
    run.until("interrupted")
    run.resume(value=2)
    run.began()
    run.kill()
    run.open_gate()

    assert run.finished()["answers"] == {"first": None, "second": 2}


def test_a_question_wants_an_answer(server: Server):
    run = server.run(node("ask", "asks", questions=["colour"]))
    run.until("interrupted")

    answer = run.post("resume", updates={"other": 1})

    assert (answer.status_code, answer.json()["code"]) == (422, "ANSWER_REQUIRED")
    assert run.status == "interrupted"
    run.cancel()


# -- pauses at odd moments --------------------------------------------------------------------------------------------


def test_while_pending(servers: Made):
    server = servers(max_active_runs=1).start()
    first = server.run(node("wait", "waits"))
    first.began()
    second = server.run(node("a", "returns", done=True))

    facts = second.paused()

    assert (facts["reason"], facts["attempts"]) == ("paused", [])
    second.resume()
    assert second.status == "pending"
    first.open_gate()
    assert second.finished() == {"done": True}


def test_while_the_worker_starts(servers: Made):
    server = servers(warm_workers=0, worker_processes="spawn").start()  # a forked one is at work in no time
    gate = held_at_import(server.flows)
    run = server.run(chain(node("a", "counts"), node("b", "counts"), node("held", code_ref="held")))
    until(lambda: run.facts["attempts"], what="a worker")

    run.pause()
    gate.touch()
    run.until("interrupted")
    assert run.ledger() == []
    run.resume(updates={"n": 5})

    assert run.finished()["n"] == 7


def paused_between_attempts(server: Server) -> tuple[Run, Any]:
    """A run, paused while it waits for its third attempt; and its facts then."""
    run = server.run(node("bad", "exits", code=4))
    until(lambda: len(run.events("crash")) == 2, what="a second crash, and with it a delay")
    run.post("pause")
    return run, run.until("interrupted", "error")


def test_while_recovering(server: Server):
    run, facts = paused_between_attempts(server)
    while len(facts["attempts"]) != 2:  # so busy a machine began the third before it heard of the pause
        run, facts = paused_between_attempts(server)

    assert (facts["status"], facts["process"]) == ("interrupted", None)
    crashes = len(run.events("crash"))
    run.resume()
    assert run.failed(timeout=60)["code"] == "CRASH_LOOP"
    assert len(run.events("crash")) - crashes == 2, "somebody looked at it: it may fail three times again"


def test_while_waiting_for_a_retry(server: Server):
    retry = {"retry": {"maxAttempts": 2, "delay": 60}}
    run = server.run(node("bad", "raises", until=2, data=retry))
    run.done(1, "node")
    until(lambda: any("Attempt 1 failed" in text for text in run.messages()), what="the wait for the retry")

    run.paused()
    run.resume()

    assert run.finished() == {"raised_until": 2}
    assert [line["attempt"] for line in run.ledger()] == [1, 2]


def test_twice_asked_is_one_pause(server: Server):
    run = server.run(chain(node("wait", "waits"), node("after", "counts")))
    run.began()
    first, second = run.post("pause").json(), run.post("pause").json()
    assert first["signal_id"] == second["signal_id"]
    run.open_gate()
    run.until("interrupted")

    answer = run.post("pause")

    assert (answer.status_code, answer.json()["code"]) == (409, "INVALID_STATE")
    run.resume()
    run.finished()


def test_without_any_doorbell(server: Server):
    run = server.run(node("map", "maps", count=400, seconds=0.02))
    run.done(3)
    with closing(Database(server.home.db)) as database, database.write() as con:
        signals.insert_command(con, run.id, "pause_request", {}, SystemClock().now())

    run.until("interrupted")
    run.resume()
    run.cancel()
    run.until("cancelled")


def test_kills_within_milliseconds_of_pauses(server: Server):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    begun = (server.run(node("map", "maps", count=COUNT, seconds=0.05, workers=2)) for _ in range(5))
    struck = [(run, *strike(run, chance)) for run in begun]

    for run, _, _ in struck:
        run.until("interrupted")
        run.hurry()
        run.resume()
    for run, journal, lines in struck:
        assert [row["square"] for row in run.finished()["rows"]] == [number**2 for number in range(COUNT)]
        again = {line["key"] for line in run.ledger("item")[lines:]}
        assert not journal & again, "a journaled item ran again"
        assert set(times_each(run).values()) <= {1, 2}
        assert sum(times_each(run).values()) <= COUNT + 2 * 2


def strike(run: Run, chance: random.Random) -> tuple[set, int]:
    """A pause and a kill in random order; returns what was journaled then, and the length of the ledger."""
    run.done(chance.randrange(5, 20))
    pid = run.pid()
    if chance.random() < 0.5:
        run.pause()
        kill(pid)  # which the pause may have ended already
    else:
        kill(pid)
        run.pause()
    until(lambda: not alive(pid), what="a dead worker")
    return set(run.journal()), len(run.ledger("item"))


def test_nothing_is_left_to_pause_when_the_run_stopped_by_itself(server: Server):
    run = server.run(node("bad", "raises"))
    run.failed()
    with closing(Database(server.home.db)) as database, database.write() as con:
        signals.insert_command(con, run.id, "pause_request", {}, SystemClock().now())
    until(lambda: not run.facts["pause_requested"], what="a pause that is settled")

    run.resume()

    assert run.failed()["code"] == "USER_CODE_ERROR"
    with closing(sqlite3.connect(server.home.db)) as con:
        left = con.execute("SELECT type FROM signals WHERE processed = 0 AND thread_id = ?", [run.id]).fetchall()
    assert left == []
