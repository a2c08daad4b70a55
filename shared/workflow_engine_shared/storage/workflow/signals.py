"""Commands to runs and events of runs: the rows behind every notification."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from workflow_engine_shared.storage.sqlite.database import Connection, Row, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.vocabulary import SignalType

from .rows import SignalRow

_SQL = load(__package__, "signals")

Command = Literal[SignalType.PAUSE_REQUEST, SignalType.RESUME_REQUEST, SignalType.CANCEL_REQUEST]


def insert_command(con: Connection, thread_id: str, command: Command, payload: Mapping[str, object], now: str) -> int:
    """Record a command for a run; returns its id. Its effect follows."""
    params = {"thread_id": thread_id, "type": command, "payload_json": json.dumps(payload), "now": now}
    row = one(con, _SQL["insert_command"], params)
    assert row is not None
    return int(row["id"])


def waiting_commands(con: Connection, thread_id: str) -> list[SignalRow]:
    """Commands whose effect is not committed yet, oldest first."""
    return [_signal(row) for row in every(con, _SQL["waiting_commands"], {"thread_id": thread_id})]


def resume_payloads(con: Connection, thread_id: str) -> list[dict[str, Any]]:
    """What a run was given by all resumes so far, oldest first."""
    return [json.loads(row["payload_json"]) for row in every(con, _SQL["resume_payloads"], {"thread_id": thread_id})]


def runs_with_commands(con: Connection) -> list[str]:
    """The runs that have commands waiting."""
    return [row["thread_id"] for row in every(con, _SQL["runs_with_commands"], {})]


def mark_processed(con: Connection, ids: Iterable[int]) -> None:
    """The commands' effects are committed."""
    con.execute(_SQL["mark_processed"], {"ids": json.dumps(list(ids))})


def list_signals(con: Connection, thread_id: str, *, after: int = 0, limit: int = 1000) -> list[SignalRow]:
    """A page of a run's commands and events, oldest first."""
    params = {"thread_id": thread_id, "after": after, "limit": limit}
    return [_signal(row) for row in every(con, _SQL["list_signals"], params)]


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


def _signal(row: Row) -> SignalRow:
    fields = dict(row)
    fields["payload"] = json.loads(fields.pop("payload_json"))
    fields["processed"] = bool(fields.get("processed", 0))
    return msgspec.convert(fields, SignalRow)
