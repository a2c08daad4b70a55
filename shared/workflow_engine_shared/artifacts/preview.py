"""A look into an artifact: its first rows or lines, or a small picture. Never more than 64 KiB as JSON.

Tables and texts are read when somebody asks. What takes a library - pictures, spreadsheets - is looked at by the
worker that wrote the artifact, and kept beside it: the supervisor opens no file with anything that parses much.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any, Literal

import msgspec

from workflow_engine_shared.artifacts.content_type import content_type
from workflow_engine_shared.artifacts.files import PREVIEWS
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.struct_types import ready_to_read

MAX_BYTES = 64 * 1024
MAX_ROWS = 50
MAX_COLUMNS = 50
MAX_CELL = 200
_READ = 256 * 1024
_MAX_FIELD = 128 * 1024  #: of one cell: csv has such a limit too, but any library may raise it for the whole process
_TABLES = {"text/csv": ",", "text/tab-separated-values": "\t"}
_TEXTS = ("text/", "application/yaml", "application/xml", "application/toml")


@ready_to_read
class Preview(msgspec.Struct, frozen=True):
    """The content of an artifact as a console shows it."""

    kind: Literal["table", "text", "image", "none"]
    columns: list[str] | None = None
    rows: list[list[str]] | None = None  #: cells as texts, each cut at 200 characters
    text: str | None = None
    image: str | None = None  #: a data: URL
    width: int | None = None  #: of the whole picture
    height: int | None = None
    truncated: bool = False  #: the file has more than is shown


NOTHING = Preview("none")


def kept_beside(artifact: Path) -> Path:
    """The path of the file in which the worker keeps an artifact's preview."""
    return artifact.parent / PREVIEWS / f"{artifact.name}.json"


def read_preview(path: Path) -> Preview:
    """The preview of a file, as it was kept or as it can be read."""
    kept = kept_beside(path)
    try:
        if kept.stat().st_mtime_ns >= path.stat().st_mtime_ns and kept.stat().st_size <= MAX_BYTES:
            return msgspec.json.decode(read_plain(kept), type=Preview)
    except (OSError, msgspec.MsgspecError):
        pass
    kind = content_type(path.name)
    try:
        with path.open("rb") as file:
            head = file.read(_READ + 1)
    except OSError:
        return NOTHING
    whole = len(head) <= _READ
    text = head[:_READ].decode("utf-8", "replace").removeprefix("\ufeff")
    if kind in _TABLES:
        return _fitting(_table_of_text(text, _TABLES[kind], whole=whole))
    if kind in {"application/json", "application/x-ndjson"}:
        return _fitting(_json(text, whole=whole, lines=kind != "application/json"))
    return _fitting(_text(text, whole=whole)) if kind.startswith(_TEXTS) else NOTHING


def table(rows: list[list[Any]], *, truncated: bool) -> Preview:
    """A table whose first row holds the names of the columns."""
    cells = [[_cell(value) for value in row[:MAX_COLUMNS]] for row in rows[: MAX_ROWS + 1]]
    cut = truncated or len(rows) > MAX_ROWS + 1 or any(len(row) > MAX_COLUMNS for row in rows)
    if not cells:
        return Preview("table", columns=[], rows=[], truncated=cut)
    return _fitting(Preview("table", columns=cells[0], rows=cells[1:], truncated=cut))


def _table_of_text(text: str, between: str, *, whole: bool) -> Preview:
    rows: list[list[Any]] = []
    try:
        # Before Python 3.11, csv refuses a NUL.
        for row in csv.reader(io.StringIO(text.replace("\0", "\ufffd")), delimiter=between):
            rows.append(list(row))
            if len(rows) > MAX_ROWS + 1:
                break
    except csv.Error:
        return _text(text, whole=whole)
    if any(len(cell) > _MAX_FIELD for row in rows for cell in row):
        return _text(text, whole=whole)
    if not whole and len(rows) <= MAX_ROWS + 1:
        rows = rows[:-1]  # it may be half a row
    return table(rows, truncated=not whole)


def _json(text: str, *, whole: bool, lines: bool) -> Preview:
    """Objects in a list, or one a line, are a table; anything else is shown as it is written."""
    items: Any
    try:
        if lines:
            items = [json.loads(line) for line in text.splitlines()[: MAX_ROWS + 1] if line.strip()]
        else:
            items = json.loads(text) if whole else None
    except (ValueError, RecursionError):
        return _text(text, whole=whole)
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items[:MAX_ROWS]):
        return _text(text, whole=whole)
    columns = list(dict.fromkeys(str(key) for item in items[:MAX_ROWS] for key in item))
    rows = [[item.get(column) for column in columns] for item in items[: MAX_ROWS + 1]]
    return table([list(columns), *rows], truncated=not whole or len(items) > MAX_ROWS)


def _text(text: str, *, whole: bool) -> Preview:
    lines = text.splitlines()[: 4 * MAX_ROWS]
    shown = "\n".join(lines)[: MAX_BYTES // 8]
    return Preview("text", text=shown, truncated=not whole or len(shown) < len(text.rstrip("\n")))


def _cell(value: Any) -> str:
    if isinstance(value, str):
        text = value
    elif value is None:
        text = ""
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


def _fitting(preview: Preview) -> Preview:
    """The same with fewer rows, if it would be larger than may be."""
    rows = preview.rows or []
    while len(msgspec.json.encode(preview)) > MAX_BYTES:
        if not rows:
            return NOTHING
        rows = rows[: len(rows) // 2]
        preview = msgspec.structs.replace(preview, rows=rows, truncated=True)
    return preview
