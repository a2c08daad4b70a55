"""Places in a document: each knows its JSON pointer and takes the complaints about what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

#: Enough to mend a document by; more would let a small document ask for a huge answer.
MAX_PROBLEMS = 1000

#: What a reader returns after noting a problem.
BAD: Final[Any] = object()

_TYPE_NAMES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "a boolean",
    type(None): "null",
}


class TooManyProblems(Exception):
    """The document has more problems than are worth telling."""


class Place:
    """A spot in the document: it knows its JSON pointer and takes the complaints about what stands there."""

    __slots__ = ("_key", "_notes", "_parent")

    def __init__(self, notes: list[Problem], parent: Place | None = None, key: str | int = "") -> None:
        self._notes = notes
        self._parent = parent
        self._key = key

    def at(self, key: str | int) -> Place:
        return Place(self._notes, self, key)

    @property
    def pointer(self) -> str:
        """The JSON pointer of this place."""
        steps: list[str | int] = []
        place = self
        while place._parent is not None:
            steps.append(place._key)
            place = place._parent
        return json_pointer.from_steps(reversed(steps))

    @property
    def key(self) -> str | int:
        """The last step to this place."""
        return self._key

    @property
    def subject(self) -> str:
        """What a sentence about this place begins with."""
        if self._parent is None:
            return "The document"
        return shown(self._key) if isinstance(self._key, str) else f"Item {self._key} of {self._parent.subject}"

    def problem(self, code: str, detail: str, hint: str = "", **params: Any) -> None:
        """Note what is wrong here; `params` is what the text names beside this place."""
        self._note(Problem(code, self.pointer, detail, hint, {"field": self.key, **params}))

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems that know their own place, under the same limit."""
        for problem in problems:
            self._note(problem)

    def expected(self, what: str, value: Any, **named: Any) -> Any:
        """Note that `value` has the wrong type; returns BAD so that readers can return it. `named`: further params."""
        code = "EXPECTED_OBJECT" if what == "an object" else "WRONG_TYPE"
        hint = ""
        if value is None:
            hint = "Give it a value, or leave the field out if it is optional."
        elif "number" in what and isinstance(value, str):
            hint = "Write a plain JSON number, without quotes or a unit."
        detail = f"{self.subject} must be {what}, not {type_name(value)}."
        self.problem(code, detail, hint, expected=what, got=type_name(value), **named)
        return BAD

    def _note(self, problem: Problem) -> None:
        if len(self._notes) >= MAX_PROBLEMS:
            raise TooManyProblems
        self._notes.append(problem)


def type_name(value: Any) -> str:
    return _TYPE_NAMES.get(type(value), f"a Python {type(value).__name__}")
