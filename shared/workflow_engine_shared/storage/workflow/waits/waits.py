"""What runs wait for: armed by their workers, met once, each in the caller's transaction."""

import json
from collections.abc import Iterable

import msgspec

from workflow_engine_shared.clock import moment_after, seconds_between
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable
from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow.moves import insert_event, run_paused, run_queued
from workflow_engine_shared.storage.workflow.payloads import (
    InterruptPayload,
    WaitArmedPayload,
    WaitMetPayload,
    WaitPayload,
)
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.signals import insert_command
from workflow_engine_shared.vocabulary import SignalType

from .rows import Met, NewWait, OpenWaits, WaitHow, WaitKind, WaitRow, wait_of

_SQL = load(__package__, "waits")
#: A clock that is this much behind what rows say was set back.
NOTICED_S = 5.0


def arm(con: Connection, thread_id: str, waits: Iterable[NewWait], now: str, *, epoch: int) -> None:
    """The run waits for these, beside what it waits for already; one that has its row keeps it as it is.

    Nothing happens if another worker holds the run.
    """
    if _is_held(con, thread_id, epoch):
        _arm(con, thread_id, waits, now)


def run_waits(  # noqa: PLR0913 - whatever an interrupted run has, and what it waits for
    con: Connection,
    thread_id: str,
    waits: Iterable[NewWait],
    now: str,
    *,
    epoch: int,
    interrupt: Interrupt,
    reason: Reason,
    processed: Iterable[int] = (),
) -> bool:
    """The run waits for these, for nothing else, and without a process.

    False, and it goes on with its worker: something of it has come already, or another worker holds it.
    """
    done, given = list(processed), list(waits)
    if not _is_held(con, thread_id, epoch) or _has_come(con, thread_id, done):
        return False
    _arm(con, thread_id, given, now)
    params = {"thread_id": thread_id, "keys": json.dumps([wait.key for wait in given])}
    con.execute(_SQL["turn_off_others"], params)
    if _has_come(con, thread_id, done):  # a run that is over already was waited for
        return False
    return run_paused(con, thread_id, now, epoch=epoch, interrupt=interrupt, reason=reason, processed=done)


def close_waits(con: Connection, thread_id: str, keys: Iterable[str], *, epoch: int) -> None:
    """The run waits for these no more. Nothing happens if another worker holds it."""
    if _is_held(con, thread_id, epoch):
        con.execute(_SQL["turn_off"], {"thread_id": thread_id, "keys": json.dumps(list(keys))})


def meet(con: Connection, thread_id: str, key: str, met: Met, now: str) -> int | None:
    """What a run waits for has come: it is told, and waits for a worker if nothing else keeps it. The only way in.

    A run that is waited for no longer, because it took too long, is asked to end.

    Returns the id of the `wait_request`. None, and nothing happens: it came before, or nobody waits for it any more.
    """
    params = {"thread_id": thread_id, "key": key, "how": met["how"], "answer": json.dumps(met["value"]), "now": now}
    row = one(con, _SQL["meet"], params)
    if row is None:
        return None
    payload: WaitPayload = {"key": key, "how": met["how"], "value": met["value"]}
    signal = insert_command(con, row["thread_id"], SignalType.WAIT_REQUEST, payload, now)
    is_late = met["how"] in (WaitHow.TIMER, WaitHow.TIMEOUT) and row["due_at"] is not None
    told: WaitMetPayload = {
        "key": key,
        "how": met["how"],
        "node": row["node_id"],
        "late_s": round(seconds_between(row["due_at"], now), 3) if is_late else None,
    }
    insert_event(con, row["thread_id"], SignalType.WAIT_MET, told, now)
    if met["how"] == WaitHow.TIMEOUT and row["kind"] == WaitKind.CHILD and row["ref"] is not None:
        _ask_to_end(con, row["ref"], now)
    if one(con, _SQL["waits_for_nothing_else"], {"thread_id": thread_id}) is not None:
        run_queued(con, row["thread_id"], now)
    return signal


def tell_parent(con: Connection, thread_id: str, now: str, result: object = None) -> None:
    """The run that waits for this one gets its end, if this is its end; `result` is what it is to have of it.

    A run that broke can be resumed and is no end, unless the parent says so (`onChildError`: `fail`).
    """
    row = one(con, _SQL["end_of_child"], {"thread_id": thread_id})
    wait = None if row is None else get_wait(con, row["parent_id"], row["parent_key"])
    if row is None or wait is None or (wait.ref or "").lower() != row["thread_id"].lower():
        return  # the parent is gone, and the run that has its name now waits for something else
    value: dict[str, object] = {"thread_id": row["thread_id"], "status": row["status"]}
    if row["status"] == RunStatus.ERROR.value:
        if (wait.body or {}).get("onChildError") != "fail":
            return
        value["error"] = json.loads(row["error_json"])
    elif row["status"] == RunStatus.FINISHED.value:
        value["result"] = result
    meet(con, row["parent_id"], row["parent_key"], {"how": WaitHow.CHILD.value, "value": value}, now)


def pause_waiting(con: Connection, thread_id: str, interrupt: Interrupt, now: str) -> bool:
    """What comes for the run is kept until it is resumed. False: it does not stand and wait."""
    interrupt_json = msgspec.json.encode(interrupt).decode()
    row = one(con, _SQL["pause_waiting"], {"thread_id": thread_id, "interrupt_json": interrupt_json, "now": now})
    if row is None:
        return False
    payload: InterruptPayload = {"reason": Reason.PAUSED.value, "node": interrupt.node}
    insert_event(con, row["thread_id"], SignalType.INTERRUPT, payload, now)
    return True


def waits_of(con: Connection, thread_id: str) -> list[WaitRow]:
    """All that a run waits for or waited for, the oldest first."""
    return [wait_of(row) for row in every_readable(con, _SQL["waits_of"], {"thread_id": thread_id})]


def open_waits_of(con: Connection, thread_id: str) -> list[WaitRow]:
    """What a run waits for, the oldest first."""
    return [wait_of(row) for row in every_readable(con, _SQL["open_waits_of"], {"thread_id": thread_id})]


def waits_in_short(con: Connection, thread_ids: Iterable[str]) -> dict[str, OpenWaits]:
    """What each of these runs waits for, in short; those that wait for nothing are left out."""
    given = {thread_id.lower(): thread_id for thread_id in thread_ids}
    rows = every(con, _SQL["waits_in_short"], {"thread_ids": json.dumps(list(given))}) if given else []
    return {given[row["thread_id"].lower()]: OpenWaits(row["count"], row["forms"], row["newest_at"]) for row in rows}


def get_wait(con: Connection, thread_id: str, key: str) -> WaitRow | None:
    """One of them; None: there never was such a wait."""
    row = one_readable(con, _SQL["get_wait"], {"thread_id": thread_id, "key": key})
    return None if row is None else wait_of(row)


def due_waits(con: Connection, now: str, limit: int, only: Iterable[str] | None = None) -> list[WaitRow]:
    """Armed ones - of `only` these runs - whose time has come, the first due first."""
    params = {"now": now, "limit": limit, "only": _list(only)}
    return [wait_of(row) for row in every_readable(con, _SQL["due_waits"], params)]


def next_wait_time(con: Connection, only: Iterable[str] | None = None) -> str | None:
    """When the first time of all armed ones - of `only` these runs - comes."""
    row = one(con, _SQL["next_wait_time"], {"only": _list(only)})
    return None if row is None else row["due_at"]


def set_clock_back(con: Connection, now: str, limit: int) -> list[WaitRow]:
    """Those that were armed by a clock that was set back since: as if they were armed now. Returns them as they were.

    So a duration never becomes longer than what it was, counted from now; what is to come when a clock shows a time
    comes when it shows that.
    """
    rows = every_readable(con, _SQL["armed_later"], {"horizon": moment_after(now, NOTICED_S), "limit": limit})
    found = [wait_of(row) for row in rows]
    for wait in found:
        due_at = wait.due_at
        if due_at is not None and (wait.kind is not WaitKind.TIMER or (wait.body or {}).get("seconds") is not None):
            due_at = moment_after(now, seconds_between(wait.armed_at, due_at))
        con.execute(
            _SQL["date_anew"], {"thread_id": wait.thread_id, "key": wait.key, "armed_at": now, "due_at": due_at}
        )
        con.execute(_SQL["tell_anew"], {"thread_id": wait.thread_id, "was": wait.due_at, "due_at": due_at})
    return found


def waits_for_message(
    con: Connection, name: str, correlation: str | None, thread_id: str | None = None
) -> list[WaitRow]:
    """Those whom a message reaches. One with a correlation takes only messages with this one.

    Unless `thread_id` says which run is meant, and there is no correlation.
    """
    params = {"name": name, "correlation": correlation, "thread_id": thread_id}
    return [wait_of(row) for row in every_readable(con, _SQL["waits_for_message"], params)]


def awaited_messages(con: Connection, thread_id: str | None, limit: int) -> list[str]:
    """Names of messages that runs wait for; or this one."""
    rows = every_readable(con, _SQL["awaited_messages"], {"thread_id": thread_id, "limit": limit})
    return [str(row["ref"]) for row in rows]


def count_open_waits(con: Connection) -> dict[str, int]:
    """How many there are of each kind that has any."""
    return {row["kind"]: row["waits"] for row in every(con, _SQL["count_open_waits"], {})}


def _ask_to_end(con: Connection, thread_id: str, now: str) -> None:
    """Nobody waits any more for the end of this run."""
    if one(con, _SQL["living"], {"thread_id": thread_id}) is not None:
        insert_command(con, thread_id, SignalType.CANCEL_REQUEST, {}, now)


def _list(only: Iterable[str] | None) -> str | None:
    return None if only is None else json.dumps(list(only))


def _is_held(con: Connection, thread_id: str, epoch: int) -> bool:
    return one(con, _SQL["is_held"], {"thread_id": thread_id, "epoch": epoch}) is not None


def _has_come(con: Connection, thread_id: str, processed: list[int]) -> bool:
    params = {"thread_id": thread_id, "processed": json.dumps(processed)}
    return one(con, _SQL["something_came"], params) is not None


def _arm(con: Connection, thread_id: str, waits: Iterable[NewWait], now: str) -> None:
    for wait in waits:
        body = None if wait.body is None else json.dumps(wait.body, ensure_ascii=False)
        params = {**msgspec.structs.asdict(wait), "body": body, "thread_id": thread_id, "now": now}
        if one(con, _SQL["arm"], params) is None:
            continue
        payload: WaitArmedPayload = {"key": wait.key, "kind": wait.kind.value, "node": wait.node_id}
        insert_event(con, thread_id, SignalType.WAIT_ARMED, payload, now)
        if wait.kind is WaitKind.CHILD and wait.ref is not None:
            tell_parent(con, wait.ref, now)  # it may be over already
