"""Whether an input is what the flow's `inputs` ask for."""

from collections.abc import Iterator, Sequence
from typing import Any

from workflow_engine_shared.errors import InvalidInput, Problem
from workflow_engine_shared.ids import shown

MAX_PROBLEMS = 100
_MAX_MESSAGE = 300
_CODES = {"required": "MISSING_FIELD", "type": "WRONG_TYPE", "additionalProperties": "UNKNOWN_FIELD"}


def check_input(value: dict[str, Any], schema: dict[str, Any] | None) -> None:
    """Refuse an input that does not fit what the flow declares.

    Raises:
        InvalidInput: with every mistake and its place.
    """
    problems = [*_reserved_keys(value), *_schema_problems(value, schema)][:MAX_PROBLEMS]
    if problems:
        raise InvalidInput(problems=problems)


def _reserved_keys(value: dict[str, Any]) -> Iterator[Problem]:
    for key in value:
        if key.startswith("__"):
            detail = f"The key {shown(key)} is reserved."
            yield Problem("RESERVED_KEY", pointer(["input", key]), detail, "Choose one that does not start with '__'.")


def _schema_problems(value: dict[str, Any], schema: dict[str, Any] | None) -> Iterator[Problem]:
    if schema is None:
        return
    from jsonschema import Draft202012Validator  # slow to import, and most flows need none

    try:
        for error in Draft202012Validator(schema).iter_errors(value):
            code = _CODES.get(str(error.validator), "OUT_OF_RANGE")
            place = pointer(["input", *error.absolute_path])
            yield Problem(code, place, f"{_cut(error.message)}.", "See the flow's 'inputs'.")
    except RecursionError:
        yield Problem("TOO_DEEP", "/input", "The input is nested more deeply than its schema can be followed.")


def pointer(steps: Sequence[object]) -> str:
    """A JSON pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _cut(message: str) -> str:
    """A validator's message cut to size: it quotes the whole value."""
    return message if len(message) <= _MAX_MESSAGE else f"{message[:150]} … {message[-100:]}"
