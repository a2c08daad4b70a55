"""Workers that die, and what they leave: F-01 to F-05, F-36 to F-38."""

import signal
import threading
from contextlib import suppress
from time import perf_counter

import psutil

from faults.matrix import fault
from faults.stage import Stage
from support.processes import alive
from support.run import Run, chain, node
from support.wait import patient, until

ITEMS_PER_KILL = 40
BACK_WITHIN_S = 5.0


@fault("F-01", few=5, many=300)
def killed_at_random(stage: Stage) -> None:
    """Worker killed at a random time: back within 5 s, the result as if nothing had been."""
    count = max(60, stage.rounds * ITEMS_PER_KILL)
    back: list[float] = []
    while not back:  # on a busy machine a run may be over before its first kill
        run = _struck_at_random(stage, count, back)
    state = run.finished(timeout=120)
    assert (state["n"], state["count"]) == (2, count)
    whole = run.values()
    assert [row["square"] for row in whole["rows"]] == [number**2 for number in range(count)]
    back.sort()
    stage.figures |= {"kills": len(run.events("crash")), "back p50": back[len(back) // 2], "back max": back[-1]}
    stage.figures["items again"] = len(run.ledger("item")) - count
    # Behind a second death without progress there are 2 s of patience; nothing is counted from that.
    assert back[len(back) // 2] < patient(BACK_WITHIN_S)


def _struck_at_random(stage: Stage, count: int, back: list[float]) -> Run:
    """A run whose worker was killed; appends to `back` how many seconds each time passed until user code ran again."""
    loop = node("map", "maps", count=count, seconds=0.005, workers=3)
    run = stage.server.run(chain(node("one", "counts"), loop, node("after", "counts")))
    for _ in range(stage.rounds):
        steps = run.decided()
        until(lambda at=steps: run.decided() > at or run.status == "finished", 60, "progress that counts")
        threading.Event().wait(stage.chance.random() * 0.08)
        until(lambda: run.status in ("running", "finished"), 60, "a run that runs")
        if run.status == "finished":
            break
        dead = _strike(run)
        if dead is None:
            break
        begun, lines = perf_counter(), len(run.ledger())
        if stage.chance.random() < 0.3:  # once more, while the next one is starting
            until(lambda gone=dead: _pid(run) not in (None, gone) or run.status == "finished", 30, "the next worker")
            begun = perf_counter()
            if _strike(run) is None:
                break
        until(lambda at=lines: len(run.ledger()) > at or run.status == "finished", 60, "user code again")
        back.append(perf_counter() - begun)
    return run


def _strike(run: Run) -> int | None:
    """Kill its worker. None: the run was finished before we could."""
    until(lambda: _pid(run) or run.status == "finished", 30, "a worker")
    pid = _pid(run)
    if pid is not None:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()
        until(lambda: not alive(pid), 30, "a dead worker")
    return pid


def _pid(run: Run) -> int | None:
    return (run.facts["process"] or {}).get("pid")


@fault("F-02", few=4, many=80, disk=True)
def killed_at_a_write(stage: Stage) -> None:
    """Worker killed exactly at its nth write or sync of run.db or workflow.db: at most one repeat."""
    disk = stage.disk()
    server = disk.under(stage.new(warm_workers=2)).start()
    flow = server.flow(chain(node("one", "counts"), node("map", "maps", count=3, seconds=0), node("two", "counts")))
    points = [(path, nth) for path in ("run.db", "workflow.db") for nth in range(1, 60)]
    chosen = points if stage.rounds >= len(points) // 2 else stage.chance.sample(points, stage.rounds)
    missed, struck = set(), 0
    for path, nth in sorted(chosen):
        if path in missed:
            continue
        mark = disk.rule("kill", "worker", "wst", path, nth)
        run = server.run(flow)
        state = run.finished(timeout=30)
        assert (state["n"], state["count"]) == (2, 3), (path, nth)
        if mark.exists():
            struck += 1
            executed = [(line["what"], line["visit"], line.get("key")) for line in run.ledger()]
            assert all(executed.count(each) <= 2 for each in executed), (path, nth)
            assert len(run.events("crash")) <= 1, (path, nth)
        else:
            missed.add(path)  # the run made fewer calls
        disk.heal()
    assert struck
    stage.figures |= {"points": struck, "beyond the last": len(missed)}


@fault("F-03", many=10)
def left_without_result(stage: Stage) -> None:
    """`os._exit` and `sys.exit` in a node: never taken for success."""
    server = stage.server
    left = {code: server.run(node("leave", "exits", code=code, once=True)) for code in (0, 7)}
    said = server.run(node("bye", "says_goodbye", code=0))
    for code, run in left.items():
        assert run.finished() == {"survived": "exits"}
        words = "left without a result" if code == 0 else "exited with code 7"
        assert words in run.events("crash")[0][1]["message"]
    assert said.failed()["code"] == "USER_CODE_ERROR"


@fault("F-04", many=10)
def native_death(stage: Stage) -> None:
    """Segfault and abort: the signal named, its stack in stderr.log, another run untouched."""
    server = stage.server
    other = server.run(node("map", "maps", count=60, seconds=0.01, holds_from=30))
    ways = {"segfaults": {}, "kills_itself": {"number": int(signal.SIGABRT)}}
    runs = {mode: server.run(node("bad", mode, once=True, **args)) for mode, args in ways.items()}
    for mode, name in (("segfaults", "SIGSEGV"), ("kills_itself", "SIGABRT")):
        assert runs[mode].finished() == {"survived": mode}
        assert name in runs[mode].events("crash")[0][1]["message"]
        assert "Fatal Python error" in runs[mode].paths.stderr.read_text()
    assert other.hurry().finished()["count"] == 60
    assert len(other.left()) == 1


@fault("F-05", many=5)
def out_of_memory(stage: Stage) -> None:
    """MemoryError fails the node; a kill for memory is named so, and borne more often than a crash."""
    server = stage.server
    refused = server.run(node("eat", "raises", what="memory"))
    killed = server.run(node("eat", "kills_itself"))
    error = refused.failed()
    assert error["code"] == "OUT_OF_MEMORY" or "MemoryError" in error["message"], error
    until(lambda: len(killed.events("crash")) == 4, 60, "more kills than crashes are borne")
    facts = killed.facts
    assert (facts["status"], facts["reason"]) == ("recovering", "crash")
    assert "memory" in facts["attempts"][-1]["exit_reason"], facts
    assert len(killed.ledger()) == 4
    killed.cancel()
    killed.until("cancelled")


@fault("F-36", many=10)
def lingering(stage: Stage) -> None:
    """A leftover thread, executor, event loop or exit hook does not hold the end."""
    ways = ("thread", "executor", "atexit", "loop")
    runs = [stage.server.run(node("stay", "lingers", how=how)) for how in ways]
    for run in runs:
        run.finished()
        pid = run.left()[0]["pid"]
        until(lambda pid=pid: not alive(pid), 30, "its end")
        assert len(run.left()) == 1


@fault("F-37", many=10)
def children_of_the_dead(stage: Stage) -> None:
    """Forks, sessions and spawned children end with their worker; strangers do not; the run is back at once."""
    server = stage.server
    bystander = psutil.Popen(["sleep", "600"])
    server.stranger(bystander.pid)
    ways = ("fork_session", "multiprocessing")
    runs = [server.run(node("leave", "leaves_child", how=how, once=True, then="kills")) for how in ways]
    for run, how in zip(runs, ways, strict=True):
        run.finished()
        child = server.stranger(int(run.paths.outputs.joinpath(f"child-{how}").read_text()))
        until(lambda pid=child: not alive(pid), 30, "a dead child")
    assert bystander.is_running()
    bystander.kill()
    bystander.wait()


@fault("F-38", many=10)
def forked_in_a_transaction(stage: Stage) -> None:
    """A forked child that returns, raises, exits or writes leaves the run's databases alone."""
    server = stage.server
    loops = {how: server.run(node("fork", "forks", how=how)) for how in ("returns", "exits", "raises")}
    nodes = {how: server.run(node("fork", "forks_in_node", how=how)) for how in ("returns", "exits", "writes")}
    for run in loops.values():
        assert run.finished()["children"] == 20
    for how, run in nodes.items():
        state = run.finished()
        assert "child_status" in state, how
        assert not {"returned_by", "written_by"} & set(state), how
        assert [kind for kind, _ in run.events()] == ["start", "finish"], how
        assert len(run.ledger()) == 1
