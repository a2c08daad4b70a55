"""Paths in a run's input that lead nowhere: into the user's home, which functions cannot read, or to nothing at all.

Code that finds an empty folder there does nothing, and says nothing.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.reach.places import Reach

_MAX_CHARS = 4096
_HERE = ("~/", "~\\")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
#: What a key that is about paths has among its words: `image_folder`, `outDir`, `fileName`.
_PATH_WORDS = frozenset(
    {"file", "files", "folder", "folders", "path", "paths", "dir", "dirs", "directory", "directories"}
)
_PATH_SIGNS = ("文件", "目录", "路径")


@dataclass(frozen=True)
class InputPath:
    """A text of the input that is a path."""

    pointer: str  #: where it stands in the input
    path: str  #: whole
    exists: bool

    @property
    def key(self) -> str | None:
        """The input's key, if the path is all of its value."""
        steps = json_pointer.steps(self.pointer)
        return steps[0] if len(steps) == 1 else None


def has_paths(given: Any) -> bool:
    """Whether any text of the input may be a path of this machine: of most inputs none is."""
    return any(_may_be_path(text) and (text.startswith(_HERE) or os.path.isabs(text)) for _, text in _texts(given, ""))  # noqa: PTH117 - texts throughout


def paths_in_home(given: Any, reach: Reach) -> Iterator[InputPath]:
    """The texts that lead into the user's home, to where functions are kept from."""
    homes = tuple({*reach.home, *(home.rstrip(os.sep) for home in reach.home)})
    for pointer, text in _texts(given, ""):
        if not _may_be_path(text):
            continue
        path = os.path.expanduser(text) if text.startswith(_HERE) else text  # noqa: PTH111 - a text it stays
        if os.path.normcase(path).startswith(homes) and reach.ends_before(path):
            yield InputPath(pointer, path, exists=os.path.lexists(path))


def paths_to_nothing(given: Any) -> Iterator[InputPath]:
    """The texts that look like paths of this machine, and lead to nothing. They may be meant for another one."""
    for pointer, text in _texts(given, ""):
        if (
            _may_be_path(text)
            and os.path.isabs(text)  # noqa: PTH117 - as above
            and not os.path.lexists(text)
            and (_is_called_one(pointer) or _begins_here(text))
        ):
            yield InputPath(pointer, text, exists=False)


def _is_called_one(pointer: str) -> bool:
    """Whether a name on the way to the text says that it is a path."""
    words = {word.lower() for word in _WORD.findall(pointer)}
    return bool(words & _PATH_WORDS) or any(sign in pointer for sign in _PATH_SIGNS)


def _begins_here(text: str) -> bool:
    """Whether its drive or first folder is there: `/products/12` is an address rather than a path."""
    path = Path(text)
    return bool(path.drive) or (len(path.parts) > 2 and Path(*path.parts[:2]).is_dir())  # noqa: PLR2004 - root, folder, what is in it


def _may_be_path(text: str) -> bool:
    return 1 < len(text) <= _MAX_CHARS and text.isprintable()


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, json_pointer.join(pointer, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, json_pointer.join(pointer, index))
