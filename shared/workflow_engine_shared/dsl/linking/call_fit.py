"""Checks a call of another flow against that flow: what it is given, and what is taken from it."""

from collections.abc import Iterator
from typing import Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.node_types import type_of
from workflow_engine_shared.dsl.nodes.node_type import Subflow
from workflow_engine_shared.dsl.nodes.policy import is_activity
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems

_CODES = dict.fromkeys(("type", "anyOf", "oneOf", "enum", "const"), "WRONG_TYPE")
_HINT = "See 'inputs' of the flow that is called."


def misfits(call: Subflow, name: str, called: Flow) -> Iterator[Problem]:
    """What does not fit; places are below the `data` of the node that calls."""
    yield from _input(call, name, called.inputs or {})
    yield from _output(call, name, called)


def _input(call: Subflow, name: str, schema: dict[str, Any]) -> Iterator[Problem]:
    properties, required = schema.get("properties", {}), schema.get("required", [])
    for each in required:
        if each not in call.input:
            detail = f"Flow {shown(name)} needs {shown(each)} in its input."
            hint = f"Give it: {{{each!r}: {{'var': …}}}}.".replace("'", '"')
            yield Problem("MISSING_INPUT", "/input", detail, hint, {"flow": name, "input": each})
    others = schema.get("additionalProperties", True) is not False or bool(schema.get("patternProperties"))
    for each in call.input:
        if each not in properties and not others:
            hint = did_you_mean(each, properties) or f"It takes {', '.join(properties) or 'nothing'}."
            detail = f"Flow {shown(name)} takes no input {shown(each)}."
            told = {"flow": name, "input": each, "known": list(properties)}
            yield Problem("UNKNOWN_INPUT", json_pointer.join("/input", each), detail, hint, told)
    literal = {key: rule for key, rule in call.input.items() if key in properties and not _has_rule(rule)}
    if literal:
        yield from schema_problems(
            literal,
            {"properties": {key: properties[key] for key in literal}, "$defs": schema.get("$defs", {})},
            "/input",
            codes=_CODES,
            hint=_HINT,
            too_deep="The input is nested more deeply than can be checked.",
        )


def _has_rule(value: Any) -> bool:
    """Whether a value is known in a run only."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_rule, value)))


def _output(call: Subflow, name: str, called: Flow) -> Iterator[Problem]:
    written = _state_keys(call, called)
    if written is None:
        return
    for key, each in call.output.items():
        if each not in written:
            known = ", ".join(sorted(written)) or "nothing"
            hint = did_you_mean(each, written) or f"Its state has: {known}."
            detail = f"No node of flow {shown(name)} writes {shown(each)}, and it is not given to it."
            told = {"flow": name, "key": each, "known": sorted(written)}
            yield Problem("UNKNOWN_OUTPUT", json_pointer.join("/output", key), detail, hint, told)


def _state_keys(call: Subflow, flow: Flow) -> set[str] | None:
    """All keys that the called flow's state may have; None: nobody knows, a function returns what it likes."""
    keys = {*call.input, *(edge.error_key for edge in flow.edges if edge.on is not None)}
    for node in flow.nodes:
        kind = type_of(node)
        if kind.writes is not None:
            keys.update(kind.writes(node))
        elif is_activity(kind):
            return None
    return keys
