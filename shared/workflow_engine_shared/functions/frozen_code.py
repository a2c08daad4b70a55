"""Code that is kept with versions of flows: a folder `code/HASH` for each set of files, written whole or not at all.

The hash is that of the list of files with their hashes, so two versions with the same code share a folder, and what is
there can be compared with what was published by the hash alone.
"""

import hashlib
import os
from pathlib import Path

import msgspec

from workflow_engine_shared.codec.canonical_json import canonical
from workflow_engine_shared.errors.code import CodeDamaged
from workflow_engine_shared.paths import Home
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read

MANIFEST = "manifest.json"
_CACHE = "__pycache__"
#: What the file browsers of macOS and Windows leave in a folder that somebody looked at.
_BROWSERS = (".DS_Store", "Thumbs.db", "desktop.ini")


@ready_to_read
class CodeManifest(msgspec.Struct, frozen=True):
    """What the code of a version consists of."""

    folders: int  #: how many flows folders there were
    files: dict[str, str]  #: `0/shop/prices.py`, in the first flows folder -> SHA-256, hex

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        return canonical({"folders": self.folders, "files": self.files})


def folders_of(home: Home, code_hash: str) -> tuple[Path, ...]:
    """The flows folders that a version's code stands in, each of them as it was.

    Raises:
        CodeDamaged: it is not there, or not what was published.
    """
    root = home.code / code_hash
    return tuple(root / str(place) for place in range(read_manifest(root).folders))


def read_manifest(root: Path) -> CodeManifest:
    """What was published, by a folder that is named after it.

    Raises:
        CodeDamaged
    """
    file = root / MANIFEST
    try:
        manifest = msgspec.json.decode(read_plain(file), type=CodeManifest)
    except FileNotFoundError:
        raise CodeDamaged(f"The code of this version is not there: {file} is missing.") from None
    except (OSError, msgspec.MsgspecError) as error:
        raise CodeDamaged(f"The list of this version's code cannot be read: {file}: {error}.") from None
    if manifest.hash != root.name:
        raise CodeDamaged(f"{file} is not the list of files that was published with this version.")
    return manifest


def verify(home: Home, code_hash: str) -> CodeManifest:
    """Compare each file with what was published.

    Raises:
        CodeDamaged: with the first that is another one, or was not published.
    """
    root = home.code / code_hash
    manifest = read_manifest(root)
    for name, expected in manifest.files.items():
        verified_file(root / name, expected)
    _refuse_added(root, manifest)
    return manifest


def _refuse_added(root: Path, manifest: CodeManifest) -> None:
    """A file that stands beside the others may be imported in place of one of them, as a package is before a module."""
    known = {*manifest.files, MANIFEST}
    for folder, folders, files in os.walk(root):
        if _CACHE in folders:
            folders.remove(_CACHE)  # of kept code only sources are read
        inside = Path(folder).relative_to(root)
        links = [each for each in folders if Path(folder, each).is_symlink()]  # Python follows them, the walk does not
        for each in sorted([*files, *links]):
            if (inside / each).as_posix() not in known and each not in _BROWSERS:
                raise CodeDamaged(f"{Path(folder, each)} was not published with this version: somebody put it there.")


def verified_file(file: Path, expected: str) -> bytes:
    """What a file holds, if that is what was published.

    Raises:
        CodeDamaged
    """
    try:
        body = read_plain(file)
    except FileNotFoundError:
        raise CodeDamaged(f"{file} was published with this version, and is not there.") from None
    except OSError as error:
        raise CodeDamaged(f"{file} was published with this version, and cannot be read: {error}.") from None
    if hashlib.sha256(body).hexdigest() != expected:
        raise CodeDamaged(f"{file} is not what was published with this version: somebody changed it.")
    return body
