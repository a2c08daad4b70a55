"""Checkpoints in the run's own `run.db`: user data in content-addressed chunks, one fsync per superstep.

The stock saver writes the whole state at every superstep (2.2 MB for a 2 MB state) in two commits (the task's result,
then the checkpoint). Here a value that did not change costs nothing, and a lone task's result is not stored beside
the checkpoint that contains it: until that checkpoint is committed the node counts as not completed.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.sqlite import SqliteSaver

from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.run import checkpoints
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow, Manifest, Task
from workflow_engine_shared.storage.sqlite.database import Connection, Database, transaction
from workflow_engine_shared.storage.sqlite.typed_errors import typed_errors
from workflow_engine_worker.kernel.token_state import put_written, without_written
from workflow_engine_worker.kernel.visit_checkpoints import one_a_visit, step_of

#: The channel whose dict is stored key by key.
DATA = "data"
#: How many of a run's checkpoints are kept for looking back and forking, and how often older ones are removed.
KEEP = 1000
PRUNE_EVERY = 500

OnCommit = Callable[[Connection], None]


class _Taken(NamedTuple):
    """A checkpoint taken apart, as it will be stored: one row for each visit that it ends."""

    rows: Sequence[CheckpointRow]
    chunks: dict[bytes, bytes]


@dataclass
class _Held:
    """Checkpoints that are not committed yet. LangGraph works with a copy of its saver; this both have."""

    waits: bool = False  #: for the first node
    taken: list[_Taken] = field(default_factory=list)


class RunSaver(SqliteSaver):
    """A SqliteSaver for one run.

    Args:
        database: the run's `run.db`, open for writing.
        on_commit: called inside every checkpoint's transaction, so that what belongs to it costs no fsync of its own.
        lone_tasks: every superstep has one task, whose result comes with the next checkpoint.
    """

    def __init__(
        self, database: Database, on_commit: OnCommit = lambda _con: None, *, lone_tasks: bool = False
    ) -> None:
        super().__init__(database.dedicated())
        self._path = database.path
        self._on_commit = on_commit
        self._lone_tasks = lone_tasks
        self._puts = 0
        self._known: set[bytes] = set()  #: hashes of chunks that are stored for sure
        self._held = _Held()

    def setup(self) -> None:
        """Nothing to do: the schema belongs to the storage layer."""
        self.is_setup = True

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,  # noqa: ARG002 - content addressing sees by itself what is new
    ) -> RunnableConfig:
        """Commit a checkpoint, its new chunks and whatever rides on it."""
        manifests, chunks, rest = self._take_apart(checkpoint)
        rows = self._rows(config, get_checkpoint_metadata(config, metadata), rest, manifests)
        self._held.taken.append(_Taken(rows, chunks))
        if not self._held.waits or step_of(rest, metadata["step"]) > 0:
            self._commit_held()
        return _config(rows[-1].thread_id, rows[-1].ns, rows[-1].checkpoint_id)

    @property
    def held(self) -> int:
        """How many checkpoints were taken and are not committed."""
        return len(self._held.taken)

    @contextlib.contextmanager
    def beginning_held(self) -> Iterator[None]:
        """Inside, the checkpoints that come before the first visit are committed with the one that ends it.

        Until then no code but the engine's has run, so that a run which died there begins where it did.
        """
        self._held.waits = True
        try:
            yield
        finally:
            self._held.waits = False
            if self.held:
                self._commit_held()

    def _commit_held(self) -> None:
        held, self._held.taken = self._held.taken, []
        with self.lock, typed_errors(self._path), transaction(self.conn):
            for rows, chunks in held:
                new = {name: body for name, body in chunks.items() if name not in self._known}
                for row in rows:
                    checkpoints.insert_checkpoint(self.conn, row, new if row is rows[0] else {})
                self._on_commit(self.conn)
                self._prune_now_and_then(rows[-1].thread_id)
        for _, chunks in held:
            self._known.update(chunks)

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Commit a task's results at once, unless its superstep is complete with it."""
        if self._lone_tasks:
            return
        configurable = config["configurable"]
        rows = [
            (WRITES_IDX_MAP.get(channel, index), channel, *self.serde.dumps_typed(value))
            for index, (channel, value) in enumerate(writes)
        ]
        task = Task(
            configurable["thread_id"],
            configurable.get("checkpoint_ns", ""),
            configurable["checkpoint_id"],
            task_id,
            task_path,
        )
        with self.lock, typed_errors(self._path), transaction(self.conn):
            checkpoints.insert_writes(self.conn, task, rows)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The named checkpoint, or the newest one."""
        configurable = config["configurable"]
        ns, wanted = configurable.get("checkpoint_ns", ""), get_checkpoint_id(config)
        with self.lock, typed_errors(self._path):
            row = (
                checkpoints.get_checkpoint(self.conn, wanted, ns, configurable["thread_id"])
                if wanted
                else checkpoints.latest_checkpoint(self.conn, ns, configurable["thread_id"])
            )
            return None if row is None else self._tuple(row)

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the base class's name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """Checkpoints, newest first; `filter` compares metadata by equality."""
        configurable = {} if config is None else config["configurable"]
        end = None if before is None else get_checkpoint_id(before)
        with self.lock, typed_errors(self._path):
            rows = checkpoints.list_checkpoints(
                self.conn,
                ns=configurable.get("checkpoint_ns"),
                before=end,
                limit=-1 if filter or limit is None else limit,
                thread_id=configurable.get("thread_id"),
            )
            found = [self._tuple(row) for row in rows]
        wanted = [item for item in found if _matches(item, filter or {})]
        yield from wanted[:limit]

    def delete_thread(self, thread_id: str) -> None:
        """Forget every checkpoint of a thread."""
        self.prune([thread_id], strategy="delete")

    def copy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Give a second thread all checkpoints of the first; the state's chunks are shared."""
        with self.lock, typed_errors(self._path), transaction(self.conn):
            checkpoints.copy_thread(self.conn, source_thread_id, target_thread_id)

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Keep the newest checkpoint per namespace ("keep_latest"), or none ("delete")."""
        keep = 0 if strategy == "delete" else 1
        with self.lock, typed_errors(self._path), transaction(self.conn):
            for thread_id in thread_ids:
                checkpoints.prune(self.conn, thread_id, keep)
        self._known.clear()

    def _rows(
        self,
        config: RunnableConfig,
        metadata: CheckpointMetadata,
        rest: dict[str, Any],
        manifests: tuple[Manifest, Manifest],
    ) -> Sequence[CheckpointRow]:
        configurable = config["configurable"]
        rows: list[CheckpointRow] = []
        for each in one_a_visit(rest):
            told = {**metadata, "step": step_of(each, metadata["step"])} if self._lone_tasks else metadata
            row = CheckpointRow(
                ns=configurable.get("checkpoint_ns", ""),
                checkpoint_id=each["id"],
                parent_id=rows[-1].checkpoint_id if rows else configurable.get("checkpoint_id"),
                ts=each["ts"],
                metadata=self.serde.dumps_typed(told)[1],
                body=self.serde.dumps_typed(each)[1],
                manifest=manifests[0],
                branches=manifests[1],
                thread_id=configurable["thread_id"],
            )
            rows.append(row)
        return rows

    def _prune_now_and_then(self, thread_id: str) -> None:
        """Inside a checkpoint's transaction: a loop of 100,000 visits keeps the history that people look at."""
        self._puts += 1
        if self._puts % PRUNE_EVERY == 0 and checkpoints.prune(self.conn, thread_id, KEEP):
            self._known.clear()

    def _take_apart(
        self, checkpoint: Checkpoint
    ) -> tuple[tuple[Manifest, Manifest], dict[bytes, bytes], dict[str, Any]]:
        values = dict(checkpoint["channel_values"])
        state, (values, written) = values.pop(DATA, {}), without_written(values)
        manifests: tuple[Manifest, Manifest] = ({}, {})
        chunks: dict[bytes, bytes] = {}
        for manifest, data in zip(manifests, (state, written), strict=True):
            for key, value in data.items():
                manifest[key], parts = checkpoints.split(value)
                chunks.update(parts)
        return manifests, chunks, {**checkpoint, "channel_values": values}

    def _tuple(self, row: CheckpointRow) -> CheckpointTuple:
        checkpoint: Checkpoint = self._loaded(row, "msgpack", row.body)
        if DATA in checkpoint["channel_versions"]:
            checkpoint["channel_values"][DATA] = checkpoints.load_values(self.conn, row.manifest)
        put_written(checkpoint["channel_values"], checkpoints.load_values(self.conn, row.branches))
        writes = checkpoints.list_writes(self.conn, row.thread_id, row.ns, row.checkpoint_id)
        return CheckpointTuple(
            config=_config(row.thread_id, row.ns, row.checkpoint_id),
            checkpoint=checkpoint,
            metadata=self._loaded(row, "msgpack", row.metadata),
            parent_config=_config(row.thread_id, row.ns, row.parent_id) if row.parent_id else None,
            pending_writes=[(w.task_id, w.channel, self._loaded(row, w.type, w.value)) for w in writes],
        )

    def _loaded(self, row: CheckpointRow, kind: str, body: bytes) -> Any:
        try:
            return self.serde.loads_typed((kind, body))
        except Exception as error:  # whatever a damaged body, or one of a newer LangGraph, makes the decoder raise
            raise CheckpointUnreadable(f"Checkpoint {row.checkpoint_id} cannot be read ({error!r}).") from error


def _config(thread_id: str, ns: str, checkpoint_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ns, "checkpoint_id": checkpoint_id}}


def _matches(found: CheckpointTuple, wanted: dict[str, Any]) -> bool:
    return all(dict(found.metadata).get(key) == value for key, value in wanted.items())
