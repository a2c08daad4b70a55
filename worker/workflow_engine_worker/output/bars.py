"""Progress bars that libraries draw on stderr (tqdm's form): read as numbers, to become the node's progress. Pure."""

import re
from dataclasses import dataclass

from workflow_engine_shared.logs.level_words import without_colours

_NUMBER = r"[\d.]+"
_SCALE = r"[kKMGTPEZY]?"
_OF_MANY = re.compile(
    r"^(?:(?P<label>.+): +)?\s*\d+%\|.*\|\s*"
    rf"(?P<done>{_NUMBER})(?P<by>{_SCALE})/(?P<total>{_NUMBER})(?P<of>{_SCALE}) \["
)
_COUNTED = re.compile(rf"^(?:(?P<label>.+): )?(?P<done>{_NUMBER})(?P<by>{_SCALE})[^\s\d]+ \[\d+:\d\d(?::\d\d)?, ")
_POWERS = "kMGTPEZY"


@dataclass(frozen=True)
class Bar:
    """What a bar shows."""

    label: str
    done: int
    total: int | None

    @property
    def complete(self) -> bool:
        return self.done == self.total


def read_bar(text: str) -> Bar | None:
    """The bar that a line shows; None: it is none."""
    shown = without_colours(text).strip()
    try:
        if found := _OF_MANY.match(shown):
            return Bar(found["label"] or "", _count(found["done"], found["by"]), _count(found["total"], found["of"]))
        if found := _COUNTED.match(shown):
            return Bar(found["label"] or "", _count(found["done"], found["by"]), None)
    except ValueError:  # 1.2.3
        return None
    return None


def _count(number: str, scale: str) -> int:
    return round(float(number) * 1000.0 ** (1 + _POWERS.index(scale.replace("K", "k")) if scale else 0))
