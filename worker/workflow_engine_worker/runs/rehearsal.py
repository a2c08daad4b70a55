"""A run that nobody asked for, on files that nobody keeps: what a process does for the first time, it does then.

Python, LangGraph and SQLite load, look up and lay out much of what they need when they first need it. A process that
has been through it hands that on to all that are forked from it; and a spare that goes through it once more, while
nobody waits, has the memory that a run writes to for itself. It imports no function, and leaves no thread and no
handle.
"""

import os
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import msgspec
import psutil

from workflow_engine_shared.clock import Began, SystemClock
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.functions.discovery import scan
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.locks import run_lock
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.paths import Home
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_shared.protocol.pipe import Channel
from workflow_engine_shared.secrets.masking import environment_secrets
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.control.wait_rows import WaitRows
from workflow_engine_worker.dependencies.environment import Environment
from workflow_engine_worker.dependencies.plan import find_missing
from workflow_engine_worker.dependencies.sources import read_wants
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions.own_imports import refuse_ambiguous_imports
from workflow_engine_worker.functions.pinning import pin_functions
from workflow_engine_worker.kernel.graph_run import GraphRun
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.lanes.loop import ItemLanes
from workflow_engine_worker.lanes.run_lanes import RunLanes
from workflow_engine_worker.masks import environment
from workflow_engine_worker.output.capture import Capture
from workflow_engine_worker.reporting.reporter import Reporter
from workflow_engine_worker.runs.beginning import flow_of, input_of
from workflow_engine_worker.runs.run_files import RunFiles
from workflow_engine_worker.stack_watchdog import StackWatchdog
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.positions import Positions
from workflow_engine_worker.visits.tools import Tools
from workflow_engine_worker.visits.visit_store import VisitStore

_RUN = "rehearsal"
_PREFIX = "renflow-rehearsal-"
_NAME = "renflow_rehearsal.work"
_SOURCE = f"""
from workflow_engine import register_function

@register_function({_NAME!r})
def work(state):
    return {{}}
"""
_FLOW = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "work", "type": "python", "data": {"codeRef": _NAME}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}],
}


class _NoCapture:
    """Prints and logs stay where they go."""

    def restore(self) -> None:
        """Nothing was replaced."""

    def finish(self) -> None:
        """Nothing is held."""


def rehearse_in_memory() -> None:
    """Rehearse where no disk is waited for. A run whose process could not do that only begins more slowly."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    try:
        where = memory if os.access(memory, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
        _remove_left(where)
        rehearse(where)
    except (OSError, RenError) as error:
        sys.stderr.write(f"The rehearsal of a run failed: {error!r}\n")


def _remove_left(where: Path) -> None:
    """What a process that was killed in its rehearsal left there."""
    for folder in where.glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def rehearse(where: Path | None = None) -> None:
    """Carry a run of one function from its row to its end.

    Args:
        where: the folder for its files; None: where temporary files are.

    Raises:
        OSError: there is no temporary folder.
        RenError: it does not go as it should.
    """
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=where) as folder:
        home, flows = Home(Path(folder) / "home"), Path(folder) / "flows"
        flows.mkdir()
        (flows / f"{_NAME.partition('.')[0]}.py").write_text(_SOURCE, encoding="utf-8")
        home.make()
        SqliteStore.open(home.db).close()
        store = SqliteStore.attach(home.db)
        try:
            _accept(store, flows)
            _carry(store, home, flows)
        finally:
            store.close()


def _accept(store: SqliteStore, flows: Path) -> None:
    now = SystemClock().now()
    with store.write() as tx:
        tx.insert_flow(_RUN, _RUN, now)
        tx.insert_version(_RUN, _FLOW, {}, now)
        tx.insert_run(NewRun(_RUN, 1, "{}", "", str(flows)), now)
        tx.claim_run(_RUN)


def _carry(store: SqliteStore, home: Home, flows: Path) -> None:
    paths, clock = home.run(_RUN), SystemClock()
    paths.make(lasting=False)
    files = RunFiles(paths, store, _RUN)
    log, names = LogWriter(paths, _RUN, LogLimits()), SecretNames()
    environment_secrets(environment(), names)
    with run_lock(paths):
        files.refuse_lost()
        database = db.open_for_writing(paths.db, 1)
        try:
            files.opened()
            log.write("INFO", "", None)
            with store.read() as tx:
                row = tx.get_run(_RUN)
                flow = flow_of(tx, row)
                tx.workers_before(_RUN, 1)
                tx.secrets_of(row, names)
            control, visit_store = RunCommands(store, _RUN), VisitStore(database, clock)
            taken = visit_store.take_over(flow.start.id, control.take_over(), Began(clock))
            with store.write() as tx:
                tx.run_started(_RUN, 1, clock.now())
            graph = GraphRun(_RUN, database, visit_store.ride)
            modules = [each.module for each in scan([flows]).functions.values()]
            find_missing(read_wants(modules, [flows]), Environment.here(), "auto")
            FileRules.of(home.root, [flows], (), paths)
            refuse_ambiguous_imports(modules, [flows])
            functions = {_NAME: RegisteredFunction(_NAME, lambda _state: {}, __file__, 1)}
            pin_functions(functions, flow.policy, database, visit_store.with_checkpoint)
            tools = Tools(
                *(_RUN, paths, control, visit_store, JournalWriter(database, clock), _Nobody(), Positions()),
                *(cast("Capture", _NoCapture()), StackWatchdog(1, 1), OwnThreads()),
                *(ItemLanes(RunLanes(_ignore, paths.stderr, forks=False)), WaitRows(store, _RUN, 1, clock)),
            )
            graph.run(flow, NodeRunner(flow, functions, tools, taken), input_of(row))
            with store.write() as tx:
                tx.run_finished(_RUN, 1, clock.now(), skipped=visit_store.skipped())
        finally:
            database.close()
            log.close()


class _Nobody(Reporter):
    """Whom a rehearsal tells of itself."""

    def __init__(self) -> None:
        nothing = BytesIO()
        super().__init__(Channel(nothing, nothing, msgspec.msgpack.Decoder()))


def _ignore(*_: Any) -> None:
    """Nothing comes from lanes: there are none."""
