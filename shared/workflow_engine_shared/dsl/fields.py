"""Reading a JSON document field by field: each mistake is noted with its place, and reading goes on.

A reader that also describes itself says the same as a JSON Schema, from the same figures and words: so a form made from
the schema offers what is read, and nothing else.
"""

from collections.abc import Callable, Collection
from typing import Any, Protocol, TypeAlias, runtime_checkable

import msgspec

from workflow_engine_shared.ids import shown

from .place import BAD, Place
from .suggestion import MAX_WORD, meant, nearest

Read: TypeAlias = Callable[[Any, Place], Any]


@runtime_checkable
class Reader(Protocol):
    """Reads a value, and describes what it accepts."""

    def __call__(self, value: Any, place: Place, /) -> Any: ...

    def schema(self) -> dict[str, Any]:
        """A JSON Schema (2020-12) of the values it accepts, as far as one can say it."""
        ...


class _Described(msgspec.Struct, frozen=True):
    """A function that reads, with the schema that says the same."""

    read: Read
    says: dict[str, Any]

    def __call__(self, value: Any, place: Place) -> Any:
        return self.read(value, place)

    def schema(self) -> dict[str, Any]:
        return dict(self.says)


def described(says: dict[str, Any]) -> Callable[[Read], Reader]:
    """Make a reader of a function: `says` is what a JSON Schema can say of the values it accepts."""
    return lambda read: _Described(read, says)


# -- one value ------------------------------------------------------------------------------------------------------


@described({})
def anything(value: Any, _place: Place) -> Any:
    return value


@described({"type": "string"})
def string(value: Any, place: Place) -> Any:
    return value if isinstance(value, str) else place.expected("a string", value)


@described({"type": "boolean"})
def boolean(value: Any, place: Place) -> Any:
    return value if isinstance(value, bool) else place.expected("true or false", value)


class Text(msgspec.Struct, frozen=True):
    """A string of at most so many characters."""

    at_most: int
    null: bool = False

    def __call__(self, value: Any, place: Place) -> Any:
        if value is None and self.null:
            return value
        if isinstance(value, str) and len(value) > self.at_most:
            detail = f"{place.subject} has {len(value)} characters; at most {self.at_most} are allowed."
            place.problem("TOO_LARGE", detail, "Shorten it.", size=len(value), max=self.at_most)
            return BAD
        return string(value, place)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"] if self.null else "string", "maxLength": self.at_most}


class Integer(msgspec.Struct, frozen=True):
    """A whole number within a range, both ends included; true and 3.0 are none."""

    low: int
    high: int

    def __call__(self, value: Any, place: Place) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return place.expected("a whole number", value)
        inside = self.low <= value <= self.high
        if inside:
            return value
        return _out_of_range(value, f"between {self.low} and {self.high}", place, min=self.low, max=self.high)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Number(msgspec.Struct, frozen=True):
    """A number within a range, as a float; `above` leaves the lower end out."""

    low: float
    high: float
    above: bool = False

    def __call__(self, value: Any, place: Place) -> Any:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return place.expected("a number", value)
        inside = self.low <= value <= self.high and not (self.above and value == self.low)
        if inside:
            return float(value)
        return _out_of_range(value, self._allowed, place, min=self.low, max=self.high, above=self.above)

    @property
    def _allowed(self) -> str:
        if self.above:
            return f"more than {self.low:g} and at most {self.high:,.0f}"
        return f"between {self.low:,g} and {self.high:,.0f}"

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "exclusiveMinimum" if self.above else "minimum": self.low, "maximum": self.high}


def _out_of_range(value: float, allowed: str, place: Place, **limits: Any) -> Any:
    detail = f"{place.subject} must be {allowed}, not {shown(value)}."
    place.problem("OUT_OF_RANGE", detail, value=value, **limits)
    return BAD


class Choice(msgspec.Struct, frozen=True):
    """One of a few words."""

    options: Collection[str]
    code: str = "OUT_OF_RANGE"

    def __call__(self, value: Any, place: Place) -> Any:
        if not isinstance(value, str):
            return place.expected("a string", value)
        if value in self.options:
            return value
        known = ", ".join(map(repr, self.options))
        detail = f"{place.subject} must be one of {known}, not {shown(value)}."
        near = nearest(value, self.options)
        options = list(self.options)
        place.problem(self.code, detail, meant(near), value=value[:MAX_WORD], options=options, near=near)
        return BAD

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options)}


# -- many values ----------------------------------------------------------------------------------------------------


class Listing(msgspec.Struct, frozen=True):
    """A list whose items are read one by one; unreadable ones stay in it as BAD, so that places keep their index."""

    item: Read

    def __call__(self, value: Any, place: Place) -> Any:
        if not isinstance(value, list):
            return place.expected("a list", value)
        return [self.item(each, place.at(index)) for index, each in enumerate(value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": schema_of(self.item)}


class Mapping(msgspec.Struct, frozen=True):
    """An object with free keys, each read at its own place; the value under a key that is BAD is not read."""

    key: Read
    item: Read

    def __call__(self, value: Any, place: Place) -> Any:
        if not isinstance(value, dict):
            return place.expected("an object", value)
        read_items = {}
        for key, each in value.items():
            here = place.at(key)
            refused = self.key(key, here) is BAD
            read_items[key] = BAD if refused else self.item(each, here)
        return BAD if any(each is BAD for each in read_items.values()) else read_items

    def schema(self) -> dict[str, Any]:
        names, items = schema_of(self.key), schema_of(self.item)
        return {"type": "object", "propertyNames": names, "additionalProperties": items}


class Field(msgspec.Struct, frozen=True):
    """One field of an object: its name, how it is read, and its name in the model (None: checked, then left out).

    `doc` says what the field is for: in the schema, and word for word in docs/dsl.md.
    """

    name: str
    read: Read
    to: str | None = None
    required: bool = False
    doc: str = ""

    def schema(self) -> dict[str, Any]:
        return {**({"description": self.doc} if self.doc else {}), **schema_of(self.read)}


def schema_of(read: Read) -> dict[str, Any]:
    """What a reader accepts, as a JSON Schema.

    Raises:
        TypeError: it only reads.
    """
    if not isinstance(read, Reader):
        raise TypeError(f"{read!r} does not describe what it accepts: decorate it with @described.")
    return read.schema()


class Record:
    """An object with known fields; it reads as what `make` makes of those that have a name in the model.

    `check` notes what is wrong with fields beside each other; `says` is what a JSON Schema can say of that.
    """

    def __init__(
        self,
        make: Callable[..., Any],
        *fields: Field,
        check: Callable[[Any, Place], None] | None = None,
        says: dict[str, Any] | None = None,
    ) -> None:
        self._make = make
        self._fields = {field.name: field for field in fields}
        self._check = check
        self._says = says or {}

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
                    detail = f"The field {name!r} is missing."
                    place.at(name).problem("MISSING_FIELD", detail, f"Add {name!r}.")
            else:
                continue
            if field.to:
                read[field.to] = result
        if self._check:
            self._check(value, place)
        return read

    def schema(self) -> dict[str, Any]:
        """A JSON Schema of the object."""
        return {
            "type": "object",
            "properties": {name: field.schema() for name, field in self._fields.items()},
            "required": [name for name, field in self._fields.items() if field.required],
            "additionalProperties": False,
            **self._says,
        }

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
            detail = f"There is no field {shown(key)} here."
            place.at(key).problem("UNKNOWN_FIELD", detail, hint, near=near, known=list(self._fields))
        return meant
