"""The one rule for ids that become names of files, rows and graph nodes; and the one for what people call a run."""

import re
import secrets
import unicodedata
from collections.abc import Iterable

ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}"
_ID = re.compile(ID_PATTERN)
# Names that Windows gives to devices, in any case; refused everywhere so that a home can move between machines.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})

# Titles and tags are texts in any language that hide nothing.
MAX_TITLE = 200
MAX_TAG = 50
MAX_TAGS = 20

#: They turn the direction of the text around them: what is shown would not be what is there.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Control characters, halves of pairs, line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
#: What alone nobody can see: spaces, marks, joiners, characters without a meaning.
_UNSEEN = frozenset("ZMC")


def id_problem(value: str) -> str:
    """What is wrong with an id, or an empty string."""
    if not _ID.fullmatch(value):
        return "must be 1-128 letters, digits, '_' or '-', starting with a letter or digit"
    if value.lower() in _RESERVED:
        return "is a device name on Windows"
    return ""


def slug(name: str) -> str:
    """An id made from a name: its ASCII letters and digits joined by '-', or a random one where none are left."""
    return _ascii_words(name) or new_id("flow")


def run_id(title: str | None) -> str:
    """A fresh id for a run, made from what it is called."""
    return titled_id(title, "run")


def titled_id(title: str | None, prefix: str) -> str:
    """A fresh id made from what something is called as far as that can be: titles need not be the only ones."""
    made = _ascii_words(title or "")
    return f"{made}-{secrets.token_hex(4)}" if made else new_id(prefix)


def _ascii_words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-_").lower()[:64].strip("-_")
    return "" if id_problem(made) else made


def new_id(prefix: str) -> str:
    """A fresh random id: `prefix` and 16 hex digits."""
    return f"{prefix}-{secrets.token_hex(8)}"


def shown(value: object, limit: int = 60) -> str:
    """A value quoted for a message: control characters escaped, cut at `limit` characters."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def plain(text: str) -> str:
    """The text as it is kept: in one normal form, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def text_problem(text: str, limit: int) -> str:
    """What is wrong with a title or a tag, or an empty string."""
    if len(text) > limit:
        return f"must have at most {limit} characters; it has {len(text):,}"
    if any(char in _TURNING for char in text):
        return "must have no characters that change the direction of text"
    if any(unicodedata.category(char) in _REFUSED for char in text):
        return "must have no control characters and no line breaks"
    if text and all(unicodedata.category(char)[0] in _UNSEEN for char in text):
        return "must have characters that can be seen"
    return ""


def tag_problem(tag: str) -> str:
    """What is wrong with a tag, or an empty string."""
    if not tag:
        return "must not be empty"
    if "," in tag:
        return "must have no comma: commas stand between tags"
    return text_problem(tag, MAX_TAG)


def each_once(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in their order, without those that differ in case only from one before."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())
