"""'Did you mean …?': the nearest right word to a wrong one."""

import difflib
from collections.abc import Collection

#: A longer word is no slip of the keyboard, and comparing it costs more than the answer is worth.
MAX_WORD = 128


def nearest(word: str, choices: Collection[str]) -> str:
    """The choice most like `word`, in any case of letters, or an empty string."""
    if len(word) > MAX_WORD:
        return ""
    by_lower = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else ""


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """A question naming the nearest choice, or an empty string."""
    return meant(nearest(word, choices))


def meant(near: str) -> str:
    """A question naming what was found, or an empty string."""
    return f"Did you mean {near!r}?" if near else ""


class Suggestions:
    """`did_you_mean` among many choices, for as long as looking is cheap.

    A thousand wrong edges beside ten thousand nodes would ask for ten million comparisons.
    """

    def __init__(self, choices: Collection[str], comparisons: int = 20_000) -> None:
        self._choices = choices
        self._left = max(comparisons, len(choices))

    def nearest(self, word: str) -> str:
        self._left -= len(self._choices)
        return nearest(word, self._choices) if self._left >= 0 else ""

    def hint(self, word: str) -> str:
        return meant(self.nearest(word))
