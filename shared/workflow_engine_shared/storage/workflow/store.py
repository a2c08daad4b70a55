"""What the rest of the engine may ask of `workflow.db`: one protocol, whatever database is behind it.

A transaction has the functions of this package's modules as methods; where each is defined, it says what it does and
what it raises.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.vocabulary import SignalType

from .moves import Failed, Lost
from .rows import FlowRow, Interrupt, RunRow, SignalRow, VersionRow, WorkerRow
from .runs import NewRun, RunFilter
from .signals import Command


class ReadTransaction(Protocol):
    """A look at the rows: short, and everything is fetched before it is left."""

    # -- flows: `flows.py` says what each does and raises
    def get_flow(self, flow_id: str) -> FlowRow: ...
    def list_flows(self, *, after: str, limit: int) -> list[FlowRow]: ...
    def get_version(self, flow_id: str, version: int) -> VersionRow: ...
    def get_version_by_id(self, version_id: int) -> VersionRow: ...
    def latest_version(self, flow_id: str) -> VersionRow | None: ...
    def latest_published(self, flow_id: str) -> VersionRow: ...
    def list_versions(self, flow_id: str, *, before: int | None, limit: int) -> list[VersionRow]: ...
    def uses_of_functions(self) -> dict[str, dict[str, list[int]]]: ...

    # -- runs: `runs.py` says what each does and raises
    def get_run(self, thread_id: str) -> RunRow: ...
    def list_runs(self, chosen: RunFilter, *, before: int | None, limit: int) -> list[RunRow]: ...
    def runs_in_status(self, *statuses: RunStatus) -> list[RunRow]: ...
    def runs_by_id(self, thread_ids: Iterable[str]) -> list[RunRow]: ...
    def count_by_status(self) -> dict[str, int]: ...
    def ended_before(self, limit: str, number: int) -> list[str]: ...
    def waiting_fork(self, thread_id: str) -> str | None: ...

    # -- moves: `moves.py` says what each does and raises
    def cancel_took_s(self, thread_id: str, now: str) -> float | None: ...

    # -- run queue: `run_queue.py` says what each does and raises
    def due_runs(self, now: str, limit: int, *, horizon: str = ...) -> list[tuple[str, RunStatus]]: ...

    # -- signals: `signals.py` says what each does and raises
    def waiting_commands(self, thread_id: str) -> list[SignalRow]: ...
    def resume_payloads(self, thread_id: str) -> list[dict[str, Any]]: ...
    def runs_with_commands(self) -> list[str]: ...
    def list_signals(self, thread_id: str, *, after: int = ..., limit: int = ...) -> list[SignalRow]: ...
    def newest_signal(self) -> int: ...
    def crashes_after(self, after: int) -> tuple[int, int]: ...

    # -- workers: `workers.py` says what each does and raises
    def previous_worker(self, thread_id: str, epoch: int) -> WorkerRow | None: ...
    def unended_workers(self) -> list[WorkerRow]: ...
    def list_workers(self, thread_id: str) -> list[WorkerRow]: ...

    # -- secrets: `secrets.py` says what each does and raises
    def secrets_of(self, row: RunRow, names: SecretNames) -> frozenset[str]: ...


class Transaction(ReadTransaction, Protocol):
    """One change of the world: everything inside is committed together, or nothing is."""

    # -- flows: `flows.py` says what each does and raises
    def insert_flow(self, flow_id: str, name: str, now: str) -> FlowRow: ...
    def insert_version(self, flow_id: str, dsl: Any, compiled_meta: Any, now: str) -> VersionRow: ...
    def publish_version(self, flow_id: str, version: int) -> VersionRow: ...

    # -- runs: `runs.py` says what each does and raises
    def insert_run(self, run: NewRun, now: str) -> bool: ...
    def delete_run(self, thread_id: str) -> bool: ...

    # -- moves: `moves.py` says what each does and raises
    def run_started(
        self, thread_id: str, epoch: int, now: str, *, resumed: Iterable[int] = ..., claimed: bool = ...
    ) -> bool: ...
    def run_paused(
        self,
        thread_id: str,
        now: str,
        *,
        epoch: int | None = ...,
        interrupt: Interrupt,
        reason: Reason = ...,
        processed: Iterable[int] = ...,
    ) -> bool: ...
    def run_queued(self, thread_id: str, now: str) -> bool: ...
    def run_finished(self, thread_id: str, epoch: int, now: str, *, skipped: int = ...) -> bool: ...
    def run_failed(
        self,
        thread_id: str,
        now: str,
        *,
        reason: Reason,
        error: ErrorData,
        epoch: int | None = ...,
        processed: Iterable[int] = ...,
    ) -> bool: ...
    def run_cancelled(
        self, thread_id: str, now: str, *, epoch: int | None = ..., processed: Iterable[int] = ...
    ) -> bool: ...
    def run_lost(self, thread_id: str, move: Lost | Failed, now: str) -> bool: ...
    def insert_event(self, thread_id: str, event: SignalType, payload: Mapping[str, object], now: str) -> None: ...

    # -- run queue: `run_queue.py` says what each does and raises
    def claim_run(self, thread_id: str) -> int | None: ...

    # -- signals: `signals.py` says what each does and raises
    def insert_command(self, thread_id: str, command: Command, payload: Mapping[str, object], now: str) -> int: ...
    def mark_processed(self, ids: Iterable[int]) -> None: ...

    # -- workers: `workers.py` says what each does and raises
    def insert_worker(self, worker: WorkerRow) -> None: ...
    def end_worker(
        self,
        thread_id: str,
        epoch: int,
        now: str,
        *,
        exit_code: int | None,
        exit_reason: str,
        timed_out_visit: int | None = ...,
    ) -> None: ...


class Store(Protocol):
    """The rows of all runs. Safe to use from any thread."""

    def read(self) -> AbstractContextManager[ReadTransaction]:
        """A look.

        Raises:
            StorageFailure: the rows cannot be read.
        """

    def write(self) -> AbstractContextManager[Transaction]:
        """A change.

        Raises:
            DatabaseBusy: another process kept the store locked for long.
            DiskFull: nothing was written.
            StorageFailure: anything else that the store reports.
        """

    def maintenance(self) -> None:
        """What the store needs now and then; whoever is at work is not waited for."""

    def is_locked(self) -> bool:
        """Whether somebody is inside a change right now. Waits for nobody."""

    def close(self) -> None:
        """Let go of it; bears being called twice."""
