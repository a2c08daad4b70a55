"""Many runs that crash together: F-52."""

from time import perf_counter
from typing import Any

from faults.matrix import fault
from faults.stage import Stage
from support.run import chain, node
from support.wait import until
from workflow_engine_supervisor.supervision.circuit_breaker import RUNS

#: So many a minute once it is open and those under way have ended.
RESTARTS = 10


@fault("F-52", few=RUNS + 1, many=30, own=True, waits=30)
def crashing_together(stage: Stage) -> None:
    """Runs that share a broken dependency: restarts become few, none is given up, and all finish after the fix."""
    server = stage.new(max_active_runs=stage.rounds, warm_workers=2).start()
    flow = server.flow(chain(node("wait", "waits", gate="go"), node("bad", "dies_unless_mended")))
    runs = [server.run(flow) for _ in range(stage.rounds)]
    for run in runs:
        run.began()
    for run in runs:
        run.open_gate()

    until(lambda: sum(len(run.events("crash")) for run in runs) >= RUNS, 60, "crashes")
    until(lambda: server.get("/system")["degraded"], 30, "an open breaker")
    until(lambda: server.get("/system")["workers"]["active"] == 0, 40, "the last of those that were under way")
    begun, before = perf_counter(), _crashes(runs)
    seconds = 7.0 if stage.rounds < 10 else 60.0
    until(lambda: perf_counter() - begun > seconds, seconds + 5)
    crashed = _crashes(runs) - before
    assert crashed <= RESTARTS * seconds / 60 + 1, f"{crashed} crashes in {seconds:.0f} s"
    assert not any(run.status == "error" for run in runs), "nobody is given up for what concerns all"
    (server.flows / "mended").touch()
    if stage.rounds < 10:  # until the breaker closes, each of them waits for its turn
        until(lambda: any(run.status == "finished" for run in runs), 40, "a probe that finished")
        for run in runs:
            run.post("cancel")
    else:
        for run in runs:
            assert run.finished(timeout=40 + 7 * len(runs))["mended"] is True
    stage.figures |= {"runs": len(runs), f"crashes in {seconds:.0f} s": crashed}


def _crashes(runs: list[Any]) -> int:
    return sum(len(run.events("crash")) for run in runs)
