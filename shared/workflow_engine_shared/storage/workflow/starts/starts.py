"""Starts from outside: which messages and signals begin runs of which flows, and the runs that are to begin."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from workflow_engine_shared.clock import moment_after
from workflow_engine_shared.ids import titled_id
from workflow_engine_shared.storage.sqlite.database import Connection, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import DueStart, NamedStart, Taken

_SQL = load(__package__, "starts")
#: Runs that begin each other by what they throw: so many in a row, then no more.
MOST_DEPTH: Final = 100
#: So long it is known that a message with this id was taken.
REMEMBERED_S: Final = 7 * 24 * 3600.0


def put_starts(con: Connection, flow_id: str, version: int, starts: Iterable[NamedStart]) -> None:
    """Let runs of a flow begin by these messages and signals from now on, and by no others."""
    con.execute(_SQL["forget_starts"], {"flow_id": flow_id})
    for each in starts:
        params = {"name": each.name, "flow_id": flow_id, "node_id": each.node_id, "version": version}
        con.execute(_SQL["put_start"], params)


def begin_by(
    con: Connection,
    name: str,
    payload: Any,
    now: str,
    *,
    depth: int = 0,
    but: str | None = None,
    first_only: bool = False,
) -> list[str]:
    """Note the runs that begin by a message or signal; `but`: none of this flow. Returns the ids that they will have.

    Beyond MOST_DEPTH there are none.
    """
    rows = [row for row in every(con, _SQL["starts_by_name"], {"name": name}) if row["flow_id"] != but]
    begun = []
    for row in rows[: (1 if first_only else None) if depth < MOST_DEPTH else 0]:
        params = {**columns(row), "thread_id": titled_id(row["flow_id"], "run"), "depth": depth, "now": now}
        con.execute(_SQL["insert_due_start"], {**params, "payload_json": json.dumps(payload, ensure_ascii=False)})
        begun.append(params["thread_id"])
    return begun


def due_starts(con: Connection, limit: int, thread_ids: Sequence[str] | None = None) -> list[DueStart]:
    """Runs that are to begin, those first that have been for longest; or of these only."""
    only = None if thread_ids is None else json.dumps([*thread_ids])
    rows = every(con, _SQL["due_starts"], {"limit": limit, "only": only})
    return [msgspec.convert(columns(row), DueStart) for row in rows]


def end_due_start(con: Connection, thread_id: str) -> None:
    """The run is accepted, or will never be."""
    con.execute(_SQL["end_due_start"], {"thread_id": thread_id})


def names_of_starts(con: Connection, limit: int) -> list[str]:
    """Names of messages and signals that begin runs."""
    return [row["name"] for row in every(con, _SQL["names_of_starts"], {"limit": limit})]


def message_taken(con: Connection, message_id: str) -> Taken | None:
    """What became of the message with this id; None: none came, or it is forgotten."""
    row = one(con, _SQL["message_taken"], {"id": message_id})
    return None if row is None else Taken(row["fingerprint"], json.loads(row["reached"]), json.loads(row["begun"]))


def keep_message(con: Connection, message_id: str, taken: Taken, now: str) -> None:
    """Know of a message that it was taken; those that came long ago are forgotten."""
    con.execute(_SQL["forget_messages"], {"before": moment_after(now, -REMEMBERED_S)})
    params = {"id": message_id, "fingerprint": taken.fingerprint, "now": now}
    con.execute(
        _SQL["keep_message"], {**params, "reached": json.dumps(taken.reached), "begun": json.dumps(taken.begun)}
    )


def forget_message(con: Connection, message_id: str) -> None:
    """Nothing came of a message after all: it may come again."""
    con.execute(_SQL["forget_message"], {"id": message_id})
