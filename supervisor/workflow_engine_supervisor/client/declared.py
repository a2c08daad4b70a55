"""Values of the command line as the flow's `inputs` declares them: `year=2024` is a text where a text is declared.

Only what a schema says of types is looked at, and never for long: whether the value fits is for the server to say.
"""

from collections.abc import Mapping
from typing import Any

_MAX_LOOKS = 1000
_MAX_DEPTH = 32
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def declared_value(schema: Any, key: str, value: Any, text: str) -> Any:
    """`value`, which the text is as JSON, or the text itself where only that is declared."""
    if isinstance(value, str):
        return value
    of_key = _of_key(schema, key)
    fits = _Fits(schema)
    return text if not fits.takes(of_key, value) and fits.takes(of_key, text) else value


def _of_key(schema: Any, key: str) -> Any:
    if not isinstance(schema, dict):
        return True
    properties = schema.get("properties")
    return properties.get(key, True) if isinstance(properties, dict) else True


class _Fits:
    """Whether values are of the types that a schema takes. References are followed within the document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._left = _MAX_LOOKS

    def takes(self, schema: Any, value: Any, depth: int = 0) -> bool:
        self._left -= 1
        if not isinstance(schema, dict) or self._left < 0 or depth > _MAX_DEPTH:
            return schema is not False
        if "$ref" in schema and not self.takes(self._at(schema["$ref"]), value, depth + 1):
            return False
        if "type" in schema and not _is_of_type(schema["type"], value):
            return False
        if isinstance(schema.get("enum"), list) and not any(_same(each, value) for each in schema["enum"]):
            return False
        if "const" in schema and not _same(schema["const"], value):
            return False
        any_of = [schema[name] for name in ("anyOf", "oneOf") if isinstance(schema.get(name), list)]
        all_of = schema["allOf"] if isinstance(schema.get("allOf"), list) else []
        return all(any(self.takes(each, value, depth + 1) for each in options) for options in any_of) and all(
            self.takes(each, value, depth + 1) for each in all_of
        )

    def _at(self, reference: Any) -> Any:
        """What a reference like `#/$defs/Year` leads to; anything, where it leads nowhere."""
        place = self._document
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return True
        for step in reference[2:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            place = place.get(name, True) if isinstance(place, dict) else True
        return place


def _is_of_type(declared: Any, value: Any) -> bool:
    names = declared if isinstance(declared, list) else [declared]
    return any(_is_a(name, value) for name in names)


def _is_a(name: Any, value: Any) -> bool:
    kinds: Any = _TYPES.get(name) if isinstance(name, str) else None
    if kinds is None or (isinstance(value, bool) and bool not in kinds):
        return False
    return isinstance(value, kinds) and (name != "integer" or float(value).is_integer())


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and bool(a == b)
