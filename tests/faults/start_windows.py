"""A worker is killed at every moment before its run's first code that leaves something on the disk; another takes over.

    python -m faults.start_windows FOLDER        prints a JSON list, one object a moment

The moments are the calls that sync, rename or commit, each just before it and just after it. This process has one
thread and forks the workers, so that killing all of them costs one import.
"""

import contextlib
import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from faults.power.workload import SilentReport
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.sqlite import database
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow.moves import Lost
from workflow_engine_shared.storage.workflow.rows import RunRow, WorkerRow
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.functions.os_fork_guard import own_this_process
from workflow_engine_worker.runs.ahead import Ahead
from workflow_engine_worker.runs.worker import RunWorker

RUN = "r1"
KILLED = -signal.SIGKILL
MOST_MOMENTS = 200
SOURCE = """
from pathlib import Path
from workflow_engine import register_function

@register_function("windows.work")
def work(state):
    with Path("../outputs/effects").open("a") as effects:
        effects.write("done\\n")
    return {"done": True}
"""
FLOW = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "work", "type": "python", "data": {"codeRef": "windows.work"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}],
}
clock = SystemClock()


class Doomed:
    """Kills its process at the moment of this number; before that it counts."""

    def __init__(self, moment: int) -> None:
        self._left = moment

    def pass_by(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def doomed(*given: Any, **named: Any) -> Any:
            self.pass_by()
            done = call(*given, **named)
            self.pass_by()
            return done

        return doomed

    @contextlib.contextmanager
    def transaction(self, con: Connection) -> Iterator[None]:
        self.pass_by()
        with usual_transaction(con):
            yield
            self.pass_by()
        self.pass_by()


usual_transaction = database.transaction


def accept(folder: Path, flow: dict[str, Any] = FLOW, source: str = SOURCE, given: str = "{}") -> Home:
    """A home with one run, as a supervisor leaves it."""
    flows, home = folder / "flows", Home(folder / "home")
    flows.mkdir()
    (flows / "windows.py").write_text(source)
    home.make()
    store = SqliteStore.open(home.db)
    home.run(RUN).make(lasting=False)
    with store.write() as tx:
        tx.insert_flow("flow", "Flow", clock.now())
        tx.insert_version("flow", flow, {}, clock.now())
        assert tx.insert_run(NewRun(RUN, 1, given, "print", str(flows)), clock.now())
    store.close()
    return home


def take(home: Home, moment: int | None) -> int:
    """Give the run to a worker, which is killed at a moment; returns its exit code."""
    store = SqliteStore.attach(home.db)
    with store.write() as tx:
        row = tx.get_run(RUN)
        if row.status is RunStatus.RUNNING:
            assert tx.run_lost(RUN, Lost(row.epoch, KILLED, "It was killed.", 1, None, clock.now()), clock.now())
        epoch = tx.claim_run(RUN)
        assert epoch is not None, row.status
        tx.insert_worker(WorkerRow(RUN, epoch, f"i{epoch}", os.getpid(), 0.0, clock.now(), None, None, None))
    store.close()
    pid = os.fork()
    if pid == 0:
        work(home, epoch, moment)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def work(home: Home, epoch: int, moment: int | None) -> None:
    """The worker's process."""
    if moment is not None:
        doomed = Doomed(moment)
        os.fsync = doomed.around(os.fsync)
        Path.replace = doomed.around(Path.replace)  # type: ignore[method-assign]
        database.transaction = doomed.transaction
        for name, module in list(sys.modules.items()):
            if name.startswith("workflow_engine") and getattr(module, "transaction", None) is usual_transaction:
                module.transaction = doomed.transaction  # type: ignore[attr-defined]
    own_this_process()
    paths = home.run(RUN)
    paths.make(lasting=False)
    os.chdir(paths.work)
    code = int(WorkerExit.BROKEN)
    try:
        code = RunWorker(Start(str(home.root), RUN, epoch), SilentReport(), Ahead()).run()
    finally:
        os._exit(code)


def row_of(home: Home) -> RunRow:
    store = SqliteStore.attach(home.db)
    try:
        with store.read() as tx:
            return tx.get_run(RUN)
    finally:
        store.close()


def main() -> None:
    told: list[dict[str, Any]] = []
    for moment in itertools.count(1):
        folder = Path(sys.argv[1], str(moment))
        folder.mkdir()
        home = accept(folder)
        first = take(home, moment)
        effects = home.run(RUN).outputs / "effects"
        before = effects.exists()
        left = row_of(home).status.value
        second = take(home, None)
        done = effects.read_text().splitlines() if effects.exists() else []
        found = sorted(each.name for each in home.run(RUN).root.iterdir())
        told.append(
            {"moment": moment, "first": first, "left": left, "second": second, "begun": before, "effects": len(done)}
            | {"status": row_of(home).status.value, "files": found}
        )
        shutil.rmtree(folder)
        if before or moment == MOST_MOMENTS:
            break
    print(json.dumps(told))


if __name__ == "__main__":
    main()
