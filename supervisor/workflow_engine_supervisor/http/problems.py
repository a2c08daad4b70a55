"""What HTTP says of each error: one table, one envelope (RFC 9457)."""

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_type_hints

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow_engine_shared import errors, json_pointer
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import MAX_REQUEST_PROBLEMS, Problem, RenError, care, code, dependencies, web
from workflow_engine_shared.errors.tasks import MessageExists
from workflow_engine_shared.ids import shown
from workflow_engine_shared.machine_limits import lacks_handles
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.http.allowed_methods import allowed_methods

MEDIA_TYPE = "application/problem+json"
_NOT_FOUND, _METHOD_NOT_ALLOWED = 404, 405
_MAX_TYPED = 500
_logger = logging.getLogger(__name__)

#: The nearest base class counts. What is missing here never reaches HTTP; if it does, that is a bug: 500.
STATUS: dict[type[RenError], int] = {
    errors.InvalidJson: 400,
    errors.InvalidRequest: 400,
    errors.Unauthorized: 401,
    errors.OriginNotAllowed: 403,
    errors.NotFound: _NOT_FOUND,
    errors.FlowNotFound: _NOT_FOUND,
    errors.VersionNotFound: _NOT_FOUND,
    errors.RunNotFound: _NOT_FOUND,
    errors.CheckpointNotFound: _NOT_FOUND,
    errors.ArtifactNotFound: _NOT_FOUND,
    errors.UploadNotFound: _NOT_FOUND,
    errors.ViewNotFound: _NOT_FOUND,
    errors.ScheduleNotFound: _NOT_FOUND,
    errors.HookNotFound: _NOT_FOUND,
    errors.TaskNotFound: _NOT_FOUND,
    errors.NobodyWaits: _NOT_FOUND,
    errors.DraftNotFound: _NOT_FOUND,
    errors.MethodNotAllowed: _METHOD_NOT_ALLOWED,
    errors.RequestTimeout: 408,
    errors.FlowExists: 409,
    errors.NotPublished: 409,
    code.CodeDamaged: 409,
    dependencies.EnvironmentInUse: 409,
    dependencies.EnvironmentNotFound: 404,
    errors.PackageIndexUnreachable: 503,
    code.VersionDoesNotFit: 409,
    errors.RunExists: 409,
    MessageExists: 409,
    errors.InvalidState: 409,
    care.RunWentOn: 409,
    errors.NoQuestion: 409,
    errors.NothingDue: 409,
    errors.TaskClosed: 409,
    errors.SettingFixed: 409,
    errors.SettingNotWritten: 409,
    errors.UploadOffset: 409,
    errors.ViewExists: 409,
    errors.TooManyViews: 409,
    errors.TooManySchedules: 409,
    errors.DraftOutdated: 409,
    errors.DraftChanged: 412,
    web.RunOnSeveralMachines: 409,
    web.FlowNotOnMachine: 409,
    errors.BodyTooLarge: 413,
    errors.UploadTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.RangeNotSatisfiable: 416,
    errors.HostNotAllowed: 421,
    errors.KeyTooLong: 422,
    errors.TooManyKeys: 422,
    errors.InvalidId: 422,
    errors.InvalidBody: 422,
    errors.BadQuery: 422,
    errors.BadCursor: 422,
    errors.InvalidFlow: 422,
    code.CodeNotFreezable: 422,
    code.SignatureInvalid: 422,
    code.SignatureRequired: 422,
    code.KeyUnusable: 409,
    code.SignaturesUnavailable: 409,
    errors.InvalidInput: 422,
    errors.InvalidUpdates: 422,
    errors.InvalidAnswer: 422,
    errors.AnswerRequired: 422,
    errors.InvalidFileName: 422,
    errors.InvalidArchive: 422,
    care.BundleDamaged: 422,
    care.BundleNewer: 422,
    errors.QueueFull: 429,
    errors.HeadTooLarge: 431,
    web.MachineRefused: 502,
    web.MachineAnswerUnclear: 502,
    web.MachineUnreachable: 503,
    errors.DatabaseBusy: 503,
    errors.StorageFailure: 503,
    errors.TooManyOpenFiles: 503,
    errors.CheckpointUnreadable: 503,
    errors.RunFilesMissing: 503,
    errors.DiskFull: 507,
}

#: What passes by itself: after so many seconds it is worth another try.
_RETRY_AFTER_S: dict[type[RenError], int] = {errors.QueueFull: 10, errors.TooManyOpenFiles: 5}

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}

#: What pydantic calls a mistake -> what we call it; everything else is a value out of its range.
_CODES = {"missing": "MISSING_FIELD", "extra_forbidden": "UNKNOWN_FIELD"}


def status_of(error: RenError) -> int:
    """The HTTP status of an error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem_response(error: RenError, *, path: str = "", headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as the answer to a request."""
    headers = dict(headers or {})
    if seconds := _RETRY_AFTER_S.get(type(error)):
        headers["Retry-After"] = str(seconds)
    return JSONResponse(problem_body(error, path=path), status_of(error), headers, media_type=MEDIA_TYPE)


def problem_body(error: RenError, *, path: str = "") -> dict[str, Any]:
    """The envelope."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES[status],
        "status": status,
        "code": error.code,
        "detail": error.detail,
        "hint": error.advice,
    }
    if path:
        body["instance"] = path
    if error.problems:
        body["problems"] = [
            {
                "pointer": each.pointer,
                "code": each.code,
                "detail": each.detail,
                "hint": each.hint,
                **({"params": each.params} if each.params else {}),
                **({} if each.element is None else {"element": each.element}),
                **({} if each.line is None else {"line": each.line}),
            }
            for each in error.problems
        ]
    body.update(error.members)
    return body


def install(app: FastAPI) -> None:
    """Make the app answer every failure with the envelope."""

    def handle(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RenError)
        return problem_response(error, path=request.url.path)

    def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return problem_response(refusal(error.errors(), request.scope.get("endpoint")), path=request.url.path)

    def unrouted(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        path = request.url.path
        if error.status_code == _METHOD_NOT_ALLOWED:
            headers = {"Allow": ", ".join(allowed_methods(app, path))}
            return problem_response(errors.MethodNotAllowed(), path=path, headers=headers)
        if error.status_code == _NOT_FOUND and _is_a_person(request):
            return RedirectResponse(f"/console{path}", 303)  # where a page says so, and leads on
        if error.status_code == _NOT_FOUND:
            return problem_response(errors.NotFound(), path=path)
        return problem_response(errors.InvalidJson("The request cannot be read."), path=path)

    app.add_exception_handler(RenError, handle)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(HTTPException, unrouted)


def _is_a_person(request: Request) -> bool:
    """Whether a browser was sent here by somebody who typed the address."""
    wants_page = "text/html" in request.headers.get("accept", "")
    return request.method == "GET" and wants_page and len(request.url.path) <= _MAX_TYPED


def refusal(found: Sequence[Any], endpoint: Callable[..., Any] | None) -> RenError:
    """What was wrong with a request, from what its validation found."""
    places = {problem["loc"][0] for problem in found}
    if "path" in places:
        return errors.NotFound()
    if "query" in places:
        return errors.BadQuery(problems=_problems(found, "query", _fields(endpoint, "query")))
    if any(problem["loc"] == ("body",) and problem["type"] == "missing" for problem in found):
        return errors.InvalidJson("The body is empty.")
    return errors.InvalidBody(problems=_problems(found, "body", _fields(endpoint, "body")))


def _problems(found: Sequence[Any], part: str, known: Iterable[str]) -> list[Problem]:
    names = list(known)
    return [_problem(each, names) for each in found if each["loc"][0] == part][:MAX_REQUEST_PROBLEMS]


def _problem(found: Any, known: list[str]) -> Problem:
    part, *steps = found["loc"]
    name = _name(steps) if steps else "the body"
    # A query has no structure: its parameters are pointed at by their name.
    pointer = f"?{name}" if part == "query" else json_pointer.from_steps(steps)
    kind = str(found["type"])
    if kind == "extra_forbidden":
        near = did_you_mean(name, known) or f"Known here: {', '.join(known) or 'nothing'}."
        hint = near if len(steps) == 1 else ""  # of fields within fields others are known
        what = "parameter" if part == "query" else "field"
        return Problem("UNKNOWN_FIELD", pointer, f"There is no {what} {shown(name)} here.", hint)
    if not steps:
        return Problem("EXPECTED_OBJECT", "", "The body must be a JSON object.")
    code = _CODES.get(kind) or ("WRONG_TYPE" if kind.endswith(("_type", "_parsing")) else "OUT_OF_RANGE")
    message = str(found["msg"]).removeprefix("Value error, ").rstrip(".")
    return Problem(code, pointer, f"{shown(name)}: {message[:1].lower()}{message[1:]}.")


def _name(steps: Sequence[str | int]) -> str:
    """Of a field its name, of an item of a list the list's name, too."""
    return "/".join(map(str, steps[-2:] if isinstance(steps[-1], int) else steps[-1:]))


def _fields(endpoint: Callable[..., Any] | None, part: str) -> list[str]:
    """The names that an endpoint's `body` or `query` has."""
    if endpoint is None:
        return []
    hint = get_type_hints(endpoint).get(part)
    models = [hint, *getattr(hint, "__args__", ())]
    model = next((kind for kind in models if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
    return [] if model is None else list(model.model_fields)


class UnexpectedErrors:
    """Whatever nobody expected becomes a 500 with an id that is in the log, and no more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if lacks_handles(error):
                event_log.trouble("request.failed", error, path=scope.get("path"))
                if not started and scope["type"] == "http":
                    detail = f"The system gives no more file handles: {error}."
                    await problem_response(errors.TooManyOpenFiles(detail), path=scope["path"])(scope, receive, send)
                return
            incident = secrets.token_hex(4)
            _logger.exception("request failed unexpectedly: incident=%s path=%s", incident, scope.get("path"))
            if started or scope["type"] != "http":
                return
            answer = RenError(f"Something unexpected happened; the supervisor's log has it under {incident}.")
            await problem_response(answer, path=scope["path"])(scope, receive, send)
