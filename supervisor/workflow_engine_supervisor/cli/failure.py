"""The exit code and the words of a command that fails, in one place."""

from collections.abc import Sequence

import msgspec

from workflow_engine_shared.errors import (
    AlreadyRunning,
    BackupDamaged,
    BackupNewer,
    CheckpointNotFound,
    CheckpointUnreadable,
    ConfigError,
    DatabaseBusy,
    DatabaseNewer,
    DatabaseNotOurs,
    DiskFull,
    FlowNotFound,
    HomeInUse,
    HomeNotEmpty,
    NotRunning,
    Problem,
    RenError,
    RunFilesMissing,
    RunNotFound,
    ServiceExists,
    ServiceFailed,
    ServiceNotInstalled,
    StorageFailure,
    Unauthorized,
)
from workflow_engine_supervisor.client.errors import Refused

from .render import spoken
from .terminal import clean, json_text, one_line, tell

OK = 0
ENDED_BADLY = 1
USAGE = 2
NO_SUPERVISOR = 3
REFUSED = 4
INTERRUPTED = 5
SKIPPED = 6
CTRL_C = 130
BROKEN_PIPE = 141
TERMINATED = 143

#: docs/cli.md has a row for each.
EXIT_CODES = {
    OK: "done; `run`: the run finished",
    ENDED_BADLY: "`run`: the run ended in error or was cancelled; `flows check`, `doctor`: problems; `serve`: it broke",
    USAGE: "wrong usage, a wrong setting, or a file or value that cannot be read",
    NO_SUPERVISOR: "no supervisor answers, it does not take the token, or one is running already",
    REFUSED: "the server, the database, a backup or the service manager refused",
    INTERRUPTED: "`run`: the run is interrupted (paused, or it waits for an answer)",
    SKIPPED: "`run`: the run finished, but skipped items or nodes that failed",
    CTRL_C: "Ctrl-C",
    BROKEN_PIPE: "whoever read the output stopped reading",
    TERMINATED: "asked to terminate (SIGTERM)",
}


#: What a supervisor refuses, and the files of a home without one.
_REFUSALS = (
    BackupDamaged,
    BackupNewer,
    CheckpointNotFound,
    CheckpointUnreadable,
    DatabaseBusy,
    DatabaseNewer,
    DatabaseNotOurs,
    DiskFull,
    FlowNotFound,
    HomeNotEmpty,
    RunFilesMissing,
    RunNotFound,
    ServiceExists,
    ServiceFailed,
    ServiceNotInstalled,
    StorageFailure,
)


class UsageError(RenError):
    """The command line cannot be understood."""

    code = "USAGE"
    hint = "renflow --help lists the commands; renflow COMMAND --help explains one."

    def __init__(self, detail: str, *, usage: str = "", hint: str | None = None) -> None:
        super().__init__(detail, hint=hint)
        self.usage = usage


class Unreadable(RenError):
    """A file named on the command line cannot be read."""

    code = "UNREADABLE"
    hint = "Look at the path, and at who may read it."


def exit_code(error: RenError) -> int:
    """Which of the documented exit codes an error ends in."""
    if isinstance(error, (NotRunning, AlreadyRunning, HomeInUse)):
        return NO_SUPERVISOR
    if isinstance(error, Refused):
        return NO_SUPERVISOR if error.code == Unauthorized.code else REFUSED
    return REFUSED if isinstance(error, _REFUSALS) else USAGE


def report(error: RenError, *, as_json: bool) -> int:
    """Say on stderr what went wrong and what to do next; returns the exit code."""
    if as_json:
        problems = [msgspec.to_builtins(problem) for problem in error.problems]
        body = {"code": error.code, "detail": error.detail, "hint": spoken(error.advice), "problems": problems}
        extensions = error.extensions if isinstance(error, Refused) else {}
        tell(json_text(body | extensions))
        return exit_code(error)
    if isinstance(error, UsageError) and error.usage:
        tell(error.usage.rstrip())
    tell(f"renflow: {clean(error.detail)} [{clean(error.code)}]")
    for line in () if isinstance(error, ConfigError) else problem_lines(error.problems):  # its sentence has them all
        tell(f"  {line}")
    if error.advice:
        tell(f"  {clean(spoken(error.advice))}")
    return exit_code(error)


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Each problem on a line of its own: place, code, sentence, mend."""
    return [
        one_line(f"{problem.pointer or '(document)'}: {problem.code}: {problem.detail} {spoken(problem.hint)}")
        for problem in problems
    ]
