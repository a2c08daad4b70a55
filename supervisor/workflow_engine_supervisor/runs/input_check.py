"""Checks a run's input against the flow's `inputs`."""

from collections.abc import Iterator
from typing import Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import MAX_REQUEST_PROBLEMS, InvalidInput, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems

_CODES = {"required": "MISSING_FIELD", "type": "WRONG_TYPE", "additionalProperties": "UNKNOWN_FIELD"}


def check_input(value: dict[str, Any], schema: dict[str, Any] | None) -> None:
    """Refuse an input that does not fit what the flow declares.

    Raises:
        InvalidInput: with every mistake and its place.
    """
    problems = [*_reserved_keys(value), *_misfits(value, schema)][:MAX_REQUEST_PROBLEMS]
    if problems:
        raise InvalidInput(problems=problems)


def _reserved_keys(value: dict[str, Any]) -> Iterator[Problem]:
    for key in value:
        if key.startswith("__"):
            detail = f"The key {shown(key)} is reserved."
            place = json_pointer.join("/input", key)
            yield Problem("RESERVED_KEY", place, detail, "Choose one that does not start with '__'.")


def _misfits(value: dict[str, Any], schema: dict[str, Any] | None) -> Iterator[Problem]:
    if schema is None:
        return
    yield from schema_problems(
        value,
        schema,
        "/input",
        codes=_CODES,
        hint="See the flow's 'inputs'.",
        too_deep="The input is nested more deeply than its schema can be followed.",
    )
