"""Durable loops: every item journaled once, whatever happens to its worker, its list or itself."""

import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from support.run import Run, chain, node
from support.server import Server
from support.wait import until

SEED = random.SystemRandom().randrange(10**6)


def mapped(server: Server, count: int, *, items: list | None = None, data: dict | None = None, **options) -> Run:
    state = {} if items is None else {"items": items}
    return server.run(node("map", "maps", count=count, data=data, **options), **state)


def ran(run: Run) -> Counter:
    return Counter(line["key"] for line in run.ledger("item"))


def test_two_thousand_items_and_three_kills(server: Server):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    options = {"seconds": 0.002, "workers": 4}
    undisturbed = mapped(server, 2000, **options)
    run = mapped(server, 2000, **options)
    begun, snapshots = 0, []
    for _ in range(3):
        begun += chance.randrange(100, 500)
        run.done(begun)
        run.kill()
        journal = set(run.journal())
        lines = run.ledger("item")
        begun = len(lines)
        snapshots.append((journal, {line["pid"] for line in lines}))

    run.until("finished", timeout=60)
    undisturbed.until("finished", timeout=60)
    assert run.values() == undisturbed.values()
    assert len(run.values()["rows"]) == 2000
    assert set(ran(undisturbed).values()) == {1}
    for journal, pids in snapshots:
        assert len(journal) > 50, "items were journaled before the kill"
        again = {line["key"] for line in run.ledger("item") if line["pid"] not in pids}
        assert not journal & again, "a journaled item ran again"
    repeated = sum(ran(run).values()) - 2000
    print(f"{repeated} items ran again")
    assert len(ran(run)) == 2000
    # 4 in flight at each kill, and what 4 threads decide while one group is synced.
    assert repeated <= 3 * (4 + 60)
    attempts = {state for state, _ in run.journal().values()}
    assert attempts == {"done"}
    assert len(run.events("crash")) == 3


def test_on_error_raise_fails_the_node_and_a_resume_runs_the_rest(server: Server):
    run = mapped(server, 20, workers=2, faults={"7": {"fault": "raises", "until": 2}})

    error = run.failed()

    assert (error["code"], error["node"]) == ("USER_CODE_ERROR", "map")
    assert error["message"] == "ValueError: item 7 is bad (item 7 of work)"
    assert "loops.py" in error["traceback"]
    decided = run.journal()
    assert decided[7] == ("failed", 1)
    run.resume()

    assert len(run.finished()["rows"]) == 20
    assert ran(run) == Counter({**dict.fromkeys(range(20), 1), 7: 2})
    assert run.journal()[7] == ("done", 2)


def test_a_retry_runs_only_the_failed_items_again_and_the_sums_add_up(server: Server):
    run = mapped(server, 20, workers=2, faults={"7": {"fault": "raises", "until": 2}})
    run.failed()

    page = server.get(f"/runs/{run.id}/steps", state="failed")
    (loop,) = page["loops"]
    assert loop["done"] + loop["failed"] + loop["skipped"] + loop["pending"] == loop["total"] == 20
    assert [(item["key"], item["state"], item["attempt"]) for item in page["items"]] == [(7, "failed", 1)]
    assert page["errors"] == [{"error": "ValueError", "items": 1, "again": 1}]
    assert run.post("retry").status_code == 202

    assert len(run.finished()["rows"]) == 20
    assert ran(run) == Counter({**dict.fromkeys(range(20), 1), 7: 2})


def test_a_retry_may_mean_one_kind_of_error(server: Server):
    faults = {"3": {"fault": "raises", "until": 2}, "5": {"fault": "unstorable", "until": 2}}
    run = mapped(server, 10, on_error="skip", well_from=2, faults=faults)
    assert run.failed()["message"] == "RuntimeError: behind the loop"
    kinds = {group["error"]: group["items"] for group in server.get(f"/runs/{run.id}/steps")["errors"]}
    assert kinds["ValueError"] == 1
    assert len(kinds) == 2

    assert run.post("retry", error="ValueError").status_code == 202

    rows = run.finished()["rows"]
    assert rows[3] == {"id": 3, "square": 9}
    assert rows[5]["failed"] == "RESULT_NOT_SERIALIZABLE"
    assert ran(run) == Counter({**dict.fromkeys(range(10), 1), 3: 2})


def test_on_error_skip_goes_on(server: Server):
    run = mapped(server, 10, on_error="skip", faults={"3": {"fault": "raises"}, "9": {"fault": "raises"}})

    rows = run.finished()["rows"]

    assert rows[3] == {"failed": "USER_CODE_ERROR", "message": "ValueError: item 3 is bad"}
    assert rows[4] == {"id": 4, "square": 16}
    assert (len(rows), rows[9]["failed"]) == (10, "USER_CODE_ERROR")
    assert Counter(state for state, _ in run.journal().values()) == {"done": 8, "skipped": 2}


def test_a_retry_is_the_items_own(server: Server):
    run = mapped(server, 6, workers=2, retry=2, faults={"2": {"fault": "raises", "until": 3}})

    assert run.finished()["rows"][2] == {"id": 2, "square": 4}

    assert [line["attempt"] for line in run.ledger("item") if line["key"] == 2] == [1, 2, 3]
    assert run.journal()[2] == ("done", 3)
    assert any("Item 2 of work failed" in text for text in run.messages())


@pytest.mark.parametrize("pool", ["thread", "process"])
def test_an_item_has_its_own_limit(server: Server, pool: str):
    hang = {"fault": "hangs", "args": {"how": "loop" if pool == "process" else "sleep", "seconds": 60}}
    run = mapped(server, 6, pool=pool, workers=2, timeout=1.0, on_error="skip", faults={"2": hang})

    rows = run.finished()["rows"]

    assert "took longer than 1 s" in rows[2]["message"]
    assert [row.get("square") for row in rows] == [0, 1, None, 9, 16, 25]


def test_a_native_crash_in_a_process_costs_one_item(server: Server):
    faults = {"2": {"fault": "segfaults"}, "4": {"fault": "exits", "args": {"code": 3}}}
    run = mapped(server, 6, pool="process", workers=2, on_error="skip", faults=faults)

    rows = run.finished()["rows"]

    assert [row.get("square") for row in rows] == [0, 1, None, 9, None, 25]
    assert "process ended with exit code -11" in rows[2]["message"]
    assert "process ended with exit code 3" in rows[4]["message"]
    assert run.events("crash") == []
    lines = run.ledger("item")
    assert {line["node"] for line in lines} == {"map"}
    assert len({line["idempotency"] for line in lines}) == 6


def test_a_native_crash_in_a_thread_costs_the_run_one_attempt(server: Server):
    run = mapped(server, 30, workers=1, faults={"20": {"fault": "segfaults", "until": 2}})

    assert len(run.finished()["rows"]) == 30

    assert len(run.events("crash")) == 1
    assert ran(run)[20] == 2
    assert [line["attempt"] for line in run.ledger("item") if line["key"] == 20] == [1, 2]


def test_a_list_that_changed_meanwhile_is_matched_by_key(server: Server):
    before = [{"id": name, "size": 1} for name in "abcdefghij"]
    run = mapped(server, 0, items=before, key="id", seconds=0.4)
    run.done(4)
    run.paused()
    decided = set(run.journal())
    after = [{"id": "new", "size": 1}, {"id": "b", "size": 2}, *[each for each in before if each["id"] not in "ab"]]

    run.resume(updates={"items": after})

    assert [row["id"] for row in run.hurry().finished()["rows"]] == ["new", *"bcdefghij"]
    assert "b" in decided, "its result was made from another content"
    assert {key for key, times in ran(run).items() if times > 1} == {"b"}
    assert "a" in decided
    (loop,) = server.get(f"/runs/{run.id}/steps")["loops"]
    assert (loop["rerun"], loop["done"], loop["pending"]) == (1, 10, 0)
    told = [text for text in run.messages(level="WARNING") if "changed since" in text]
    assert len(told) == 1
    assert "10 then, 10 now; 1 decided ones are gone, 1 have another content" in told[0]


def test_a_list_that_moved_meanwhile_is_matched_by_content(server: Server):
    before = [{"id": f"p{number}"} for number in range(1, 7)]
    run = mapped(server, 0, items=before, faults={"p4": {"fault": "raises", "until": 2}})
    assert run.failed()["message"] == "ValueError: item p4 is bad (item 3 of work)"

    run.resume(updates={"items": [{"id": "p0"}, *before]})

    assert [row["id"] for row in run.finished()["rows"]] == ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]
    assert ran(run) == Counter({**dict.fromkeys((f"p{number}" for number in range(7)), 1), "p4": 2})
    lines = [line["idempotency"] for line in run.ledger("item") if line["key"] == "p4"]
    assert len(set(lines)) == 1, "it stands elsewhere, and is the same item"
    page = server.get(f"/runs/{run.id}/steps")
    assert sorted(item["key"] for item in page["items"]) == list(range(7))
    assert any("6 then, 7 now; 0 decided ones are gone" in text for text in run.messages(level="WARNING"))


def test_a_value_that_nobody_could_read_again_is_told_at_its_item(server: Server):
    run = server.run(node("map", "maps_values", what=["zoned", "no_time", "decimal"]))

    rows = run.finished()["rows"]

    assert [row.get("preview") if "preview" in row else row["failed"] for row in rows] == [
        "2024-10-27T02:30:00+01:00",
        "RESULT_NOT_SERIALIZABLE",
        "1.10",
    ]
    assert "The result of item 1 of '_value': $.rows[1].seen is a " in rows[1]["message"]
    zoned = run.values()["rows"][0]
    assert (zoned.tzinfo, zoned.fold) == (ZoneInfo("Europe/Berlin"), 1)
    states = [item["state"] for item in server.get(f"/runs/{run.id}/steps")["items"]]
    assert states == ["done", "skipped", "done"]


def test_duplicate_keys_are_a_mistake(server: Server):
    error = mapped(server, 0, items=[{"id": "a"}, {"id": "b"}, {"id": "a"}], key="id").failed()

    assert error["code"] == "DUPLICATE_STEP_KEY"
    assert "'a'" in error["message"]


def test_a_result_that_cannot_be_stored_is_told_at_its_item(server: Server):
    run = mapped(server, 100, faults={"5": {"fault": "unstorable"}})

    error = run.failed()

    assert error["code"] == "RESULT_NOT_SERIALIZABLE"
    for words in ("work", "item 5", "$.rows[1].bad"):
        assert words in error["message"]
    assert max(ran(run)) < 10, "not hours later"


def test_a_key_that_cannot_be_stored(server: Server):
    error = mapped(server, 0, items=[{"id": 1}, {"number": 2}], key="number").failed()

    assert error["code"] == "USER_CODE_ERROR"
    assert "KeyError" in error["message"]


def test_items_from_a_generator_have_no_total_until_they_end(server: Server):
    run = mapped(server, 300, seconds=0.005, holds_from=200, lazily=True, workers=2)
    run.done(20)
    until(lambda: run.facts["progress"]["label"] == "work", what="progress of the loop")

    progress = run.facts["progress"]
    assert (progress["total"], progress["done"] > 0) == (None, True)
    run.kill()

    state = run.hurry().finished()
    assert (state["count"], state["last"]) == (300, {"id": 299, "square": 299**2})
    assert run.query("SELECT total FROM loops") == [(300,)]


def test_progress_tells_how_far_a_loop_is(server: Server):
    run = mapped(server, 150, seconds=0.02, holds_from=140, on_error="skip", faults={"3": {"fault": "raises"}})
    until(lambda: (run.facts["progress"]["rate"] or 0) > 0, what="a rate")

    progress = run.facts["progress"]

    assert (progress["node"], progress["label"], progress["total"]) == ("map", "work", 150)
    assert progress["eta_s"] > 0
    run.hurry().finished()


def test_no_items_at_all(server: Server):
    state = mapped(server, 0).finished()

    assert (state["count"], state["rows"]) == (0, [])


def test_functions_without_a_plain_name(server: Server):
    run = server.run(node("map", "maps_partial", count=5))
    assert run.finished()["rows"] == [10, 11, 12, 13, 14]

    error = server.run(node("map", "maps_locally", count=5)).failed()
    assert (error["code"], "top level" in error["message"]) == ("REGISTRATION_ERROR", True)


def test_two_loops_in_one_node_and_again_in_a_later_visit(server: Server):
    flow = chain(node("one", "maps", count=5), node("two", "maps", count=6))
    run = server.run(flow)
    run.finished()

    assert run.query("SELECT visit, scope, total FROM loops") == [(2, "work#1", 5), (3, "work#1", 6)]
