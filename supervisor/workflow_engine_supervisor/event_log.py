"""The supervisor's own log: events with fields, made into readable lines in one place."""

import logging

_log = logging.getLogger("renflow.supervisor")


def event(name: str, **fields: object) -> None:
    """Something happened: `name` says what, the fields say to whom."""
    _log.info("%s %s", name, " ".join(f"{key}={value}" for key, value in fields.items()))
