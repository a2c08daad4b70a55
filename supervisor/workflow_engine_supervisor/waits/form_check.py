"""Checks what somebody filled in against the form's JSON Schema."""

from typing import Any

from workflow_engine_shared.errors import MAX_REQUEST_PROBLEMS, InvalidAnswer, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems
from workflow_engine_shared.json_schema.validator import leads_outside

_CODES = {"required": "MISSING_FIELD", "type": "WRONG_TYPE", "additionalProperties": "UNKNOWN_FIELD"}


def check_values(values: Any, schema: Any) -> None:
    """Refuse values that do not fit the form. A form without a schema takes any.

    Raises:
        InvalidAnswer: with every mistake and its place.
    """
    if not isinstance(schema, dict):
        return
    if (reference := leads_outside(schema)) is not None:
        detail = f"The form's schema refers to {shown(reference)}, which leads outside of it; nothing is fetched."
        mend = "References in a form's schema start with '#': mend the flow."
        raise InvalidAnswer(problems=[Problem("BAD_SCHEMA", "/values", detail, mend)])
    found = schema_problems(
        values,
        schema,
        "/values",
        codes=_CODES,
        hint="See the form's 'schema'.",
        too_deep="The values are nested more deeply than the form's schema can be followed.",
    )
    problems = list(found)[:MAX_REQUEST_PROBLEMS]
    if problems:
        raise InvalidAnswer(problems=problems)
