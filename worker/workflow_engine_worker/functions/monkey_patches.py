"""Libraries that replace parts of Python in the whole process, which is the engine's as much as the flow's."""

import sys
from collections.abc import Callable

from workflow_engine_shared.errors import MonkeyPatched

#: What the worker's own threads, locks, queues and waits stand on. Sockets and TLS may be anybody's.
_ENGINES_OWN = ("threading", "_thread", "queue", "time", "select", "os", "subprocess", "signal")
#: eventlet's own names for the same.
_OF_EVENTLET = ("thread", "time", "select", "os", "subprocess", "queue")


def refuse_monkey_patches(module: str) -> None:
    """Called once a module of the flow is imported, or has failed to be.

    Raises:
        MonkeyPatched: what the engine stands on has been replaced; going on would be a hang or an odd error.
    """
    library, parts = monkey_patched()
    if library:
        raise MonkeyPatched(
            f"Importing {module} let {library} replace parts of Python that the worker itself stands on "
            f"({', '.join(parts)})."
        )


def monkey_patched() -> tuple[str, list[str]]:
    """The library that has replaced something of these, and what; or an empty text."""
    of_gevent: Callable[[str], object] | None = getattr(sys.modules.get("gevent.monkey"), "is_module_patched", None)
    if of_gevent is not None and (parts := [name for name in _ENGINES_OWN if of_gevent(name)]):
        return "gevent", parts
    of_eventlet: Callable[[str], object] | None = getattr(
        sys.modules.get("eventlet.patcher"), "is_monkey_patched", None
    )
    if of_eventlet is not None and (parts := [name for name in _OF_EVENTLET if of_eventlet(name)]):
        return "eventlet", parts
    return "", []
