"""What a run waits for, the run that waits for it, and those that it started: from rows to answers."""

import json
from collections.abc import Sequence
from typing import Any

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.waits.families import ChildRow
from workflow_engine_shared.storage.workflow.waits.rows import OpenWaits, WaitKind, WaitRow
from workflow_engine_supervisor.schemas.waits import BegunAnswer, ChildAnswer, ParentAnswer, WaitAnswer

MOST_CHILDREN = 100


def wait_answers(waits: Sequence[WaitRow], masker: Masker) -> list[WaitAnswer]:
    """What a run waits for."""
    return [_wait(each, masker) for each in waits]


def in_short(waits: Sequence[WaitRow]) -> OpenWaits | None:
    """The same as `waits_in_short` says of the open waits of a run."""
    if not waits:
        return None
    forms = sum(each.kind is WaitKind.FORM for each in waits)
    return OpenWaits(len(waits), forms, max(each.armed_at for each in waits))


def parent_answer(row: RunRow) -> ParentAnswer | None:
    if row.parent_id is None or row.parent_key is None:
        return None
    return ParentAnswer(thread_id=row.parent_id, key=row.parent_key)


def child_answers(children: Sequence[ChildRow]) -> list[ChildAnswer]:
    return [
        ChildAnswer(
            thread_id=each.thread_id,
            key=each.parent_key,
            status=RunStatus(each.status),
            reason=None if each.reason is None else Reason(each.reason),
        )
        for each in children
    ]


def _wait(row: WaitRow, masker: Masker) -> WaitAnswer:
    body = row.body or {}
    return WaitAnswer(
        key=row.key,
        kind=row.kind,
        state=row.state,
        node_id=row.node_id,
        visit=row.visit,
        ref=row.ref,
        correlation=masker.view(_parsed(row.correlation)),
        due_at=row.due_at,
        armed_at=row.armed_at,
        title=_text(body.get("title"), masker),
        title_zh=_text(body.get("title_zh"), masker),
        assignee=_text(body.get("assignee"), masker),
    )


def _parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError:  # somebody damaged it
        return text


def _text(value: Any, masker: Masker) -> str | None:
    return masker.text(value) if isinstance(value, str) else None


def begun_answer(row: RunRow) -> BegunAnswer | None:
    """What brought a run about that nobody started."""
    return None if row.begun is None else BegunAnswer(node_id=row.begun.node, message=row.begun.message)
