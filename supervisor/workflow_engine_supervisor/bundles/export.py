"""Exports a run: its rows and its folder in one file, known to be whole before it has its name."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.environments.run_locks import files_of
from workflow_engine_shared.errors import InvalidState
from workflow_engine_shared.errors.care import RunWentOn
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import kind_of
from workflow_engine_shared.run_status import FINAL, allowed_commands
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.storage.workflow.bundle.run_rows import RunRows
from workflow_engine_shared.storage.workflow.rows import RunRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_shared.storage.workflow.waits.rows import WaitKind
from workflow_engine_supervisor.backup.archive_file import archive_file
from workflow_engine_supervisor.backup.manifest import RUN_BUNDLE, Manifest
from workflow_engine_supervisor.backup.pack import NOT_OF_A_RUN
from workflow_engine_supervisor.bundles.document import AT_REST, CODE, FOLDER, LOCKS, ROWS, BundledVersion, RunDocument

#: A worker ends within moments after its last row; so long an export waits for it.
LEAVING_S = 2.0
_LOOK_S = 0.02


@dataclass(frozen=True)
class Exported:
    """A bundle."""

    file: Path
    size: int
    thread_id: str
    goes_on: bool  #: the run is not over: it may go on where it was, and where the bundle is imported
    manifest: Manifest


def export_run(home: Home, store: Store, thread_id: str, target: Path, version: str, now: str) -> Exported:
    """Put a run that rests into a bundle; `version` is renflow's, `now` the time.

    Raises:
        RunNotFound: there is no such run.
        InvalidState: it is at work, or waits for a run that it started.
        RunWentOn: it did not stay at rest while it was copied. Nothing stays.
        StorageFailure: it cannot be read or written.
    """
    wait_until(lambda: _has_left(home, store, thread_id), LEAVING_S, _LOOK_S)
    with store.read() as tx:
        row = tx.get_run(thread_id)
        _refuse_at_work(home, tx, row)
        document = _document(tx, row)
    paths = home.run(row.thread_id)
    with archive_file(target, RUN_BUNDLE, [paths.root]) as (packer, workshop):
        packer.text(msgspec.json.encode(document), ROWS)
        if kind_of(paths.db) is not None:
            copy = workshop / "run.db"
            health.sound_copy(paths.db, copy, RUN)
            packer.copy(copy, f"{FOLDER}/run.db")
        packer.folder(paths.root, FOLDER, NOT_OF_A_RUN)
        if row.code is not None:
            packer.folder(home.code / row.code, f"{CODE}/{row.code}", frozenset())
        if row.environment is not None:
            for name in files_of(home, row.environment):
                packer.file(home.locks / name, f"{LOCKS}/{name}")
        manifest = packer.finish(version, now, home.root)
        with store.read() as tx:
            if is_held(paths.lock) or _marks(tx.export_run(row.thread_id)) != _marks(document.rows):
                raise RunWentOn(f"Run {row.thread_id!r} went on while it was copied.")
    return Exported(target, target.stat().st_size, row.thread_id, row.status not in FINAL, manifest)


def _has_left(home: Home, store: Store, thread_id: str) -> bool:
    """Whether nothing of a worker is left to be written down; what is at work is not waited for."""
    with store.read() as tx:
        row = tx.get_run(thread_id)
        ended = all(each.ended_at for each in tx.list_workers(row.thread_id))
    return row.status not in AT_REST or (ended and not is_held(home.run(row.thread_id).lock))


def _refuse_at_work(home: Home, tx: ReadTransaction, row: RunRow) -> None:
    if row.status not in AT_REST or is_held(home.run(row.thread_id).lock):
        hint = f"Pause it first (POST /runs/{row.thread_id}/pause), or wait for its end."
        raise _not_now(row, f"Run {row.thread_id!r} is {row.status.value}: only a run that rests is exported.", hint)
    for each in tx.open_waits_of(row.thread_id):
        if each.kind is WaitKind.CHILD:
            told = f"Run {row.thread_id!r} waits for run {each.ref!r}, which it started."
            raise _not_now(row, told, "Export it when that one is over.")


def _not_now(row: RunRow, detail: str, hint: str) -> InvalidState:
    members = {"run_status": row.status.value, "allowed": allowed_commands(row.status)}
    return InvalidState(detail, hint=hint, members=members)


def _document(tx: ReadTransaction, row: RunRow) -> RunDocument:
    called = [tx.get_version(*pin) for pin in sorted(set(row.subflows.values()))]
    own = tx.get_version_by_id(row.flow_version_id)
    return RunDocument(tx.export_run(row.thread_id), _bundled(tx, own), [_bundled(tx, each) for each in called])


def _bundled(tx: ReadTransaction, row: VersionRow) -> BundledVersion:
    name, source = tx.get_flow(row.flow_id).name, tx.version_source(row.id)
    return BundledVersion(row.flow_id, name, row.version, row.document(), row.meta(), source)


def _marks(rows: RunRows) -> tuple[object, ...]:
    """What changes with everything that happens to a run."""
    return rows.run["status"], rows.run["epoch"], len(rows.signals), [each["state"] for each in rows.waits]
