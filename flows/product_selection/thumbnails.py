"""Small pictures for the Excel file, made in processes: a decoder that crashes costs one of them."""

import io
from functools import partial
from pathlib import Path

from PIL import Image, ImageOps

from workflow_engine import StepFailed, map_steps

from .images import DEFAULT_WORKERS, ImageRow

EDGE = 72  #: pixels
MOST = 10_000
_QUALITY = 80


def thumbnails(rows: list[ImageRow], outputs: Path) -> dict[str, bytes]:
    """A small JPEG by product's id, of the first `MOST` sound pictures."""
    wanted = [row for row in rows if row.get("file") and row["hash"] is not None][:MOST]
    made = map_steps(
        partial(thumbnail, outputs=str(outputs)),
        wanted,
        key="id",
        workers=DEFAULT_WORKERS,
        pool="process",
        on_error="skip",
        label="thumbnails",
    )
    found = zip(wanted, made, strict=True)
    return {row["id"]: small for row, small in found if small and not isinstance(small, StepFailed)}


def thumbnail(row: ImageRow, *, outputs: str) -> bytes:
    """The first frame, upright, on white; nothing where there is none: it is no item that the run lacks."""
    try:
        return _thumbnail(Path(outputs) / str(row["file"]))
    except Exception:  # noqa: BLE001 - Pillow raises what its decoders raise
        return b""


def _thumbnail(path: Path) -> bytes:
    with Image.open(path) as picture:
        picture.draft("RGB", (EDGE * 2, EDGE * 2))  # JPEG: decodes only as much as is needed
        small = ImageOps.exif_transpose(picture).convert("RGBA")
        small.thumbnail((EDGE, EDGE))
        page = Image.new("RGB", small.size, "white")
        page.paste(small, mask=small.getchannel("A"))
        kept = io.BytesIO()
        page.save(kept, "JPEG", quality=_QUALITY)
        return kept.getvalue()
