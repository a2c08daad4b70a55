"""The store in SQLite: `workflow.db`."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from workflow_engine_shared.errors import DatabaseMissing
from workflow_engine_shared.plain_files import file_id
from workflow_engine_shared.storage.sqlite.database import Connection, Database, snapshot
from workflow_engine_shared.storage.sqlite.group_commit import GroupCommit, savepoint
from workflow_engine_shared.units import MIB

from . import flows, found_runs, health, moves, run_queue, run_views, runs, secrets, signals, workers
from .bundle import run_rows
from .db import attach_workflow_db, open_workflow_db
from .drafts import drafts
from .environments import environments
from .outbox import deliveries
from .schedules import schedules, times
from .starts import starts
from .waits import families, tasks, thrown, waits

#: A log of more than this is copied as soon as somebody looks, and written over from then on.
GROWN = MIB

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _method(
    function: Callable[Concatenate[Connection, _P], _R],
) -> Callable[Concatenate["SqliteReadTransaction", _P], _R]:
    """A function of a connection as a method of a transaction on it."""

    def method(self: "SqliteReadTransaction", /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        return function(self.connection, *args, **kwargs)

    return method


class SqliteReadTransaction:
    """A look at the rows through one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    get_flow = _method(flows.get_flow)
    list_flows = _method(flows.list_flows)
    get_version = _method(flows.get_version)
    version_source = _method(flows.version_source)
    get_version_by_id = _method(flows.get_version_by_id)
    latest_version = _method(flows.latest_version)
    latest_published = _method(flows.latest_published)
    list_versions = _method(flows.list_versions)
    signed_by = _method(flows.signed_by)
    uses_of_functions = _method(flows.uses_of_functions)
    open_runs_by_version = _method(flows.open_runs_by_version)
    used_environments = _method(environments.used_environments)
    get_draft = _method(drafts.get_draft)
    find_draft = _method(drafts.find_draft)
    flows_among = _method(drafts.flows_among)
    list_drafts = _method(drafts.list_drafts)
    get_run = _method(runs.get_run)
    runs_in_status = _method(runs.runs_in_status)
    runs_by_seq = _method(runs.runs_by_seq)
    runs_by_id = _method(runs.runs_by_id)
    count_by_status = _method(runs.count_by_status)
    ended_before = _method(runs.ended_before)
    tests_ended_before = _method(runs.tests_ended_before)
    waiting_fork = _method(runs.waiting_fork)
    export_run = _method(run_rows.export_run)
    stand = _method(found_runs.stand)
    find_runs = _method(found_runs.find_runs)
    list_runs = _method(found_runs.list_runs)
    count_runs = _method(found_runs.count_runs)
    matching_runs = _method(found_runs.matching_runs)
    tags_in_use = _method(found_runs.tags_in_use)
    errors_in_use = _method(found_runs.errors_in_use)
    number_without_text = _method(found_runs.number_without_text)
    runs_without_text = _method(found_runs.runs_without_text)
    list_views = _method(run_views.list_views)
    cancel_took_s = _method(moves.cancel_took_s)
    queue_has = _method(run_queue.queue_has)
    due_runs = _method(run_queue.due_runs)
    waiting_commands = _method(signals.waiting_commands)
    commands_waiting_for = _method(signals.commands_waiting_for)
    resume_payloads = _method(signals.resume_payloads)
    runs_with_commands = _method(signals.runs_with_commands)
    list_signals = _method(signals.list_signals)
    newest_signal = _method(signals.newest_signal)
    crashes_after = _method(signals.crashes_after)
    workers_before = _method(workers.workers_before)
    unended_workers = _method(workers.unended_workers)
    list_workers = _method(workers.list_workers)
    secrets_of = _method(secrets.secrets_of)
    secrets_in = _method(secrets.secrets_in)
    get_schedule = _method(schedules.get_schedule)
    list_schedules = _method(schedules.list_schedules)
    count_schedules = _method(schedules.count_schedules)
    start_timers = _method(schedules.start_timers)
    due_starts = _method(starts.due_starts)
    names_of_starts = _method(starts.names_of_starts)
    message_taken = _method(starts.message_taken)
    due_schedules = _method(schedules.due_schedules)
    next_schedule_time = _method(schedules.next_schedule_time)
    list_times = _method(times.list_times)
    count_waiting = _method(times.count_waiting)
    busy_run = _method(times.busy_run)
    schedules_waiting = _method(times.schedules_waiting)
    first_waiting = _method(times.first_waiting)
    schedule_of_run = _method(times.schedule_of_run)
    list_hooks = _method(deliveries.list_hooks)
    endings_after = _method(deliveries.endings_after)
    due_deliveries = _method(deliveries.due_deliveries)
    waits_of = _method(waits.waits_of)
    open_waits_of = _method(waits.open_waits_of)
    waits_in_short = _method(waits.waits_in_short)
    get_wait = _method(waits.get_wait)
    due_waits = _method(waits.due_waits)
    next_wait_time = _method(waits.next_wait_time)
    waits_for_message = _method(waits.waits_for_message)
    awaited_messages = _method(waits.awaited_messages)
    count_open_waits = _method(waits.count_open_waits)
    find_tasks = _method(tasks.find_tasks)
    get_task = _method(tasks.get_task)
    children_of = _method(families.children_of)


class SqliteTransaction(SqliteReadTransaction):
    """A change that the connection commits when it is left, or rolls back."""

    insert_flow = _method(flows.insert_flow)
    insert_version = _method(flows.insert_version)
    version_of_draft = _method(flows.version_of_draft)
    forget_draft_versions = _method(flows.forget_draft_versions)
    publish_version = _method(flows.publish_version)
    put_draft = _method(drafts.put_draft)
    delete_draft = _method(drafts.delete_draft)
    base_draft = _method(drafts.base_draft)
    insert_run = _method(runs.insert_run)
    rename_run = _method(runs.rename_run)
    move_to_version = _method(runs.move_to_version)
    lock_version = _method(environments.lock_version)
    set_environment = _method(environments.set_environment)
    delete_run = _method(runs.delete_run)
    import_run = _method(run_rows.import_run)
    insert_text = _method(found_runs.insert_text)
    insert_view = _method(run_views.insert_view)
    change_view = _method(run_views.change_view)
    delete_view = _method(run_views.delete_view)
    run_started = _method(moves.run_started)
    run_paused = _method(moves.run_paused)
    run_queued = _method(moves.run_queued)
    run_finished = _method(families.run_finished)
    run_failed = _method(families.run_failed)
    run_cancelled = _method(families.run_cancelled)
    run_lost = _method(families.run_lost)
    insert_event = _method(moves.insert_event)
    fill_list_columns = _method(moves.fill_list_columns)
    add_clock_set = _method(moves.add_clock_set)
    claim_run = _method(run_queue.claim_run)
    insert_command = _method(signals.insert_command)
    mark_processed = _method(signals.mark_processed)
    insert_worker = _method(workers.insert_worker)
    end_worker = _method(workers.end_worker)
    insert_schedule = _method(schedules.insert_schedule)
    change_schedule = _method(schedules.change_schedule)
    pause_schedule = _method(schedules.pause_schedule)
    resume_schedule = _method(schedules.resume_schedule)
    delete_schedule = _method(schedules.delete_schedule)
    move_schedule = _method(schedules.move_schedule)
    insert_time = _method(times.insert_time)
    end_waiting = _method(times.end_waiting)
    put_off = _method(times.put_off)
    keep_hooks = _method(deliveries.keep_hooks)
    hook_saw = _method(deliveries.hook_saw)
    insert_delivery = _method(deliveries.insert_delivery)
    end_delivery = _method(deliveries.end_delivery)
    try_later = _method(deliveries.try_later)
    arm = _method(waits.arm)
    run_waits = _method(waits.run_waits)
    close_waits = _method(waits.close_waits)
    meet = _method(waits.meet)
    throw = _method(thrown.throw)
    put_starts = _method(starts.put_starts)
    begin_by = _method(starts.begin_by)
    end_due_start = _method(starts.end_due_start)
    keep_message = _method(starts.keep_message)
    forget_message = _method(starts.forget_message)
    tell_parent = _method(waits.tell_parent)
    pause_waiting = _method(waits.pause_waiting)
    set_clock_back = _method(waits.set_clock_back)


class SqliteStore:
    """The rows of all runs in one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file = file_id(database.path)
        self._log_size = 0  #: after the last maintenance
        self._group: GroupCommit[SqliteTransaction] = GroupCommit(self.write, lambda tx: savepoint(tx.connection))

    @classmethod
    def open(cls, path: Path) -> "SqliteStore":
        """Open `workflow.db`, creating it first, or migrating it after a copy of it was made. Supervisor only.

        Raises:
            DatabaseNotOurs: the file is something else.
            DatabaseNewer: a newer renflow wrote it.
            StorageFailure: it is of an older renflow, and cannot be copied; it was left as it is.
        """
        health.back_up_older(path)
        return cls(open_workflow_db(path))

    @classmethod
    def attach(cls, path: Path, *, readonly: bool = False) -> "SqliteStore":
        """Open a `workflow.db` that its supervisor has prepared.

        Raises:
            DatabaseNotOurs: it is absent, or something else.
            DatabaseNewer: another version of renflow prepared it.
        """
        return cls(attach_workflow_db(path, readonly=readonly))

    @contextlib.contextmanager
    def read(self) -> Iterator[SqliteReadTransaction]:
        self._refuse_lost_file()
        with self._database.read() as con, snapshot(con):  # a run's row and its commands are of one moment
            yield SqliteReadTransaction(con)

    @contextlib.contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[SqliteTransaction]:
        self._refuse_lost_file()  # a new connection would make the file anew
        with self._database.write(lasting=lasting) as con:
            yield SqliteTransaction(con)
            self._refuse_lost_file()  # as late as can be: what is committed into a file without a name is lost

    def write_grouped(self, change: Callable[[SqliteTransaction], _R]) -> _R:
        result: _R = self._group.carry_out(change)
        return result

    def _refuse_lost_file(self) -> None:
        """The open file is the one that the next supervisor will find.

        Raises:
            DatabaseMissing: it was removed or replaced.
        """
        path = self._database.path
        try:
            found = file_id(path)
        except OSError:  # a disk that does not answer now has lost nothing
            return
        if found != self._file:
            raise DatabaseMissing(f"{path} was removed or replaced while it was in use.")

    def maintenance(self) -> None:
        """Copy the write-ahead log into the file, unless somebody is writing; its next change begins it anew."""
        self._database.checkpoint()
        self._log_size = self._database.log_size()

    def has_grown(self) -> bool:
        size = self._database.log_size()
        return size > GROWN and size != self._log_size

    def is_locked(self) -> bool:
        return self._database.is_locked()

    def close(self) -> None:
        self._database.close()
