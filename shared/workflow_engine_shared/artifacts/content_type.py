"""The media type of a file, judged by its name alone."""

import mimetypes
import os

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
