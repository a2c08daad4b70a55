"""Imports a run from a bundle: checked whole first, then its folder and its rows come together, or neither does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow_engine_shared.environments.lock import read_lock
from workflow_engine_shared.environments.run_locks import bring_locks, read_locks
from workflow_engine_shared.errors import FlowNotFound, RunExists, RunNotFound
from workflow_engine_shared.errors.care import BundleDamaged
from workflow_engine_shared.errors.code import CodeDamaged
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.functions.freeze_code import put_in_place
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import Home, private_folder, sync_names
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_supervisor.backup.manifest import RUN_BUNDLE
from workflow_engine_supervisor.backup.unpack import check_database, unpack
from workflow_engine_supervisor.backup.verify import opened
from workflow_engine_supervisor.bundles.document import CODE, FOLDER, ROWS, BundledVersion, RunDocument, read_document
from workflow_engine_supervisor.home import trash
from workflow_engine_supervisor.views.flow_view import content_hash

_MOST_VERSIONS = 200  #: of a flow are looked through for one that is the same


def import_run(home: Home, store: Store, flows_dir: str, bundle: Path, now: str) -> str:
    """Let a bundle's run be one of this data directory; returns its thread_id.

    It stands as it stood: what was paused, or failed, goes on once somebody resumes it.

    Args:
        home: the data directory.
        store: its database.
        flows_dir: where the run's functions are loaded from, here.
        bundle: the file.
        now: the time.

    Raises:
        BundleDamaged, BundleNewer: nothing was changed.
        RunExists: a run of this id is here already.
        DiskFull, StorageFailure: nothing was changed.
    """
    try:
        with trash.workshop(home) as folder:
            document = _unpacked(bundle, folder)
            with store.read() as look:
                _refuse_known(look, document.thread_id)  # before a folder of that name is touched
            if document.code is not None:  # read whole where it is there already: not while others wait to write
                put_in_place(home, folder / CODE / document.code, document.code)
            with store.write() as tx:
                _refuse_known(tx, document.thread_id)
                if document.environment is not None:
                    bring_locks(home, Home(folder), document.environment)
                with _in_place(home, folder / FOLDER, document.thread_id):
                    _insert(tx, document, flows_dir, now)
    except OSError as error:
        raise storage_error(error, f"{error.filename or bundle} cannot be read or written") from error
    return document.thread_id


def _unpacked(bundle: Path, folder: Path) -> RunDocument:
    with opened(bundle, RUN_BUNDLE) as (archive, manifest):
        unpack(archive, RUN_BUNDLE, manifest, folder)
    document = read_document((folder / ROWS).read_bytes())
    private_folder(folder / FOLDER)
    if document.code is not None:
        try:
            frozen_code.verify(Home(folder), document.code)
        except CodeDamaged as error:
            raise BundleDamaged(f"The code in the run bundle is damaged: {error.detail}") from error
    if document.environment is not None:
        try:
            for each in read_locks(Home(folder), document.environment).every:
                read_lock(Home(folder), each)
        except EnvironmentDamaged as error:
            raise BundleDamaged(f"The environment in the run bundle is damaged: {error.detail}") from error
    if (folder / FOLDER / "run.db").exists():
        check_database(folder / FOLDER / "run.db", "run.db", RUN, RUN_BUNDLE)
    return document


def _refuse_known(tx: ReadTransaction, thread_id: str) -> None:
    try:
        row = tx.get_run(thread_id)
    except RunNotFound:
        return
    hint = "Delete it first, if the bundle's is the one to keep."
    members = {"run_status": row.status.value}
    raise RunExists(f"Run {row.thread_id!r} is here already.", hint=hint, members=members)


@contextmanager
def _in_place(home: Home, unpacked: Path, thread_id: str) -> Iterator[None]:
    """The folder where it belongs, unless the body fails. A folder that no run has is in nobody's way."""
    root = home.run(thread_id).root
    private_folder(home.runs)
    left = trash.discard(home, thread_id)
    unpacked.rename(root)
    sync_names(home.runs)
    try:
        yield
    except BaseException:
        root.rename(unpacked)
        raise
    if left is not None:
        trash.remove(left)


def _insert(tx: Transaction, document: RunDocument, flows_dir: str, now: str) -> None:
    here = {(each.flow_id, each.version): _same(tx, each, now) for each in (document.version, *document.called)}
    version = here[document.version.flow_id, document.version.version]
    pins = document.subflows
    subflows = {place: (here[pin].flow_id, here[pin].version) for place, pin in pins.items()}
    tx.import_run(document.rows, version.id, flows_dir, subflows)


def _same(tx: Transaction, wanted: BundledVersion, now: str) -> VersionRow:
    """The version here whose document is the same; it is added where there is none, and not published."""
    try:
        tx.get_flow(wanted.flow_id)
    except FlowNotFound:
        tx.insert_flow(wanted.flow_id, wanted.name, now)
    known_by = wanted.known_by
    for row in tx.list_versions(wanted.flow_id, before=None, limit=_MOST_VERSIONS):
        if content_hash(row) == known_by:
            return row
    meta = {
        **wanted.meta,
        "hash": known_by,
        "note": f"imported with a run; version {wanted.version} where it began",
    }
    return tx.insert_version(wanted.flow_id, wanted.dsl, meta, now, wanted.source)
