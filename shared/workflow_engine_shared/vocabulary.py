"""The closed sets of words that rows, frames and answers share, beside the statuses of a run (`run_status.py`).

Each member is its word: it is bound to SQL, sent and shown as that. The CHECKs of the two schemas repeat these sets;
a test compares them.
"""

from enum import Enum


class VisitStatus(str, Enum):
    """Where a visit stands: one execution of a node."""

    RUNNING = "running"  #: its node works, or worked when the worker died
    PAUSED = "paused"  #: the run stopped before or inside it; it goes on as the same attempt
    FINISHED = "finished"  #: its node returned
    FAILED = "failed"  #: its node raised; a resume is its next attempt
    SKIPPED = "skipped"  #: its node raised, and `onError: continue` let that pass
    CANCELLED = "cancelled"  #: nobody waited for it any more


class InterruptKind(str, Enum):
    """What an interrupted run waits for."""

    PAUSE = "pause"  #: a resume
    QUESTION = "question"  #: a resume with a value: the answer
    FORM = "form"  #: somebody who fills in a form
    WAIT = "wait"  #: a time, a message or another run


class SignalType(str, Enum):
    """Commands to a run (`..._request`) and the events of it that are kept."""

    PAUSE_REQUEST = "pause_request"  #: someone asked the run to pause
    RESUME_REQUEST = "resume_request"  #: someone resumed or retried it
    CANCEL_REQUEST = "cancel_request"  #: someone asked to end it for good
    WAIT_REQUEST = "wait_request"  #: something that the run waits for has come

    START = "start"  #: the first worker took the run
    INTERRUPT = "interrupt"  #: the run stopped at a safe point
    RESUME = "resume"  #: a worker took the run and applied a resume
    FINISH = "finish"  #: the flow reached its end
    ERROR = "error"  #: the flow or its process broke
    CRASH = "crash"  #: the worker died or left; a new attempt is due
    RESTART = "restart"  #: a further worker took the run without a resume
    CANCEL = "cancel"  #: the run ended because someone asked
    CODE_CHANGED = "code_changed"  #: functions are not those that the attempt before ran with
    DEPENDENCY_INSTALLED = "dependency_installed"  #: packages were installed for the flow's functions
    STALLED = "stalled"  #: the worker has shown no sign of life for a while
    WAIT_ARMED = "wait_armed"  #: the run waits for something from here on
    WAIT_MET = "wait_met"  #: it has come, or its time is over
