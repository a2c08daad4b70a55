"""What every error is made of."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Literal

import msgspec

from workflow_engine_shared.struct_types import ready_to_read

MAX_MESSAGE_CHARS = 8192

#: A refused request names at most so many problems. A flow document may have more: see `dsl.place`.
MAX_REQUEST_PROBLEMS = 100


@ready_to_read
class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One complaint about a document: where it is (JSON pointer), what is wrong, how to mend it."""

    code: str
    pointer: str
    detail: str
    hint: str = ""
    params: dict[str, Any] = {}  #: what the text names, for who tells it in another language; JSON


@ready_to_read
class ErrorData(msgspec.Struct, frozen=True):
    """An error that has to live in a database row or cross a pipe."""

    code: str
    message: str
    node: str | None = None
    hint: str = ""
    traceback: str | None = None
    left_by: Literal["error", "timeout"] | None = None  #: the edge for failures by which the run goes on from it


def masked(error: ErrorData, hide: Callable[[str], str]) -> ErrorData:
    """The error with its texts as `hide` leaves them."""
    trace = None if error.traceback is None else hide(error.traceback)
    return msgspec.structs.replace(error, message=hide(error.message), hint=hide(error.hint), traceback=trace)


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


class TimedOut(Exception):
    """Marks errors that say: the time was up. An edge for time-outs leads on from them."""
