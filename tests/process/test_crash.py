"""Workers that die, one way or another: the run goes on by itself, does nothing twice, and says what happened."""

import os
import signal

import psutil
import pytest

from support.processes import alive
from support.run import chain, node
from support.server import Made, Server
from support.wait import until
from workflow_engine_shared.locks import is_held


def test_a_killed_worker_costs_nothing_that_was_done(server: Server):
    flow = chain(node("one", "returns", one=1), node("two", "waits"), node("three", "counts"))
    run = server.run(flow)
    run.began()

    killed = run.kill()
    run.open_gate()

    assert run.finished()["n"] == 1
    done = [(line["node"], line["attempt"]) for line in run.ledger()]
    assert done == [("one", 1), ("two", 1), ("two", 2), ("three", 1)]
    two = [line["idempotency"] for line in run.ledger() if line["node"] == "two"]
    assert two[0] == two[1]
    kinds = [kind for kind, _ in run.events()]
    assert kinds == ["start", "crash", "restart", "finish"]
    attempts = run.left()
    assert [(each["epoch"], each["exit_code"]) for each in attempts] == [(1, -9), (2, 0)]
    assert (attempts[0]["pid"], "signal 9 (SIGKILL)" in attempts[0]["exit_reason"]) == (killed, True)


DEATHS = [
    ("exits", {"code": 0}, "left without a result (exit code 0)"),
    ("exits", {"code": 7}, "exited with code 7"),
    ("exits", {"code": 75}, "(exit code 75)"),
    ("kills_itself", {}, "killed by signal 9 (SIGKILL)"),
    ("kills_itself", {"number": int(signal.SIGABRT)}, "killed by signal 6 (SIGABRT)"),
    ("segfaults", {}, "killed by signal 11 (SIGSEGV)"),
    ("closes_descriptors", {}, "broke (exit code 70)"),
]


def test_deaths_are_told_in_words_and_survived(servers: Made):
    # Shared by two: so many deaths at once would open the breaker of one, which then tries one run after another.
    both = [servers().start() for _ in "12"]
    after = node("after", "speaks")
    runs = [
        both[place % 2].run(chain(node("bad", mode, once=True, **args), after))
        for place, (mode, args, _) in enumerate(DEATHS)
    ]

    for run, (mode, _, words) in zip(runs, DEATHS, strict=True):
        assert run.finished(timeout=60) == {"survived": mode}
        assert [kind for kind, _ in run.events()] == ["start", "crash", "restart", "finish"]
        assert words in run.events("crash")[0][1]["message"]
        assert words in run.left()[0]["exit_reason"]
        assert "by print" in run.messages(node="after")
        if mode == "segfaults":
            assert "Fatal Python error: Segmentation fault" in run.paths.stderr.read_text()


def test_three_deaths_without_progress_are_a_crash_loop(server: Server):
    run = server.run(node("bad", "dies_talking", lines=["cannot find libshop.so", "giving up"]))

    error = run.failed(timeout=60)

    facts = run.facts
    assert (facts["reason"], error["code"]) == ("crash_loop", "CRASH_LOOP")
    assert "3 times" in error["message"]
    assert "exited with code 3" in error["message"]
    assert error["traceback"].endswith("cannot find libshop.so\ngiving up\n")
    assert len(facts["attempts"]) == len(run.ledger()) == 3
    assert [kind for kind, _ in run.events()] == ["start", "crash", "restart", "crash", "restart", "error"]


def test_a_crash_loop_can_be_resumed_by_hand(server: Server):
    run = server.run(chain(node("gate", "returns"), node("bad", "dies_unless", key="mended")))
    run.failed(timeout=60)

    run.resume(updates={"mended": True})

    assert run.finished()["mended"] is True
    assert len(run.facts["attempts"]) == 4


def test_progress_between_deaths_keeps_a_run_alive(server: Server):
    loop = {
        "nodes": [
            {"id": "start", "type": "start"},
            node("count", "counts"),
            node("die", "kills_itself", once=True),
            {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, 5]}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "count"},
            {"source": "count", "target": "die"},
            {"source": "die", "target": "more"},
            {"source": "more", "target": "count", "data": {"when": True}},
            {"source": "more", "target": "end", "data": {"when": False}},
        ],
    }
    run = server.run(loop)

    assert run.finished(timeout=60)["n"] == 5

    assert len(run.events("crash")) == 5
    assert [line["visit"] for line in run.ledger() if line["node"] == "count"] == [2, 5, 8, 11, 14]


def test_a_worker_that_dies_before_it_takes_its_run(servers: Made):
    server = servers(warm_workers=0).start()
    flow = server.flow(chain(node("a", "returns", done=True)))

    run = server.run(flow)
    first = until(lambda: run.facts["attempts"], what="a worker")[0]["pid"]
    os.kill(first, signal.SIGKILL)  # it needs half a second to import the engine

    assert run.finished() == {"done": True}
    assert [each["exit_code"] for each in run.left()] == [-9, 0]
    assert len(run.ledger()) == 1


def test_a_leftover_thread_does_not_hold_the_end(server: Server):
    run = server.run(node("leave", "leaves_thread"))
    run.finished()

    assert not alive(run.left()[0]["pid"])
    until(lambda: not is_held(run.paths.lock), what="a free lock")


CHILDREN = ["fork", "fork_session", "subprocess", "subprocess_session", "multiprocessing"]


@pytest.mark.parametrize("then", ["returns", "kills"])
def test_nothing_that_a_function_started_outlives_its_worker(server: Server, then: str):
    bystander = psutil.Popen(["sleep", "600"])
    server.stranger(bystander.pid)
    nodes = [node(how, "leaves_child", how=how, once=then == "kills", then=then) for how in CHILDREN]
    run = server.run(chain(*nodes))

    run.finished(timeout=60)

    started = [server.stranger(int(run.paths.outputs.joinpath(f"child-{how}").read_text())) for how in CHILDREN]
    until(lambda: not any(map(alive, started)), what="dead grandchildren")
    until(lambda: not is_held(run.paths.lock), what="a free lock")
    assert len(run.events("crash")) == (len(CHILDREN) if then == "kills" else 0)
    assert bystander.is_running()
    bystander.kill()
    bystander.wait()


def test_a_crash_in_one_run_touches_no_other(server: Server):
    flow = chain(node("wait", "waits"), node("after", "returns", done=True))
    others = [server.run(flow) for _ in range(2)]
    for run in others:
        run.began()
    pids = [run.pid() for run in others]

    bad = server.run(node("bad", "segfaults", once=True))
    bad.finished()

    assert [run.pid() for run in others] == pids
    for run in others:
        run.open_gate()
        assert run.finished() == {"gate": "go", "done": True}
        assert len(run.facts["attempts"]) == 1
