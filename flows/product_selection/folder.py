"""A catalogue that is a folder: products.csv and picture files."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from .encoding import decode
from .products import Listing

FILE_NAME = "products.csv"
REQUIRED = ("id", "image")
COLUMNS = ("id", "name", "price", "image")

_MAX_FIELD_CHARS = 1_000_000


class CatalogueError(Exception):
    """The source is no catalogue that this flow can read."""


def find_folder(source: str, bases: tuple[Path, ...]) -> Path:
    """The catalogue's folder: `source` if absolute, else below the first of `bases` that has it.

    Raises:
        CatalogueError: there is no such folder, or it has no products.csv.
    """
    path = Path(source).expanduser()
    candidates = [path] if path.is_absolute() else [base / path for base in bases]
    folder = next((candidate for candidate in candidates if candidate.is_dir()), None)
    if folder is None:
        tried = ", ".join(str(candidate) for candidate in candidates)
        raise CatalogueError(f"source {source!r} is neither an http(s) address nor a folder (looked for {tried})")
    if not (folder / FILE_NAME).is_file():
        raise CatalogueError(f"the folder {folder} has no {FILE_NAME}")
    return folder.resolve()


def read_listings(folder: Path) -> Iterator[Listing]:
    """The folder's listings, row by row.

    Raises:
        CatalogueError: the table cannot be read, or lacks a column that is needed.
    """
    text = decode((folder / FILE_NAME).read_bytes()).replace("\0", "")
    csv.field_size_limit(_MAX_FIELD_CHARS)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        missing = [name for name in REQUIRED if name not in columns]
        if missing:
            raise CatalogueError(f"{FILE_NAME} has no column {' or '.join(missing)}; it has {', '.join(columns)}")
        for row in rows:
            yield Listing(*(_cell(row, columns.get(name)) for name in COLUMNS))
    except csv.Error as error:
        raise CatalogueError(f"{FILE_NAME}, line {rows.line_num}: {error}") from error


def _delimiter(header: str) -> str:
    """Spreadsheets write what their language setting says."""
    return max(",;\t", key=header.count)


def _cell(row: Mapping[str, str | None], column: str | None) -> str:
    return (row.get(column) if column is not None else None) or ""
