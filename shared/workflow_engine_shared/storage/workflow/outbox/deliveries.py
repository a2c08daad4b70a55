"""Hooks: which signals they have seen, and what they have yet to tell.

The signal of an end or a question is committed with the change itself, by whoever makes it, and so is the place to look
for what is to be told: nobody has to write anything else while a run is at work.
"""

import json
from collections.abc import Iterable

import msgspec

from workflow_engine_shared.storage.sqlite.damage import every_readable
from workflow_engine_shared.storage.sqlite.database import Connection, columns, every
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_shared.storage.workflow.signals import signal_of
from workflow_engine_shared.struct_types import ready_to_read

_SQL = load(__package__, "deliveries")


@ready_to_read
class HookRow(msgspec.Struct, frozen=True):
    """How far a hook is."""

    name: str
    seen: int  #: the newest signal it was looked at for
    waiting: int  #: messages still to be delivered
    delivered_at: str | None = None
    failed_at: str | None = None
    problem: str | None = None  #: of its newest message, unless it was delivered


@ready_to_read
class DeliveryRow(msgspec.Struct, frozen=True):
    """A message that is still to be delivered."""

    id: int
    hook: str
    signal: int
    notice_json: str
    tries: int
    created_at: str
    due_at: str


def list_hooks(con: Connection) -> list[HookRow]:
    """All of them, by name."""
    return [msgspec.convert(columns(row), HookRow) for row in every(con, _SQL["list_hooks"], {})]


def keep_hooks(con: Connection, names: Iterable[str]) -> None:
    """These are the hooks there are: new ones begin now, others are forgotten."""
    given = list(names)
    con.execute(_SQL["forget_hooks"], {"names": json.dumps(given)})
    for name in given:
        con.execute(_SQL["insert_hook"], {"name": name})


def endings_after(con: Connection, after: int, limit: int) -> list[SignalRow]:
    """Ends, failures, questions and forms of all runs since a signal, oldest first."""
    return [signal_of(row) for row in every_readable(con, _SQL["endings_after"], {"after": after, "limit": limit})]


def hook_saw(con: Connection, name: str, seen: int) -> None:
    """What is due from signals up to this one is written down."""
    con.execute(_SQL["hook_saw"], {"name": name, "seen": seen})


def insert_delivery(con: Connection, hook: str, signal: int, notice_json: str, now: str) -> None:
    """A message is to be delivered; each signal is told once by each hook."""
    params = {"hook": hook, "signal": signal, "notice_json": notice_json, "now": now}
    con.execute(_SQL["insert_delivery"], params)


def due_deliveries(con: Connection, now: str, horizon: str, limit: int) -> list[DeliveryRow]:
    """What is to be delivered now, oldest first; nothing can be due after `horizon`, unless the clock was set back."""
    rows = every(con, _SQL["due_deliveries"], {"now": now, "horizon": horizon, "limit": limit})
    return [msgspec.convert(columns(row), DeliveryRow) for row in rows]


def end_delivery(con: Connection, delivery: DeliveryRow, now: str, problem: str | None = None) -> None:
    """A message was delivered, or given up because of a problem."""
    con.execute(_SQL["delete_delivery"], {"id": delivery.id})
    name = "hook_delivered" if problem is None else "hook_failed"
    con.execute(_SQL[name], {"name": delivery.hook, "now": now, "problem": problem})


def try_later(con: Connection, delivery: DeliveryRow, now: str, due_at: str, problem: str) -> None:
    """A message could not be delivered; it is tried again, and all others of its hook not before it."""
    con.execute(_SQL["try_later"], {"id": delivery.id, "due_at": due_at})
    con.execute(_SQL["postpone"], {"id": delivery.id, "hook": delivery.hook, "due_at": due_at})
    con.execute(_SQL["hook_failed"], {"name": delivery.hook, "now": now, "problem": problem})
