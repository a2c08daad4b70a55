"""The errors of a client: the supervisor refused, or is of another version."""

from functools import lru_cache
from typing import Any

import msgspec

from workflow_engine_shared import errors
from workflow_engine_shared.errors import NotRunning, Problem, RenError


class VersionMismatch(NotRunning):
    """The running supervisor is of another version of renflow."""

    code = "VERSION_MISMATCH"
    hint = "Stop that supervisor and start it anew with the renflow that is installed now."


class Refused(RenError):
    """The server refused the request: its own code, words and problems, passed on.

    What `refusal` makes has that code, and is of the class that it names as well: `except RunNotFound` catches it.
    """

    code = "REFUSED"
    hint = ""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(
            str(body.get("detail") or f"The server answered {status}."),
            hint=str(body.get("hint") or ""),
            problems=_problems(body.get("problems")),
        )
        self.status = status
        self.extensions = {name: value for name, value in body.items() if name not in _PROBLEM_FIELDS}


def refusal(status: int, body: dict[str, Any]) -> Refused:
    """The error that an answer tells of."""
    return _kind(str(body.get("code") or f"HTTP_{status}"))(status, body)


@lru_cache(maxsize=256)
def _kind(code: str) -> type[Refused]:
    named = _by_code().get(code)
    bases = (Refused,) if named is None else (Refused, named)
    return type(bases[-1].__name__, bases, {"code": code, "__doc__": bases[-1].__doc__})


@lru_cache(maxsize=1)
def _by_code() -> dict[str, type[RenError]]:
    found = (getattr(errors, name) for name in errors.__all__)
    kinds = (each for each in found if isinstance(each, type) and issubclass(each, RenError))
    # That nobody answers is what a client says itself, and what takes other arguments is raised by user code.
    return {each.code: each for each in kinds if each is not NotRunning and each.__init__ is RenError.__init__}


#: What the error itself carries, and what only HTTP needs.
_PROBLEM_FIELDS = frozenset({"type", "title", "status", "instance", "code", "detail", "hint", "problems"})


def _problems(found: Any) -> list[Problem]:
    try:
        return msgspec.convert(found or [], list[Problem])
    except msgspec.ValidationError:
        return []
