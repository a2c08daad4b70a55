"""An expression's text as words, each with its place: names, numbers, texts in quotes, and signs."""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["name", "number", "text", "sign", "end"]

MAX_CHARS: Final = 10_000
_SIGNS: Final = (
    *("&&", "||", "==", "!=", "<=", ">=", "<>", "**", "..", "<", ">", "=", "!", "+", "-", "*", "/", "%"),
    *("(", ")", "[", "]", "{", "}", ",", ".", "?", ":", ";", "@", "|", "&", "^", "~"),
)
_WORD: Final = re.compile(
    r"""\s*(?:
        (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<name>[^\W\d]\w*)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<sign>"""
    + "|".join(map(re.escape, _SIGNS))
    + "))",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class NotUnderstood(Exception):
    """The text is no expression of the part of the language that is translated."""


class Word(NamedTuple):
    """A part of an expression; `value` is what it stands for."""

    kind: Kind
    value: str
    at: int  #: characters before it


def words_of(text: str) -> list[Word]:
    """The words of an expression, and an end behind them.

    Raises:
        NotUnderstood: something in it is no word.
    """
    if len(text) > MAX_CHARS:
        raise NotUnderstood(f"it has more than {MAX_CHARS:,} characters")
    words: list[Word] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            rest = text[at:].lstrip()
            what = "a text without its closing quote" if rest[:1] in {'"', "'"} else f"{rest[0]!r}"
            raise NotUnderstood(f"{what} at character {len(text) - len(rest) + 1}")
        kind: Kind = found.lastgroup  # type: ignore[assignment]
        value = found[kind]
        words.append(Word(kind, _unquoted(value) if kind == "text" else value, found.start(kind)))
        at = found.end()
    return [*words, Word("end", "", len(text))]


def _unquoted(text: str) -> str:
    plain = _ESCAPE.sub(lambda found: _unescaped(found[1]), text[1:-1])
    try:
        plain.encode()
    except UnicodeEncodeError:
        raise NotUnderstood("a text holds half of a surrogate pair") from None
    return plain


def _unescaped(escape: str) -> str:
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _ESCAPED.get(escape, escape)
