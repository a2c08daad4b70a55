"""Finds the file that a table means, whatever form of the name the table or the folder uses.

The exact name comes first. Else names are compared without what differs between systems: capitals, composed or
decomposed accents (NFC, NFD), `%20` or a blank, and the `?v=1` of a web address.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from .problems import PictureError, Problem

_SHOWN = 3


def find_file(folder: Path, address: str) -> Path:
    """The path below `folder` that `address` means; the plain one if there is none.

    Raises:
        PictureError: several files are meant as well.
    """
    address = address.replace("\\", "/")
    exact = folder / address
    if exact.is_file() or ".." in Path(address).parts:
        return exact
    for form in dict.fromkeys((address, _without_query(address))):
        if (found := _found(folder, form)) is not None:
            return found
    return exact


def _found(folder: Path, address: str) -> Path | None:
    place = folder
    for part in address.split("/"):
        if part in {"", "."} or (place / part).exists():
            place /= part
            continue
        meant = _entries(str(place), place.stat().st_mtime_ns).get(_key(part), []) if place.is_dir() else []
        if len(meant) > 1:
            raise PictureError(Problem.IMAGE_AMBIGUOUS, f"{address} may be {' or '.join(meant[:_SHOWN])}")
        if not meant:
            return None
        place /= meant[0]
    return place


@lru_cache(maxsize=256)
def _entries(folder: str, _changed: int) -> dict[str, list[str]]:
    """A folder's names by their keys."""
    entries: dict[str, list[str]] = {}
    for entry in sorted(Path(folder).iterdir()):
        entries.setdefault(_key(entry.name), []).append(entry.name)
    return entries


def _key(name: str) -> str:
    text = unicodedata.normalize("NFC", unquote(_without_query(name)).strip()).casefold()
    return unicodedata.normalize("NFC", text)


def _without_query(name: str) -> str:
    """`a.jpg?v=1` and `a.jpg#x` without their ends; a name that only begins so stays."""
    for mark in "?#":
        head, _, _ = name.partition(mark)
        name = head or name
    return name
