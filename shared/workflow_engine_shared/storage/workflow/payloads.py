"""What the rows of `signals` carry: the keys of `payload_json`, one shape for each type of signal."""

from collections.abc import Mapping
from typing import Any, TypedDict

from workflow_engine_shared.vocabulary import SignalType


class NoPayload(TypedDict):
    """The type says everything."""


class ResumePayload(TypedDict, total=False):
    """How a stopped run is to go on. Written by the supervisor; applied by the next worker."""

    updates: Mapping[str, Any]  #: state keys and their new values, for the visit that stopped
    visit: int  #: which one that was; absent: the one that broke, else the newest
    value: Any  #: the answer, if the run asked a question
    question: int  #: which of the visit's questions `value` answers, counted from 1
    retry_items: bool  #: whether failed and skipped items of the visit are tried again
    error: str | None  #: with retry_items: only skipped items that had this kind of error
    version: int  #: of the flow, if the run goes on with another one
    version_before: int  #: the one that it had
    note: str  #: why, in the words of whoever asked


class WaitPayload(TypedDict):
    """What the run waited for. Written in the transaction that met the wait; applied by its worker."""

    key: str  #: which of the run's waits
    how: str  #: answer, timer, timeout, message or child
    value: Any  #: what came: the answers, the message, the end of the other run; null: there is nothing to say


class StartPayload(TypedDict):
    """Which worker took the run."""

    epoch: int  #: the worker's epoch, its fencing token


class InterruptPayload(TypedDict):
    """Why and where the run stopped."""

    reason: str  #: a word of `Reason`: paused, question, form, waiting or shutdown
    node: str | None  #: the node it stands before; null: no node was entered


class ErrorPayload(TypedDict):
    """What broke, in short; the run's row has all of it."""

    reason: str  #: a word of `Reason`
    code: str  #: a code of docs/errors.md
    message: str  #: one sentence
    node: str | None  #: where; null: outside every node


class CrashPayload(TypedDict):
    """How the worker ended."""

    epoch: int  #: the worker's epoch
    exit_code: int | None  #: of its process; negative: the signal that ended it; null: the system did not say
    message: str  #: the end in words
    due_at: str  #: when the next attempt may begin (RFC 3339, UTC)


class CancelPayload(TypedDict):
    """How long a cancel took."""

    took_s: float | None  #: seconds from the request to the end; null: nobody asked


class CodeChangedPayload(TypedDict):
    """Whose source changed."""

    functions: list[str]  #: registered names


class DependencyPayload(TypedDict):
    """What was installed and why."""

    packages: list[str]  #: names with versions
    reasons: list[str]  #: one sentence for each requirement
    tool: str  #: uv or pip


class StalledPayload(TypedDict):
    """For how long and why."""

    silent_s: float  #: seconds since the last sign of life
    cause: str  #: what the process seems to do


class WaitArmedPayload(TypedDict):
    """What the run waits for from here on."""

    key: str  #: which of the run's waits
    kind: str  #: timer, form, message or child
    node: str  #: whose wait it is


class WaitMetPayload(TypedDict):
    """What has come."""

    key: str  #: which of the run's waits
    how: str  #: answer, timer, timeout, message or child
    node: str  #: whose wait it was
    late_s: float | None  #: of a time: how many seconds after it


PAYLOADS: dict[SignalType, type] = {
    SignalType.PAUSE_REQUEST: NoPayload,
    SignalType.RESUME_REQUEST: ResumePayload,
    SignalType.CANCEL_REQUEST: NoPayload,
    SignalType.WAIT_REQUEST: WaitPayload,
    SignalType.START: StartPayload,
    SignalType.INTERRUPT: InterruptPayload,
    SignalType.RESUME: StartPayload,
    SignalType.FINISH: NoPayload,
    SignalType.ERROR: ErrorPayload,
    SignalType.CRASH: CrashPayload,
    SignalType.RESTART: StartPayload,
    SignalType.CANCEL: CancelPayload,
    SignalType.CODE_CHANGED: CodeChangedPayload,
    SignalType.DEPENDENCY_INSTALLED: DependencyPayload,
    SignalType.STALLED: StalledPayload,
    SignalType.WAIT_ARMED: WaitArmedPayload,
    SignalType.WAIT_MET: WaitMetPayload,
}
