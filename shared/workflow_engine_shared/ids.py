"""The one rule for ids that become names of files, rows and graph nodes."""

import re
import secrets
import unicodedata

ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}"
_ID = re.compile(ID_PATTERN)
# Names that Windows gives to devices, in any case; refused everywhere so that a home can move between machines.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


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
    """A fresh id for a run, made from what it is called as far as that can be: titles need not be the only ones."""
    made = _ascii_words(title or "")
    return f"{made}-{secrets.token_hex(4)}" if made else new_id("run")


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
