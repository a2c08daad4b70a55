"""Branches through real processes: they run side by side, and each keeps every promise that a lone node keeps."""

from collections import Counter

import pytest

from support.branches import block, cycle, rows
from support.run import Run, node
from support.server import Server
from support.wait import until


def test_a_loop_beside_a_chain_of_nodes_is_paused_killed_and_does_nothing_twice(server: Server):
    steps = [node("nap", "maps", count=1, seconds=0.03), node("count", "counts", key="k")]
    flow = cycle(block([node("items", "adds_up", count=200, seconds=0.01)], steps), "nap", "count", 40)
    run = server.run(flow)
    run.done(10)

    facts = run.paused()
    assert len(facts["current_nodes"]) == 2
    assert "items" in facts["current_nodes"]
    decided = run.decided()
    assert 10 <= decided < 230
    assert run.state == {}, "what a branch writes is its own until the join"
    run.resume()
    until(lambda: run.decided() > decided + 20)
    ((on_disk,),) = run.query(
        "SELECT count(*) FROM steps JOIN loops USING (loop) JOIN visits USING (visit) WHERE visits.node_id = 'items'"
    )
    run.kill()

    values = run.hurry().finished()
    assert (values["k"], values["n"], values["total"]) == (40, 1, sum(number**2 for number in range(200)))
    items = Counter(line["key"] for line in run.ledger("item") if line["node"] == "items")
    assert set(items) == set(range(200))
    assert all(number >= on_disk for number, times in items.items() if times > 1), "done once is done for good"
    assert max(items.values()) <= 2
    visited = rows(run)
    assert [status for _, status, _ in visited["count"]] == ["finished"] * 40
    called = Counter(line["visit"] for line in run.ledger("node"))
    again = {line["visit"] for line in run.ledger("node") if line["attempt"] > 1}
    assert len(again) <= 2, "only what was under way at the kill is tried again"
    assert max(called.values()) <= 3, "once, once more behind the pause, once more behind the kill"
    assert visited["items"][0][1:] == ("finished", 2), "a pause is no attempt, a death is one"
    assert [len(visited[each]) for each in ("start", "split", "join", "end", "more")] == [1, 1, 1, 1, 40]


def test_a_fast_branch_waits_for_no_slow_one(server: Server):
    slow = [node("slow", "waits")]
    run = server.run(block(slow, [node("one", "counts", key="a"), node("two", "counts", key="a")]))
    run.began()
    run.done(3, "node")
    until(lambda: "two" in rows(run) and rows(run)["two"][0][1] == "finished", what="the fast branch's end")
    assert run.facts["current_nodes"] == ["slow"]
    run.open_gate()
    assert run.finished() == {"gate": "go", "a": 2}


@pytest.mark.parametrize("on_error", ["stop", "finish"])
def test_a_branch_fails(server: Server, on_error: str):
    bad = [node("bad", "raises", until=2)]
    others = [node("items", "adds_up", count=60, seconds=0.01), node("next", "returns", next=1)]
    run = server.run(block(bad, others, on_error=on_error))

    assert run.failed()["node"] == "bad"
    run.left()
    stood = {name: visited[0][1:] for name, visited in rows(run).items()}
    assert stood["bad"] == ("failed", 1)
    shown = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert shown["bad"] == "failed"
    if on_error == "stop":
        assert stood["items"] == ("paused", 1)
        assert shown["items"] == "paused"
        assert run.decided() < 60
    else:
        assert stood["next"] == ("finished", 1)
    run.resume()

    assert run.finished()["n"] == 1
    assert set(Counter(line["key"] for line in run.ledger("item")).values()) == {1}
    assert rows(run)["bad"][0][1:] == ("finished", 2)


def test_the_first_that_comes_is_enough(server: Server):
    slow = [node("slow", "waits", safe=True), node("never", "returns", never=1)]
    run = server.run(block(slow, [node("fast", "returns", fast=1)], wait="any", after=[node("on", "counts")]))
    assert run.finished() == {"fast": 1, "n": 1}
    assert "never" not in rows(run)
    (facts,) = run.query("SELECT status, error_json FROM visits WHERE node_id = 'slow'")
    assert facts[0] == "cancelled"
    assert "NOT_AWAITED" in facts[1]
    assert {each["id"]: each["status"] for each in run.facts["nodes"]}["slow"] == "cancelled"
    assert run.taken == dict.fromkeys([0, 1, 4, 5, 6, 7], 1), "neither slow>never nor never>join"
    assert run.facts["skipped"] == 0


def test_branches_that_contradict_each_other_stop_the_run_until_somebody_decides(server: Server):
    run = server.run(block([node("a", "returns", x=1)], [node("b", "returns", x=2)], after=[node("on", "counts")]))
    error = run.failed()
    assert (error["code"], error["node"]) == ("STATE_CONFLICT", "join")
    assert all(name in error["message"] for name in ("x", "a", "b"))
    run.resume()
    assert run.failed()["code"] == "STATE_CONFLICT"
    run.resume(updates={"x": 3})
    assert run.finished() == {"x": 3, "n": 1}
    assert [line["node"] for line in run.ledger("node")].count("a") == 1
    assert rows(run)["join"][0][1:] == ("finished", 3)


def test_reducers_bring_together_what_branches_write(server: Server):
    flow = block([node("a", "returns", log=[1], s=1)], [node("b", "returns", log=[2], s=5)], state={"log": "append"})
    flow["state"]["s"] = "sum"
    assert server.run(flow, s=10, log=[0]).finished() == {"log": [0, 1, 2], "s": 16}


def test_the_time_of_one_branch_is_up(server: Server):
    late = [node("late", "waits", safe=True, data={"timeout": 0.3, "onTimeout": "continue"})]
    run = server.run(block(late, [node("items", "adds_up", count=60, seconds=0.01)]))
    assert run.finished()["n"] == 1
    visited = rows(run)
    assert visited["late"][0][1:] == ("skipped", 1)
    assert visited["items"][0][1:] == ("finished", 1)


def test_an_update_reaches_all_branches(server: Server):
    both = [
        [node(name, "waits", safe=True, gate=name), node(f"{name}2", "copies", source="x", target=name)]
        for name in "ab"
    ]
    run = server.run(block(*both, state={"gate": "last"}), x=1)
    run.began()
    run.paused()
    run.resume(updates={"x": 2})
    run.open_gate("a")
    run.open_gate("b")
    values = run.finished()
    assert (values["x"], values["a"], values["b"]) == (2, 2, 2)


def test_a_question_in_one_branch_lets_the_others_come_to_the_join(server: Server):
    asks = [node("ask", "asks", questions=["Well?", "Sure?"])]
    others = [node("items", "adds_up", count=100, seconds=0.01), node("next", "counts")]
    run = server.run(block(asks, others))
    facts = run.until("interrupted")
    assert (facts["interrupt"]["node"], facts["interrupt"]["value"], facts["reason"]) == (
        "ask",
        {"question": "Well?"},
        "question",
    )
    stood = {name: [status for _, status, _ in visits] for name, visits in rows(run).items()}
    assert (stood["items"], stood["next"], stood["ask"]) == (["finished"], ["finished"], ["paused"])
    assert "join" not in stood
    run.resume(value="yes")
    assert run.until("interrupted")["interrupt"]["value"] == {"question": "Sure?"}
    run.resume(value="sure")
    run.finished()
    assert set(Counter(line["key"] for line in run.ledger("item")).values()) == {1}
    assert rows(run)["ask"][0][1:] == ("finished", 1), "a question is no attempt"


def test_two_branches_ask_and_a_pause_comes_between(server: Server):
    """Each question gets its own answer; who stops the run while one stands lets it be asked again."""
    asks = [[node(name, "asks", questions=[name], between="")] for name in ("one", "two")]
    run = server.run(block(*asks, [node("slow", "waits", safe=True)], state={"asked": "last", "answers": "merge"}))
    until(lambda: any("asks a question" in line for line in run.messages()), what="the first question")
    assert run.paused()["reason"] == "paused"
    run.resume()
    run.open_gate()
    for _ in range(2):
        asked = run.until("interrupted")["interrupt"]
        assert asked["value"] == {"question": asked["node"]}
        run.resume(value=f"to {asked['node']}")
    assert run.finished()["answers"] == {"one": "to one", "two": "to two"}


def test_the_first_that_succeeds_is_enough_where_failures_may_finish(server: Server):
    bad, well = [node("bad", "raises")], [node("slow", "waits", safe=True)]
    run = server.run(block(bad, well, wait="any", on_error="finish", after=[node("on", "counts")]))
    run.began()
    until(lambda: rows(run).get("bad", [(0, "", 0)])[0][1] == "failed", what="the failure")
    assert run.status == "running"
    run.open_gate()
    assert run.finished() == {"gate": "go", "n": 1}
    (error,) = run.query("SELECT error_json FROM visits WHERE node_id = 'bad'")
    assert "a plain mistake" in error[0]


def test_a_branch_that_heeds_no_limit_is_ended_by_force_and_the_others_go_on(server: Server):
    deaf = [node("deaf", "waits", data={"timeout": 0.5, "onTimeout": "continue"})]
    run = server.run(block(deaf, [node("items", "adds_up", count=300, seconds=0.01)]))
    assert run.finished()["n"] == 1
    visited = rows(run)
    assert visited["deaf"][0][1] == "skipped"
    assert visited["items"][0][1:] == ("finished", 2), (run.events(), run.left())
    assert {line["attempt"] for line in run.ledger("item")} == {1, 2}


def test_a_node_with_a_process_of_its_own_waits_until_the_others_rest(server: Server):
    own = [node("own", "returns", own=1, data={"isolate": True})]
    run = server.run(block(own, [node("a", "counts"), node("b", "counts")], after=[node("on", "returns", on=1)]))
    assert run.finished() == {"own": 1, "n": 2, "on": 1}
    pids = {line["node"]: line["pid"] for line in run.ledger("node")}
    assert pids["a"] == pids["b"]
    assert len({pids["a"], pids["own"], pids["on"]}) == 3
    assert [attempt for _, _, attempt in run.query("SELECT visit, node_id, attempt FROM visits")] == [1] * 8


def test_blocks_inside_of_blocks(server: Server):
    flow = block([node("a", "returns", a=1)], [node("b", "returns", b=1)], after=[node("on", "returns", on=1)])
    inner = {"id": "inner", "type": "parallel"}
    flow["nodes"] += [inner, {"id": "meet", "type": "join"}, node("c", "returns", c=1), node("d", "returns", d=1)]
    (into,) = [edge for edge in flow["edges"] if edge["source"] == "a"]
    into["target"] = "inner"
    ways = [("inner", "c"), ("inner", "d"), ("c", "meet"), ("d", "meet"), ("meet", "join")]
    flow["edges"] += [{"source": source, "target": target} for source, target in ways]
    run = server.run(flow)
    assert run.finished() == {"a": 1, "b": 1, "c": 1, "d": 1, "on": 1}
    assert {name: len(visits) for name, visits in rows(run).items()} == dict.fromkeys(
        ["start", "split", "a", "b", "inner", "c", "d", "meet", "join", "on", "end"], 1
    )


def test_a_run_is_forked_while_both_branches_are_at_work(server: Server):
    run = server.run(block([node("a", "waits")], [node("items", "adds_up", count=200, seconds=0.01)]), x=1)
    run.done(20)
    answer = server.post(f"/runs/{run.id}/fork", {"updates": {"x": 2}})
    assert answer.status_code == 201, answer.text
    fork = Run(server, answer.json()["thread_id"])
    until(lambda: fork.row_status() == "running", what="the fork")
    fork.open_gate()
    values = fork.hurry().finished()
    assert (values["x"], values["n"]) == (2, 1)
    run.open_gate()
    assert run.hurry().finished()["x"] == 1


def test_a_pause_while_the_last_node_works_stops_before_the_end(server: Server):
    flow = cycle(block([node("count", "counts", key="k")], [node("slow", "waits", tells=True)]), "count", "count", 1)
    run = server.run(flow)
    run.began()
    until(lambda: "more" in rows(run), what="the first round")
    run.pause()
    run.heard()
    run.open_gate()
    facts = run.until("interrupted")
    assert facts["current_nodes"] == ["end"]
    run.resume()
    assert run.finished() == {"k": 1, "gate": "go"}
    assert rows(run)["end"] == [(7, "finished", 1)]


def test_a_pause_stops_before_a_condition_which_sees_what_is_changed_meanwhile(server: Server):
    flow = cycle(
        block([node("slow", "waits", tells=True)], [node("b", "returns", b=1)], state={"k": "last"}), "slow", "slow", 1
    )
    run = server.run(flow, k=0)
    run.began()
    run.pause()
    run.heard()
    run.open_gate()
    facts = run.until("interrupted")
    assert facts["current_nodes"] == ["more"]
    run.resume(updates={"k": 1})
    assert run.finished() == {"k": 1, "gate": "go", "b": 1}
    assert [status for _, status, _ in rows(run)["slow"]] == ["finished"]
