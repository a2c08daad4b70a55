"""What to do about an exception of the user's code that the engine knows the cause of."""

import re
import socket
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder

from workflow_engine_shared.errors import MonkeyPatched
from workflow_engine_worker.functions.distributions import distribution_of
from workflow_engine_worker.functions.monkey_patches import monkey_patched

_QUOTED = re.compile(r"'([A-Za-z_][\w.]{0,60})'")
_MAX_CHAIN = 10
_OF_LIBRARIES = {
    "ReactorNotRestartable": (
        "Twisted's reactor, which Scrapy runs in, starts once in a process, and the nodes of a run share theirs. "
        'Give each node that runs one a process of its own: "isolate": true in its data; then resume.'
    ),
}
#: What the network's libraries call their failures, where these are none of Python's own.
_LIBRARIES = frozenset({"aiohttp", "httpcore", "httpx", "requests", "urllib3"})
_NO_ANSWER = frozenset(
    {"ClientConnectionError", "ConnectionError", "HTTPError", "NetworkError", "Timeout", "TransportError"}
)
OUTSIDE = (
    "What the function asked did not answer. If that passes, nothing need be mended: resume, and the run goes on at "
    "this node."
)
_MAX_HINT = 500
_FILE_OR_PACKAGE = (
    "If a package is missing, name it in the function's requires=; a file of yours is imported by its name below the "
    "flows folder, or with a dot: from . import NAME. Then resume."
)


def hint_for(error: BaseException) -> str | None:
    """A sentence or two; None: nothing better is known than to mend the function."""
    library, _ = monkey_patched()
    if library:
        return f"{library} has replaced parts of Python in the worker. {MonkeyPatched.hint}"
    for each in _chain(error):
        hint = _of_import(each) if isinstance(each, ImportError) else _OF_LIBRARIES.get(type(each).__name__)
        if hint:
            return hint
    return _own_hint(error) or (OUTSIDE if _is_outside(error) else None)


def _own_hint(error: BaseException) -> str | None:
    """What the author of the exception says: its attribute `hint`, if that is a text."""
    try:
        hint = getattr(error, "hint", None)
        return hint.strip()[:_MAX_HINT] if isinstance(hint, str) else None
    except Exception:  # noqa: BLE001 - a property of a user's class may do anything
        return None


def _is_outside(error: BaseException) -> bool:
    if isinstance(error, (ConnectionError, TimeoutError, socket.gaierror)):
        return True
    kinds = ((kind.__module__.partition(".")[0], kind.__name__) for kind in type(error).__mro__)
    return any(library in _LIBRARIES and name in _NO_ANSWER for library, name in kinds)


def _of_import(error: ImportError) -> str | None:
    """An import at run time - `importlib`, a library that looks for another one - is seen by nobody in the source."""
    named = [error.name, *_QUOTED.findall(str(error))]
    missing = [name for name in named if name and not _is_there(name)]
    package = next(filter(None, map(distribution_of, missing)), None)
    if package:
        return f"Name what is missing in the function's requires=, such as requires=[{package!r}]; then resume."
    return _FILE_OR_PACKAGE if isinstance(error, ModuleNotFoundError) else None


def _is_there(name: str) -> bool:
    top = name.partition(".")[0]
    try:
        return top in sys.modules or top in sys.stdlib_module_names or PathFinder.find_spec(top) is not None
    except (ImportError, ValueError, OSError):
        return False


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_MAX_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
