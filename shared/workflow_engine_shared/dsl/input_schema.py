"""Is a flow's `inputs` a JSON Schema (2020-12) that can be used without the network?"""

from collections.abc import Iterator
from typing import Any

from workflow_engine_shared.ids import shown

from .place import BAD, Place

_REFERENCES = ("$ref", "$dynamicRef")


def input_schema(value: Any, place: Place) -> Any:
    """Read `inputs`: an object that is a schema, and whose references all lead to places inside it."""
    if not isinstance(value, dict):
        return place.expected("an object", value)
    try:
        faults = dict.fromkeys([*_faults(value), *_lost_references(value)])
    except RecursionError:
        faults = {((), "it is nested too deeply"): None}
    for path, fault in faults:
        here = place
        for step in path:
            here = here.at(step)
        here.problem("BAD_SCHEMA", f"'inputs' is no usable JSON Schema: {fault}.", "See https://json-schema.org/learn.")
    return BAD if faults else value


def _faults(schema: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What JSON Schema's own schema says, each with its path."""
    from jsonschema import Draft202012Validator, FormatChecker  # slow to import, and most flows need none

    law = Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=FormatChecker(["regex"]))
    for error in law.iter_errors(schema):
        yield tuple(error.absolute_path), shown_fault(error.message)


def shown_fault(message: str, limit: int = 200) -> str:
    """A validator's message cut to size: it quotes the whole value."""
    return message if len(message) <= limit else f"{message[: limit // 2]} … {message[-limit // 2 :]}"


def _lost_references(schema: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """References that lead outside the document, or nowhere: they would fail, or ask the network, in the run."""
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    resolver = Registry().resolver_with_root(DRAFT202012.create_resource(schema))
    for path, reference in _references(schema):
        if not reference.startswith("#"):
            yield path, f"{shown(reference)} leads outside the document; only references that start with '#' are used"
            continue
        try:
            resolver.lookup(reference)
        except Unresolvable:
            yield path, f"{shown(reference)} leads nowhere"


def _references(schema: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), schema)]
    while waiting:
        path, value = waiting.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            if key in _REFERENCES and isinstance(item, str):
                yield (*path, key), item
            waiting.append(((*path, key), item))
