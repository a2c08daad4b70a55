"""All rows of one run, as a bundle of it carries them to another `workflow.db`.

Of a newer database they are refused by its version, before they come here.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

import msgspec

from workflow_engine_shared.errors import DatabaseDamaged, RunNotFound
from workflow_engine_shared.errors.care import BundleDamaged
from workflow_engine_shared.storage.sqlite.damage import DamagedText
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow.db import WORKFLOW

_SQL = load(__package__, "run_rows")
_COLUMN = re.compile(r":(\w+)")
#: Of this database alone.
_NOT_CARRIED = frozenset({"seq", "id", "flow_version_id", "searchable", "flows_dir", "parent_id", "parent_key"})


class RunRows(msgspec.Struct, frozen=True):
    """What `workflow.db` knows of a run: rows as dicts of columns."""

    schema: int  #: the version of the database that they are of
    run: dict[str, Any]
    signals: list[dict[str, Any]]
    workers: list[dict[str, Any]]
    waits: list[dict[str, Any]]


def export_run(con: Connection, thread_id: str) -> RunRows:
    """All rows of a run.

    Raises:
        RunNotFound: there is no such run.
        DatabaseDamaged: a row of it holds no text where text belongs.
    """
    params = {"thread_id": thread_id}
    row = one(con, _SQL["run_row"], params)
    if row is None:
        raise RunNotFound(f"There is no run {thread_id!r}.")
    return RunRows(
        schema=WORKFLOW.version,
        run=_carried(row),
        signals=[_carried(each) for each in every(con, _SQL["signal_rows"], params)],
        workers=[_carried(each) for each in every(con, _SQL["worker_rows"], params)],
        waits=[_carried(each) for each in every(con, _SQL["wait_rows"], params)],
    )


def import_run(
    con: Connection, rows: RunRows, flow_version_id: int, flows_dir: str, subflows: Mapping[str, tuple[str, int]]
) -> None:
    """Write all rows of a run that is not here: of this flow version, with functions from these folders.

    `subflows` are the versions here of the flows that it calls. Its signals are marked as `imported`: they happened
    elsewhere, and nobody is told of them again.

    Raises:
        BundleDamaged: a row says what no run can say.
    """
    metadata = json.loads(rows.run.get("metadata") or "{}")
    if subflows:
        metadata["subflows"] = subflows
    ours = {"flow_version_id": flow_version_id, "flows_dir": flows_dir, "metadata": _text(metadata)}
    _insert(con, _SQL["insert_runs"], {**rows.run, **ours})
    for each in rows.signals:
        payload = {**json.loads(each.get("payload_json") or "{}"), "imported": True}
        _insert(con, _SQL["insert_signals"], {**each, "payload_json": _text(payload)})
    for each in rows.workers:
        _insert(con, _SQL["insert_workers"], each)
    for each in rows.waits:
        _insert(con, _SQL["insert_waits"], each)


def _carried(row: Row) -> dict[str, Any]:
    found = {name: value for name, value in columns(row).items() if name not in _NOT_CARRIED}
    for name, value in found.items():
        if isinstance(value, DamagedText):
            raise DatabaseDamaged(f"Run {row['thread_id']!r} has a row whose {name} is damaged: it cannot be exported.")
    return found


def _insert(con: Connection, statement: str, values: dict[str, Any]) -> None:
    try:
        con.execute(statement, {name: values.get(name) for name in _COLUMN.findall(statement)})
    except sqlite3.Error as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise BundleDamaged(f"A row of the run cannot be taken over: {error}.") from error


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
