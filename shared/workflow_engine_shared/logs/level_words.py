"""The level that a line of text names: what goes to stderr is no error by that, but may say that it is one."""

import re

from .format import Level

_WORDS: dict[str, Level] = {
    "TRACE": "DEBUG",
    "DEBUG": "DEBUG",
    "INFO": "INFO",
    "NOTICE": "INFO",
    "SUCCESS": "INFO",
    "WARN": "WARNING",
    "WARNING": "WARNING",
    "ERROR": "ERROR",
    "CRITICAL": "CRITICAL",
    "FATAL": "CRITICAL",
}
_LETTERS: dict[str, Level] = {"I": "INFO", "W": "WARNING", "E": "ERROR", "F": "CRITICAL"}
_WORD = "|".join(_WORDS)
#: A name stands at a line's beginning: further on it may be part of what is said.
_HEAD = 200
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W*({_WORD})\b(?=[\s:\]|>)-]|$)",  # ERROR:shop:text, [ERROR] text, ERROR text
        rf"^[\d\s:.,+TZ/[\]()-]+({_WORD})\b(?=\s|[:\]|])",  # 2024-01-02 03:04:05,678 ERROR text
        rf"[|\[(<]\s*({_WORD})\s*[|\])>]",  # 03:04:05 | ERROR | text, [ERROR]
        rf"\s-\s({_WORD})\s-\s",  # 03:04:05 - shop - ERROR - text
        rf"^(?i:[\d\s:.,+TZ/-]*\[\s*({_WORD})\s*\])",  # [error    ] text
        rf"^(?i:({_WORD})):",  # error: text
        rf":\d+: (?i:(?:fatal )?({_WORD})): ",  # file.c:12: error: text
        rf"(?i:\b(?:level|severity|levelname)\"?\s*[=:]\s*\"?({_WORD}))\b",  # level=error, "level": "error"
    )
)
_PYTHON_WARNING = re.compile(r":\d+: \w*Warning: ")
_FATAL = re.compile(r"^(?i:fatal)\b")
_GLOG = re.compile(r"^([IWEF])\d{4} \d\d:\d\d:\d\d|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: ([IWEF]) ")


def named_level(text: str) -> Level | None:
    """The level that a line names; None: none."""
    head = _COLOURS.sub("", text[:_HEAD])
    for pattern in _NAMES:
        if found := pattern.search(head):
            return _WORDS[found[1].upper()]
    if found := _GLOG.match(head):
        return _LETTERS[found[1] or found[2]]
    if _PYTHON_WARNING.search(head):
        return "WARNING"
    return "CRITICAL" if _FATAL.match(head) else None


def without_colours(text: str) -> str:
    """The text as a terminal would show it, less its colours and movements."""
    return _COLOURS.sub("", text)
