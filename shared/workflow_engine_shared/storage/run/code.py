"""The code that a run was executed with: for each function the hash of the module that defines it.

Stands alone: each table of `run.db` has a module.
"""

from collections.abc import Mapping

from workflow_engine_shared.storage.sqlite.database import Connection, every
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "code")


def known_code(con: Connection) -> dict[str, str]:
    """The hashes that the newest attempt ran with."""
    return {row["name"]: row["hash"] for row in every(con, _SQL["known_code"], {})}


def pin_code(con: Connection, hashes: Mapping[str, str]) -> None:
    """Record what this attempt runs with."""
    con.executemany(_SQL["pin_code"], [{"name": name, "hash": value} for name, value in hashes.items()])
