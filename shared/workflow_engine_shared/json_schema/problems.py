"""What JSON Schema's validator says, as problems: each with a code, a place, and a message of bearable length."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.json_schema.judge import LIMIT_S, TooCostly, judge
from workflow_engine_shared.json_schema.validator import TOO_DEEP, findings, is_quick

#: More are not looked for.
MAX_PROBLEMS = 1000


def schema_problems(
    value: Any, schema: Mapping[str, Any], at: str, *, codes: Mapping[str, str], hint: str, too_deep: str
) -> Iterator[Problem]:
    """Check a value against a schema, within a second.

    Args:
        value: what is checked: JSON.
        schema: JSON Schema of 2020-12, checked before.
        at: the pointer of the value itself.
        codes: the problem's code for each keyword of JSON Schema; every other keyword is OUT_OF_RANGE.
        hint: how to mend any of them.
        too_deep: the detail of the one problem that ends the check where the value is nested too deeply for it.
    """
    check = findings if is_quick(value, schema) else judge
    try:
        found = check(value, schema, MAX_PROBLEMS)
    except TooCostly:
        detail = f"Checking this against its schema takes longer than {LIMIT_S:g} s."
        mend = "Give less at once, or a schema with simpler 'pattern's and fewer '$ref's inside each other."
        yield Problem("TOO_COSTLY", at, detail, mend)
        return
    for keyword, path, message, mend in found:
        if keyword == TOO_DEEP:
            yield Problem("TOO_DEEP", at, too_deep)
        else:
            code, place = codes.get(keyword, "OUT_OF_RANGE"), json_pointer.join(at, *path)
            yield Problem(code, place, f"{message}.", hint + mend, {"keyword": keyword})
