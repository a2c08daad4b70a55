"""What goes wrong around what runs wait for: forms, and messages."""

from workflow_engine_shared.errors.base import RenError


class TaskNotFound(RenError):
    """The run has no task with this key."""

    code = "TASK_NOT_FOUND"
    hint = "GET /tasks lists what is open."


class TaskClosed(RenError):
    """The task was done before, or nobody waits for it any more."""

    code = "TASK_CLOSED"
    hint = "Nothing is left to do here: GET /tasks lists what is open."


class InvalidAnswer(RenError):
    """The values do not fit the form."""

    code = "INVALID_ANSWER"
    hint = "'problems' names each field and its mend."


class NobodyWaits(RenError):
    """No run waits for this message, and none begins by it."""

    code = "NOBODY_WAITS"
    hint = "Messages are not kept: send it again once a run waits for it. GET /runs/{id} shows what a run waits for."


class MessageExists(RenError):
    """Another message came with this id."""

    code = "MESSAGE_EXISTS"
    hint = "Give each message an id of its own; the same message again is answered as before."
