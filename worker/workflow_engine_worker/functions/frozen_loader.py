"""Loads modules that are kept with a version of a flow: only what was published, byte for byte.

Each file is compared with its published hash at the very moment that its bytes are compiled, so a file or a link that
is swapped after the look before the run is refused, too. Byte code that lies beside the sources is never taken.
"""

import re
import sys
from collections.abc import Iterable
from importlib.abc import PathEntryFinder
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

from workflow_engine_shared.errors.code import CodeDamaged
from workflow_engine_shared.functions.frozen_code import MANIFEST, read_manifest, verified_file

_HASH = re.compile(r"[0-9a-f]{64}")
#: What may be loaded: the path of each published file -> its SHA-256.
_FILES: dict[str, str] = {}
_ROOTS: set[str] = set()


def follow(folders: Iterable[str]) -> None:
    """Load what is in those of these folders that belong to kept code as it was published.

    Raises:
        CodeDamaged: a list of files is not what was published.
    """
    for folder in map(Path, folders):
        root = folder.parent
        if str(folder) in _ROOTS or not _HASH.fullmatch(root.name) or not (root / MANIFEST).is_file():
            continue
        for name, expected in read_manifest(root).files.items():
            _FILES[str(root / name)] = expected
        _ROOTS.add(str(folder))
        sys.path_importer_cache.pop(str(folder), None)
        if _find not in sys.path_hooks:
            sys.path_hooks.insert(0, _find)


def _find(path: str) -> PathEntryFinder:
    if not any(path == root or Path(root) in Path(path).parents for root in _ROOTS):
        raise ImportError(path)
    return FileFinder(path, (_PublishedLoader, [".py"]))


class _PublishedLoader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code = self.source_to_code(self.get_data(path), path)
        assert isinstance(code, CodeType)
        return code

    def get_data(self, path: str) -> bytes:
        expected = _FILES.get(path)
        if expected is not None:
            return verified_file(Path(path), expected)
        if Path(path).exists():
            raise CodeDamaged(f"{path} was not published with this version: somebody put it there.")
        raise FileNotFoundError(path)
