"""Reading a JSON document field by field: each mistake is noted with its place, and reading goes on."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

from workflow_engine_shared.ids import shown

from .place import BAD, Place
from .suggestion import did_you_mean, nearest

Reader: TypeAlias = Callable[[Any, Place], Any]


# -- one value ------------------------------------------------------------------------------------------------------


def anything(value: Any, _place: Place) -> Any:
    return value


def string(value: Any, place: Place) -> Any:
    return value if isinstance(value, str) else place.expected("a string", value)


def text(at_most: int, *, null: bool = False) -> Reader:
    """A string of at most so many characters."""

    def read(value: Any, place: Place) -> Any:
        if value is None and null:
            return value
        if isinstance(value, str) and len(value) > at_most:
            detail = f"{place.subject} has {len(value)} characters; at most {at_most} are allowed."
            place.problem("TOO_LARGE", detail, "Shorten it.")
            return BAD
        return string(value, place)

    return read


def integer(low: int, high: int) -> Reader:
    """A whole number within a range, both ends included; true and 3.0 are none."""

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return place.expected("a whole number", value)
        return value if low <= value <= high else _out_of_range(value, f"between {low} and {high}", place)

    return read


def number(low: float, high: float, *, above: bool = False) -> Reader:
    """A number within a range, as a float; `above` leaves the lower end out."""
    allowed = f"more than {low:g} and at most {high:,.0f}" if above else f"between {low:,g} and {high:,g}"

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return place.expected("a number", value)
        inside = low <= value <= high and not (above and value == low)
        return float(value) if inside else _out_of_range(value, allowed, place)

    return read


def _out_of_range(value: float, allowed: str, place: Place) -> Any:
    place.problem("OUT_OF_RANGE", f"{place.subject} must be {allowed}, not {shown(value)}.")
    return BAD


def choice(options: Collection[str], code: str = "OUT_OF_RANGE") -> Reader:
    """One of a few words."""

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, str):
            return place.expected("a string", value)
        if value in options:
            return value
        known = ", ".join(map(repr, options))
        place.problem(
            code, f"{place.subject} must be one of {known}, not {shown(value)}.", did_you_mean(value, options)
        )
        return BAD

    return read


# -- many values ----------------------------------------------------------------------------------------------------


def listing(item: Reader) -> Reader:
    """A list whose items are read one by one; unreadable ones stay in it as BAD, so that places keep their index."""

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, list):
            return place.expected("a list", value)
        return [item(each, place.at(index)) for index, each in enumerate(value)]

    return read


def mapping(key_problem: Callable[[str, Place], bool], item: Reader) -> Reader:
    """An object with free keys; `key_problem` notes what is wrong with a key and says whether anything was."""

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, dict):
            return place.expected("an object", value)
        read_items = {}
        for key, each in value.items():
            here = place.at(key)
            refused = key_problem(key, here)
            read_items[key] = BAD if refused else item(each, here)
        return BAD if any(each is BAD for each in read_items.values()) else read_items

    return read


@dataclass(frozen=True)
class Field:
    """One field of an object: its name, how it is read, and its name in the model (None: checked, then left out)."""

    name: str
    read: Reader
    to: str | None = None
    required: bool = False


class Record:
    """An object with known fields; it reads as what `make` makes of those that have a name in the model."""

    def __init__(
        self, make: Callable[..., Any], *fields: Field, check: Callable[[Any, Place], None] | None = None
    ) -> None:
        self._make = make
        self._fields = {field.name: field for field in fields}
        self._check = check

    def __call__(self, value: Any, place: Place) -> Any:
        read = self.fields_of(value, place)
        return BAD if read is BAD or BAD in read.values() else self._make(**read)

    def fields_of(self, value: Any, place: Place) -> Any:
        """The fields under their names in the model; one that is wrong or missing is BAD."""
        if not isinstance(value, dict):
            return place.expected("an object", value)
        misspelt = self._unknown_fields(value, place)
        read: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name in value:
                result = field.read(value[name], place.at(name))
            elif field.required:
                result = BAD
                if name not in misspelt:
                    place.at(name).problem("MISSING_FIELD", f"The field {name!r} is missing.", f"Add {name!r}.")
            else:
                continue
            if field.to:
                read[field.to] = result
        if self._check:
            self._check(value, place)
        return read

    def _unknown_fields(self, value: dict[str, Any], place: Place) -> set[str]:
        """Complain about fields that do not exist; returns those they were probably meant to be."""
        meant = set()
        unused = [name for name in self._fields if name not in value]
        for key in value:
            if key in self._fields:
                continue
            near = nearest(key, unused) or nearest(key, self._fields)
            meant.add(near)
            known = ", ".join(self._fields)
            hint = f"Did you mean {near!r}?" if near else f"Known here: {known}." if known else "Nothing belongs here."
            place.at(key).problem("UNKNOWN_FIELD", f"There is no field {shown(key)} here.", hint)
        return meant
