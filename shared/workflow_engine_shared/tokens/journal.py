"""A state that is changed in its place, and the journal by which that is taken back.

To copy what a run has open at each step costs the more the more that is. Whoever does not need the state before but
when a step turns out to be none has it changed where it is: what the step costs is what it changes.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

_NOTHING: Final[Any] = object()


class Journaled(dict[str, Any]):
    """A part of a state, keyed by ids. What changes it is written down; reading it costs what reading a dict does."""

    __slots__ = ("journal",)
    journal: "Journal"

    def __setitem__(self, key: str, value: Any) -> None:
        self.journal.append((self, key, self.get(key, _NOTHING)))
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.journal.append((self, key, self[key]))
        super().__delitem__(key)

    def pop(self, key: str, default: Any = _NOTHING) -> Any:
        """As a dict's."""
        if key in self:
            self.journal.append((self, key, self[key]))
            return super().pop(key)
        if default is _NOTHING:
            raise KeyError(key)
        return default

    def popitem(self) -> tuple[str, Any]:
        """As a dict's."""
        key, value = super().popitem()
        self.journal.append((self, key, value))
        return key, value

    def setdefault(self, key: str, default: Any = None) -> Any:
        """As a dict's."""
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self) -> None:
        """Not for steps."""
        raise NotImplementedError

    update = __ior__ = clear  # type: ignore[assignment]


#: What was there before each change: the part of the state, the key, and its value.
Journal: TypeAlias = list[tuple[Journaled, str, Any]]


def journaled(part: dict[str, Any], journal: Journal) -> Journaled:
    """The part as it is to be changed now; one that was not written down before is copied, and stays as it is."""
    made = part if isinstance(part, Journaled) else Journaled(part)
    made.journal = journal
    return made


def take_back(journal: Journal) -> None:
    """Let all be as it was before what is written down; ids that come back come back into their order."""
    returned: dict[int, Journaled] = {}
    for part, key, value in reversed(journal):
        if value is _NOTHING:
            dict.__delitem__(part, key)
        else:
            if key not in part:
                returned[id(part)] = part
            dict.__setitem__(part, key, value)
    journal.clear()
    for part in returned.values():
        _put_in_order(part, sorted(part.items(), key=lambda item: int(item[0][1:])))


def _put_in_order(part: Journaled, items: Iterable[tuple[str, Any]]) -> None:
    dict.clear(part)
    dict.update(part, items)
