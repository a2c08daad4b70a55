"""The secrets of one run: of its input, of what it was given since, of its flow's arguments."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from workflow_engine_shared.secrets.masking import secret_values
from workflow_engine_shared.secrets.named import without_references
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.storage.sqlite.database import Connection

from . import flows, signals
from .rows import RunRow, VersionRow

_KNOWN = 64
_SHORT = 65_536


def secrets_of(con: Connection, row: RunRow, names: SecretNames) -> frozenset[str]:
    """Values that must not be shown or logged. `con` reads workflow.db."""
    version = flows.get_version_by_id(con, row.flow_version_id)
    called = [flows.get_version(con, *pin) for pin in sorted(set(row.subflows.values()))]
    return secrets_given((version, *called), row, names, signals.resume_payloads(con, row.thread_id))


def secrets_given(
    versions: Sequence[VersionRow], row: RunRow, names: SecretNames, payloads: Iterable[dict[str, Any]] = ()
) -> frozenset[str]:
    """The same, where its version, those that it calls, and what it was resumed with, are at hand."""
    version, *called = versions
    found, declared = _of_texts(version, (row.input_json, row.forked_updates or "{}"), names)
    given: list[Any] = []
    for each in called:
        found |= _in_version(each, names)
    for payload in payloads:
        found |= secret_values(payload, names)
        given.append(payload.get("updates"))
    return frozenset(found | _of_declared(declared, given, names))


def secrets_in(con: Connection, flow_version_id: int, input_json: str, names: SecretNames) -> frozenset[str]:
    """The same of an input that no run has yet."""
    return frozenset(_of_texts(flows.get_version_by_id(con, flow_version_id), (input_json,), names)[0])


def _of_texts(version: VersionRow, texts: tuple[str, ...], names: SecretNames) -> tuple[set[str], tuple[str, ...]]:
    """The secrets of inputs and of their flow; and the inputs that the flow declares to be secret."""
    found = set[str]().union(*(_known(text, names) if len(text) < _SHORT else _in(text, names) for text in texts))
    is_short = len(version.dsl_json) < _SHORT
    found |= _in_version(version, names)
    declared = _declared_by(version.dsl_json) if is_short else _declared(version.dsl_json)
    if declared:
        found |= _of_declared(declared, map(_parsed, texts), names)
    return found, declared


def _in_version(version: VersionRow, names: SecretNames) -> frozenset[str]:
    is_short = len(version.dsl_json) < _SHORT
    return _known_flow(version.dsl_json, names) if is_short else _in_flow(version.dsl_json, names)


def _of_declared(declared: tuple[str, ...], given: Iterable[Any], names: SecretNames) -> set[str]:
    found: set[str] = set()
    for each in given:
        values = [each.get(name) for name in declared] if isinstance(each, dict) else []
        found |= secret_values({"password": values}, names)  # everything below this name is secret
    return found


def _in(text: str, names: SecretNames) -> frozenset[str]:
    return frozenset(secret_values(_parsed(text), names))


def _in_flow(text: str, names: SecretNames) -> frozenset[str]:
    return frozenset(secret_values(without_references(_parsed(text)), names))


#: The same texts are asked of again and again: a flow by each look at one of its runs.
_known = lru_cache(_KNOWN)(_in)
_known_flow = lru_cache(_KNOWN)(_in_flow)


def _declared(dsl: str) -> tuple[str, ...]:
    """The inputs that the flow itself declares to be secret: password fields, and what is written only."""
    document: Any = _parsed(dsl)
    inputs = document.get("inputs") if isinstance(document, dict) else None
    properties = inputs.get("properties") if isinstance(inputs, dict) else None
    if not isinstance(properties, dict):
        return ()
    return tuple(
        name
        for name, schema in properties.items()
        if isinstance(schema, dict) and (schema.get("format") == "password" or schema.get("writeOnly") is True)
    )


_declared_by = lru_cache(_KNOWN)(_declared)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:  # a row that somebody damaged: it is shown as damaged, and not at all
        return None
