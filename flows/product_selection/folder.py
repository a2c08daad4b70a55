"""A catalogue that is a folder: products.csv and picture files."""

import re
from collections.abc import Iterator
from pathlib import Path

from .encoding import decode
from .file_names import find_file
from .notes import Notes
from .problems import PictureError
from .products import Listing
from .table import NoHeaderError, Row, Table, open_table

FILE_NAME = "products.csv"
REQUIRED = ("id", "image")
COLUMNS = ("id", "name", "price", "image")

_PICTURE_FILE = re.compile(r"\S.*\.[A-Za-z]{3,4}(?:\?.*)?|https?://.+")
_PICTURE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|gif|avif|bmp|tiff?)", re.IGNORECASE)
_AMOUNT = re.compile(r"\W{0,4}\d[\d.,'\s]*\W{0,4}")
#: The two halves of `1,299.00`, where the price was not quoted and the row lacks another cell.
_BEGIN_OF_A_PRICE = re.compile(r"\s*\D{0,4}\d{1,3}\s*")
_REST_OF_A_PRICE = re.compile(r"\s*\d{3}(?:[.,]\d{1,2})?\s*(?:[^\w\s]|元|円|[A-Z]{3})?\s*")


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
    if not _table_of(folder).is_file():
        raise CatalogueError(f"the folder {folder} has no {FILE_NAME}")
    return folder.resolve()


def _table_of(folder: Path) -> Path:
    try:
        return find_file(folder, FILE_NAME)
    except PictureError as error:
        raise CatalogueError(f"the folder {folder} has several tables: {error.detail}") from error


def read_listings(folder: Path, notes: Notes) -> Iterator[Listing]:
    """The folder's listings, row by row.

    Raises:
        CatalogueError: the table lacks a column that is needed.
    """
    text = decode(_table_of(folder).read_bytes(), notes=notes).replace("\0", "")
    try:
        table = open_table(text, REQUIRED, _is_row, notes)
    except NoHeaderError as error:
        raise CatalogueError(f"{FILE_NAME} has {error}") from error
    for row in table.rows(notes):
        yield _listing(row, table)


def _is_row(cells: dict[str, str]) -> bool:
    """Whether these are a row's cells, and no line of a longer text that has as many commas."""
    image = cells["image"].strip()
    if not image or _PICTURE_FILE.fullmatch(image):
        return bool(image)
    prose = " " in cells["id"].strip() or any(cell.startswith(" ") for cell in cells.values())
    return not prose and _AMOUNT.fullmatch(cells.get("price", "")) is not None


def _listing(row: Row, table: Table) -> Listing:
    texts = {name: _cell(row, table.columns.get(name)) for name in COLUMNS}
    damage = row.damage or _shift(row, texts)
    if damage:  # what stands behind the damage may belong to another column, the first cell does not
        sure = {name: text for name, text in texts.items() if table.columns.get(name) == 0}
        return Listing(sure.get("id", ""), texts["name"], "", "", damage)
    return Listing(texts["id"], texts["name"], texts["price"], texts["image"])


def _shift(row: Row, texts: dict[str, str]) -> str:
    """Why cells of a row with the right number of them may stand in other columns: one too many, another left out."""
    image = texts["image"].strip()
    if _BEGIN_OF_A_PRICE.fullmatch(texts["price"]) and _REST_OF_A_PRICE.fullmatch(image):
        return f"line {row.line} has {image!r} for a picture: the rest of a price?"
    elsewhere = [cell.strip() for cell in row.cells if cell.strip() != image and _PICTURE_NAME.fullmatch(cell.strip())]
    if image and elsewhere and not _PICTURE_FILE.fullmatch(image):
        return f"line {row.line} has {image!r} for a picture, and {elsewhere[0]!r} in another column"
    return ""


def _cell(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""
