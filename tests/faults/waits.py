"""Runs that wait, carried by real workers without a supervisor: what comes for them is written into their rows.

    python -m faults.waits FOLDER        prints a JSON object, one fact a scenario

This process has one thread and forks the workers, so that killing all of them costs one import.
"""

import contextlib
import itertools
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from faults.start_windows import KILLED, RUN, accept, clock, row_of, take, work
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock, parse_rfc3339, rfc3339
from workflow_engine_shared.paths import Home
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.rows import WorkerRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.store import Transaction
from workflow_engine_shared.storage.workflow.waits import WaitRow
from workflow_engine_shared.vocabulary import SignalType

GOING_ON = {RunStatus.PENDING, RunStatus.RUNNING}
SOURCE = """
import time
from pathlib import Path
from workflow_engine import register_function

@register_function("waits.note")
def note(state, name, fails=False, until=None):
    if fails and not Path("../outputs/mended").exists():
        raise ValueError("not yet")
    while until and not Path(until).exists():
        time.sleep(0.01)
    with Path("../outputs/effects").open("a") as effects:
        effects.write(name + "\\n")
    return {name: state.get("answer")}
"""


def node(name: str, kind: str, **data: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "data": data}


def note(name: str, **args: Any) -> dict[str, Any]:
    return node(name, "python", codeRef="waits.note", args={"name": name, **args})


def chain(*nodes: dict[str, Any], late: str | None = None) -> dict[str, Any]:
    """Nodes one after the other; out of the first leads an edge for time-outs to the one named."""
    drawn = [node("start", "start"), *nodes, node("end", "end")]
    edges = [{"source": one["id"], "target": two["id"]} for one, two in itertools.pairwise(drawn)]
    if late:
        edges.append({"source": nodes[0]["id"], "target": late, "data": {"on": "timeout"}})
    return {"nodes": drawn, "edges": edges}


def block(
    *branches: list[dict[str, Any]], after: list[dict[str, Any]], on_error: str = "stop", **join: Any
) -> dict[str, Any]:
    """Branches side by side, and what follows them."""
    inside = [each for branch in branches for each in branch]
    outside = [node("split", "parallel", onBranchError=on_error), node("join", "join", **join)]
    whole = chain(*outside, *after)
    edges = [edge for edge in whole["edges"] if edge["source"] != "split"]
    for branch in branches:
        ways = ["split", *(each["id"] for each in branch), "join"]
        edges += [{"source": one, "target": two} for one, two in itertools.pairwise(ways)]
    return {"nodes": [*whole["nodes"], *inside], "edges": edges}


class Stage:
    """A home with one run."""

    def __init__(self, folder: Path, flow: dict[str, Any], **given: Any) -> None:
        folder.mkdir()
        self.home: Home = accept(folder, flow, SOURCE, json.dumps(given))

    def copied(self, folder: Path) -> "Stage":
        """The same home, elsewhere."""
        found = object.__new__(Stage)
        found.home = Home(shutil.copytree(self.home.root, folder))
        return found

    def take(self, moment: int | None = None) -> int | None:
        """Have a worker carry the run on, if it goes on at all."""
        return take(self.home, moment) if row_of(self.home).status in GOING_ON else None

    @contextlib.contextmanager
    def beside(self, *, ahead: timedelta = timedelta(0)) -> Iterator[int]:
        """A worker is at work inside, perhaps with a clock that is ahead; it has left behind."""
        with self.change() as tx:
            epoch = tx.claim_run(RUN)
            assert epoch is not None
            tx.insert_worker(WorkerRow(RUN, epoch, f"i{epoch}", os.getpid(), 0.0, clock.now(), None, None, None))
        pid = os.fork()
        if pid == 0:
            usual = SystemClock.now
            SystemClock.now = lambda self: rfc3339(parse_rfc3339(usual(self)) + ahead)  # type: ignore[method-assign]
            work(self.home, epoch, None)
        yield pid
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    @contextlib.contextmanager
    def change(self) -> Iterator[Transaction]:
        store = SqliteStore.attach(self.home.db)
        try:
            with store.write() as tx:
                yield tx
        finally:
            store.close()

    @property
    def rows(self) -> dict[str, WaitRow]:
        """What it waits for or waited for, by node; the newest of each."""
        with self.change() as tx:
            return {row.node_id: row for row in tx.waits_of(RUN)}

    def stands(self) -> dict[str, str]:
        return {name: row.state.value for name, row in self.rows.items()}

    def meet(self, name: str, how: str, value: Any = None) -> bool:
        key = self.rows[name].key
        with self.change() as tx:
            return tx.meet(RUN, key, {"how": how, "value": value}, clock.now()) is not None

    def ask(self, command: Any, **payload: Any) -> None:
        with self.change() as tx:
            tx.insert_command(RUN, command, payload, clock.now())
            if command is SignalType.RESUME_REQUEST:
                assert tx.run_queued(RUN, clock.now())

    @property
    def status(self) -> list[str | None]:
        row = row_of(self.home)
        return [row.status.value, row.reason.value if row.reason else None]

    @property
    def effects(self) -> list[str]:
        """What the run did, in order."""
        path = self.home.run(RUN).outputs / "effects"
        return path.read_text().split() if path.exists() else []

    def query(self, sql: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.home.run(RUN).db)) as con:
            return con.execute(sql).fetchall()

    @property
    def visits(self) -> dict[str, list[Any]]:
        """The newest visit of each node: how it stands, its attempt."""
        return {
            name: [status, attempt]
            for name, status, attempt in self.query("SELECT node_id, status, attempt FROM visits")
        }

    def unprocessed(self) -> int:
        with self.change() as tx:
            return len(tx.waiting_commands(RUN))


FORM = node(
    "ask", "form", title={"cat": ["Go, ", {"var": "who"}, "?"]}, show={"state": ["who", "key"]}, outputKey="answer"
)


def side_by_side(folder: Path) -> Any:
    """A form, a message and a short timer beside work; each is met while or after that goes on."""
    paid = node("paid", "wait", message="paid", correlation={"var": "who"}, outputKey="sum")
    slow = note("slow", until="go")
    nap = node("nap", "wait", seconds=0.2)
    flow = block([slow], [FORM, note("told")], [paid], [nap, note("woken")], after=[note("last")])
    stage, facts = Stage(folder, flow, who="Ann"), {}
    with stage.beside():
        until(lambda: "woken" in stage.effects, what="a timer beside a form and work")
        facts["open"] = {name: (row.kind.value, row.correlation, row.state.value) for name, row in stage.rows.items()}
        facts["body"] = stage.rows["ask"].body
        facts["running"] = stage.status
        assert stage.meet("ask", "answer", {"ok": True})
        assert not stage.meet("ask", "answer", {"ok": False})
        until(lambda: "told" in stage.effects, what="an answer while a branch is at work")
        (stage.home.run(RUN).work / "go").touch()
    facts["left"] = [stage.status, stage.effects, stage.visits["paid"]]
    assert stage.meet("paid", "message", {"sum": 5})
    assert stage.take() == 0
    return {
        **facts,
        "end": stage.status,
        "effects": stage.effects,
        "stands": stage.stands(),
        "open_at_end": stage.query("SELECT * FROM waits"),
        "unprocessed": stage.unprocessed(),
    }


def before_it_leaves(folder: Path) -> Any:
    """A worker dies at each moment before it leaves; what comes before them belongs to every start: `start_windows`."""
    told: list[Any] = []
    for moment in itertools.count(12):
        stage = Stage(folder.with_name(f"{folder.name}-{moment}"), chain(FORM, note("done")), who="Ann")
        code = stage.take(moment)
        stage.take()
        with stage.change() as tx:
            armed = len(tx.open_waits_of(RUN))
        told.append([code, stage.status, stage.visits["ask"], armed, stage.effects])
        if code != KILLED:
            return told
    raise AssertionError


def behind_an_answer(folder: Path) -> Any:
    """A worker dies at each moment between an answer and the end."""
    first = Stage(folder, chain(FORM, note("done")), who="Ann")
    assert first.take() == 0
    assert first.meet("ask", "answer", {"ok": True})
    told: list[Any] = []
    for moment in itertools.count(6):
        stage = first.copied(folder.with_name(f"{folder.name}-{moment}"))
        code = stage.take(moment)
        stage.take()
        told.append([code, stage.status, stage.visits["ask"], stage.effects, stage.unprocessed()])
        if code != KILLED:
            return told
    raise AssertionError


def ten_hours(folder: Path) -> Any:
    """A form and a timer for hours, nobody there meanwhile; the next worker's clock is ten hours on."""
    hours = node("hours", "wait", seconds=36_000)
    stage = Stage(folder, block([FORM], [hours, note("woken")], after=[note("last")]), who="Ann")
    assert stage.take() == 0
    facts: dict[str, Any] = {
        "left": stage.status,
        "due": stage.query("SELECT wait_json FROM waits WHERE wait_json LIKE '%timer%'"),
    }
    assert stage.meet("ask", "answer", {"ok": True})
    with stage.beside(ahead=timedelta(hours=10, seconds=1)):
        pass
    return facts | {"end": stage.status, "effects": stage.effects, "stands": stage.stands(), "visits": stage.visits}


def early(folder: Path) -> Any:
    """The same, a minute too early: the run waits on, for the same time."""
    stage = Stage(folder, chain(node("hours", "wait", seconds=36_000), note("woken")))
    assert stage.take() == 0
    due = stage.rows["hours"].due_at
    stage.ask(SignalType.RESUME_REQUEST)
    with stage.beside(ahead=timedelta(hours=9, minutes=58)):
        pass
    return {
        "status": stage.status,
        "same": stage.rows["hours"].due_at == due,
        "effects": stage.effects,
        "visit": stage.visits["hours"],
    }


def deadline(folder: Path) -> Any:
    """Nobody answers in time, and the edge for that is taken; an answer behind it is refused."""
    flow = chain({**FORM, "data": {**FORM["data"], "deadline": 0.3}}, note("done"), note("late"), late="late")
    stage = Stage(folder, flow, who="Ann")
    assert stage.take() == 0
    late = stage.meet("ask", "answer", {"ok": True})
    return {
        "end": stage.status,
        "effects": stage.effects,
        "late": late,
        "how": stage.rows["ask"].how,
        "visit": stage.visits["ask"],
    }


def again(folder: Path) -> Any:
    """Nothing comes in time, and no edge leads on: the run fails; resumed, it waits anew."""
    limit = patient(1)  # the second wait is met in time, however busy the machine
    stage = Stage(folder, chain(node("paid", "wait", message="paid", timeout=limit, outputKey="answer"), note("done")))
    assert stage.take() == 0
    facts = {"failed": stage.status}
    with stage.change() as tx:
        key = {row.state.value: row.key for row in tx.waits_of(RUN)}["met"]
    stage.ask(SignalType.RESUME_REQUEST)
    with stage.beside():
        until(lambda: stage.rows["paid"].key != key and stage.stands()["paid"] == "armed", what="another wait")
        assert stage.meet("paid", "message", 5)
    return facts | {"end": stage.status, "effects": stage.effects, "visit": stage.visits["paid"]}


def asked_to_stop(folder: Path) -> Any:
    """A pause is heeded while a short time is waited for, and so is a cancel."""
    stage = Stage(folder, block([node("nap", "wait", seconds=25)], [FORM], after=[note("last")]), who="Ann")
    with stage.beside():
        until(lambda: "ask" in stage.rows, what="the form")
        stage.ask(SignalType.PAUSE_REQUEST)
    facts: dict[str, Any] = {"paused": stage.status, "visits": stage.visits}
    assert stage.meet("ask", "answer", {"ok": True})
    facts["still"] = stage.status
    stage.ask(SignalType.RESUME_REQUEST)
    with stage.beside():
        until(lambda: stage.visits["ask"][0] == "finished", what="the answer of before the resume")
        stage.ask(SignalType.CANCEL_REQUEST)
    return facts | {"end": stage.status, "stands": stage.stands(), "effects": stage.effects}


def not_wanted(folder: Path) -> Any:
    """The first branch is enough: what the others waited for, nobody may meet any more."""
    stage = Stage(folder, block([FORM], [note("quick", until="go")], after=[note("last")], wait="any"), who="Ann")
    with stage.beside():
        until(lambda: "ask" in stage.rows, what="the form")
        (stage.home.run(RUN).work / "go").touch()
    return {
        "end": stage.status,
        "stands": stage.stands(),
        "effects": stage.effects,
        "met": stage.meet("ask", "answer", 1),
    }


def beside_a_failure(folder: Path) -> Any:
    """A branch fails; what is answered meanwhile has its effect once the run is resumed."""
    stage = Stage(folder, block([FORM, note("told")], [note("bad", fails=True)], after=[note("last")]), who="Ann")
    assert stage.take() == 0
    facts: dict[str, Any] = {"failed": stage.status}
    if "ask" in stage.rows:
        assert stage.meet("ask", "answer", {"ok": True})
    facts["armed"] = "ask" in stage.rows
    (stage.home.run(RUN).outputs / "mended").touch()
    stage.ask(SignalType.RESUME_REQUEST)
    assert stage.take() == 0
    if not facts["armed"]:
        assert stage.meet("ask", "answer", {"ok": True})
        assert stage.take() == 0
    return facts | {"end": stage.status, "effects": sorted(stage.effects)}


def finishing(folder: Path) -> Any:
    """A branch fails, and the others may go on to the join: short times are waited for, people are not."""
    nap = [node("nap", "wait", seconds=0.3), note("woken")]
    flow = block([note("bad", fails=True)], nap, [FORM, note("told")], after=[note("last")], on_error="finish")
    stage = Stage(folder, flow, who="Ann")
    assert stage.take() == 0
    facts = [stage.status, stage.effects, stage.stands()]
    assert stage.meet("ask", "answer", {"ok": True})
    (stage.home.run(RUN).outputs / "mended").touch()
    stage.ask(SignalType.RESUME_REQUEST)
    assert stage.take() == 0
    return [*facts, stage.status, sorted(stage.effects)]


def again_and_again(folder: Path) -> Any:
    """A loop of short times: nothing of it is left, and nobody else hears of it."""
    flow = chain(node("nap", "wait", seconds=0.01), node("more", "condition", expr={"<": [{"var": "n"}, 1]}))
    flow["edges"][2:] = [
        {"source": "more", "target": "nap", "data": {"when": True}},
        {"source": "more", "target": "end"},
    ]
    stage = Stage(folder, flow | {"limits": {"maxSteps": 41}})
    assert stage.take() == 0
    with stage.change() as tx:
        rows = len(tx.waits_of(RUN))
    return [stage.status, stage.query("SELECT count(*) FROM visits")[0][0], rows]


SCENARIOS = (
    finishing,
    again_and_again,
    side_by_side,
    before_it_leaves,
    behind_an_answer,
    ten_hours,
    early,
    deadline,
    again,
    asked_to_stop,
    not_wanted,
    beside_a_failure,
)


def main() -> None:
    folder = Path(sys.argv[1])
    print(json.dumps({each.__name__: each(folder / each.__name__) for each in SCENARIOS}))


if __name__ == "__main__":
    main()
