"""The errors of a client: the supervisor refused, or is of another version."""

from typing import Any

import msgspec

from workflow_engine_shared.errors import NotRunning, Problem, RenError


class VersionMismatch(NotRunning):
    """The running supervisor is of another version of renflow."""

    code = "VERSION_MISMATCH"
    hint = "Stop that supervisor and start it anew with the renflow that is installed now."


class Refused(RenError):
    """The server refused the request: its own code, words and problems, passed on."""

    code = "REFUSED"
    hint = ""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(
            str(body.get("detail") or f"The server answered {status}."),
            hint=str(body.get("hint") or ""),
            problems=_problems(body.get("problems")),
        )
        self.status = status
        self.server_code = str(body.get("code") or f"HTTP_{status}")
        self.extensions = {name: value for name, value in body.items() if name not in _PROBLEM_FIELDS}


#: What the error itself carries, and what only HTTP needs.
_PROBLEM_FIELDS = frozenset({"type", "title", "status", "instance", "code", "detail", "hint", "problems"})


def _problems(found: Any) -> list[Problem]:
    try:
        return msgspec.convert(found or [], list[Problem])
    except msgspec.ValidationError:
        return []
