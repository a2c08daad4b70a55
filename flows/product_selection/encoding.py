"""Bytes of unknown origin to text: what is declared, else UTF-8, else the Chinese code pages, else with marks."""

import codecs
import re

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_META_WITHIN = 4096


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text of `raw`; bytes that no encoding explains become U+FFFD."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return raw.decode("utf-16", errors="replace")
    for encoding in (declared, "utf-8-sig", "gb18030"):
        if encoding and (text := _try(raw, encoding)) is not None:
            return text
    return raw.decode("utf-8", errors="replace")


def decode_html(raw: bytes, declared: str | None = None) -> str:
    """The text of a page: the header's charset, else the one its meta element names."""
    if declared is None and (meta := _META.search(raw[:_META_WITHIN])):
        declared = meta.group(1).decode("ascii")
    return decode(raw, declared)


def _try(raw: bytes, encoding: str) -> str | None:
    if encoding.lower() in {"gb2312", "gbk"}:
        encoding = "gb18030"  # their superset: pages declare the old names and use the new characters
    try:
        return raw.decode(encoding)
    except (LookupError, ValueError):
        return None
