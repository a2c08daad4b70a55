"""What a retry of the open visits will try again."""

from collections.abc import Mapping
from typing import NamedTuple

from workflow_engine_shared.storage.sqlite.database import Connection, every
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "journal")


class DueAgain(NamedTuple):
    """What a retry of the open visits tries again."""

    items: Mapping[str, int]  #: by the kind of their errors
    failed: Mapping[str, int]  #: those among them that stopped their loop: tried again in any case

    def of(self, kind: str | None = None) -> int:
        """How many items a retry of this kind of error tries again; None: of all kinds."""
        if kind is None:
            return sum(self.items.values())
        others = sum(count for each, count in self.failed.items() if each != kind)
        return self.items.get(kind, 0) + others


def due_again(con: Connection) -> DueAgain:
    """The items of the open visits that did not succeed."""
    rows = every(con, _SQL["due_again"], {})
    return DueAgain({row["kind"]: row["items"] for row in rows}, {row["kind"]: row["failed"] for row in rows})
