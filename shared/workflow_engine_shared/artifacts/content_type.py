"""The media type of a file: by its name, and where that says nothing by its first bytes."""

import mimetypes
import os
from pathlib import Path
from typing import Literal, TypeAlias

from workflow_engine_shared.plain_files import open_plain

UNKNOWN_TYPE = "application/octet-stream"
#: Python's own table only: what a machine's configuration adds would make answers differ between machines.
_TYPES = mimetypes.MimeTypes()
_MORE_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jsonl": "application/x-ndjson",
    ".md": "text/markdown",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
_PACKED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}


def content_type(name: str) -> str:
    """A media type; `application/octet-stream` where the name says nothing."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - the name of no file here
    kind, packed = _TYPES.guess_type(name, strict=True)
    if packed:
        return _PACKED.get(packed, UNKNOWN_TYPE)
    return _MORE_TYPES.get(suffix) or kind or UNKNOWN_TYPE


#: How a file of this kind begins; `.` stands for any byte.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF....WEBP", "image/webp"),
    (b"....ftypavif", "image/avif"),
    (b"....ftypheic", "image/heic"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_HEAD = 16
Kind: TypeAlias = Literal["picture", "table", "text", "other"]
_TABLES = ("text/csv", "text/tab-separated-values", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_TEXTS = ("text/", "application/json", "application/x-ndjson", "application/yaml", "application/xml")


def type_of_file(path: Path) -> str:
    """A media type, by what the file holds where its name says nothing: a picture needs no ending."""
    named = content_type(path.name)
    if named != UNKNOWN_TYPE:
        return named
    try:
        with os.fdopen(open_plain(path), "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return UNKNOWN_TYPE
    return next((kind for begins, kind in _BEGINNINGS if _fits(head, begins)), UNKNOWN_TYPE)


def kind_of_type(media_type: str) -> Kind:
    """What a reader looks for: pictures, tables, texts, anything else."""
    if media_type.startswith("image/"):
        return "picture"
    if media_type in _TABLES or media_type == "application/vnd.ms-excel":
        return "table"
    return "text" if media_type.startswith(_TEXTS) else "other"


def _fits(head: bytes, begins: bytes) -> bool:
    parts = zip(head, begins, strict=False)
    return len(head) >= len(begins) and all(wanted == ord(".") or given == wanted for given, wanted in parts)
