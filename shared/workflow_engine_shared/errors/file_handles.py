"""Whether this process, or the machine, gives out no more file handles: that passes by itself."""

import errno
import os

from workflow_engine_shared.errors.machine import TooManyOpenFiles

_NO_HANDLES = frozenset({errno.EMFILE, errno.ENFILE})


def lacks_handles(error: BaseException) -> bool:
    """Whether something failed for want of a file handle."""
    return isinstance(error, TooManyOpenFiles) or (isinstance(error, OSError) and error.errno in _NO_HANDLES)


def none_left() -> bool:
    """Whether no file can be opened right now, for those who are told only that theirs was not."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return lacks_handles(error)
    return False
