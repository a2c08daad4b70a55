"""How much sense bytes make in an encoding: the share of characters that are common in its writing.

Measured on tables of a few products: charset-normalizer takes Big5, Shift_JIS and EUC-JP for other encodings there, so
the East Asian ones and Western Europe are told apart here, and it is asked about the rest (Cyrillic, Greek, Thai, ...).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

BAD = "\ufffd"
CONVINCING = 0.7
_SAMPLE_BYTES = 200_000
_ENOUGH_HANGUL = 12
_ENOUGH_KANA = 4
_MORE_THAN_CHANCE = 4
_PYTHONS_OWN = dict.fromkeys((0x80, *range(0xF8F0, 0xF8F4)), BAD)  #: what it makes of bytes that Shift_JIS has not
_HIGH = re.compile(rb"[\x80-\xff]")
_RUNS = re.compile(r"[^\x00-\x7f]+")
_WESTERN_SIGNS = frozenset("€£¥§©®°²³´·¼½¾×«»–—‘’‚“”„…•™¡¿ªº±µ\xa0")


@dataclass(frozen=True)
class Reading:
    """Bytes as text."""

    text: str
    encoding: str
    replaced: int  #: characters that stand for bytes which the encoding does not explain
    sense: float  #: 0 to 1


def read_as(raw: bytes, encoding: str) -> Reading:
    """`raw` in this encoding, whatever becomes of it."""
    text = raw.decode(encoding, errors="replace")
    if encoding == "cp932":
        text = text.translate(_PYTHONS_OWN)
    bad = text.count(BAD)
    if encoding.startswith("utf-8"):
        bad -= raw.count(BAD.encode())  # U+FFFD that was there already
    return Reading(text, encoding, bad, _sense(_sample(raw), encoding))


def best_reading(raw: bytes) -> Reading:
    """The most sensible reading."""
    sample = _sample(raw)
    senses = {encoding: _sense(sample, encoding) for encoding in _MEASURES}
    best = max(senses, key=lambda encoding: senses[encoding])  # of equals the first
    if senses[best] < CONVINCING and (match := from_bytes(sample).best()) is not None:
        best = match.encoding.replace("_", "-")
    return read_as(raw, best)


def utf_16_without_mark(raw: bytes) -> str | None:
    """UTF-16 shows in every other byte of its ASCII characters being zero."""
    sample = raw[:_SAMPLE_BYTES]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    many = max(_MORE_THAN_CHANCE, len(sample) // 20)
    if second >= many and first * 20 <= second:
        return "utf-16-le"
    return "utf-16-be" if first >= many and second * 20 <= first else None


def _sample(raw: bytes) -> bytes:
    """Whole lines from the first that is not ASCII on."""
    if len(raw) <= _SAMPLE_BYTES:
        return raw
    high = _HIGH.search(raw)
    start = raw.rfind(b"\n", 0, high.start()) + 1 if high else 0
    return raw[start : start + _SAMPLE_BYTES].rpartition(b"\n")[0] or raw[start : start + _SAMPLE_BYTES]


def _sense(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    others = [char for char in text if char > "\x7f"]
    if not others:
        return 1.0
    measure = _MEASURES.get(encoding)
    if measure is None:
        return 1 - others.count(BAD) / len(others)
    return measure(text, others)


@cache
def _lead_byte(char: str, encoding: str) -> int:
    """The first of a character's two bytes: these standards sort characters by how common they are."""
    try:
        code = char.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return code[0] if len(code) == len(b"xx") else 0


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30ff"


def _chinese(standard: str, leads: range) -> "Callable[[str, list[str]], float]":
    def measure(_text: str, others: list[str]) -> float:
        return sum(not _is_kana(char) and _lead_byte(char, standard) in leads for char in others) / len(others)

    return measure


def _japanese(_text: str, others: list[str]) -> float:
    kana = sum(map(_is_kana, others))
    kanji = sum(_lead_byte(char, "shift_jis") in _JIS_LEVEL_1 and not _is_kana(char) for char in others)
    return (kana + kanji) / len(others) * (1.01 if kana >= _ENOUGH_KANA else 1)  # so much kana is no accident


def _korean(_text: str, others: list[str]) -> float:
    hangul = sum("가" <= char <= "힣" and _lead_byte(char, "euc_kr") != 0 for char in others)
    # Few syllables may as well be Chinese; many that all are in the standard are not.
    return hangul / len(others) * (1.01 if hangul >= _ENOUGH_HANGUL else 0.99)


def _western(text: str, others: list[str]) -> float:
    """Letters with accents stand beside plain ones, alone or in twos; signs stand alone."""
    plausible = 0
    for run in _RUNS.finditer(text):
        beside = text[max(0, run.start() - 1) : run.start()] + text[run.end() : run.end() + 1]
        accented = any(char.isalpha() for char in beside)
        if len(run.group()) <= len("öß"):
            plausible += sum(char in _WESTERN_SIGNS or (accented and char.isalpha()) for char in run.group())
    return plausible / len(others)


def _universal(_text: str, others: list[str]) -> float:
    return 1 - others.count(BAD) / len(others)


#: Punctuation and the standards' first level: what nearly all texts are made of.
_GB_COMMON = range(0xA1, 0xD8)
_BIG5_COMMON = range(0xA1, 0xC7)
_JIS_LEVEL_1 = frozenset({0x81, *range(0x88, 0x98)})

_MEASURES: dict[str, Callable[[str, list[str]], float]] = {
    "utf-8": _universal,
    "gb18030": _chinese("gb2312", _GB_COMMON),
    "big5hkscs": _chinese("big5", _BIG5_COMMON),
    "cp932": _japanese,
    "euc_jp": _japanese,
    "cp949": _korean,
    "cp1252": _western,
}
