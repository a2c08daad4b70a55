"""Views of lists of runs: a filter and an order that somebody saved under a name."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from workflow_engine_shared.errors import ViewNotFound
from workflow_engine_shared.storage.sqlite.damage import every_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, Row, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read

_SQL = load(__package__, "run_views")


@ready_to_read
class ViewRow(msgspec.Struct, frozen=True):
    """A saved view."""

    id: str
    name: str
    query: dict[str, Any]  #: parameters of a list of runs
    created_at: str


def list_views(con: Connection) -> list[ViewRow]:
    """All of them, by name."""
    return [_view(row) for row in every_readable(con, _SQL["list_views"], {})]


def insert_view(con: Connection, view_id: str, name: str, query: Mapping[str, Any], now: str) -> ViewRow:
    """Save a view."""
    row = one(con, _SQL["insert_view"], {"id": view_id, "name": name, "query_json": _text(query), "now": now})
    assert row is not None
    return _view(row)


def change_view(con: Connection, view_id: str, name: str | None, query: Mapping[str, Any] | None) -> ViewRow:
    """Give a view another name or content; None leaves it as it is.

    Raises:
        ViewNotFound: there is none with this id.
    """
    params = {"id": view_id, "name": name, "query_json": None if query is None else _text(query)}
    row = one(con, _SQL["change_view"], params)
    if row is None:
        raise ViewNotFound(f"There is no view {view_id!r}.")
    return _view(row)


def delete_view(con: Connection, view_id: str) -> None:
    """Forget a view.

    Raises:
        ViewNotFound: there is none with this id.
    """
    if one(con, _SQL["delete_view"], {"id": view_id}) is None:
        raise ViewNotFound(f"There is no view {view_id!r}.")


def _text(query: Mapping[str, Any]) -> str:
    return json.dumps(query, ensure_ascii=False)


def _view(row: Row) -> ViewRow:
    """A row as it is; one that somebody damaged shows all runs."""
    fields = shown(row)
    try:
        query = json.loads(fields.pop("query_json"))
    except ValueError:
        query = None
    return msgspec.convert({**fields, "query": query if isinstance(query, dict) else {}}, ViewRow)
