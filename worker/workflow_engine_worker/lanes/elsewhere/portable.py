"""Pickles that another version of Python reads: paths have had different homes in it."""

import io
import pickle
from pathlib import Path, PurePath
from typing import Any


def portable(value: Any) -> bytes:
    """A value as bytes that a process of another Python on this machine can unpickle."""
    made = io.BytesIO()
    _Pickler(made, pickle.DEFAULT_PROTOCOL).dump(value)
    return made.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        return (path_of, (str(value),)) if isinstance(value, PurePath) else NotImplemented


def path_of(text: str) -> Path:
    """A path, where it is read."""
    return Path(text)
