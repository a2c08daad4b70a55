"""One run, from taking it to its last row.

Every command and every move is a committed row before anyone is told; whatever happens, the process leaves through
`os._exit`, so that no thread or exit hook of user code can hold it.
"""

import contextlib
import logging
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

import psutil

from workflow_engine_shared.clock import Began, Clock, SystemClock
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import (
    CheckpointUnreadable,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotOurs,
    DiskFull,
    Fenced,
    InvalidFlow,
    RenError,
    ResultNotSerializable,
    RunFilesMissing,
    StorageFailure,
)
from workflow_engine_shared.locks import run_lock
from workflow_engine_shared.logs.writer import LogWriter
from workflow_engine_shared.paths import Home, RunPaths
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import Beat, Progress, Start
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.sdk import CONTEXT
from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.run.visits import Visit
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.payloads import CodeChangedPayload, DependencyPayload
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.vocabulary import SignalType
from workflow_engine_shared.web.access import WebAccess
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.disk_space import DiskSpace
from workflow_engine_worker.control.forsaken_wait import ForsakenWait
from workflow_engine_worker.control.leave import Awaited, HandedOn, LeaveRun, NodeFailed
from workflow_engine_worker.control.machine_failure import MachineFailure
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.control.wait_rows import WaitRows
from workflow_engine_worker.failpoint import Failpoint
from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.file_guard.refusals import Refusals
from workflow_engine_worker.file_guard.rules import FileRules
from workflow_engine_worker.functions.loader import find_functions, load_functions
from workflow_engine_worker.functions.pinning import pin_functions
from workflow_engine_worker.kernel.graph_run import GraphRun
from workflow_engine_worker.kernel.visit import NodeRunner
from workflow_engine_worker.lanes.environments.lanes import environment_lanes
from workflow_engine_worker.lanes.item_output import relay_to
from workflow_engine_worker.lanes.loop import lanes_for
from workflow_engine_worker.masks import RunMasker, environment
from workflow_engine_worker.output.capture import Capture
from workflow_engine_worker.output.keeper import LogKeeper
from workflow_engine_worker.reporting.reporter import Reporter
from workflow_engine_worker.runs.ahead import Ahead
from workflow_engine_worker.runs.beginning import code_of, flow_of, input_of, log_exit, warn_of_paths
from workflow_engine_worker.runs.children import starter
from workflow_engine_worker.runs.ending import RunEnding, exit_for, record_odd_file, record_unusable
from workflow_engine_worker.runs.fork_origin import inherit
from workflow_engine_worker.runs.packages_of_run import Hold, provide_packages
from workflow_engine_worker.runs.run_files import RunFiles
from workflow_engine_worker.stack_watchdog import StackWatchdog
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.positions import Position, Positions
from workflow_engine_worker.visits.tools import Tools
from workflow_engine_worker.visits.visit_store import VisitStore

LOCK_TIMEOUT_S = 10.0
BEAT_S = 1.0
_EXITS: dict[type[StorageFailure], WorkerExit] = {DatabaseBusy: WorkerExit.BUSY, DiskFull: WorkerExit.DISK_FULL}

log = logging.getLogger("renflow")


class RunWorker:
    """The process's hold on one run; some of it may be at hand."""

    def __init__(self, start: Start, report: Reporter, ahead: Ahead) -> None:
        self._start = start
        self._report = report
        self._clock: Clock = SystemClock()
        self._paths: RunPaths = Home(Path(start.home)).run(start.thread_id)
        DiskSpace.begin(Home(Path(start.home)), self._paths)
        self._ahead = ahead
        self._store = ahead.store or SqliteStore.attach(Home(Path(start.home)).db)
        self._files = RunFiles(self._paths, self._store, start.thread_id)
        self._positions = Positions()
        self._stack_watchdog = StackWatchdog(start.grace, start.hang_timeout, self._paths.stacks_asked)
        self._refusals = Refusals()
        self.control = RunCommands(self._store, start.thread_id)
        self._web = WebAccess.of(Home(Path(start.home)), start.allow_addresses, environment())
        self._wait = ForsakenWait(start.grace, left=lambda: self.control.left_in_thread)

    def run(self) -> WorkerExit:
        """Carry the run as far as it goes; returns the process's exit code.

        When the storage fails, the supervisor starts the run again later and counts it against nobody.
        """
        try:
            with run_lock(self._paths, timeout=LOCK_TIMEOUT_S):
                return self._run_locked()
        except OddFile as error:
            record_odd_file(self._store, self._start, self._clock, error)
            return WorkerExit.DONE

    def terminated(self, frame: FrameType | None) -> None:
        """The terminate signal: stop at the next safe point; or a wait that nobody ends is cut, here."""
        if self._wait.may_cut(frame):
            (CONTEXT.get() or self.control).safe_point()
        else:
            self.control.stop()

    def _run_locked(self) -> WorkerExit:
        try:
            self._files.refuse_lost()
            progress = db.open_for_writing(self._paths.db, self._start.epoch)
            self._files.opened()
            code = self._hold_run(progress)
            progress.close()
        except Fenced:
            return WorkerExit.FENCED
        except (DatabaseNewer, DatabaseNotOurs, RunFilesMissing) as error:
            record_unusable(self._store, self._start, self._clock, error)
            return WorkerExit.DONE
        except DatabaseDamaged as error:
            if db.is_sound(self._paths.db):  # what was read is not what is there: the disk's, or the moment's
                return self._storage_failed(error)
            record_unusable(self._store, self._start, self._clock, error)
            return WorkerExit.DONE
        except StorageFailure as error:
            return self._storage_failed(error)
        return code

    def _storage_failed(self, error: StorageFailure) -> WorkerExit:
        traceback.print_exc(file=sys.__stderr__)
        if not self._report.intact():  # not the disk's fault: the run would fail the same way again
            print("The flow's code closed files that belong to the engine.", file=sys.__stderr__)
            return WorkerExit.BROKEN
        return _EXITS.get(type(error), WorkerExit.STORAGE)

    def _hold_run(self, progress: Database) -> WorkerExit:
        run_log = LogWriter(self._paths, self._start.thread_id, self._start.log_limits, self._report.log_grew)
        run_log.masker = RunMasker.begin(self._start.mask_keys)
        capture = Capture(run_log, self._positions.lone_node)
        keeper = LogKeeper(run_log, self._positions.lone_node)
        visit_store = VisitStore(progress, self._clock)
        ending = RunEnding(self._store, visit_store, self._positions, self._start, self._clock)
        try:
            row, flow, taken = self._claim(visit_store)
            run_log.masker = RunMasker.masker
            self._stack_watchdog.watch(0)  # native code may hold the interpreter before the first second is over
            threading.Thread(target=self._beat, args=(progress,), name="beat", daemon=True).start()
            self._run_graph(row, flow, taken, visit_store, capture)
        except HandedOn as leaving:
            ending.restarting()
            return exit_for(leaving)
        except Awaited as awaited:
            log.warning("%s The run waits and tries again.", awaited.error)
            print(str(awaited.error).splitlines()[0], file=sys.__stderr__)
            return awaited.exit_code
        except MachineFailure as trouble:
            raise trouble.error from trouble
        except LeaveRun as leaving:
            ending.stopped(self._files.unless_lost(leaving))
        except ResultNotSerializable as error:  # the state that a visit leaves is larger than a database takes
            ending.stopped(NodeFailed(error.data(self._positions.newest.node_id)))
        except (InvalidFlow, CheckpointUnreadable) as error:  # made by another version, or damaged
            ending.stopped(NodeFailed(error.data(), Reason.START_FAILED))
        else:
            ending.finished()
        finally:
            capture.finish()
            self._report.signalled()
            keeper.finish()
            self._report.flush_and_close()
        return WorkerExit.DONE

    def _claim(self, visit_store: VisitStore) -> tuple[RunRow, Flow, list[Visit]]:
        """Apply what was commanded while nobody held the run, and make it ours."""
        with self._store.read() as tx:
            row = tx.get_run(self._start.thread_id)
            before = tx.workers_before(row.thread_id, self._start.epoch)
            RunMasker.learn(tx.secrets_of(row, RunMasker.masker.names) | self._web.secrets.values)
            flow = flow_of(tx, row)
        resumes = self.control.take_over()
        inherit(
            row,
            Home(Path(self._start.home)),
            visit_store.database,
            self._clock.now(),
            partial(self._tell, "copying outputs"),
        )
        begun = Began(self._clock)  # of both: no visit begins before its run does
        taken = visit_store.take_over(flow.start.id, resumes, begun)
        self._positions.newest = Position(taken[-1].node_id, taken[-1].visit)
        self._positions.timed_out = log_exit(before)
        with self._store.write() as tx:
            ours = tx.run_started(row.thread_id, self._start.epoch, begun.wall, resumed=self.control.answered)
        if not ours:
            raise Fenced
        self._report.signalled()
        return row, flow, taken

    def _tell(self, label: str, message: str) -> None:
        self._report.progress(Progress(self._positions.newest.node_id or "", label, message=message))

    def _run_graph(self, row: RunRow, flow: Flow, taken: Sequence[Visit], visits: VisitStore, capture: Capture) -> None:
        """Execute the graph from its last checkpoint to its end marker."""
        progress, nodes = visits.database, ", ".join(each.node_id for each in taken)
        log.info("Run %s begins at node %s (epoch %d).", row.thread_id, nodes, self._start.epoch)
        graph = GraphRun(row.thread_id, progress, visits.ride, self._ahead.graph)
        if graph.ended:
            return
        is_first = taken[0].visit == taken[0].attempt == 1
        if is_first:
            warn_of_paths(row)
        journal = JournalWriter(progress, self._clock, Failpoint.find(self._paths.root, self._ask_to_pause))
        folders = code_of(self._store, self._start, row, flow.policy)
        locks = self._provide_packages(row, flow, folders)
        if self._start.file_guard:  # from here on the flow's code runs, too
            rules = FileRules.of(Path(self._start.home), folders, self._start.allow_paths, self._paths)
            audit_hook.install(rules, self._refusals.note)
        threads = OwnThreads()
        threads.follow()
        self._wait.is_the_engines = threads.is_strange
        relay = relay_to(capture, self._refusals.note)
        others = environment_lanes(self._start, self._paths, relay, flow, folders, locks)
        found = find_functions(folders, flow.code_refs_in(None), self._start.disabled_functions)
        lanes = lanes_for(flow, found, relay, self._paths, self._start, folders, others)
        functions = load_functions(folders, found)
        lanes.expect(functions)
        capture.keep_setup()
        ride = visits.with_checkpoint if graph.is_new and is_first else None
        pinned = others.beside(functions)
        if changed := pin_functions(pinned, flow.policy, progress, ride, is_kept=row.code is not None):
            self._keep_event(SignalType.CODE_CHANGED, CodeChangedPayload(functions=changed))
        rows = WaitRows(self._store, row.thread_id, self._start.epoch, self._clock, starter(row))
        parts = (visits, journal, self._report, self._positions, capture, self._stack_watchdog, threads, lanes)
        tools = Tools(row.thread_id, self._paths, self.control, *parts, rows, self._web)
        try:
            runner = NodeRunner(flow, functions, tools, taken)
            mover = graph.mover(flow, runner, tools, force_tokens=self._start.force_tokens)
            ended = graph.run(flow, mover, input_of(row))
        finally:
            lanes.close()
            journal.close()
            self._refusals.tell_count()
            with contextlib.suppress(RenError):  # whatever keeps it from being written ends the run by itself
                self._refusals.keep(progress)
        if not ended:
            raise NodeFailed(RenError("The graph stopped before the flow's end node.").data(), Reason.NODE_ERROR)
        if lost := self._files.lost():
            raise NodeFailed(lost.data(), Reason.NODE_ERROR)

    def _provide_packages(self, row: RunRow, flow: Flow, folders: Sequence[Path]) -> Mapping[str, str]:
        """Before the file guard: packages are written where functions may not write."""
        hold = Hold(self.control.safe_point, self._tell, partial(self._keep_event, SignalType.DEPENDENCY_INSTALLED))
        return provide_packages(self._start, self._store, row, flow, folders, hold)

    def _ask_to_pause(self) -> None:
        with self._store.write() as tx:
            tx.insert_command(self._start.thread_id, SignalType.PAUSE_REQUEST, {}, self._clock.now())
        self.control.poll()

    def _keep_event(self, kind: SignalType, payload: DependencyPayload | CodeChangedPayload) -> None:
        with self._store.write() as tx:
            tx.insert_event(self._start.thread_id, kind, payload, self._clock.now())
        self._report.signalled()

    def _beat(self, progress: Database) -> None:
        """Show life and look for commands, every second: all that works without the pipe."""
        process = psutil.Process()
        while True:
            self._stack_watchdog.watch(BEAT_S)
            self._wait.look()
            if lost := self._files.lost():
                self.control.fail(NodeFailed(lost.data(), Reason.NODE_ERROR))
            newest, rss = self._positions.newest, process.memory_info().rss
            self._report.beat(Beat(newest.node_id, newest.visit, rss, self._positions.open()))
            with contextlib.suppress(RenError):  # a database may be busy; the next second looks again
                self.control.poll()
                self._refusals.keep(progress)
