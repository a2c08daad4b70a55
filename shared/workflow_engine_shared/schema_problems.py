"""What JSON Schema's validator says, as problems: each with a code, a place, and a message of bearable length."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import Problem

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TAIL_CHARS = 100
_JSON_NAMES = {"None": "null", "True": "true", "False": "false"}


def schema_problems(
    value: Any, schema: Mapping[str, Any], at: str, *, codes: Mapping[str, str], hint: str, too_deep: str
) -> Iterator[Problem]:
    """Check a value against a schema.

    Args:
        value: what is checked.
        schema: JSON Schema of 2020-12, checked before.
        at: the pointer of the value itself.
        codes: the problem's code for each keyword of JSON Schema; every other keyword is OUT_OF_RANGE.
        hint: how to mend any of them.
        too_deep: the detail of the one problem that ends the check where the value is nested too deeply for it.
    """
    from jsonschema import Draft202012Validator  # slow to import, and most flows need none

    try:
        for error in Draft202012Validator(schema).iter_errors(value):
            code = codes.get(str(error.validator), "OUT_OF_RANGE")
            place = json_pointer.join(at, *error.absolute_path)
            yield Problem(code, place, f"{cut(_message(error))}.", f"{hint}{_quotes(error)}")
    except RecursionError:
        yield Problem("TOO_DEEP", at, too_deep)


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


def cut(message: str, *, limit: int = 300, head: int = 150) -> str:
    """A validator's message of at most `limit` characters, or its begin and its end: it quotes the whole value."""
    return message if len(message) <= limit else f"{message[:head]} … {message[-_TAIL_CHARS:]}"
