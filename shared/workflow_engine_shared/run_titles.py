"""What people call a run, and the tags they sort runs by: texts in any language that hide nothing."""

import unicodedata
from collections.abc import Iterable

MAX_TITLE = 200
MAX_TAG = 50
MAX_TAGS = 20

#: They turn the direction of the text around them: what is shown would not be what is there.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Control characters, halves of pairs, line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
#: What alone nobody can see: spaces, marks, joiners, characters without a meaning.
_UNSEEN = frozenset("ZMC")


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
