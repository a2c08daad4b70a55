"""The ways out of a run: exceptions that are no `Exception`, so that user code's `except Exception` lets them pass."""

from collections.abc import Sequence
from typing import Any

from workflow_engine_shared.errors import ErrorData, RenError
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.run_status import Reason


class LeaveRun(BaseException):
    """The way out of the graph; `signals` are the commands that it answers."""

    node_id: str | None = None  #: the node whose visit left; None: none was entered
    visit: int | None = None  #: that visit's number

    def __init__(self, signals: Sequence[int] = ()) -> None:
        super().__init__()
        self.signals = tuple(signals)


class PauseAsked(LeaveRun):
    """Stop here until somebody resumes."""

    value: Any = None  #: what the node's `interrupt` was given, to be shown while the run rests


class StopAsked(LeaveRun):
    """Stop here; the supervisor is leaving, the run continues at its next start."""


class HandedOn(LeaveRun):
    """The way out where a fresh worker goes on at once."""


class RestartAsked(HandedOn):
    """Stop here; a fresh process goes on at once."""


class EnvironmentDue(HandedOn):
    """The way out once the environment of the run is there: a process of that one goes on."""


class FreshProcessDue(HandedOn):
    """Stop here: the node that is due, or the one before it, has a process of its own."""


class Awaited(LeaveRun):
    """Stop here: something outside cannot be reached. The run waits without a process and tries again by itself."""

    exit_code: WorkerExit  #: which says what is waited for

    def __init__(self, error: RenError) -> None:
        super().__init__()
        self.error = error


class CancelAsked(LeaveRun):
    """End here for good."""


class QuestionAsked(LeaveRun):
    """Stop here until somebody answers."""

    def __init__(self, value: Any, ordinal: int) -> None:
        super().__init__()
        self.value = value
        self.ordinal = ordinal


class Waits(LeaveRun):
    """Stop here: nothing is left to do until something comes that the run waits for. Its row says so already."""

    def __init__(self, node_id: str) -> None:
        """`node_id` is the node that began to wait last."""
        super().__init__()
        self.node_id = node_id


class SiblingStopped(LeaveRun):
    """Stop here: a visit beside this one ended the run's work. This one goes on when the run is resumed."""


class TimeIsUp(LeaveRun):
    """The visit at hand has used up its time; the node's policy decides what follows."""


class NodeFailed(LeaveRun):
    """A node broke; a resume continues at it."""

    def __init__(self, error: ErrorData, reason: Reason = Reason.NODE_ERROR) -> None:
        super().__init__()
        self.error = error
        self.reason = reason
