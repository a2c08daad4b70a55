"""Which problems each operation answers, for /openapi.json. The tests' requests find a code that is missing here."""

from collections.abc import Iterable
from typing import Any

from workflow_engine_shared import errors
from workflow_engine_shared.errors import RenError, care
from workflow_engine_shared.errors.code import (
    CodeDamaged,
    CodeNotFreezable,
    KeyUnusable,
    SignatureInvalid,
    SignatureRequired,
    SignaturesUnavailable,
    VersionDoesNotFit,
)
from workflow_engine_shared.errors.dependencies import EnvironmentInUse, EnvironmentNotFound
from workflow_engine_shared.errors.drafts import PublishedMeanwhile
from workflow_engine_shared.errors.tasks import MessageExists
from workflow_engine_shared.errors.web import FlowNotOnMachine, RunOnSeveralMachines
from workflow_engine_supervisor.http.problems import MEDIA_TYPE, STATUS, problem_body, status_of
from workflow_engine_supervisor.http.security.tokens import OPEN

Kinds = tuple[type[RenError], ...]

_UNAVAILABLE = frozenset({502, 503, 507})
_EVERYWHERE: Kinds = (
    RenError,
    errors.InvalidRequest,
    errors.OriginNotAllowed,
    errors.NotFound,
    errors.HostNotAllowed,
    errors.BadQuery,
    errors.HeadTooLarge,
    *(kind for kind, status in STATUS.items() if status in _UNAVAILABLE),
)
_WITH_BODY: Kinds = (
    errors.InvalidJson,
    *errors.InvalidJson.__subclasses__(),
    errors.RequestTimeout,
    errors.BodyTooLarge,
    errors.UnsupportedMediaType,
    errors.InvalidBody,
)
_OF_SIGNATURES: Kinds = (SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable)
_OF_PARAMETERS: dict[str, Kinds] = {
    "flow_id": (errors.FlowNotFound,),
    "version": (errors.VersionNotFound,),
    "thread_id": (errors.RunNotFound, RunOnSeveralMachines),
    "cursor": (errors.BadCursor,),
    "upload_id": (errors.UploadNotFound,),
    "view_id": (errors.ViewNotFound,),
    "schedule_id": (errors.ScheduleNotFound,),
    "environment": (EnvironmentNotFound,),
}
_OF_STARTS: Kinds = (
    errors.FlowNotFound,
    errors.VersionNotFound,
    errors.NotPublished,
    errors.InvalidFlow,
    errors.InvalidInput,
    CodeDamaged,
    *_OF_SIGNATURES,
)
_OF_OPERATIONS: dict[tuple[str, str], Kinds] = {
    ("post", "/flows"): (errors.FlowExists, errors.InvalidFlow, CodeNotFreezable, *_OF_SIGNATURES),
    ("post", "/flows/{flow_id}/versions"): (errors.InvalidFlow,),
    ("post", "/flows/{flow_id}/versions/{version}/publish"): (
        errors.InvalidFlow,
        CodeNotFreezable,
        CodeDamaged,
        *_OF_SIGNATURES,
    ),
    ("get", "/flows/{flow_id}/versions/{version}/statement"): (errors.InvalidFlow, CodeNotFreezable, CodeDamaged),
    ("get", "/keys"): (KeyUnusable,),
    ("delete", "/environments/{environment}"): (EnvironmentInUse,),
    ("post", "/runs/start"): (
        errors.FlowNotFound,
        errors.VersionNotFound,
        errors.NotPublished,
        errors.RunExists,
        errors.InvalidFlow,
        errors.InvalidInput,
        errors.DraftNotFound,
        errors.DraftOutdated,
        errors.QueueFull,
        FlowNotOnMachine,
        CodeDamaged,
        *_OF_SIGNATURES,
    ),
    ("post", "/flow-files/{flow_id}/publish"): (errors.InvalidFlow, CodeNotFreezable, *_OF_SIGNATURES),
    ("get", "/machine/flows/{flow_id}/{content}"): (errors.VersionNotFound,),
    ("get", "/flows/{flow_id}/draft"): (errors.DraftNotFound,),
    ("get", "/flows/{flow_id}/versions/{first}/diff/{second}"): (errors.VersionNotFound, errors.DraftNotFound),
    ("get", "/flows/{flow_id}/export"): (errors.VersionNotFound, errors.DraftNotFound),
    ("post", "/flows/import"): (errors.DraftChanged,),
    ("post", "/flows/{flow_id}/draft/impact"): (errors.DraftNotFound, errors.DraftOutdated, errors.InvalidFlow),
    ("put", "/flows/{flow_id}/draft"): (errors.DraftChanged,),
    ("delete", "/flows/{flow_id}/draft"): (errors.DraftNotFound, errors.DraftChanged),
    ("post", "/flows/{flow_id}/draft/version"): (
        errors.DraftNotFound,
        errors.DraftOutdated,
        PublishedMeanwhile,
        errors.InvalidFlow,
    ),
    ("post", "/flows/{flow_id}/versions/{version}/restore"): (errors.DraftChanged,),
    ("put", "/uploads/{upload_id}/files/{path}"): (
        errors.UploadOffset,
        errors.UploadTooLarge,
        errors.InvalidFileName,
    ),
    ("post", "/uploads/{upload_id}/unpack"): (errors.InvalidArchive, errors.InvalidFileName, errors.UploadTooLarge),
    ("post", "/run-views"): (errors.ViewExists, errors.TooManyViews),
    ("put", "/run-views/{view_id}"): (errors.ViewExists,),
    ("post", "/schedules"): (*_OF_STARTS, errors.TooManySchedules),
    ("put", "/schedules/{schedule_id}"): _OF_STARTS,
    ("post", "/schedules/{schedule_id}/run-now"): (*_OF_STARTS, errors.RunExists, errors.QueueFull),
    ("post", "/hooks/test"): (errors.HookNotFound,),
    ("patch", "/settings"): (errors.SettingFixed, errors.SettingNotWritten),
    ("delete", "/runs/{thread_id}"): (errors.InvalidState,),
    ("post", "/runs/{thread_id}/fork"): (
        errors.CheckpointNotFound,
        errors.NothingDue,
        errors.RunExists,
        errors.InvalidUpdates,
        errors.QueueFull,
    ),
    ("post", "/runs/{thread_id}/rerun"): (
        errors.VersionNotFound,
        errors.RunExists,
        errors.InvalidFlow,
        errors.InvalidInput,
        CodeDamaged,
        *_OF_SIGNATURES,
    ),
    ("post", "/runs/{thread_id}/pause"): (errors.InvalidState,),
    ("post", "/runs/{thread_id}/resume"): (
        errors.InvalidState,
        errors.NoQuestion,
        errors.AnswerRequired,
        errors.InvalidUpdates,
        errors.VersionNotFound,
        errors.InvalidFlow,
        VersionDoesNotFit,
        CodeDamaged,
        *_OF_SIGNATURES,
    ),
    ("get", "/runs/{thread_id}/move/{version}"): (errors.InvalidFlow, CodeDamaged),
    ("get", "/runs/{thread_id}/tasks/{key}"): (errors.TaskNotFound,),
    ("post", "/runs/{thread_id}/form"): (
        errors.TaskNotFound,
        errors.TaskClosed,
        errors.InvalidAnswer,
        errors.InvalidState,
        errors.NoQuestion,
    ),
    ("get", "/runs/{thread_id}/bundle"): (errors.InvalidState, care.RunWentOn),
    ("post", "/runs/import"): (
        errors.UploadNotFound,
        errors.InvalidFileName,
        errors.RunExists,
        care.BundleDamaged,
        care.BundleNewer,
    ),
    ("post", "/messages"): (
        errors.RunNotFound,
        errors.NobodyWaits,
        MessageExists,
        errors.InvalidInput,
        errors.InvalidFlow,
    ),
    ("post", "/runs/{thread_id}/retry"): (errors.InvalidState, errors.CheckpointNotFound, errors.QueueFull),
    ("post", "/runs/{thread_id}/cancel"): (errors.InvalidState,),
    ("post", "/runs/{thread_id}/stacks"): (errors.InvalidState,),
    ("get", "/runs/{thread_id}/state"): (errors.CheckpointNotFound,),
    ("post", "/runs/{thread_id}/evaluate"): (errors.CheckpointNotFound,),
    ("get", "/runs/{thread_id}/artifacts/{name}/preview"): (errors.ArtifactNotFound,),
    ("get", "/runs/{thread_id}/artifacts/{name}"): (errors.ArtifactNotFound, errors.RangeNotSatisfiable),
}
_CHANGING = frozenset({"post", "put", "patch", "delete"})


def problem_responses(method: str, path: str, operation: dict[str, Any], *, with_token: bool) -> dict[str, Any]:
    """The responses that are problems, by status."""
    kinds = [*_EVERYWHERE, *_OF_OPERATIONS.get((method, path), ())]
    if with_token and path not in OPEN:
        kinds.append(errors.Unauthorized)
    if method in _CHANGING:
        kinds += _WITH_BODY
    for parameter in operation.get("parameters", ()):
        kinds += _OF_PARAMETERS.get(parameter["name"], ())
    return _responses(kinds, path)


def _responses(kinds: Iterable[type[RenError]], path: str) -> dict[str, Any]:
    by_status: dict[int, list[type[RenError]]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(status_of(kind()), []).append(kind)
    return {str(status): _response(found, path) for status, found in sorted(by_status.items())}


def _response(kinds: list[type[RenError]], path: str) -> dict[str, Any]:
    codes = {"type": "object", "properties": {"code": {"enum": [kind.code for kind in kinds]}}}
    return {
        "description": " · ".join(f"`{kind.code}`: {(kind.__doc__ or '').splitlines()[0]}" for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": {"allOf": [{"$ref": "#/components/schemas/ProblemAnswer"}, codes]},
                "example": problem_body(kinds[-1](), path=path),
            }
        },
    }
