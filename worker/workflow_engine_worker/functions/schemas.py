"""Type hints as JSON Schema: msgspec knows plain types and dataclasses, pydantic its models and what else has a form.

A hint that neither knows, or that cannot be evaluated, is `{}`: any value.
"""

import contextlib
import inspect
import json
import re
import typing
from collections.abc import Callable
from typing import Any

import msgspec

_KEYWORDS = {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}
_ARGUMENT = re.compile(r"(?:\s*:param\s+(\w+)\s*:|(\w+)\s*(?:\([^)]*\))?\s*:)\s+(.+)")


def parameters_schema(function: Callable[..., Any]) -> dict[str, Any]:
    """JSON Schema of what a node may give to `function`: everything but its first parameter, the state."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    named = [each for each in parameters if each.kind in _KEYWORDS]
    texts = _texts(inspect.getdoc(function) or "")
    hints = _hints(function)
    defs: dict[str, Any] = {}
    properties = {each.name: _property(each, hints.get(each.name), texts.get(each.name), defs) for each in named}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": [each.name for each in named if each.default is inspect.Parameter.empty],
        "additionalProperties": any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters),
    }
    return {**schema, "$defs": defs} if defs else schema


def _property(parameter: inspect.Parameter, hint: Any, text: str | None, defs: dict[str, Any]) -> dict[str, Any]:
    schema = {} if hint is None else hint_schema(hint)
    for name, rule in schema.pop("$defs", {}).items():
        if defs.setdefault(name, rule) != rule:  # two types of one name: better no rule than the wrong one
            schema = {}
    if parameter.default is None and schema:  # `size: int = None` is written often, and meant so
        schema = {"anyOf": [schema, {"type": "null"}]} if "anyOf" not in schema else schema
    default = _plain(parameter.default)
    if default is not msgspec.UNSET:
        schema["default"] = default
    if text and "description" not in schema:
        schema["description"] = text
    return schema


def hint_schema(hint: Any) -> dict[str, Any]:
    """One type hint as JSON Schema, with `$defs` where it needs them; `{}` if it has no such form."""
    for make in (msgspec.json.schema, _by_pydantic):
        try:
            schema = make(hint)
            json.dumps(schema, allow_nan=False)
        except Exception:  # noqa: BLE001, S112 - a user's type may raise anything; the next one may know it
            continue
        return schema
    return {}


def _by_pydantic(hint: Any) -> dict[str, Any]:
    import pydantic  # slow to import, and few hints need it

    return pydantic.TypeAdapter(hint).json_schema()


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Evaluated hints; one that cannot be evaluated costs only itself."""
    inner = inspect.unwrap(function)
    with contextlib.suppress(Exception):  # a name that does not exist, or any error of the author's
        return typing.get_type_hints(inner, include_extras=True)
    found: dict[str, Any] = {}
    for name, hint in getattr(inner, "__annotations__", {}).items():
        lone = type(name, (), {"__annotations__": {name: hint}})
        try:
            found |= typing.get_type_hints(lone, getattr(inner, "__globals__", {}), include_extras=True)
        except Exception:  # noqa: BLE001, S112 - as above
            continue
    return found


def _plain(default: Any) -> Any:
    """A default as JSON would show it; UNSET: there is none, or none that can be shown."""
    if default is inspect.Parameter.empty:
        return msgspec.UNSET
    try:
        return json.loads(json.dumps(msgspec.to_builtins(default), allow_nan=False))
    except Exception:  # noqa: BLE001 - any object may be a default
        return msgspec.UNSET


def _texts(doc: str) -> dict[str, str]:
    """What a docstring says of each parameter, in Google's or Sphinx's form."""
    found: dict[str, str] = {}
    inside = False
    for line in doc.splitlines():
        if not line[:1].isspace():
            inside = line.strip() in {"Args:", "Arguments:", "Parameters:"}
        match = _ARGUMENT.fullmatch(line.strip() if inside or ":param" in line else "")
        if match:
            found[match[1] or match[2]] = match[3].strip()
    return found
