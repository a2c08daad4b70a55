"""Flows and their immutable versions."""

import json
from typing import Any

import msgspec

from workflow_engine_shared.errors import FlowExists, FlowNotFound, NotPublished, VersionNotFound
from workflow_engine_shared.signatures.statement import Signature
from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import FlowRow, VersionCode, VersionRow

_SQL = load(__package__, "flows")
_LAST = 2**62
_SHOWN_VERSIONS = 20


def insert_flow(con: Connection, flow_id: str, name: str, now: str) -> FlowRow:
    """Record a new flow.

    Raises:
        FlowExists: the id is taken (without regard to case).
    """
    row = one(con, _SQL["insert_flow"], {"id": flow_id, "name": name, "now": now})
    if row is None:
        raise FlowExists(f"Flow {flow_id!r} exists already.")
    return msgspec.convert(columns(row), FlowRow)


def get_flow(con: Connection, flow_id: str) -> FlowRow:
    """One flow.

    Raises:
        FlowNotFound: there is none with this id.
    """
    row = one_readable(con, _SQL["get_flow"], {"id": flow_id})
    if row is None:
        raise FlowNotFound(f"There is no flow {flow_id!r}.")
    return msgspec.convert(shown(row), FlowRow)


def list_flows(con: Connection, *, after: str, limit: int) -> list[FlowRow]:
    """A page of flows in the order of their ids, beginning behind `after`."""
    rows = every_readable(con, _SQL["list_flows"], {"after": after, "limit": limit})
    return [msgspec.convert(shown(row), FlowRow) for row in rows]


def insert_version(
    con: Connection, flow_id: str, dsl: Any, compiled_meta: Any, now: str, source: bytes | None = None
) -> VersionRow:
    """Add the next version of a flow. `dsl` is the document as it came in; with a `source`, what that BPMN file holds.

    Raises:
        FlowNotFound: there is no such flow.
    """
    flow = get_flow(con, flow_id)
    params = {"flow_id": flow.id, "dsl_json": _dump(dsl), "compiled_meta": _dump(compiled_meta), "now": now}
    row = one(con, _SQL["insert_version"], {**params, "origin": "author", "source": source})
    assert row is not None
    return _version(row)


def version_of_draft(con: Connection, flow_id: str, dsl: Any, compiled_meta: Any, now: str) -> VersionRow:
    """The hidden version that tests of this very document are of, made where there is none yet.

    Raises:
        FlowNotFound: there is no such flow.
    """
    params = {"flow_id": get_flow(con, flow_id).id, "dsl_json": _dump(dsl)}
    row = one_readable(con, _SQL["draft_version"], params)
    if row is None:
        more = {"compiled_meta": _dump(compiled_meta), "now": now, "origin": "draft"}
        row = one(con, _SQL["insert_version"], {**params, **more, "source": None})
    assert row is not None
    return _version(row)


def forget_draft_versions(con: Connection, before: str) -> None:
    """Remove hidden versions that were made before a time, and that no run is of any more."""
    con.execute(_SQL["forget_draft_versions"], {"before": before})


def get_version(con: Connection, flow_id: str, version: int) -> VersionRow:
    """One version of a flow.

    Raises:
        FlowNotFound, VersionNotFound
    """
    flow = get_flow(con, flow_id)
    row = one_readable(con, _SQL["get_version"], {"flow_id": flow.id, "version": version})
    if row is None:
        raise VersionNotFound(f"Flow {flow.id!r} has no version {version}.")
    return _version(row)


def get_version_by_id(con: Connection, version_id: int) -> VersionRow:
    """The version a run belongs to."""
    row = one_readable(con, _SQL["get_version_by_id"], {"id": version_id})
    if row is None:
        raise VersionNotFound
    return _version(row)


def version_source(con: Connection, version_id: int) -> bytes | None:
    """The BPMN file that a version came in as, byte for byte; None: it came in as a document."""
    row = one(con, _SQL["version_source"], {"id": version_id})
    source = None if row is None else row["source"]
    return source if isinstance(source, bytes) else None


def latest_version(con: Connection, flow_id: str) -> VersionRow | None:
    """The newest version of a flow, published or not."""
    row = one_readable(con, _SQL["latest_version"], {"flow_id": flow_id})
    return None if row is None else _version(row)


def latest_published(con: Connection, flow_id: str) -> VersionRow:
    """The version that a start without a version gets.

    Raises:
        FlowNotFound: there is no such flow.
        NotPublished: it has no published version.
    """
    row = one_readable(con, _SQL["latest_published"], {"flow_id": flow_id})
    if row is None:
        raise NotPublished(f"Flow {get_flow(con, flow_id).id!r} has no published version.")
    return _version(row)


def list_versions(con: Connection, flow_id: str, *, before: int | None, limit: int) -> list[VersionRow]:
    """A page of versions, newest first.

    Raises:
        FlowNotFound: there is no such flow.
    """
    flow = get_flow(con, flow_id)
    params = {"flow_id": flow.id, "before": _LAST if before is None else before, "limit": limit}
    return [_version(row) for row in every_readable(con, _SQL["list_versions"], params)]


def publish_version(
    con: Connection,
    flow_id: str,
    version: int,
    subflows: Any = None,
    note: str | None = None,
    code: VersionCode | None = None,
    signature: Signature | None = None,
) -> VersionRow:
    """Let starts without a version use this one. Publishing twice changes nothing but the note, and pins its code.

    `subflows` is what it calls, pinned now; None: it calls nothing, or all of it is pinned. `code` is what its
    functions consist of; once it is pinned, it stays. A `signature` takes the place of the one before.

    Raises:
        FlowNotFound, VersionNotFound
    """
    found = get_version(con, flow_id, version)
    if found.origin == "draft":
        raise VersionNotFound(f"Flow {found.flow_id!r} has no version {version} but for tests.")
    told = {} if subflows is None or found.published else {"subflows": subflows}
    if note is not None:
        told["publish_note"] = note
    meta = _dump({**found.meta(), **told}) if told else found.compiled_meta
    keeps = found.published and found.code_json is not None and (code is None or code.mode == "live")
    params = {
        "flow_id": found.flow_id,
        "version": version,
        "compiled_meta": meta,
        "signature_json": None if signature is None else msgspec.json.encode(signature).decode(),
        "code_json": None if code is None or keeps or found.pinned_code else msgspec.json.encode(code).decode(),
    }
    row = one(con, _SQL["publish_version"], params)
    assert row is not None
    return _version(row)


def signed_by(con: Connection, key: str, limit: int) -> tuple[list[tuple[str, int]], list[str]]:
    """The versions that a key has signed, and the runs of them that are not over; so many at most of each."""
    params = {"key": key, "limit": limit}
    versions = [(row["flow_id"], row["version"]) for row in every(con, _SQL["signed_versions"], params)]
    return versions, [row["thread_id"] for row in every(con, _SQL["signed_runs"], params)]


def uses_of_functions(con: Connection) -> dict[str, dict[str, list[int]]]:
    """Which versions of which flows call each function: name -> flow id -> versions, the newest 20."""
    uses: dict[str, dict[str, list[int]]] = {}
    for row in every(con, _SQL["uses_of_functions"], {}):
        versions = uses.setdefault(row["name"], {}).setdefault(row["flow_id"], [])
        if len(versions) < _SHOWN_VERSIONS:
            versions.append(row["version"])
    return uses


def _version(row: Row) -> VersionRow:
    return msgspec.convert({**shown(row), "published": bool(row["published"])}, VersionRow)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def open_runs_by_version(con: Connection) -> dict[int, int]:
    """How many runs are not over, by the id of their version."""
    return {row["flow_version_id"]: row["runs"] for row in every(con, _SQL["open_runs_by_version"], {})}
