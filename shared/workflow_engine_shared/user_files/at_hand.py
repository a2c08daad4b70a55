"""What a file says now: read again once it has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class AtHand(Generic[T]):
    """Keeps what was read of a file. Any thread."""

    def __init__(self, file: Path, read: Callable[[], T]) -> None:
        self._file = file
        self._read = read
        self._kept: tuple[tuple[int, int] | None, T] | None = None

    def __call__(self) -> T:
        try:
            facts = self._file.stat()
            state = (facts.st_mtime_ns, facts.st_size)
        except OSError:
            state = None
        kept = self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = (state, self._read())
        return kept[1]
