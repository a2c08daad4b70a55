"""Commands to runs and events of runs: the rows behind every notification."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from workflow_engine_shared.storage.sqlite.damage import every_readable, shown
from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.vocabulary import SignalType

from .rows import SignalRow

_SQL = load(__package__, "signals")
_TYPES = frozenset(each.value for each in SignalType)
#: The one key of a payload that somebody damaged.
DAMAGED = "damaged"

Command = Literal[
    SignalType.PAUSE_REQUEST, SignalType.RESUME_REQUEST, SignalType.CANCEL_REQUEST, SignalType.WAIT_REQUEST
]


def insert_command(con: Connection, thread_id: str, command: Command, payload: Mapping[str, object], now: str) -> int:
    """Record a command for a run; returns its id. Its effect follows."""
    params = {"thread_id": thread_id, "type": command, "payload_json": json.dumps(payload), "now": now}
    row = one(con, _SQL["insert_command"], params)
    assert row is not None
    return int(row["id"])


def waiting_commands(con: Connection, thread_id: str) -> list[SignalRow]:
    """Commands whose effect is not committed yet, oldest first."""
    return [signal_of(row) for row in every_readable(con, _SQL["waiting_commands"], {"thread_id": thread_id})]


def commands_waiting_for(con: Connection, thread_ids: Iterable[str]) -> dict[str, list[SignalRow]]:
    """The same of many runs; those without any are left out."""
    given = {thread_id.lower(): thread_id for thread_id in thread_ids}
    found: dict[str, list[SignalRow]] = {}
    for row in every_readable(con, _SQL["commands_waiting_for"], {"thread_ids": json.dumps(list(given))}):
        signal = signal_of(row)
        found.setdefault(given[signal.thread_id.lower()], []).append(signal)
    return found


def resume_payloads(con: Connection, thread_id: str) -> list[dict[str, Any]]:
    """What a run was given by all resumes so far, oldest first."""
    rows = every_readable(con, _SQL["resume_payloads"], {"thread_id": thread_id})
    return [_payload(row["payload_json"]) for row in rows]


def runs_with_commands(con: Connection) -> list[str]:
    """The runs that have commands waiting."""
    return [row["thread_id"] for row in every(con, _SQL["runs_with_commands"], {})]


def mark_processed(con: Connection, ids: Iterable[int]) -> None:
    """The commands' effects are committed."""
    con.execute(_SQL["mark_processed"], {"ids": json.dumps(list(ids))})


def list_signals(con: Connection, thread_id: str, *, after: int = 0, limit: int = 1000) -> list[SignalRow]:
    """A page of a run's commands and events, oldest first."""
    params = {"thread_id": thread_id, "after": after, "limit": limit}
    return [signal_of(row) for row in every_readable(con, _SQL["list_signals"], params)]


def newest_signal(con: Connection) -> int:
    """The id of the newest command or event of any run; 0: there is none."""
    row = one(con, _SQL["newest_signal"], {})
    assert row is not None
    return int(row["newest"])


def crashes_after(con: Connection, after: int) -> tuple[int, int]:
    """How many workers died of themselves since an event, and the id of the newest event now."""
    row = one(con, _SQL["crashes_after"], {"after": after})
    assert row is not None
    return int(row["crashes"]), int(row["newest"])


def signal_of(row: Row) -> SignalRow:
    """A row as it is; one that somebody damaged is flagged, so that it stops neither its run nor the others' list."""
    fields = shown(row)
    text = fields.pop("payload_json")
    fields["payload"] = _payload(text)
    fields["processed"] = bool(fields.get("processed", 0))
    if fields["type"] not in _TYPES:
        fields["payload"] = {DAMAGED: f"type {fields['type']!r}, payload {text}"}
        fields["type"] = SignalType.ERROR.value
    return msgspec.convert(fields, SignalRow)


def _payload(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {DAMAGED: text}
