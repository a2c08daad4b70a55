"""Names that are taken, wrong or unknown, and commands that come at the wrong time."""

from workflow_engine_shared.errors.base import RenError


class InvalidId(RenError):
    """An id has a form that cannot be used on every platform."""

    code = "INVALID_ID"
    hint = "Use 1-128 letters, digits, '_' or '-', starting with a letter or digit."


class FlowNotFound(RenError):
    """There is no flow with this id."""

    code = "FLOW_NOT_FOUND"
    hint = "GET /flows lists the flows that exist."


class FlowExists(RenError):
    """A flow with this id exists already."""

    code = "FLOW_EXISTS"
    hint = "Choose another id, or add a version to the existing flow."


class VersionNotFound(RenError):
    """The flow has no such version."""

    code = "VERSION_NOT_FOUND"
    hint = "GET /flows/{id}/versions lists the versions that exist."


class NotPublished(RenError):
    """The flow has no published version to start."""

    code = "NOT_PUBLISHED"
    hint = "Publish a version, or name one with 'version'."


class RunNotFound(RenError):
    """There is no run with this thread_id."""

    code = "RUN_NOT_FOUND"
    hint = "GET /runs lists the runs that exist."


class RunExists(RenError):
    """A different run was started with this thread_id before."""

    code = "RUN_EXISTS"
    hint = "Choose another thread_id; sending the same body again is answered with the existing run."


class HookNotFound(RenError):
    """There is no hook with this name."""

    code = "HOOK_NOT_FOUND"
    hint = "'renflow hooks list' shows the hooks of hooks.toml, and what is wrong with the others."


class ViewNotFound(RenError):
    """There is no saved view with this id."""

    code = "VIEW_NOT_FOUND"
    hint = "It may be deleted since: look at the list of saved views again."


class ViewExists(RenError):
    """A saved view with this name exists already."""

    code = "VIEW_EXISTS"
    hint = "Choose another name, or change the view there is."


class TooManyViews(RenError):
    """As many views are saved as can be."""

    code = "TOO_MANY_VIEWS"
    hint = "Delete one that nobody needs."


class ScheduleNotFound(RenError):
    """There is no schedule with this id."""

    code = "SCHEDULE_NOT_FOUND"
    hint = "GET /schedules lists the schedules that exist."


class TooManySchedules(RenError):
    """There are as many schedules as there can be."""

    code = "TOO_MANY_SCHEDULES"
    hint = "Delete those that are over, or that nobody needs."


class QueueFull(RenError):
    """As many runs wait for a worker as may wait."""

    code = "QUEUE_FULL"
    hint = "Try again when some of them have begun; nothing was kept of this one. Setting: max_queued_runs."


class CheckpointNotFound(RenError):
    """The run has no such checkpoint."""

    code = "CHECKPOINT_NOT_FOUND"
    hint = "GET /runs/{id}/checkpoints lists the checkpoints that exist."


class ArtifactNotFound(RenError):
    """The run has no such file among its outputs."""

    code = "ARTIFACT_NOT_FOUND"
    hint = "GET /runs/{id}/artifacts lists the files that exist."


class NothingDue(RenError):
    """At this checkpoint the flow was at its end."""

    code = "NOTHING_DUE"
    hint = "Choose an earlier one: GET /runs/{id}/checkpoints lists them."


class InvalidState(RenError):
    """The run's status does not allow this command."""

    code = "INVALID_STATE"
    hint = "GET /runs/{id} shows the run's status."


class AnswerRequired(RenError):
    """The run waits for an answer to its question."""

    code = "ANSWER_REQUIRED"
    hint = "Resume with 'value': the answer to what 'interrupt' shows."


class NoQuestion(RenError):
    """The run asked nothing."""

    code = "NO_QUESTION"
    hint = "Resume without 'value'; parameters are changed with 'updates'."
