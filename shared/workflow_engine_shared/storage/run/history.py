"""Whether a `run.db` is the one in which a run that has begun left its history.

Without that, all that is done would be done again: a file that is gone, empty or another run's is no new run.
"""

from pathlib import Path

from workflow_engine_shared.errors import RunFilesMissing
from workflow_engine_shared.storage.run.db import reading
from workflow_engine_shared.storage.sqlite.database import Connection, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "history")


def refuse_lost_history(con: Connection | None, thread_id: str, where: str | Path = "run.db", *, begun: bool) -> None:
    """A run that has begun has a `run.db` of its own, with what it did; `con` is None where there is no database.

    Raises:
        RunFilesMissing
    """
    if not begun:
        return
    problem = "is gone or empty" if con is None else history_problem(con, thread_id)
    if problem:
        raise RunFilesMissing(f"Run {thread_id!r} has begun, but its {where} {problem}.")


def history_problem(con: Connection, thread_id: str) -> str | None:
    """What is wrong with the database of a run that has begun, to complete "its run.db …"; None: nothing."""
    row = one(con, _SQL["history"], {})
    assert row is not None
    owner, visits = row["thread_id"], row["visits"]
    if owner:
        return None if owner.lower() == thread_id.lower() else f"is the one of run {owner!r}"
    if owner is None and visits is None:
        return "holds no history"
    # The first visit has no checkpoint before it ends.
    return "has lost its checkpoints" if owner is None and visits > 1 else None


def owning_epoch(path: Path) -> int:
    """The epoch that owns a `run.db` which nobody uses; 0: none did yet."""
    with reading(path) as con:
        row = None if con is None else one(con, _SQL["owner"], {})
    return row["epoch"] if row else 0
