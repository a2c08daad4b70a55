"""JSON Schema's validator, with `uniqueItems` in linear time; and whether a check is certain to be quick.

A schema comes from whoever wrote a flow, a value from whoever starts it. A few lines of either can keep a validator
busy for years: a `pattern` that backtracks, an `allOf` that refers to another one twice, forty levels deep.
"""

import functools
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from workflow_engine_shared import json_pointer

if TYPE_CHECKING:
    from jsonschema import ValidationError

TOO_DEEP = "too deep"
_TAIL_CHARS = 100
_JSON_NAMES = {"None": "null", "True": "true", "False": "false"}
#: What a check may cost that is made at once: parts of the schema, each reference followed, times parts of the value.
QUICK = 100_000
_MAX_DEPTH = 40
#: An input of this many characters is as much work as one more value.
_CHARS = 64
_IN_PLACE = frozenset({"additionalProperties", "items", "contains", "propertyNames", "not", "if", "then", "else"})
_BY_NAME = frozenset({"properties", "dependentSchemas"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
#: Below these stands data, and no schema.
_DATA = frozenset({"default", "examples", "const", "enum"})
#: Keywords whose cost does not grow with the size of the schema's other parts.
_SIMPLE = frozenset(
    {"type", "required", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    | {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains"}
    | {"maxContains", "dependentRequired", "format", "title", "description", "default", "examples", "deprecated"}
    | {"readOnly", "writeOnly", "$comment", "$schema", "$defs", "contentEncoding", "contentMediaType"}
)


class Finding(NamedTuple):
    """What does not fit, as the validator says it."""

    keyword: str  #: of JSON Schema, or TOO_DEEP
    path: list[str | int]
    message: str
    mend: str = ""  #: of this very value, behind what the caller says of all


def findings(value: Any, schema: Mapping[str, Any], most: int) -> list[Finding]:
    """The first mistakes of a value. Takes as long as it takes."""
    found: list[Finding] = []
    try:
        errors = islice(validator()(schema).iter_errors(value), most)
        found.extend(_finding(each) for each in errors)
    except RecursionError:
        found.append(Finding(TOO_DEEP, [], ""))
    except OverflowError:  # the library divides whatever number it is given
        found.append(Finding("multipleOf", [], "A number is too large to be checked by 'multipleOf'"))
    return found


def _finding(error: "ValidationError") -> Finding:
    return Finding(str(error.validator), list(error.absolute_path), cut(_message(error)), _quotes(error))


def _message(error: "ValidationError") -> str:
    """The validator's own, but for Python's names of what JSON calls null, true and false."""
    name = _JSON_NAMES.get(str(error.instance)) if isinstance(error.instance, (bool, type(None))) else None
    return error.message if name is None else error.message.replace(str(error.instance), name, 1)


def _quotes(error: "ValidationError") -> str:
    """The mend of a number or null where a text belongs: how it is written as one."""
    wanted = error.validator_value if error.validator == "type" else None
    if wanted != "string" or not isinstance(error.instance, (int, float, type(None))):
        return ""
    return f' As a text it stands in quotes: "{_JSON_NAMES.get(str(error.instance), error.instance)}".'


@functools.cache
def validator() -> Any:
    """The validator's class. Slow to import, and most flows need none."""
    from jsonschema import Draft202012Validator, validators

    extended: Any = validators.extend  # it has no types
    return extended(Draft202012Validator, {"uniqueItems": _unique_items})


def cut(message: str, *, limit: int = 300, head: int = 150) -> str:
    """A validator's message of at most `limit` characters, or its begin and its end: it quotes the whole value."""
    return message if len(message) <= limit else f"{message[:head]} … {message[-_TAIL_CHARS:]}"


def leads_outside(schema: Any) -> str | None:
    """A reference that asks the network, or files; None: there is none."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, Mapping):
            for keyword in ("$ref", "$dynamicRef"):
                reference = part.get(keyword)
                if isinstance(reference, str) and not reference.startswith("#"):
                    return reference
            waiting.extend(value for keyword, value in part.items() if keyword not in _DATA)
    return None


def is_quick(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether checking the value is certain to take no more than a moment."""
    parts = _Parts(schema)
    return parts.are_simple(schema) and _is_small(value, QUICK // max(1, parts.number))


class _Parts:
    """Counts what a validator may look at for one part of a value, each reference followed."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self.number = 0

    def are_simple(self, schema: Any, depth: int = 0, times: int = 1) -> bool:
        """Count a schema and all below. False: too many, or something whose cost nobody can tell."""
        if not isinstance(schema, Mapping):
            return True
        for keyword, value in schema.items():
            self.number += times * (len(value) if keyword == "enum" and isinstance(value, list) else 1)
            if self.number > QUICK // 10 or depth > _MAX_DEPTH:
                return False
            if keyword not in _SIMPLE and not self._below(keyword, value, depth + 1, times):
                return False
        return True

    def _below(self, keyword: str, value: Any, depth: int, times: int) -> bool:
        if keyword == "$ref":
            found = _target(self._root, value)
            return found is not None and self.are_simple(found, depth, times)
        if keyword in _IN_PLACE:
            return self.are_simple(value, depth, times)
        if keyword in _BY_NAME and isinstance(value, Mapping):
            return all(self.are_simple(each, depth, times) for each in value.values())
        if keyword in _LISTS and isinstance(value, list):
            again = 2 if keyword == "oneOf" else 1  # those behind the first that fits are looked at twice
            return all(self.are_simple(each, depth, times * again) for each in value)
        return not keyword.startswith("$") and keyword not in validator().VALIDATORS  # `title_zh`: nobody looks at it


def _target(root: Mapping[str, Any], reference: Any) -> Any:
    """What a reference inside the document leads to; None: not to be seen at a glance."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    if reference == "#":
        return root
    found: Any = root
    if not reference.startswith("#/"):
        return None
    for step in json_pointer.steps(unquote(reference[1:])):
        if not isinstance(found, Mapping) or step not in found:
            return None
        found = found[step]
    return found


def _is_small(value: Any, most: int) -> bool:
    waiting, seen = [value], 0
    while waiting:
        each = waiting.pop()
        seen += 1 + (len(each) // _CHARS if isinstance(each, str) else 0)
        if seen > most:
            return False
        if isinstance(each, dict):
            waiting.extend(each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return True


def _unique_items(validator: Any, wanted: Any, instance: Any, _schema: Any) -> Iterator[Any]:
    """`uniqueItems` as the standard has it, where the library compares each item with every other."""
    from jsonschema import ValidationError

    if wanted and validator.is_type(instance, "array") and len({_identity(each) for each in instance}) < len(instance):
        yield ValidationError(f"{instance!r} has non-unique elements")


def _identity(value: Any) -> Any:
    """Equal for what JSON Schema holds for equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, dict):
        return dict, frozenset((key, _identity(each)) for key, each in value.items())
    if isinstance(value, list):
        return list, tuple(_identity(each) for each in value)
    return isinstance(value, bool), value
