"""Runs that a run starts and waits for, and what such a run leaves to the one that waits."""

import json
from collections.abc import Callable
from typing import Any

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.dsl.linking.pins import WITHIN
from workflow_engine_shared.ids import MAX_TITLE
from workflow_engine_shared.storage.run import checkpoints
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.store import Store, Transaction
from workflow_engine_shared.storage.workflow.waits import NewWait


def starter(parent: RunRow) -> Callable[[Transaction, NewWait, str], None]:
    """What accepts a run that this one waits for; once, however often it is called."""

    def start(tx: Transaction, wait: NewWait, now: str) -> None:
        body = wait.body or {}
        assert wait.ref is not None
        input_json = json.dumps(body["input"], ensure_ascii=False, allow_nan=False)
        within = f"{wait.node_id}{WITHIN}"
        version = tx.get_version(body["flow"], body["version"])
        tx.insert_run(
            NewRun(
                thread_id=wait.ref,
                flow_version_id=version.id,
                input_json=input_json,
                fingerprint=fingerprint({"child_of": parent.thread_id.lower(), "key": wait.key}),
                flows_dir=parent.flows_dir,
                title=None if parent.title is None else f"{parent.title} · {wait.node_id}"[:MAX_TITLE],
                tags=parent.tags,
                subflows={
                    place.removeprefix(within): pin
                    for place, pin in parent.subflows.items()
                    if place.startswith(within)
                },
                parent_id=parent.thread_id,
                parent_key=wait.key,
                code=version.pinned_code,
                environment=version.environment,
            ),
            now,
        )

    return start


def result_for_parent(store: Store, thread_id: str, database: Database) -> dict[str, Any] | None:
    """What the run that waits for this one is to have of its state; None: none waits."""
    with store.read() as tx:
        row = tx.get_run(thread_id)
        if row.parent_id is None or row.parent_key is None:
            return None
        wait = tx.get_wait(row.parent_id, row.parent_key)
    wanted = (wait.body or {}).get("output") or [] if wait is not None else []
    with database.read() as con:
        newest = checkpoints.latest_checkpoint(con)
        values = {} if newest is None else checkpoints.load_values(con, newest.manifest)
    return {name: json_view(values[name]) for name in wanted if name in values}
