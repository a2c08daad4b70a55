"""What a run leaves besides its state: the files that it registered, and what the file guard kept it from."""

from collections.abc import Iterable, Mapping

import msgspec

from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "results")
_FROM_VERSION = 3


class Refusals(msgspec.Struct, frozen=True):
    """What the file guard refused in a run."""

    times: int = 0
    details: tuple[str, ...] = ()  #: the first ones, each once


def add_artifacts(con: Connection, names: Iterable[str]) -> None:
    """Note files that were registered; one that was before keeps its place."""
    con.executemany(_SQL["add_artifact"], [{"name": name} for name in names])


def registered(con: Connection) -> list[str]:
    """The names of registered files, in the order in which they were first registered."""
    return [row["name"] for row in every(con, _SQL["artifacts"], {})] if _has_tables(con) else []


def add_refusals(con: Connection, counts: Mapping[str, int]) -> None:
    """Note what was refused since the last time."""
    con.executemany(_SQL["add_refusal"], [{"detail": detail, "times": times} for detail, times in counts.items()])


def refusals(con: Connection, limit: int) -> Refusals:
    """How much was refused, and the first of it."""
    if not _has_tables(con):
        return Refusals()
    row = one(con, _SQL["count_refusals"], {})
    assert row is not None
    return Refusals(row["times"], tuple(each["detail"] for each in every(con, _SQL["refusals"], {"limit": limit})))


def _has_tables(con: Connection) -> bool:
    """A run that an older renflow ended has none of these tables, and nobody brings it forward."""
    return bool(con.execute("PRAGMA main.user_version").fetchone()[0] >= _FROM_VERSION)
