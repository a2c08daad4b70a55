"""Whether all that a run executes is vouched for: its version and those of the flows that it calls, with its code.

Stands beside the tables that it reads, because supervisor and worker ask the same.
"""

from collections.abc import Iterator

from workflow_engine_shared.errors.code import SignatureInvalid
from workflow_engine_shared.paths import Home
from workflow_engine_shared.signatures.check import check_signature
from workflow_engine_shared.storage.workflow.rows import RunRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction


def check_version(home: Home, version: VersionRow) -> None:
    """Refuse a version that nobody vouches for.

    Raises:
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
        DatabaseDamaged: its row is damaged.
    """
    what = f"Version {version.version} of flow {version.flow_id!r}"
    check_signature(home, what, version.statement, version.pinned_code, version.signature())


def check_run(home: Home, tx: ReadTransaction, row: RunRow) -> None:
    """Refuse a run that executes something that nobody vouches for.

    Raises:
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
        DatabaseDamaged: a row is damaged.
    """
    for version in versions_of(tx, row):
        check_version(home, version)
    own = tx.get_version_by_id(row.flow_version_id)
    called = own.meta().get("subflows")
    for node, pin in (called if isinstance(called, dict) else {}).items():
        if pin["pinned"] and tuple(row.subflows.get(node, ())) != (pin["flow"], pin["version"]):
            other = f"Run {row.thread_id!r} would call another flow at {node!r} than was signed"
            raise SignatureInvalid(f"{other}: somebody changed its row.")
    kept = own.pinned_code
    if row.code != kept:
        other = "the code of another version" if row.code else "code that is not kept"
        raise SignatureInvalid(f"Run {row.thread_id!r} would be executed with {other}: somebody changed its row.")
    if row.environment != own.environment:
        raise SignatureInvalid(
            f"Run {row.thread_id!r} would be executed with other packages: somebody changed its row."
        )


def versions_of(tx: ReadTransaction, row: RunRow) -> Iterator[VersionRow]:
    """The version of a run, and those of the flows that it calls."""
    yield tx.get_version_by_id(row.flow_version_id)
    for flow_id, version in sorted(set(row.subflows.values())):
        yield tx.get_version(flow_id, version)
