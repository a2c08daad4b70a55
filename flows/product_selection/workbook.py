"""Tables to an Excel file, row by row: text stays text, whatever it begins with or holds."""

import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

MAX_ROWS = 1_048_575  #: below the header
MAX_TEXT_UNITS = 32_767  #: UTF-16 units in a cell

PICTURE_ROW = 58  #: points
_LINKS = 60_000  #: Excel takes 65,530 in a sheet


@dataclass(frozen=True)
class Link:
    """A text that leads to a row of another sheet."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Picture:
    """A small JPEG in a cell."""

    jpeg: bytes


Cell: TypeAlias = str | float | Link | Picture | None

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@contextmanager
def excel_file(path: Path) -> Iterator["Sheets"]:
    """An Excel file to fill; it appears at `path` only when it is whole."""
    part = path.with_name(f".{path.name}.part")
    book: Any = xlsxwriter.Workbook(str(part), {"constant_memory": True})
    try:
        try:
            yield Sheets(book)
        finally:
            book.close()  # after an error too: it removes the temporary files of the sheets
        with part.open("rb+") as file:  # on disk before the node counts as done
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Sheets:
    """The sheets of one Excel file, written one after the other."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._middle = book.add_format({"valign": "vcenter"})
        self.rows_left_out = 0

    def add(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet, with a header of (name, width), which stays in sight and has filters.

        Rows that do not fit are counted in `rows_left_out`.
        """
        number = 0
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self._bold)
        for number, row in enumerate(rows, 1):
            if number > MAX_ROWS:
                self.rows_left_out += 1
                continue
            if any(isinstance(cell, Picture) for cell in row):
                sheet.set_row(number, PICTURE_ROW, self._middle)
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
        sheet.autofilter(0, 0, min(number, MAX_ROWS), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, Picture):
        place = {"image_data": io.BytesIO(cell.jpeg), "x_offset": 2, "y_offset": 2, "object_position": 1}
        sheet.insert_image(row, column, "picture.jpg", place)
    elif isinstance(cell, Link):
        text = cell_text(cell.text)
        if text and row <= _LINKS:
            sheet.write_url(row, column, f"internal:'{cell.sheet}'!A{cell.row + 1}", string=text)
        elif text:
            sheet.write_string(row, column, text)
    elif isinstance(cell, str):
        if text := cell_text(cell):
            sheet.write_string(row, column, text)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def cell_text(text: str) -> str:
    """What a cell can hold of `text`: no control characters, at most 32,767 UTF-16 units."""
    text = _NOT_IN_XML.sub("", text)
    if text.startswith("<r>"):  # XlsxWriter takes <r>...</r> for its own rich text, and writes it unescaped
        text = f" {text}"
    if len(text) * 2 <= MAX_TEXT_UNITS:
        return text
    return text.encode("utf-16-le")[: MAX_TEXT_UNITS * 2].decode("utf-16-le", errors="ignore")
