"""A request's line and headers, gone through once for all that is checked of them."""

import re

from starlette.types import Scope

_CONSOLE = re.compile(r"/(?:console(?:/.*)?)?", re.DOTALL)


class Head:
    """What stands before a request's body."""

    __slots__ = ("_values", "method", "path", "query", "reads_console", "size")

    def __init__(self, scope: Scope) -> None:
        """Of an HTTP request, or of the one that asks for a WebSocket."""
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        #: Of the request; None: it asks for a WebSocket.
        self.method: str | None = scope["method"] if scope["type"] == "http" else None
        #: Whether it is for the console's files: the same for everybody, and nothing of any run in them.
        self.reads_console = self.method in {"GET", "HEAD"} and _CONSOLE.fullmatch(self.path) is not None
        self.size = len(scope["raw_path"]) + len(self.query)
        self._values: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            self.size += len(name) + len(value)
            self._values.setdefault(name, []).append(value)

    def has(self, name: bytes) -> bool:
        """Whether a header is there."""
        return name in self._values

    def all(self, name: bytes) -> list[str]:
        """Every value of a header, in order."""
        return [value.decode("latin-1") for value in self._values.get(name, ())]
