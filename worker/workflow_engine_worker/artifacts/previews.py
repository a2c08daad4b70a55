"""Previews that take a library, made where the artifact is written: pictures with Pillow, spreadsheets with openpyxl.

Only where the flow's environment has the library, and never at the cost of the run: what cannot be shown is not.
"""

import base64
import importlib.util
import io
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from workflow_engine_shared.artifacts.content_type import content_type
from workflow_engine_shared.artifacts.preview import MAX_BYTES, MAX_ROWS, Preview, kept_beside, table
from workflow_engine_shared.paths import replace_file
from workflow_engine_shared.units import MIB

#: Larger files take longer than a look at them is worth.
MAX_FILE = 32 * MIB
MAX_PIXELS = 50_000_000
#: A flow that writes thousands of pictures must not pay for thousands of looks.
MAX_PREVIEWS = 500
SIDE = 256
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
log = logging.getLogger("renflow.previews")
_made = 0


def keep_preview(path: Path) -> None:
    """Look at an artifact and keep what is to be shown of it, if it is of a kind that needs a library."""
    global _made  # noqa: PLW0603 - counted per process
    kind = content_type(path.name)
    make, library = (_image, "PIL") if kind.startswith("image/") else (_spreadsheet, "openpyxl")
    if not (kind.startswith("image/") or kind == _SPREADSHEET) or _made >= MAX_PREVIEWS:
        return
    _made += 1
    try:
        if path.stat().st_size <= MAX_FILE and importlib.util.find_spec(library) is not None:
            _keep(make, path)
    except Exception as error:  # noqa: BLE001 - a broken picture is the flow's business, not its failure
        log.debug("No preview of %s: %s", path.name, error)


def _keep(make: Callable[[Path], Preview], path: Path) -> None:
    body = msgspec.json.encode(make(path))
    if len(body) > MAX_BYTES:
        return
    kept = kept_beside(path)
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    replace_file(kept, body)


def _image(path: Path) -> Preview:
    from PIL import Image

    with Image.open(path) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            return Preview("image", width=width, height=height, truncated=True)
        picture.draft("RGB", (SIDE, SIDE))  # a JPEG is then read at a fraction of its size
        small = picture.convert("RGBA" if "transparency" in picture.info or picture.mode in {"LA", "RGBA"} else "RGB")
        small.thumbnail((SIDE, SIDE))
        body = io.BytesIO()
        form = "PNG" if small.mode == "RGBA" else "JPEG"
        small.save(body, form)
    text = base64.b64encode(body.getvalue()).decode()
    return Preview("image", image=f"data:image/{form.lower()};base64,{text}", width=width, height=height)


def _spreadsheet(path: Path) -> Preview:
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(max_row=MAX_ROWS + 2, values_only=True)]
    finally:
        book.close()
    return table(rows, truncated=len(book.sheetnames) > 1)
