"""The secrets of one run: of its input, of what it was given since, of its flow's arguments."""

import json
from functools import lru_cache

from workflow_engine_shared.secrets.masking import secret_values
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.storage.sqlite.database import Connection

from . import flows, signals
from .rows import RunRow

_KNOWN = 64
_SHORT = 65_536


def secrets_of(con: Connection, row: RunRow, names: SecretNames) -> frozenset[str]:
    """Values that must not be shown or logged. `con` reads workflow.db."""
    version = flows.get_version_by_id(con, row.flow_version_id)
    texts = (row.input_json, row.forked_updates or "{}", version.dsl_json)
    found = set[str]().union(*(_known(text, names) if len(text) < _SHORT else _in(text, names) for text in texts))
    for payload in signals.resume_payloads(con, row.thread_id):
        found |= secret_values(payload, names)
    return frozenset(found)


def _in(text: str, names: SecretNames) -> frozenset[str]:
    return frozenset(secret_values(_parsed(text), names))


#: The same texts are asked of again and again: a flow by each look at one of its runs.
_known = lru_cache(_KNOWN)(_in)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:  # a row that somebody damaged: it is shown as damaged, and not at all
        return None
