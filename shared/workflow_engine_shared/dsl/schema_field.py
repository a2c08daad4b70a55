"""Checks that a JSON Schema (2020-12) in a flow, of its inputs or of a form, is one, and needs no network."""

import functools
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeAlias
from urllib.parse import unquote

from workflow_engine_shared import json_pointer
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.validator import cut, validator

from .place import BAD, Place

#: Checking takes about 0.1 ms a value.
MAX_SCHEMA_VALUES = 5000
MAX_PATTERN = 5000  #: characters of a regular expression

#: Below these stands data, not a schema.
_DATA = frozenset({"default", "examples", "const", "enum"})
_REFERENCES = frozenset({"$ref", "$dynamicRef"})
#: What judges the same value, and no part of it: one schema, or several.
_IN_PLACE = frozenset({"not", "if", "then", "else"})
_EACH = frozenset({"allOf", "anyOf", "oneOf", "dependentSchemas"})
Path: TypeAlias = tuple[str | int, ...]
Fault: TypeAlias = tuple[Path, str]


def json_schema(value: Any, place: Place) -> Any:
    """Read an object that is a schema, and whose references all lead to places inside it."""
    if not isinstance(value, dict):
        return place.expected("an object", value)
    parts = dict(_parts(value))
    if len(parts) > MAX_SCHEMA_VALUES:
        detail = f"{place.subject} holds {len(parts):,} values; at most {MAX_SCHEMA_VALUES:,} are allowed."
        place.problem("TOO_LARGE", detail, "Describe the shape of large data, not each item.")
        return BAD
    targets = _targets(parts)
    faults = set(_slow_faults(parts)) or {*_law_faults(value), *_reference_faults(parts, targets)}
    faults = faults or set(_circle_faults(parts, targets))
    for path, fault in sorted(faults, key=lambda each: list(map(str, each[0]))):
        here = place
        for step in path:
            here = here.at(step)
        detail = f"{place.subject} is no usable JSON Schema: {fault}."
        here.problem("BAD_SCHEMA", detail, "See https://json-schema.org/learn.")
    return BAD if faults else value


def _parts(schema: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every value in the schema with its path, the schema itself first."""
    waiting: list[tuple[Path, Any]] = [((), schema)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*path, key), item) for key, item in items)


def _slow_faults(parts: dict[Path, Any]) -> Iterator[Fault]:
    """What the law itself takes long to refuse: it compiles each pattern, and compares all names with each other."""
    for path, value in parts.items():
        if not path or _DATA.intersection(path):
            continue
        names = value if path[-1] == "patternProperties" and isinstance(value, dict) else ()
        texts = [value] if path[-1] == "pattern" else names
        if any(isinstance(text, str) and len(text) > MAX_PATTERN for text in texts):
            yield path, f"a pattern has more than {MAX_PATTERN:,} characters"
        is_list_of_names = path[-1] in {"type", "required"} or "dependentRequired" in path[-2:-1]
        if is_list_of_names and isinstance(value, list) and not all(isinstance(each, str) for each in value):
            yield path, "names are texts"


def _law_faults(schema: dict[str, Any]) -> Iterator[Fault]:
    """The faults that JSON Schema's own schema finds."""
    try:
        for error in _law().iter_errors(schema):
            yield tuple(error.absolute_path), cut(error.message, limit=200, head=100)
    except RecursionError:
        yield (), "it is nested too deeply"


@functools.cache
def _law() -> Any:
    """The validator of schemas. It knows its own schema's parts, which a new one would look up anew each time."""
    from jsonschema import FormatChecker  # slow to import, and most flows need none

    kind = validator()
    return kind(kind.META_SCHEMA, format_checker=FormatChecker(["regex"]))


def _targets(parts: dict[Path, Any]) -> dict[str, Path]:
    """Where references may lead. As text: a step '0' in a reference is an index or a key, whichever fits."""
    anchors = {
        f"#{value}": path[:-1]
        for path, value in parts.items()
        if path and path[-1] in {"$anchor", "$dynamicAnchor"} and isinstance(value, str)
    }
    schemas = [path for path, value in parts.items() if isinstance(value, (dict, bool))]
    return {f"#{json_pointer.from_steps(path)}": path for path in schemas} | anchors


def _reference_faults(parts: dict[Path, Any], targets: dict[str, Path]) -> Iterator[Fault]:
    """The references that would ask the network, or fail, in the run."""
    for path, value in parts.items():
        keyword = path[-1] if path else None
        if not isinstance(value, str) or keyword not in {"$ref", "$dynamicRef", "$id"}:
            continue
        if keyword == "$id":
            if len(path) > 1:  # it would move the root that the references below it start from
                yield path, "'$id' is only used at the top"
        elif not value.startswith("#"):
            yield path, f"{shown(value)} leads outside the document; references start with '#'"
        elif unquote(value) not in targets:
            yield path, f"{shown(value)} leads nowhere"


def _circle_faults(parts: dict[Path, Any], targets: dict[str, Path]) -> Iterator[Fault]:
    """A reference that leads back to itself before it comes to a part of the value: no value could be checked."""
    same_value = {
        path: [each for each in _same_value(path, value, targets) if each in parts]
        for path, value in parts.items()
        if isinstance(value, dict) and not _DATA.intersection(path)
    }
    try:
        TopologicalSorter(same_value).prepare()
    except CycleError as error:
        circle = set(error.args[1])
        for path in sorted(circle, key=lambda each: list(map(str, each))):
            for keyword in _REFERENCES & parts[path].keys():
                if targets.get(unquote(str(parts[path][keyword]))) in circle:
                    yield (*path, keyword), f"{shown(parts[path][keyword])} leads back to itself, and no value would do"
                    return


def _same_value(path: Path, schema: dict[str, Any], targets: dict[str, Path]) -> Iterator[Path]:
    """The schemas by which one judges the very value that it is given."""
    for keyword, value in schema.items():
        if keyword in _REFERENCES:
            if (target := targets.get(unquote(str(value)))) is not None:
                yield target
        elif keyword in _IN_PLACE:
            yield (*path, keyword)
        elif keyword in _EACH and isinstance(value, (list, dict)):
            yield from ((*path, keyword, step) for step in (value if isinstance(value, dict) else range(len(value))))
