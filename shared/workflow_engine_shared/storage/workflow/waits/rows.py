"""What a run waits for, as Python values."""

import json
from enum import Enum
from typing import Any, Final, TypedDict

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.storage.sqlite.damage import shown
from workflow_engine_shared.storage.sqlite.database import Row
from workflow_engine_shared.struct_types import ready_to_read

#: Signals are brought as messages are, under names that begin so.
SIGNAL: Final = "signal:"


def variables_of(payload: Any) -> dict[str, Any]:
    """What a message brings, as a run gets it: an object's fields, nothing, or a value as `payload`."""
    return payload if isinstance(payload, dict) else {} if payload is None else {"payload": payload}


class WaitKind(str, Enum):
    """What a run waits for."""

    TIMER = "timer"  #: a time
    FORM = "form"  #: somebody who fills in a form
    QUESTION = "question"  #: somebody's answer to `interrupt()`; such waits stand in the run's row
    MESSAGE = "message"  #: a message of a name
    CHILD = "child"  #: the end of a run that it started


class WaitState(str, Enum):
    """Where a wait stands."""

    ARMED = "armed"  #: nothing has come yet
    MET = "met"  #: it has come
    OFF = "off"  #: nobody waits for it any more


class WaitHow(str, Enum):
    """How a wait was met."""

    ANSWER = "answer"  #: somebody filled in the form
    TIMER = "timer"  #: its time came
    TIMEOUT = "timeout"  #: the time to wait for it was over
    MESSAGE = "message"  #: a message came
    CHILD = "child"  #: the other run ended


class Met(TypedDict):
    """What came."""

    how: str  #: a word of `WaitHow`
    value: Any  #: anything JSON can say


@ready_to_read
class NewWait(msgspec.Struct, frozen=True):
    """Something to wait for, as a worker arms it."""

    key: str  #: the token engine's id of the work; never used twice in a run, the same after a restart
    kind: WaitKind
    node_id: str
    visit: int
    ref: str | None = None  #: message: its name; child: the other run's thread_id
    correlation: str | None = None  #: which message of that name; see `correlation_text`
    due_at: str | None = None  #: timer: when it comes; form, message and child: when they are given up
    #: form: {title, description, schema, ui, assignee, show}; timer: {seconds} if it was given as a duration, which
    #: a clock that is set back must not make longer; child: {onChildError}.
    body: dict[str, Any] | None = None


@ready_to_read
class WaitRow(NewWait, frozen=True, kw_only=True):
    """Something that a run waits for or waited for, as its row says."""

    thread_id: str
    state: WaitState
    armed_at: str
    met_at: str | None = None
    how: WaitHow | None = None
    answer: str | None = None  #: what came, as JSON


@ready_to_read
class TaskRow(msgspec.Struct, frozen=True):
    """Something that a person has to do, or had to: a form, or a question of `interrupt()`."""

    thread_id: str
    key: str  #: of a question: `question`
    kind: WaitKind
    node_id: str | None
    state: WaitState
    armed_at: str
    body: dict[str, Any]  #: of a question: `rows.Interrupt`
    flow_version_id: int
    flow_id: str
    version: int
    run_title: str | None = None
    due_at: str | None = None
    met_at: str | None = None
    how: WaitHow | None = None
    answer: str | None = None  #: what came, as JSON


@ready_to_read
class OpenWaits(msgspec.Struct, frozen=True):
    """What a run waits for, in short: another one whenever that changed."""

    count: int
    forms: int  #: how many of them are forms
    newest_at: str  #: when the newest was armed: as many as before may be others


class TaskFilter(msgspec.Struct, frozen=True):
    """Which tasks are asked for; None asks for nothing."""

    state: WaitState | None = WaitState.ARMED
    assignee: str | None = None
    flow_id: str | None = None
    thread_id: str | None = None


def correlation_text(value: object) -> str:
    """A correlation as rows have it: equal values, equal texts. 7.0 and 7 are one number: senders write either.

    Raises:
        ValueError: JSON cannot say it.
    """
    return canonical(_numbered(value))


def _numbered(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _numbered(item) for key, item in value.items()}
    return [_numbered(item) for item in value] if isinstance(value, (list, tuple)) else value


def wait_of(row: Row) -> WaitRow:
    """A row as it is; what somebody damaged in it is left out."""
    return msgspec.convert(_fields(row), WaitRow)


def task_of(row: Row) -> TaskRow:
    """The same of a task."""
    fields = _fields(row)
    body = fields["body"] or {}
    node = body.get("node") if fields["kind"] == WaitKind.QUESTION else fields["node_id"]
    return msgspec.convert({**fields, "body": body, "node_id": node if isinstance(node, str) else None}, TaskRow)


def _fields(row: Row) -> dict[str, Any]:
    fields = shown(row)
    try:
        body = json.loads(fields["body"] or "null")
    except ValueError:
        body = None
    return {**fields, "body": body if isinstance(body, dict) else None}
