"""Checks that a flow's `inputs` is a JSON Schema (2020-12) that needs no network."""

from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import unquote

from workflow_engine_shared import json_pointer
from workflow_engine_shared.ids import shown
from workflow_engine_shared.schema_problems import cut

from .place import BAD, Place

#: Checking takes about 0.1 ms a value.
MAX_SCHEMA_VALUES = 5000

Path: TypeAlias = tuple[str | int, ...]
Fault: TypeAlias = tuple[Path, str]


def input_schema(value: Any, place: Place) -> Any:
    """Read `inputs`: an object that is a schema, and whose references all lead to places inside it."""
    if not isinstance(value, dict):
        return place.expected("an object", value)
    parts = dict(_parts(value))
    if len(parts) > MAX_SCHEMA_VALUES:
        detail = f"'inputs' holds {len(parts):,} values; at most {MAX_SCHEMA_VALUES:,} are allowed."
        place.problem("TOO_LARGE", detail, "Describe the shape of large data, not each item.")
        return BAD
    faults = sorted({*_law_faults(value), *_reference_faults(parts)}, key=lambda fault: list(map(str, fault[0])))
    for path, fault in faults:
        here = place
        for step in path:
            here = here.at(step)
        here.problem("BAD_SCHEMA", f"'inputs' is no usable JSON Schema: {fault}.", "See https://json-schema.org/learn.")
    return BAD if faults else value


def _parts(schema: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every value in the schema with its path, the schema itself first."""
    waiting: list[tuple[Path, Any]] = [((), schema)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*path, key), item) for key, item in items)


def _law_faults(schema: dict[str, Any]) -> Iterator[Fault]:
    """The faults that JSON Schema's own schema finds."""
    from jsonschema import Draft202012Validator, FormatChecker  # slow to import, and most flows need none

    law = Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=FormatChecker(["regex"]))
    try:
        for error in law.iter_errors(schema):
            yield tuple(error.absolute_path), cut(error.message, limit=200, head=100)
    except RecursionError:
        yield (), "it is nested too deeply"


def _reference_faults(parts: dict[Path, Any]) -> Iterator[Fault]:
    """The references that would ask the network, or fail, in the run."""
    anchors = {f"#{value}" for path, value in parts.items() if path and path[-1] in {"$anchor", "$dynamicAnchor"}}
    # As text, because a step '0' in a reference is an index or a key, whichever fits.
    schemas = [path for path, value in parts.items() if isinstance(value, (dict, bool))]
    targets = anchors | {f"#{json_pointer.from_steps(path)}" for path in schemas}
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
