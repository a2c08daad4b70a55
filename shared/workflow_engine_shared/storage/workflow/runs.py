"""Runs: accepted once, moved only along the transition table, every move with its event in one transaction."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from workflow_engine_shared.clock import is_moment
from workflow_engine_shared.errors import ErrorData, RunNotFound
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus
from workflow_engine_shared.storage.sqlite.damage import DamagedText, every_readable, one_readable
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read

from .rows import Begun, DraftTest, Interrupt, RetryOf, RunRow, Streak

_SQL = load(__package__, "runs")
_LAST = 2**62
_KNOWN = 256
_SHORT = 4096
_MOMENTS = ("created_at", "queued_at", "started_at", "finished_at", "last_event_at")
_NUMBERS = ("epoch", "crashes")
_NEVER = "1970-01-01T00:00:00.000Z"
_DAMAGE_HINT = "Cancel and delete the run, or put workflow.db back from a backup."
_REASONS = frozenset({None, *(reason.value for reason in Reason)})
_STATUSES = frozenset(RunStatus)
_RENAMED = {"interrupt_json": ("interrupt", Interrupt), "error_json": ("error", ErrorData)}


@ready_to_read
class Metadata(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row keeps without a column of its own."""

    streak: Streak = Streak()
    skipped: int = 0
    clock_set_s: float = 0.0
    retry_of: RetryOf | None = None
    subflows: dict[str, tuple[str, int]] = {}
    test: DraftTest | None = None
    begun: Begun | None = None


class NewRun(msgspec.Struct, frozen=True):
    """A start request that has been checked."""

    thread_id: str
    flow_version_id: int
    input_json: str
    fingerprint: str
    flows_dir: str
    forked_from: str | None = None
    forked_checkpoint: str | None = None
    forked_updates: str | None = None
    retry_of: RetryOf | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    subflows: Mapping[str, tuple[str, int]] = msgspec.field(default_factory=dict)
    parent_id: str | None = None
    parent_key: str | None = None
    test: DraftTest | None = None
    code: str | None = None
    environment: str | None = None
    begun: Begun | None = None


def insert_run(con: Connection, run: NewRun, now: str) -> RunRow | None:
    """Accept a run. None: the thread_id is taken."""
    known = Metadata(retry_of=run.retry_of, subflows=dict(run.subflows), test=run.test, begun=run.begun)
    metadata = msgspec.json.encode(known).decode()
    values = {**msgspec.structs.asdict(run), "now": now, "metadata": metadata, "tags": tags_text(run.tags)}
    values["is_test"] = int(run.test is not None)
    row = one(con, _SQL["insert_run"], values)
    return None if row is None else run_of(row)


def get_run(con: Connection, thread_id: str) -> RunRow:
    """One run.

    Raises:
        RunNotFound: there is none with this thread_id.
    """
    row = one_readable(con, _SQL["get_run"], {"thread_id": thread_id})
    if row is None:
        raise RunNotFound(f"There is no run {thread_id!r}.")
    return run_of(row)


def runs_in_status(con: Connection, *statuses: RunStatus) -> list[RunRow]:
    """All runs in these statuses, first queued first."""
    rows = every_readable(con, _SQL["runs_in_status"], {"statuses": status_list(statuses)})
    return [run_of(row) for row in rows]


def runs_by_seq(con: Connection, seqs: Iterable[int]) -> dict[int, RunRow]:
    """These runs, those of them that there are."""
    rows = every_readable(con, _SQL["runs_by_seq"], {"seqs": json.dumps(list(seqs))})
    return {row["seq"]: run_of(row) for row in rows}


def runs_by_id(con: Connection, thread_ids: Iterable[str]) -> list[RunRow]:
    """Those of these runs that there are."""
    rows = every_readable(con, _SQL["runs_by_id"], {"thread_ids": json.dumps(list(thread_ids))})
    return [run_of(row) for row in rows]


def count_by_status(con: Connection) -> dict[str, int]:
    """How many runs stand in each status that has any."""
    return {row["status"]: row["runs"] for row in every(con, _SQL["count_by_status"], {})}


def ended_before(con: Connection, limit: str, number: int) -> list[str]:
    """The oldest runs that were over before a time."""
    params = {"statuses": status_list(FINAL), "limit": limit, "number": number}
    return [row["thread_id"] for row in every(con, _SQL["ended_before"], params)]


def tests_ended_before(con: Connection, limit: str, number: int) -> list[str]:
    """The oldest test runs that were over before a time."""
    return [row["thread_id"] for row in every(con, _SQL["tests_ended_before"], {"limit": limit, "number": number})]


def rename_run(con: Connection, thread_id: str, title: str | None, tags: Iterable[str]) -> None:
    """Give a run another title and other tags.

    Raises:
        RunNotFound: there is none with this thread_id.
    """
    params = {"thread_id": thread_id, "title": title, "tags": tags_text(tags)}
    if one(con, _SQL["rename_run"], params) is None:
        raise RunNotFound(f"There is no run {thread_id!r}.")


def move_to_version(
    con: Connection,
    thread_id: str,
    version_id: int,
    code: str | None,
    subflows: Mapping[str, tuple[str, int]],
    environment: str | None,
) -> None:
    """Let a run that stands still go on with another version of its flow."""
    calls = json.dumps({place: list(pin) for place, pin in subflows.items()})
    params = {"thread_id": thread_id, "version_id": version_id, "code": code, "subflows": calls}
    params["environment"] = environment
    assert one(con, _SQL["move_to_version"], params) is not None  # its status was read in this transaction


def delete_run(con: Connection, thread_id: str) -> bool:
    """Remove a run that is over, with its signals and workers. False: it is not over, or not there."""
    params = {"thread_id": thread_id, "statuses": status_list(FINAL)}
    return one(con, _SQL["delete_run"], params) is not None


def waiting_fork(con: Connection, thread_id: str) -> str | None:
    """A fork of this run whose worker has yet to copy from it."""
    row = one(con, _SQL["waiting_fork"], {"thread_id": thread_id})
    return None if row is None else str(row["thread_id"])


def run_of(row: Row) -> RunRow:
    """A row as it is; what somebody damaged in it is flagged, so that one such row stops no list and no recovery."""
    return _known_run(row) if len(row["input_json"]) <= _SHORT else _run(row)


def _run(row: Row) -> RunRow:
    fields = columns(row)
    damage = _mend(fields)
    for column, (name, kind) in _RENAMED.items():
        text = fields.pop(column)
        fields[name] = None
        try:
            fields[name] = None if text is None else msgspec.json.decode(text, type=kind)
        except msgspec.MsgspecError as error:
            damage = f"{column}: {error}"
    try:
        fields.update(msgspec.structs.asdict(msgspec.json.decode(fields.pop("metadata"), type=Metadata)))
    except msgspec.MsgspecError as error:
        damage = f"metadata: {error}"
    try:
        fields["tags"] = msgspec.json.decode(fields.get("tags", "[]"), type=tuple[str, ...])
    except msgspec.MsgspecError as error:
        damage, fields["tags"] = f"tags: {error}", ()
    if fields["reason"] not in _REASONS:
        damage, fields["reason"] = f"reason: {fields['reason']!r}", None
    if fields["status"] not in _STATUSES:
        damage, fields["status"] = f"status: {fields['status']!r}", RunStatus.ERROR.value
    if damage:
        told = f"The run's row is damaged ({damage})."
        fields["error"] = ErrorData("DATA_INVALID", told, hint=_DAMAGE_HINT)
    return msgspec.convert(fields, RunRow)


#: A list is asked for again and again, and few of its rows are others than the time before: equal rows, equal runs.
_known_run = lru_cache(_KNOWN)(_run)


def _mend(fields: dict[str, Any]) -> str:
    """Put what can be shown in the place of what cannot be read; returns what was wrong, or an empty string."""
    damage = ""
    for column, value in fields.items():
        if isinstance(value, DamagedText):
            damage, fields[column] = f"{column}: no UTF-8", str.__str__(value)
    for column in _MOMENTS:
        if fields[column] is not None and not is_moment(fields[column]):
            damage, fields[column] = f"{column}: {fields[column]!r}", _NEVER
    for column in _NUMBERS:
        if not 0 <= fields[column] <= _LAST:
            damage = f"{column}: {fields[column]}"
    return damage


def status_list(statuses: Iterable[RunStatus]) -> str:
    """Statuses as a statement takes them: a JSON list."""
    return json.dumps(sorted(status.value for status in statuses))


def tags_text(tags: Iterable[str]) -> str:
    """Tags as a row keeps them: a JSON list."""
    return json.dumps(list(tags), ensure_ascii=False)
