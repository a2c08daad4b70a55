"""Readers that several types of nodes share: expressions, the names of functions, the names of arguments."""

import keyword
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from workflow_engine_shared.dsl.fields import Choice, Integer, described
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.dsl.suggestion import meant, nearest
from workflow_engine_shared.functions.registry import DUNDER_PATTERN, MAX_NAME, NAME_PATTERN, name_problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import expression_problems

#: The end of a text in a pattern: Python's '$' also stands before a last newline.
END_OF_TEXT = r"(?![\s\S])"
#: ASCII that no identifier has: everything but letters, '_' and, after the first character, digits.
_NO_HEAD, _NO_TAIL = r"\x00-@\[-^`{-\x7f", r"\x00-/:-@\[-^`{-\x7f"
_STATE = "state"
MAX_STATE_KEY = 256

ENVIRONMENT_NAME = r"[A-Za-z][A-Za-z0-9_.-]{0,63}"


@dataclass(frozen=True)
class WordOrNumber:
    """One of a few words, or a whole number; `what` names both in messages."""

    words: Choice
    number: Integer
    what: str

    def __call__(self, value: Any, place: Place) -> Any:
        if isinstance(value, str) and not value.strip().isdecimal():
            return value if value in self.words.options else self._no_word(value, place)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value, place)
        return place.expected(self.what, value, **self._allowed)

    @property
    def _allowed(self) -> dict[str, Any]:
        return {"words": ", ".join(self.words.options), "min": self.number.low}

    def _no_word(self, value: str, place: Place) -> Any:
        near = nearest(value, self.words.options)
        detail = f"{place.subject} must be {self.what}, not {shown(value)}."
        place.problem("OUT_OF_RANGE", detail, meant(near), value=value[:MAX_NAME], near=near, **self._allowed)
        return BAD

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.words.schema(), self.number.schema()]}


@described({"type": ["object", "array", "string", "number", "boolean"]})
def expression(value: Any, place: Place) -> Any:
    """A JsonLogic expression; null is none, because it could only ever give null."""
    if value is None:
        return place.expected("a JsonLogic expression", value)
    problems = expression_problems(value, place.pointer)
    place.take(problems)
    return BAD if problems else value


@described(
    {
        "type": "string",
        "maxLength": MAX_NAME,
        "pattern": f"^{NAME_PATTERN}{END_OF_TEXT}",
        "not": {"pattern": DUNDER_PATTERN},
    }
)
def function_name(value: Any, place: Place) -> Any:
    """A name that a function can be registered under."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    problem = name_problem(value)
    if problem:
        hint = "Write the name given to @register_function, not a path or an import."
        place.problem("BAD_FUNCTION_NAME", f"The function name {shown(value)} {problem}.", hint)
    return BAD if problem else value


@described(
    {
        "pattern": f"^[^{_NO_HEAD}][^{_NO_TAIL}]*{END_OF_TEXT}",
        "not": {"anyOf": [{"pattern": "^__"}, {"enum": [_STATE, *keyword.kwlist]}]},
    }
)
def argument_name(name: str, place: Place) -> Any:
    """A name that a function can take as a keyword argument beside the state."""
    if name == _STATE or name.startswith("__"):
        place.problem("RESERVED_KEY", f"The argument name {shown(name)} is reserved.", "Choose another name.")
        return BAD
    # Python normalises the names in a function's head but not those in a dict: another form would never arrive.
    is_python = name.isidentifier() and not keyword.iskeyword(name) and unicodedata.is_normalized("NFKC", name)
    if not is_python:
        hint = "Use letters, digits and '_', not starting with a digit, as in the function's head."
        place.problem("BAD_ARG_NAME", f"{shown(name)} cannot be the name of a Python argument.", hint)
    return name if is_python else BAD


@described({"type": "string", "minLength": 1, "maxLength": MAX_STATE_KEY, "not": {"pattern": "^__"}})
def output_key(value: Any, place: Place) -> Any:
    """A key of the state that a node, or an edge, writes."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if value.startswith("__"):
        hint = "Choose one that does not start with '__'."
        place.problem("RESERVED_KEY", f"The state key {shown(value)} is reserved.", hint)
    elif not value or len(value) > MAX_STATE_KEY:
        detail = f"{place.subject} must be a text of 1 to {MAX_STATE_KEY} characters."
        place.problem("OUT_OF_RANGE", detail, "Write the key under which the state is to have it.")
    else:
        return value
    return BAD


@described({"type": "string", "minLength": 1, "maxLength": MAX_STATE_KEY})
def item_field(value: Any, place: Place) -> Any:
    """The name of a field of an item."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if not value or len(value) > MAX_STATE_KEY:
        detail = f"{place.subject} must be a text of 1 to {MAX_STATE_KEY} characters."
        place.problem("OUT_OF_RANGE", detail, 'Write the name of a field that every item has, such as "id".')
        return BAD
    return value


def each_argument_once(data: dict[str, Any], place: Place) -> None:
    """Note names that stand in both `args` and `argsFrom`."""
    literal, computed = data.get("args"), data.get("argsFrom")
    if not isinstance(literal, dict) or not isinstance(computed, dict):
        return
    for name in computed:
        if name in literal:
            detail = f"The argument {shown(name)} stands in both 'args' and 'argsFrom'."
            place.at("argsFrom").at(name).problem("DUPLICATE_ARG", detail, "Keep one of them.")


@described({"type": "string", "pattern": f"^{ENVIRONMENT_NAME}{END_OF_TEXT}"})
def environment_name(value: Any, place: Place) -> Any:
    """The name of an environment, where it is used."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    return _named(value, place)


@described({"pattern": f"^{ENVIRONMENT_NAME}{END_OF_TEXT}"})
def environment_key(key: str, place: Place) -> Any:
    return _named(key, place)


def _named(name: str, place: Place) -> Any:
    if re.fullmatch(ENVIRONMENT_NAME, name):
        return name
    hint = "Use a letter, then letters, digits, '.', '-' and '_'; at most 64 in all."
    place.problem("INVALID_ID", f"{shown(name)} is no name of an environment.", hint)
    return BAD
