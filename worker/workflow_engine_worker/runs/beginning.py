"""What a run begins with: its flow, its input, its folder; each may be damaged, and then the run says so."""

import functools
import logging
import sys
from collections.abc import Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import msgspec

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.dsl.drawing.as_test import as_test
from workflow_engine_shared.dsl.linking.link import link
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.model import Flow, Policy
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import (
    CheckpointUnreadable,
    DatabaseDamaged,
    FlowNotFound,
    InvalidFlow,
    VersionNotFound,
)
from workflow_engine_shared.errors.code import (
    CodeDamaged,
    KeyUnusable,
    SignatureInvalid,
    SignatureRequired,
    SignaturesUnavailable,
)
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.paths import Home, flows_folders
from workflow_engine_shared.plain_files import OddFile
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.protocol.messages import Start
from workflow_engine_shared.reach.input_paths import paths_to_nothing
from workflow_engine_shared.run_status import Reason
from workflow_engine_shared.signatures.statement import Demand, stricter
from workflow_engine_shared.storage.vouched import check_run
from workflow_engine_shared.storage.workflow import workers
from workflow_engine_shared.storage.workflow.rows import RunRow, VersionRow, WorkerRow
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_worker.control.leave import NodeFailed
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.runs.ending import record_odd_file

_MOST_WARNINGS = 20
_PARSED = 4  #: versions that are kept as they were read

log = logging.getLogger("renflow")


def flow_of(tx: ReadTransaction, row: RunRow) -> Flow:
    """The flow of a run, with all that it calls.

    Raises:
        InvalidFlow: made by another version of renflow, or a row is damaged.
    """
    pins = {place: Pin(*pin) for place, pin in row.subflows.items()}
    try:
        flow = _read(tx, tx.get_version_by_id(row.flow_version_id))
        called = {pin: _read(tx, tx.get_version(pin.flow, pin.version)) for pin in set(pins.values())}
    except (DatabaseDamaged, FlowNotFound, VersionNotFound) as error:
        raise InvalidFlow(error.detail, hint=error.advice) from error
    linked = link(flow, pins, called).with_own_environment()
    if row.begun is not None:
        linked = begun_at(linked, row.begun.node)
    if row.test is None:
        return linked
    ends = f" It ends after node {row.test.stop_after}." if row.test.stop_after else ""
    log.info("This run tests revision %d of the draft.%s", row.test.revision, ends)
    return as_test(linked, row.test.stop_after, row.test.pinned)


def begun_at(flow: Flow, node_id: str) -> Flow:
    """The flow as a run has it that no start brought about: it begins at one of its events.

    Raises:
        InvalidFlow: there is no such event; the run was moved to another version before it began.
    """
    nodes = sorted(flow.nodes, key=lambda node: node.id != node_id)
    if flow.program is None or nodes[0].id != node_id:
        raise InvalidFlow(f"The run begins at {node_id!r}, which its version does not have.")
    return msgspec.structs.replace(flow, nodes=tuple(nodes), begins_at=node_id)


def _read(tx: ReadTransaction, version: VersionRow) -> Flow:
    if version.format == "dsl":
        return parsed(version)
    from workflow_engine_shared.bpmn.flow import flow_of as read_version  # XML is slow to load, and few flows are BPMN

    return read_version(version.document(), tx.version_source(version.id))


@functools.lru_cache(_PARSED)
def parsed(version: VersionRow) -> Flow:
    """The flow of a version, without what it calls.

    Raises:
        InvalidFlow: it cannot be read; DatabaseDamaged: it is not as it was stored.
    """
    return parse_flow(version.document())


def code_of(store: Store, start: Start, row: RunRow, policy: Policy) -> tuple[Path, ...]:
    """The flows folders that a run's functions are in: the user's own, or as they were when its version was published.

    Raises:
        NodeFailed: what was kept with the version is not what was published, or nobody vouches for it.
    """
    _refuse_unsigned(store, start, row, policy)
    if row.code is None:
        return flows_folders(row.flows_dir)
    home = Home(Path(start.home))
    try:
        frozen_code.verify(home, row.code)
        return frozen_code.folders_of(home, row.code)
    except CodeDamaged as error:
        raise NodeFailed(error.data(), Reason.START_FAILED) from error


def _refuse_unsigned(store: Store, start: Start, row: RunRow, policy: Policy) -> None:
    """Look whether all that the run executes is vouched for, where that is demanded.

    Raises:
        NodeFailed
    """
    demand = demand_of(start, policy)
    if demand == "off":
        return
    try:
        with store.read() as tx:
            check_run(Home(Path(start.home)), tx, row)
    except (SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable, DatabaseDamaged) as error:
        if demand == "enforce":
            raise NodeFailed(error.data(), Reason.START_FAILED) from error
        log.warning("%s", error.detail)


def demand_of(start: Start, policy: Policy) -> Demand:
    """Whether what the run executes must be vouched for."""
    return stricter(msgspec.convert(start.require_signature, Demand), policy.require_signature)


def input_of(row: RunRow) -> dict[str, Any]:
    """Raises CheckpointUnreadable: the state that the run begins with is damaged."""
    try:
        return row.input()
    except DatabaseDamaged as error:
        raise CheckpointUnreadable(error.detail) from error


def warn_of_paths(row: RunRow) -> None:
    """A path of the input that leads to nothing is told before code takes it for an empty folder."""
    for found in islice(paths_to_nothing(input_of(row)), _MOST_WARNINGS):
        log.warning("The input's %s: there is no file or folder %s.", found.pointer, found.path)


def log_exit(before: Sequence[WorkerRow]) -> set[int]:
    """Tell the log what became of the worker before this one; returns the visits that ran out of time with it.

    Also those of workers further back, if all since were lost: nobody has come to deal with them.
    """
    lost = [*takewhile(lambda worker: worker.exit_reason not in (None, workers.IN_ORDER), before)]
    if lost and lost[0].exit_code not in (WorkerExit.ISOLATED, WorkerExit.ENVIRONMENT):
        log.warning("The worker before (epoch %d, pid %d) %s.", lost[0].epoch, lost[0].pid, lost[0].exit_reason)
    return {worker.timed_out_visit for worker in lost if worker.timed_out_visit is not None}


def cannot_begin(start: Start, error: OSError) -> WorkerExit:
    """The run's folder cannot be used; returns the process's exit code."""
    if isinstance(error, OddFile):
        record_odd_file(SqliteStore.attach(Home(Path(start.home)).db), start, SystemClock(), error)
        return WorkerExit.DONE
    print(error, file=sys.__stderr__)
    failure = machine_failure(error)
    return WorkerExit.STORAGE if failure is None else WorkerExit.DISK_FULL
