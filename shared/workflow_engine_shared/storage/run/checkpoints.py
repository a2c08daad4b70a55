"""Checkpoints of one run: the state in content-addressed chunks, readable without the graph library.

A checkpoint's manifest maps each state key to its value's chunks. A value that did not change has the same chunks as
before and costs nothing; a list or dict is split every 128 entries, so that one changed entry costs one chunk.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import msgspec
import xxhash

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.sqlite.database import Connection, Row, columns, every, one
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.struct_types import ready_to_read

_SQL = load(__package__, "checkpoints")
CHUNK_ENTRIES = 128
INLINE_BYTES = 48  #: a value up to this size stands in the manifest itself


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """Where one state key's value is: `kind` says how the parts make it up again."""

    kind: str  #: "inline": parts[0] is the value; "value", "list", "dict": parts are hashes of chunks
    parts: tuple[bytes, ...]


Manifest = dict[str, Stored]
#: Two of them where the run has branches: of the state, and of what branches wrote.
_MANIFESTS = msgspec.msgpack.Decoder(Manifest | tuple[Manifest, Manifest])


@ready_to_read
class CheckpointRow(msgspec.Struct, frozen=True):
    """A checkpoint without its state's values."""

    ns: str
    checkpoint_id: str
    parent_id: str | None
    ts: str
    metadata: bytes
    body: bytes
    manifest: Manifest
    thread_id: str = ""
    branches: Manifest = {}  #: of what branches wrote and have not brought to their join: branch and key, joined by /

    @property
    def all_parts(self) -> Manifest:
        """Everything that its chunks are kept for."""
        return {**self.manifest, **self.branches}


@ready_to_read
class WriteRow(msgspec.Struct, frozen=True):
    """A result of a task whose superstep was not complete."""

    task_id: str
    channel: str
    type: str
    value: bytes


def split(value: Any) -> tuple[Stored, dict[bytes, bytes]]:
    """A value as a manifest entry and the chunks (hash -> body) that it names.

    Raises:
        ResultNotSerializable: see `codec.encode`.
    """
    kind, bodies = _bodies(value)
    if len(bodies) == 1 and len(bodies[0]) <= INLINE_BYTES and kind == "value":
        return Stored("inline", (bodies[0],)), {}
    hashes = [xxhash.xxh3_128_digest(body) for body in bodies]
    return Stored(kind, tuple(hashes)), dict(zip(hashes, bodies, strict=True))


def _bodies(value: Any) -> tuple[str, list[bytes]]:
    if isinstance(value, list) and len(value) > CHUNK_ENTRIES:
        return "list", [encode(value[i : i + CHUNK_ENTRIES]) for i in range(0, len(value), CHUNK_ENTRIES)]
    if isinstance(value, dict) and len(value) > CHUNK_ENTRIES:
        entries = iter(value.items())
        return "dict", [encode(dict(part)) for part in iter(lambda: list(islice(entries, CHUNK_ENTRIES)), [])]
    return "value", [encode(value)]


def join(stored: Stored, chunks: dict[bytes, bytes]) -> Any:
    """The value that `split` took apart."""
    if stored.kind == "inline":
        return decode(stored.parts[0])
    values = [decode(chunks[part]) for part in stored.parts]
    if stored.kind == "list":
        return [item for part in values for item in part]
    if stored.kind == "dict":
        return {key: item for part in values for key, item in part.items()}
    return values[0]


def chunk_size(con: Connection, name: bytes) -> int:
    """How many bytes a chunk has; 0: it is missing."""
    row = one(con, _SQL["chunk_size"], {"hash": name})
    return 0 if row is None else int(row["size"])


def load_chunks(con: Connection, manifest: Manifest) -> dict[bytes, bytes]:
    """The chunks that a manifest names, as they are stored.

    Raises:
        CheckpointUnreadable: one is missing.
    """
    names = chunk_names(manifest)
    chunks = {name: row["body"] for name in names if (row := one(con, _SQL["get_chunk"], {"hash": name}))}
    if len(chunks) < len(names):
        raise CheckpointUnreadable("A part of the state is missing.")
    return chunks


def chunk_names(manifest: Manifest) -> set[bytes]:
    """The chunks that hold the state's values."""
    return {part for stored in manifest.values() if stored.kind != "inline" for part in stored.parts}


def insert_checkpoint(con: Connection, row: CheckpointRow, chunks: dict[bytes, bytes]) -> None:
    """Store a checkpoint and those of its chunks that are not stored yet."""
    if chunks:
        con.executemany(_SQL["insert_chunk"], [{"hash": name, "body": body} for name, body in chunks.items()])
    con.execute(
        _SQL["insert_checkpoint"],
        {
            "ns": row.ns,
            "checkpoint_id": row.checkpoint_id,
            "thread_id": row.thread_id,
            "parent_id": row.parent_id,
            "ts": row.ts,
            "metadata": row.metadata,
            "body": row.body,
            "manifest": msgspec.msgpack.encode((row.manifest, row.branches) if row.branches else row.manifest),
        },
    )


def latest_checkpoint(con: Connection, ns: str = "", thread_id: str | None = None) -> CheckpointRow | None:
    """The newest checkpoint, or None before the first. Without a thread: of the one run this database holds."""
    return _checkpoint(one(con, _SQL["latest_checkpoint"], {"ns": ns, "thread_id": thread_id}))


def get_checkpoint(
    con: Connection, checkpoint_id: str, ns: str = "", thread_id: str | None = None
) -> CheckpointRow | None:
    """One checkpoint by its id."""
    params = {"ns": ns, "checkpoint_id": checkpoint_id, "thread_id": thread_id}
    return _checkpoint(one(con, _SQL["get_checkpoint"], params))


def list_checkpoints(
    con: Connection, *, ns: str | None, before: str | None, limit: int, thread_id: str | None = None
) -> list[CheckpointRow]:
    """A page of checkpoints, newest first, beginning behind `before`; a negative `limit` means all."""
    params = {"ns": ns, "before": before, "limit": limit, "thread_id": thread_id}
    return [found for found in map(_checkpoint, every(con, _SQL["list_checkpoints"], params)) if found is not None]


def load_values(con: Connection, manifest: Manifest) -> dict[str, Any]:
    """The state that a manifest names.

    Raises:
        CheckpointUnreadable: a chunk is missing or damaged.
    """
    return {key: load_value(con, stored) for key, stored in manifest.items()}


def load_value(con: Connection, stored: Stored) -> Any:
    """One value of the state.

    Raises:
        CheckpointUnreadable: a chunk is missing or damaged.
    """
    names = () if stored.kind == "inline" else dict.fromkeys(stored.parts)
    chunks = {name: row["body"] for name in names if (row := one(con, _SQL["get_chunk"], {"hash": name}))}
    if any(xxhash.xxh3_128_digest(body) != name for name, body in chunks.items()):
        raise CheckpointUnreadable("A part of the state is damaged: its bytes are not those that were stored.")
    try:
        return join(stored, chunks)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise CheckpointUnreadable(f"A part of the state is missing or damaged ({error!r}).") from error


class Task(msgspec.Struct, frozen=True):
    """Whose results are stored: a task of the superstep after a checkpoint."""

    thread_id: str
    ns: str
    checkpoint_id: str
    task_id: str
    task_path: str


def insert_writes(con: Connection, task: Task, writes: Iterable[tuple[int, str, str, bytes]]) -> None:
    """Store a task's (index, channel, type, value) results."""
    about = msgspec.structs.asdict(task)
    rows = [
        {**about, "idx": idx, "channel": channel, "type": kind, "value": value} for idx, channel, kind, value in writes
    ]
    con.executemany(_SQL["insert_write"], rows)


def list_writes(con: Connection, thread_id: str, ns: str, checkpoint_id: str) -> list[WriteRow]:
    """The results kept for a checkpoint's next superstep."""
    params = {"thread_id": thread_id, "ns": ns, "checkpoint_id": checkpoint_id}
    return [msgspec.convert(columns(row), WriteRow) for row in every(con, _SQL["list_writes"], params)]


def copy_thread(con: Connection, source: str, target: str) -> None:
    """Give a second thread all checkpoints of the first; the chunks are shared."""
    for name in ("copy_checkpoints", "copy_writes"):
        con.execute(_SQL[name], {"source": source, "target": target})


def prune(con: Connection, thread_id: str, keep: int) -> int:
    """Keep a thread's newest `keep` checkpoints, and the chunks that any checkpoint names; returns chunks removed."""
    con.execute(_SQL["prune_checkpoints"], {"thread_id": thread_id, "keep": keep})
    con.execute(_SQL["prune_writes"], {"thread_id": thread_id})
    named = {
        part
        for row in every(con, _SQL["list_manifests"], {})
        for manifest in _manifests(row)
        for stored in manifest.values()
        if stored.kind != "inline"
        for part in stored.parts
    }
    unnamed = [(row["hash"],) for row in every(con, _SQL["list_chunks"], {}) if row["hash"] not in named]
    con.executemany(_SQL["delete_chunk"], unnamed)
    return len(unnamed)


def _manifests(row: Row) -> tuple[Manifest, Manifest]:
    found = _MANIFESTS.decode(row["manifest"])
    return found if isinstance(found, tuple) else (found, {})


def _checkpoint(row: Row | None) -> CheckpointRow | None:
    if row is None:
        return None
    try:
        manifest, branches = _manifests(row)
        fields = {**columns(row), "manifest": manifest, "branches": branches}
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
        raise CheckpointUnreadable(f"Checkpoint {row['checkpoint_id']} is damaged ({error}).") from error
    return msgspec.convert(fields, CheckpointRow)
