"""Bytes of unknown origin to text. A byte that nothing explains costs one character, never the text.

A mark at the beginning decides; else UTF-8, where the bytes are UTF-8; else what is declared, where it makes sense of
them; else the most sensible reading.
"""

import codecs
import re
from dataclasses import dataclass

from .notes import Note, Notes
from .readings import Reading, best_reading, read_as, utf_16_without_mark

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Names that pages and tables use, and what they mean by them: mostly a superset.
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_META_WITHIN = 4096
_SENSIBLE = 0.5  #: a declared reading below this gives way to one that is far better
_FAR_BETTER = 0.3


@dataclass(frozen=True)
class _Choice:
    reading: Reading
    how: str  #: "marked", "declared", "guessed", or empty for plain UTF-8


def decode(raw: bytes, declared: str | None = None, notes: Notes | None = None) -> str:
    """The text of `raw`; how it was read, and what could not be, goes into `notes`."""
    codec = _codec(declared)
    choice = _marked(raw) or _chosen(raw, codec)
    if notes is not None:
        _tell(choice, declared, codec, notes)
    return choice.reading.text


def decode_html(raw: bytes, declared: str | None = None, notes: Notes | None = None) -> str:
    """The text of a page: the header's charset, else the one its meta element names."""
    if declared is None and (meta := _META.search(raw[:_META_WITHIN])):
        declared = meta.group(1).decode("ascii")
        if declared.lower().startswith("utf-16"):
            declared = "utf-8"  # whoever can be read so far as ASCII is not UTF-16
    return decode(raw, declared, notes)


def _marked(raw: bytes) -> _Choice | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _Choice(read_as(raw[len(mark) :], encoding), "marked")
    return None


def _chosen(raw: bytes, codec: str | None) -> _Choice:
    if raw.isascii() and b"\0" not in raw:
        return _Choice(read_as(raw, "utf-8"), "")
    if encoding := utf_16_without_mark(raw):
        return _Choice(read_as(raw, encoding), "declared" if codec == "utf-16" else "guessed")
    utf_8 = read_as(raw, "utf-8")
    if not utf_8.replaced and _surely_utf_8(utf_8.text, codec):
        return _Choice(utf_8, "declared" if codec == "utf-8" else "")
    return _Choice(best_reading(raw), "guessed") if codec is None else _declared_or_better(raw, codec)


def _declared_or_better(raw: bytes, codec: str) -> _Choice:
    told = read_as(raw, codec)
    if told.sense < _SENSIBLE and (best := best_reading(raw)).sense >= told.sense + _FAR_BETTER:
        return _Choice(best, "guessed")
    return _Choice(told, "declared")


def _surely_utf_8(text: str, codec: str | None) -> bool:
    """A few pairs of bytes can be two things: there the declaration counts."""
    if codec in {None, "utf-8"}:
        return True
    return any(char > "\u07ff" for char in text) or codec == "cp1252"


def _codec(declared: str | None) -> str | None:
    """Python's name of what is meant; None for what it does not know."""
    try:
        name = codecs.lookup((declared or "").strip()).name
        "".encode(name)  # not for texts: base64, zlib
    except (LookupError, ValueError):
        return None
    if name in {"utf-16-le", "utf-16-be"}:
        return "utf-16"
    return _MEANT.get(name, name)


def _tell(choice: _Choice, declared: str | None, codec: str | None, notes: Notes) -> None:
    reading = choice.reading
    notes.encodings[f"{reading.encoding} ({choice.how})" if choice.how else reading.encoding] += 1
    plain = choice.how == "" and reading.text.isascii()
    right = codec is not None and (reading.encoding == codec or reading.encoding.startswith(codec))
    if declared and not right and not plain:
        notes.add(Note.CHARSET_WRONG, f"declared {declared}, read as {reading.encoding}")
    elif choice.how == "guessed":
        notes.add(Note.CHARSET_GUESSED, reading.encoding)
    if reading.replaced:
        notes.add(Note.CHARACTERS_REPLACED, f"read as {reading.encoding}", reading.replaced)
