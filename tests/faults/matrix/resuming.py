"""Runs that come back to something else than they left, or are stopped at odd moments: F-49, F-50, F-53, F-54."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from faults.matrix import fault
from faults.stage import Stage
from support.run import Run, chain, node
from support.wait import patient, until

MODULE = """
from workflow_engine import register_function

@register_function("pinned.{name}")
def pinned(state):
    return {{"said": {said!r}}}
"""


@fault("F-49", many=5)
def changed_under_it(stage: Stage) -> None:
    """A function is removed, then changed, while its run is paused: a clear code, the run kept, then it goes on."""
    server = stage.server
    module = server.flows / "pinned.py"
    name = f"n{stage.chance.randrange(10**9)}"
    module.write_text(MODULE.format(name=name, said="before"))
    run = server.run(chain(node("ask", "asks", questions=["go on"]), node("say", code_ref=f"pinned.{name}")))
    run.until("interrupted")
    module.unlink()
    run.resume(value="yes")
    error = run.failed()
    assert (error["code"], bool(error["hint"])) == ("UNKNOWN_FUNCTION", True)
    assert run.ledger() != []
    module.write_text(MODULE.format(name=name, said="after"))
    run.resume()
    assert run.finished()["said"] == "after"
    assert run.events("code_changed")


@fault("F-50", many=5)
def unreadable_checkpoint(stage: Stage) -> None:
    """An undecodable checkpoint costs its own run only, says so, and an older one can be forked."""
    server = stage.server
    flow = server.flow(chain(node("one", "counts"), node("ask", "asks", questions=["go on"]), node("two", "counts")))
    damaged, sound = [server.run(flow) for _ in range(2)]
    for run in (damaged, sound):
        run.until("interrupted")
        run.left()
    newest = "(SELECT max(checkpoint_id) FROM checkpoints)"
    _change(damaged.paths.db, f"UPDATE checkpoints SET body = x'c1c1c1' WHERE checkpoint_id = {newest}")
    for run in (damaged, sound):
        run.resume(value="yes")
    error = damaged.failed()
    assert (error["code"], bool(error["hint"])) == ("CHECKPOINT_UNREADABLE", True), error
    assert sound.finished()["n"] == 2
    older = damaged.server.get(f"/runs/{damaged.id}/checkpoints")["items"][1]["checkpoint_id"]
    forked = damaged.post("fork", checkpoint_id=older)
    assert forked.status_code == 201, forked.text
    fork = Run(server, forked.json()["thread_id"])
    fork.until("interrupted")
    fork.resume(value="yes")
    assert fork.finished()["n"] == 2


@fault("F-53", many=5, own=True, waits=15)
def poison_row(stage: Stage) -> None:
    """One row that cannot be read, at a start: that run is flagged, every other one recovers."""
    server = stage.new(grace=2).start()
    flow = server.flow(chain(node("map", "maps", count=40, seconds=0.01), node("wait", "waits")))
    runs = [server.run(flow) for _ in range(4)]
    for run in runs:
        run.done(3)
    server.kill_all()
    poisons = [("reason", "nonsense"), ("interrupt_json", "{not json")]
    before = {column: _value(server.home.db, runs[n].id, column) for n, (column, _) in enumerate(poisons)}
    for n, (column, value) in enumerate(poisons):
        _change(server.home.db, f"UPDATE runs SET {column} = ? WHERE thread_id = ?", value, runs[n].id)
    server.start()
    for run in runs[2:]:
        run.open_gate()
        assert run.finished(timeout=30)["count"] == 40
    for n, (column, _) in enumerate(poisons):
        answer = server.client.get(f"/runs/{runs[n].id}")
        assert answer.status_code < 500, (column, answer.text)
        assert server.client.get("/runs").status_code == 200
        _change(server.home.db, f"UPDATE runs SET {column} = ? WHERE thread_id = ?", before[column], runs[n].id)
        runs[n].open_gate()
    for run in runs[:2]:
        assert run.finished(timeout=60)["count"] == 40


def _change(path: Path, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(path, timeout=patient(10))) as con:
        con.execute(sql, values)
        con.commit()


def _value(path: Path, thread_id: str, column: str) -> Any:
    with closing(sqlite3.connect(path, timeout=patient(10))) as con:
        return con.execute(f"SELECT {column} FROM runs WHERE thread_id = ?", [thread_id]).fetchone()[0]


@fault("F-54", many=10)
def stopped_at_odd_moments(stage: Stage) -> None:
    """Pause and cancel during start-up, retry's back-off, recovery and a question: in effect, resumable, once."""
    server = stage.server
    slowly = {"retry": {"maxAttempts": 3, "delay": 60}}
    flows = {
        "starting": server.flow(chain(node("a", "counts"))),
        "backing off": server.flow(chain(node("bad", "raises", data=slowly))),
        "recovering": server.flow(chain(node("bad", "kills_itself"))),
        "asking": server.flow(chain(node("ask", "asks", questions=["q"]))),
    }
    ready = {
        "starting": lambda _run: True,
        "backing off": lambda run: any("Attempt 1 failed" in text for text in run.messages()),
        "recovering": lambda run: len(run.events("crash")) == 3,  # the next attempt is 4 s away
        "asking": lambda run: run.status == "interrupted",
    }
    for moment, flow in flows.items():
        paused, cancelled = [server.run(flow) for _ in range(2)]
        # Each at once: such moments pass.
        until(lambda run=paused, moment=moment: ready[moment](run), 20, moment)
        answer = paused.post("pause").status_code
        until(lambda run=cancelled, moment=moment: ready[moment](run), 20, moment)
        cancelled.post("cancel")
        if moment == "asking":
            assert answer == 409
        else:
            assert answer == 202 or (moment == "starting" and paused.status == "finished")
            paused.until(*(["interrupted", "finished"] if moment == "starting" else ["interrupted"]))
        cancelled.until(*(["cancelled", "finished"] if moment == "starting" else ["cancelled"]))
        if paused.status == "interrupted":
            paused.resume(**({"value": 1} if moment == "asking" else {}))
            until(lambda run=paused: run.status != "interrupted", what="a resumed run")
        if moment in ("starting", "asking"):
            paused.finished()
            assert len([line for line in paused.ledger() if line["what"] == "node"]) <= (2 if moment == "asking" else 1)
        else:
            paused.cancel()
            paused.until("cancelled")
