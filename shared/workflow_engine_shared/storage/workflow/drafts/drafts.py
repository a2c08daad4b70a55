"""Drafts of flows. A change names the revision that it has seen: of two that have seen the same one wins."""

import json
from collections.abc import Iterable

import msgspec

from workflow_engine_shared.errors import DraftChanged, DraftNotFound
from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import DraftInShort, DraftRow, NewDraft

_SQL = load(__package__, "drafts")

#: What a change has seen where it does not matter.
ANY = -1


def get_draft(con: Connection, flow_id: str) -> DraftRow:
    """The draft of a flow.

    Raises:
        DraftNotFound: there is none.
    """
    draft = find_draft(con, flow_id)
    if draft is None:
        raise DraftNotFound(f"Flow {flow_id!r} has no draft.")
    return draft


def find_draft(con: Connection, flow_id: str) -> DraftRow | None:
    """The draft of a flow, if there is one."""
    row = one_readable(con, _SQL["get_draft"], {"flow_id": flow_id})
    return None if row is None or row["dsl_json"] is None else msgspec.convert(shown(row), DraftRow)


def flows_among(con: Connection, flow_ids: Iterable[str]) -> set[str]:
    """Those of these ids, in lower case, that flows have."""
    return {row["id"].lower() for row in every(con, _SQL["flows_among"], {"ids": json.dumps(list(flow_ids))})}


def list_drafts(con: Connection, *, after: str, limit: int) -> list[DraftInShort]:
    """A page of drafts in the order of their flows' ids, beginning behind `after`."""
    rows = every_readable(con, _SQL["list_drafts"], {"after": after, "limit": limit})
    return [msgspec.convert(shown(row), DraftInShort) for row in rows]


def put_draft(con: Connection, flow_id: str, new: NewDraft, seen: int | None, now: str) -> DraftRow:
    """Make a draft what it is to be; `seen` is its revision as far as is known: None for none, or ANY.

    Raises:
        DraftChanged: it is another one by now.
    """
    there = one(con, _SQL["get_draft"], {"flow_id": flow_id})
    is_there = there is not None and there["dsl_json"] is not None
    _refuse_other(flow_id, columns(there) if there is not None and is_there else None, seen)
    params = {"flow_id": flow_id, **msgspec.to_builtins(new), "now": now}
    row = one(con, _SQL["insert_draft" if there is None else "change_draft"], params)
    assert row is not None
    return msgspec.convert(columns(row), DraftRow)


def delete_draft(con: Connection, flow_id: str, seen: int, now: str) -> None:
    """Forget a draft; a later one goes on counting.

    Raises:
        DraftNotFound: there is none.
        DraftChanged: it is another one by now.
    """
    there = get_draft(con, flow_id)
    _refuse_other(flow_id, msgspec.to_builtins(there), seen)
    one(con, _SQL["delete_draft"], {"flow_id": flow_id, "now": now})


def base_draft(con: Connection, flow_id: str, revision: int, version: int) -> None:
    """Note that this very draft is what a version says; one that was changed meanwhile is left as it is."""
    one(con, _SQL["base_draft"], {"flow_id": flow_id, "revision": revision, "based_on": version})


def _refuse_other(flow_id: str, there: "dict[str, object] | None", seen: int | None) -> None:
    if there is None:
        if seen not in {None, ANY}:
            nothing = {"revision": None, "updated_at": None}
            raise DraftChanged(f"Flow {flow_id!r} has no draft any more.", members=nothing)
        return
    if seen not in {ANY, there["revision"]}:
        known = "without a revision" if seen is None else f"from revision {seen}"
        members = {"revision": there["revision"], "updated_at": there["updated_at"]}
        raise DraftChanged(
            f"The draft of flow {flow_id!r} is at revision {there['revision']}; it was to be changed {known}.",
            members=members,
        )
