"""Tasks as answers show them."""

import json
from typing import Any

from workflow_engine_shared.errors import TaskNotFound
from workflow_engine_shared.ids import shown
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_shared.storage.workflow.waits.rows import TaskFilter, TaskRow, WaitKind
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.schemas.waits import TaskAnswer, TaskPage, WholeTaskAnswer
from workflow_engine_supervisor.views.cursor import make_cursor, read_cursor
from workflow_engine_supervisor.views.flow_names import KnownNames

#: Where the text of a question stands, if it is an object.
_TEXTS = ("question", "title", "message", "prompt")


class TaskReader:
    """Makes answers of rows. Any thread. `machine`: what this one is called, where there are several."""

    def __init__(self, store: Store, masks: Masks, names: KnownNames, machine: str | None = None) -> None:
        self._store = store
        self._masks = masks
        self._names = names
        self._machine = machine

    def page(self, chosen: TaskFilter, cursor: str | None, limit: int) -> TaskPage:
        """A page of tasks, the newest first.

        Raises:
            BadCursor
        """
        place = read_cursor("tasks", cursor, str, str, str)
        after = None if place is None else (place[0], place[1], place[2])
        with self._store.read() as tx:
            rows = tx.find_tasks(chosen, after=after, limit=limit + 1)
            runs = {run.thread_id: run for run in tx.runs_by_id({row.thread_id for row in rows[:limit]})}
            items = [TaskAnswer(**self._fields(tx, row, runs[row.thread_id])) for row in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return TaskPage(
            items=items, next=None if last is None else make_cursor("tasks", [last.armed_at, last.thread_id, last.key])
        )

    def one(self, thread_id: str, key: str) -> WholeTaskAnswer:
        """One task, open or not.

        Raises:
            RunNotFound, TaskNotFound
        """
        with self._store.read() as tx:
            run = tx.get_run(thread_id)
            row = tx.get_task(run.thread_id, key)
            if row is None:
                raise TaskNotFound(f"Run {run.thread_id!r} has no task {shown(key)}.")
            values = None if row.answer is None else self._masks.of(tx, run).view(json.loads(row.answer))
            return WholeTaskAnswer(**self._fields(tx, row, run), values=values)

    def _fields(self, tx: ReadTransaction, row: TaskRow, run: RunRow) -> dict[str, Any]:
        masker, names = self._masks.of(tx, run), self._names.of(tx, run)
        node = next((each for each in names.nodes if each.id == row.node_id), None)
        shown_as = _question(row, masker) if row.kind is WaitKind.QUESTION else _form(row, masker)
        title, title_zh = shown_as["title"], shown_as["title_zh"]
        if node is not None and title is None:
            title, title_zh = node.label, title_zh or node.label_zh
        return {
            **shown_as,
            "title": title,
            "title_zh": title_zh,
            "thread_id": row.thread_id,
            "key": row.key,
            "kind": row.kind.value,
            "state": row.state,
            "node_id": row.node_id,
            "label": None if node is None else node.label,
            "label_zh": None if node is None else node.label_zh,
            "due_at": row.due_at,
            "armed_at": row.armed_at,
            "met_at": row.met_at,
            "how": row.how,
            "run_title": row.run_title,
            "flow_id": row.flow_id,
            "version": row.version,
            "flow_name": names.name,
            "flow_name_zh": names.name_zh,
            "machine": self._machine,
        }


def _form(row: TaskRow, masker: Masker) -> dict[str, Any]:
    """The schema and its hints are the flow author's, and stay as they are: a field may be called 'password'."""
    body = row.body
    texts = ("title", "title_zh", "description", "description_zh", "assignee")
    return {
        **{name: _text(body.get(name), masker) for name in texts},
        "schema": body.get("schema"),
        "ui": body.get("ui"),
        "show": masker.view(body.get("show")),
        "question": None,
    }


def _question(row: TaskRow, masker: Masker) -> dict[str, Any]:
    asked = masker.view(row.body.get("value"))
    texts = [asked] if not isinstance(asked, dict) else [asked.get(name) for name in _TEXTS]
    title = next((text for text in texts if isinstance(text, str)), None)
    none = dict.fromkeys(("title_zh", "description", "description_zh", "schema", "ui", "show", "assignee"))
    return {**none, "title": title, "question": asked}


def _text(value: Any, masker: Masker) -> str | None:
    return masker.text(value) if isinstance(value, str) else None
