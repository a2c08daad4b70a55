"""Every error renflow can raise, in one place.

A class's docstring is its default message, `code` is what programs match on, `hint` says what to do next.
What crosses the pipe or the database is data (`ErrorData`); what HTTP says is one table in the supervisor.
"""

import traceback
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

MAX_MESSAGE_CHARS = 8192
MAX_TRACEBACK_CHARS = 32768
MAX_FRAMES = 50


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One complaint about a document: where it is (JSON pointer), what is wrong, how to mend it."""

    code: str
    pointer: str
    detail: str
    hint: str = ""


class ErrorData(msgspec.Struct, frozen=True):
    """An error that has to live in a database row or cross a pipe."""

    code: str
    message: str
    node: str | None = None
    hint: str = ""
    traceback: str | None = None


class RenError(Exception):
    """Something went wrong inside renflow."""

    code: ClassVar[str] = "INTERNAL"
    hint: ClassVar[str] = "This is a bug: please report it with the supervisor's log."

    def __init__(
        self,
        detail: str | None = None,
        *,
        hint: str | None = None,
        problems: Iterable[Problem] = (),
        members: Mapping[str, Any] | None = None,
    ) -> None:
        self.detail = detail or (self.__doc__ or "").strip().splitlines()[0]
        self.advice = self.hint if hint is None else hint
        self.problems = tuple(problems)
        self.members = dict(members or {})  #: further fields that a program needs, such as a run's status
        super().__init__(self.detail)

    def data(self, node: str | None = None) -> ErrorData:
        """This error as a row: no traceback, because it explains itself."""
        return ErrorData(self.code, self.detail[:MAX_MESSAGE_CHARS], node=node, hint=self.advice)


# -- names and addresses ------------------------------------------------------------------------------------------


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


class CheckpointNotFound(RenError):
    """The run has no such checkpoint."""

    code = "CHECKPOINT_NOT_FOUND"
    hint = "GET /runs/{id}/checkpoints lists the checkpoints that exist."


class InvalidState(RenError):
    """The run's status does not allow this command."""

    code = "INVALID_STATE"
    hint = "GET /runs/{id} shows the run's status."


# -- documents from outside -----------------------------------------------------------------------------------------


class InvalidJson(RenError):
    """The text is not strict JSON."""

    code = "INVALID_JSON"
    hint = "Send one UTF-8 JSON document without NaN, duplicate keys or a byte-order mark."


class NonFiniteNumber(InvalidJson):
    """JSON has no NaN and no Infinity."""

    code = "NON_FINITE_NUMBER"
    hint = "Send null, or a string."


class NumberOutOfRange(InvalidJson):
    """A whole number does not fit 64 bits."""

    code = "NUMBER_OUT_OF_RANGE"
    hint = "Send it as a string."


class InvalidUnicode(InvalidJson):
    """A string holds half of a surrogate pair."""

    code = "INVALID_UNICODE"
    hint = "Send valid Unicode text."


class InvalidUtf8(InvalidJson):
    """The bytes are not UTF-8 without a byte-order mark."""

    code = "INVALID_UTF8"
    hint = "Encode the document as UTF-8, without a byte-order mark."


class DuplicateKey(InvalidJson):
    """An object has the same key twice."""

    code = "DUPLICATE_KEY"
    hint = "Remove one of them: which one counts would be a guess."


class TooDeep(InvalidJson):
    """The document is nested too deeply."""

    code = "TOO_DEEP"
    hint = "Nest at most 64 levels."


class KeyTooLong(InvalidJson):
    """An object's key is longer than 256 characters."""

    code = "KEY_TOO_LONG"
    hint = "Shorten the key, or put the text into a value."


class BodyTooLarge(RenError):
    """The request's body is larger than allowed."""

    code = "BODY_TOO_LARGE"
    hint = "A flow may have 1 MiB, a run's input 8 MiB; larger data belongs into a file."


class UnsupportedMediaType(RenError):
    """The body is not application/json."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    hint = "Send Content-Type: application/json, uncompressed."


class InvalidBody(RenError):
    """The body does not have the fields this endpoint takes."""

    code = "INVALID_BODY"
    hint = "'problems' names each field and its mend."


class BadQuery(RenError):
    """A query parameter has a value this endpoint does not take."""

    code = "BAD_QUERY"
    hint = "'problems' names each parameter and its mend."


class BadCursor(RenError):
    """The cursor was not made by this endpoint."""

    code = "BAD_CURSOR"
    hint = "Pass 'next' of the previous page unchanged, or leave the cursor out."


class InvalidFlow(RenError):
    """The flow has mistakes."""

    code = "INVALID_FLOW"
    hint = "'problems' lists all of them, each with its place."


class InvalidInput(RenError):
    """The input does not fit what the flow declares under 'inputs'."""

    code = "INVALID_INPUT"
    hint = "'problems' names each field and its mend."


class InvalidUpdates(RenError):
    """A resume's updates cannot be merged into the run's state."""

    code = "INVALID_UPDATES"
    hint = "'updates' is an object whose keys are state keys; keys starting with '__' are reserved."


# -- inside a run ---------------------------------------------------------------------------------------------------


class RegistrationError(RenError):
    """A function cannot be registered."""

    code = "REGISTRATION_ERROR"
    hint = "Register plain or async functions at a module's top level, each under a name of its own."


class UnknownFunction(RenError):
    """No registered function has this name."""

    code = "UNKNOWN_FUNCTION"
    hint = "GET /functions lists the names; register it with @register_function in the flows folder."


class BadExpression(RenError):
    """A JsonLogic expression cannot be evaluated."""

    code = "BAD_EXPRESSION"
    hint = "docs/dsl.md lists the operators and their limits."


class NoBranch(RenError):
    """No edge out of a condition fits its value."""

    code = "NO_BRANCH"
    hint = "Add an edge whose 'when' equals the value, or one without 'when' as the else; then resume."


class StepLimit(RenError):
    """The run made more visits than limits.maxSteps allows."""

    code = "STEP_LIMIT"
    hint = "If the loop is meant to run longer, raise limits.maxSteps in a new version."


class UserCodeError(RenError):
    """A registered function raised an exception."""

    code = "USER_CODE_ERROR"
    hint = "Mend the function, then resume: the run continues at this node."


class NodeTimeout(RenError):
    """A node ran out of its time."""

    code = "NODE_TIMEOUT"
    hint = "Give the node a larger 'timeout', or let 'onTimeout' be \"continue\"; then resume: it starts at this node."


class CodeChanged(RenError):
    """The code of this run's functions has changed."""

    code = "CODE_CHANGED"
    hint = "Restore the code and resume; or let a new version of the flow say policy.on_code_change: 'warn'."


class ItemFailed(UserCodeError):
    """An item of a durable loop failed for good."""

    def __init__(self, error: ErrorData) -> None:
        super().__init__(error.message, hint=error.hint)
        self.error = error

    def data(self, node: str | None = None) -> ErrorData:
        """The item's own error, with its traceback."""
        return msgspec.structs.replace(self.error, node=node)


class DuplicateStepKey(RenError):
    """Two items of a durable loop have the same key."""

    code = "DUPLICATE_STEP_KEY"
    hint = "Give map_steps a key that tells every item apart, or none: then items are matched by position."


class InvalidArtifact(RenError):
    """An artifact has a name or content that cannot be written."""

    code = "INVALID_ARTIFACT"
    hint = "Use a plain file name such as 'images.json'; the value is text, bytes, plain data or the path of a file."


class InvalidResult(RenError):
    """A registered function returned something other than a dict or None."""

    code = "INVALID_RESULT"
    hint = "Return a dict of state updates, or None; then resume: the run continues at this node."


class ResultNotSerializable(RenError):
    """A value cannot be stored."""

    code = "RESULT_NOT_SERIALIZABLE"
    hint = "Return plain data (numbers, text, bytes, lists, dicts, dates); write big things to a file, return its path."


class Fenced(RenError):
    """Another worker has taken this run over."""

    code = "FENCED"
    hint = "Nothing to do: the newer worker continues the run."


class CheckpointUnreadable(RenError):
    """A checkpoint of this run cannot be read."""

    code = "CHECKPOINT_UNREADABLE"
    hint = "The run's folder may be damaged: restore it from a backup, or start the run anew."


class CrashLoop(RenError):
    """The run's worker died again and again without getting any further."""

    code = "CRASH_LOOP"
    hint = "See the last lines of stderr.log and the attempts; mend the cause, then resume."


class WorkerDied(RenError):
    """The run's worker ended without a result."""

    code = "WORKER_DIED"
    hint = "The run is restarted from its last checkpoint."


class CannotStartWorker(RenError):
    """No worker process could be started."""

    code = "CANNOT_START_WORKER"
    hint = "The run stays pending and is tried again; look at the machine's memory and process limits."


# -- the machine ----------------------------------------------------------------------------------------------------


class AlreadyRunning(RenError):
    """Another supervisor owns this home."""

    code = "ALREADY_RUNNING"
    hint = "Use that one, or choose another --home."


class NotRunning(RenError):
    """No supervisor is running for this home."""

    code = "NOT_RUNNING"
    hint = "Start one: renflow serve"


class PortInUse(RenError):
    """The port belongs to another program."""

    code = "PORT_IN_USE"
    hint = "Choose another --port, or 0 for any free one."


class HomeNotWritable(RenError):
    """The data directory cannot be written."""

    code = "HOME_NOT_WRITABLE"
    hint = "Choose another with --home or REN_HOME, or mend its permissions."


class ConfigError(RenError):
    """A setting has a wrong value."""

    code = "CONFIG_ERROR"
    hint = "Flags win over REN_* variables, these over config.toml in the data directory."


class DatabaseNotOurs(RenError):
    """The file is not a renflow database."""

    code = "DB_NOT_OURS"
    hint = "It was left untouched. Move it away, or choose another --home."


class DatabaseNewer(RenError):
    """The database was written by a newer renflow."""

    code = "DB_NEWER_THAN_APP"
    hint = "It was left untouched. Upgrade renflow, or choose another --home."


class DatabaseBusy(RenError):
    """The database is locked by another program."""

    code = "DB_BUSY"
    hint = "Try again; close programs that hold workflow.db open for writing."


class DiskFull(RenError):
    """The disk is full."""

    code = "DISK_FULL"
    hint = "Free some space: nothing is lost, waiting runs go on by themselves."


class StorageFailure(RenError):
    """The database could not be read or written."""

    code = "STORAGE_FAILURE"
    hint = "Look at the disk and the data directory's permissions, then try again."


class HostNotAllowed(RenError):
    """The request names a host this server does not answer for."""

    code = "HOST_NOT_ALLOWED"
    hint = "Use http://127.0.0.1:PORT or http://localhost:PORT."


class OriginNotAllowed(RenError):
    """A page of another origin sent this request."""

    code = "ORIGIN_NOT_ALLOWED"
    hint = "Only pages served by this server may call it from a browser."


class Unauthorized(RenError):
    """The request carries no valid token."""

    code = "UNAUTHORIZED"
    hint = "Send Authorization: Bearer TOKEN with the token given to the server."


class NotFound(RenError):
    """There is nothing at this address."""

    code = "NOT_FOUND"
    hint = "docs/api.md lists the endpoints."


class MethodNotAllowed(RenError):
    """This address does not take this method."""

    code = "METHOD_NOT_ALLOWED"
    hint = "The Allow header lists what it takes."


def user_error(error: BaseException, node: str | None) -> ErrorData:
    """What a user's exception becomes in the database: its type, its text cut to size, its traceback.

    Survives exceptions whose `__str__` raises and texts with lone surrogates.
    """
    try:
        text = str(error)
    except BaseException as broken:  # noqa: BLE001 - a user's __str__ may do anything
        text = f"(its text cannot be shown: {type(broken).__name__})"
    kind = type(error).__name__
    # The innermost frames: the ones around the mistake.
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-MAX_FRAMES))
    return ErrorData(
        UserCodeError.code,
        _clean(f"{kind}: {text}" if text else kind)[:MAX_MESSAGE_CHARS],
        node=node,
        hint=UserCodeError.hint,
        traceback=_without_middle(_clean(trace)),
    )


def _without_middle(text: str) -> str:
    """Cut to size, but keep both ends: a long message stands behind the frames, a long chain before them."""
    half = MAX_TRACEBACK_CHARS // 2 - 1
    return text if len(text) <= MAX_TRACEBACK_CHARS else f"{text[:half]}\n…{text[-half:]}"


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
