"""A table of comma-separated values as people save it: no row is swallowed, no cell is moved without a word.

Read line by line. A quoted cell may hold line breaks, but a quote that is left open would swallow the rows behind it:
where a line inside the cell looks like a row of its own, the row that opened the quote is damaged, and taken alone.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from .notes import Note, Notes

DELIMITERS = ",;\t|"
MAX_LINES_BEFORE_HEADER = 50
MAX_CELL_LINES = 1000

_LINE_END = re.compile(r"\r\n|\r|\n")
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?[\s,;|]*", re.IGNORECASE)
_MAX_FIELD_CHARS = 10_000_000


#: Whether the cells of a line, by their columns' names, are surely a row's: the table's reader knows its columns.
IsRow = Callable[[dict[str, str]], bool]


@dataclass(frozen=True)
class Row:
    """One row, from the line it begins at."""

    line: int  #: of the file, from 1
    cells: list[str]
    damage: str = ""  #: what is wrong with it: no cell but the first stands surely where it belongs


class NoHeaderError(ValueError):
    """No line names the columns that are needed."""

    def __init__(self, missing: Sequence[str], names: Sequence[str]) -> None:
        super().__init__(f"no column {' or '.join(missing)}; it has {', '.join(names)}")


@dataclass
class Table:
    """A header and the rows below it."""

    lines: list[str]
    delimiter: str
    first: int  #: index of the line below the header
    names: list[str]  #: the header's cells: trimmed, small letters
    is_row: IsRow
    columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: at for at, name in reversed(list(enumerate(self.names))) if name}
        self._fewest = max(self.columns.values()) + 1

    def rows(self, notes: Notes) -> Iterator[Row]:
        """All rows that are not blank, in the file's order."""
        at = self.first
        while at < len(self.lines):
            row, taken = self._row(at)
            at += taken
            if not any(cell.strip() for cell in row.cells):
                if row.cells[1:]:
                    notes.add(Note.ROWS_BLANK, f"line {row.line}")
            elif [_name(cell) for cell in row.cells] == self.names:
                notes.add(Note.HEADERS_REPEATED, f"line {row.line}")
            else:
                yield row

    def _row(self, at: int) -> tuple[Row, int]:
        """The row that begins at a line, and how many lines it takes."""
        line = at + 1
        reader = csv.reader(self._lines_of_row(at), delimiter=self.delimiter, strict=True, skipinitialspace=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            cells = [cell.strip().strip('"') for cell in self.lines[at].split(self.delimiter)]
            return Row(line, cells, f"line {line} has a quote that is not closed, or inside a cell"), 1
        return Row(line, cells, self._wrong_number(line, cells)), max(1, reader.line_num)

    def _wrong_number(self, line: int, cells: list[str]) -> str:
        extra = any(cell.strip() for cell in cells[len(self.names) :])
        if extra or 0 < len(cells) < self._fewest:
            return f"line {line} has {len(cells)} cells, the header {self._fewest}"
        return ""

    def _lines_of_row(self, at: int) -> Iterator[str]:
        """The lines that one row may take; it ends before one that must be a row itself."""
        yield self.lines[at] + "\n"
        opened_whole = self._is_whole(self.lines[at])
        for line in islice(self.lines, at + 1, at + MAX_CELL_LINES):
            if self._is_whole(line) and (opened_whole or not self._ends_a_cell(line)):
                return
            yield line + "\n"

    def _is_whole(self, line: str) -> bool:
        cells = line.split(self.delimiter)
        if not self._fewest <= len(cells) <= len(self.names):
            return False
        return self.is_row({name: cells[at].strip('"') for name, at in self.columns.items() if at < len(cells)})

    def _ends_a_cell(self, line: str) -> bool:
        """Whether the first cell is the end of a quoted one, as where the first column holds long texts."""
        first = line.split(self.delimiter, 1)[0].strip()
        return '"' in first and not first.startswith('"')


def open_table(text: str, required: Collection[str], is_row: IsRow, notes: Notes) -> Table:
    """The table in a file's text: titles, `sep=` and blank lines above its header are passed over.

    Raises:
        NoHeaderError: no line has the required names.
    """
    csv.field_size_limit(_MAX_FIELD_CHARS)
    lines = _LINE_END.split(text)
    delimiters = DELIMITERS
    nearest: list[str] = []
    for at, line in enumerate(lines[:MAX_LINES_BEFORE_HEADER]):
        if told := _SEPARATOR.fullmatch(line):
            delimiters = told.group(1) + delimiters
            continue
        for delimiter in delimiters:
            names, taken = _header(lines, at, delimiter)
            if all(name in names for name in required):
                _tell(at, names, notes)
                return Table(lines, delimiter, at + taken, names, is_row)
            found = [name for name in names if name]
            if _closeness(found, required) > _closeness(nearest, required):
                nearest = found
    raise NoHeaderError([name for name in required if name not in nearest], nearest)


def _header(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    following = (line + "\n" for line in islice(lines, at, at + MAX_LINES_BEFORE_HEADER))
    reader = csv.reader(following, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return [_name(cell) for cell in next(reader, [])], max(1, reader.line_num)
    except csv.Error:  # a title with an open quote
        return [], 1


def _closeness(names: list[str], required: Collection[str]) -> tuple[int, int]:
    return sum(name in names for name in required), len(names)


def _name(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split()).lower()


def _tell(lines_before: int, names: list[str], notes: Notes) -> None:
    if lines_before:
        notes.add(Note.LINES_BEFORE_HEADER, f"the header is line {lines_before + 1}", lines_before)
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        notes.add(Note.COLUMNS_TWICE, f"{name}: the first of {names.count(name)} counts")
