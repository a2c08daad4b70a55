"""A file that the file guard keeps a function from."""

import errno
from typing import Any

from workflow_engine_shared.errors.base import ErrorData, RenError
from workflow_engine_shared.errors.user_code import user_error


class FileAccessDenied(RenError, PermissionError):
    """The file guard does not let functions reach this file."""

    # Also a PermissionError: a library that only tries whether it can keep a cache somewhere goes on without one.
    code = "FILE_ACCESS_DENIED"
    hint = (
        "Write below current_run().outputs_dir, the working directory or TMPDIR, bring files in with "
        "'renflow run --file', or name the folder in the setting allow_paths."
    )

    def __init__(self, detail: str | None = None, *, filename: str | None = None, **more: Any) -> None:
        RenError.__init__(self, detail, **more)
        self.errno, self.strerror, self.filename = errno.EACCES, self.detail, filename

    def __str__(self) -> str:
        return self.detail

    def data(self, node: str | None = None) -> ErrorData:
        """With the traceback: which line of the function it was is what its author looks for."""
        return ErrorData(self.code, str(self), node=node, hint=self.advice, traceback=user_error(self, node).traceback)
