"""What people have to do: the forms and the questions of all runs."""

from workflow_engine_shared.storage.sqlite.damage import every_readable, one_readable
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.sqlite.statements import load

from .rows import TaskFilter, TaskRow, task_of

_SQL = load(__package__, "tasks")


def find_tasks(
    con: Connection, chosen: TaskFilter, *, after: tuple[str, str, str] | None = None, limit: int
) -> list[TaskRow]:
    """A page of tasks, the newest first, beginning behind one: when it was armed, its run and its key."""
    armed_at, after_thread, after_key = after or (None, None, None)
    params = {
        "state": None if chosen.state is None else chosen.state.value,
        "assignee": chosen.assignee,
        "flow_id": chosen.flow_id,
        "thread_id": chosen.thread_id,
        "armed_at": armed_at,
        "after_thread": after_thread,
        "after_key": after_key,
        "limit": limit,
    }
    return [task_of(row) for row in every_readable(con, _SQL["find_tasks"], params)]


def get_task(con: Connection, thread_id: str, key: str) -> TaskRow | None:
    """One of them; None: there is none."""
    row = one_readable(con, _SQL["get_task"], {"thread_id": thread_id, "key": key})
    return None if row is None else task_of(row)
