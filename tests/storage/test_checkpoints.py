"""The state in chunks: the same value back, nothing stored twice, nothing damaged believed."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.stored import at
from workflow_engine_shared.codec import encode, stored_form
from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.storage.run import checkpoints
from workflow_engine_shared.storage.run.checkpoints import (
    CHUNK_ENTRIES,
    INLINE_BYTES,
    CheckpointRow,
    Stored,
    Task,
    WriteRow,
    join,
    load_values,
    split,
)
from workflow_engine_shared.storage.sqlite.database import Connection

SMALL = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text("aé", max_size=60) | st.dates() | st.binary()
VALUE = st.recursive(SMALL, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner), max_leaves=20)
SIZES = st.sampled_from([0, 1, CHUNK_ENTRIES - 1, CHUNK_ENTRIES, CHUNK_ENTRIES + 1, 2 * CHUNK_ENTRIES, 300, 1000])
LONG = st.builds(lambda item, size: [item] * size, SMALL, SIZES) | st.builds(
    lambda item, size: {f"k{n}": [n, item] for n in range(size)}, SMALL, SIZES
)


def items(count: int) -> list[dict[str, Any]]:
    return [{"id": n, "title": f"product {n}", "price": n * 1.5, "tags": ["a", str(n)]} for n in range(count)]


def row(number: int, values: dict[str, Any], ns: str = "") -> tuple[CheckpointRow, dict[bytes, bytes]]:
    manifest, chunks = {}, {}
    for key, value in values.items():
        manifest[key], parts = split(value)
        chunks.update(parts)
    parent = f"c{number - 1:03}" if number else None
    return CheckpointRow(ns, f"c{number:03}", parent, at(number), b"meta", b"body", manifest, "r1"), chunks


def put(con: Connection, number: int, values: dict[str, Any], ns: str = "") -> int:
    """Store a checkpoint; returns how many chunks it added."""
    before = chunk_count(con)
    checkpoints.insert_checkpoint(con, *row(number, values, ns))
    return chunk_count(con) - before


def chunk_count(con: Connection) -> int:
    return int(con.execute("SELECT count(*) FROM chunks").fetchone()[0])


def load(con: Connection) -> dict[str, Any]:
    newest = checkpoints.latest_checkpoint(con)
    assert newest is not None
    return load_values(con, newest.manifest)


# -- values ---------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(VALUE | LONG)
@example({n: n for n in range(300)})
@example({(n, "a"): {n} for n in range(300)})
def test_what_is_split_is_joined_again(value: Any) -> None:
    value = stored_form(value)
    stored, chunks = split(value)
    assert join(stored, chunks) == value
    assert join(msgspec.msgpack.decode(msgspec.msgpack.encode(stored), type=Stored), chunks) == value
    if isinstance(value, dict):
        assert list(join(stored, chunks)) == list(value), "the order of keys is kept"


@pytest.mark.parametrize("count", [2, CHUNK_ENTRIES, CHUNK_ENTRIES + 1, 1000])
@pytest.mark.parametrize("kind", [list, dict])
def test_a_chunk_holds_so_many_entries(count: int, kind: type) -> None:
    value = items(count) if kind is list else {f"k{n}": item for n, item in enumerate(items(count))}
    stored, chunks = split(value)
    assert len(stored.parts) == len(chunks) == -(-count // CHUNK_ENTRIES)
    assert stored.kind == ("value" if count <= CHUNK_ENTRIES else kind.__name__)


@pytest.mark.parametrize(("size", "inline"), [(INLINE_BYTES - 2, True), (INLINE_BYTES - 1, False)])
def test_a_small_value_stands_in_the_manifest(size: int, inline: bool) -> None:
    value = "x" * size
    assert (len(encode(value)) <= INLINE_BYTES) == inline
    stored, chunks = split(value)
    assert (stored.kind == "inline") == inline == (not chunks)
    assert join(stored, chunks) == value


def test_equal_parts_are_stored_once(run_con: Connection) -> None:
    same = [{"text": "the same text in every row of the list"}] * (CHUNK_ENTRIES * 50)
    assert put(run_con, 0, {"one": same, "two": same}) == 1
    assert load(run_con) == {"one": same, "two": same}


# -- what a checkpoint costs ----------------------------------------------------------------------------------------


def test_what_did_not_change_costs_nothing(run_con: Connection) -> None:
    rows = items(10_000)
    assert put(run_con, 0, {"rows": rows, "n": 0}) == -(-10_000 // CHUNK_ENTRIES)
    for number in range(1, 4):
        assert put(run_con, number, {"rows": stored_form(rows), "n": number}) == 0
    assert load(run_con) == {"rows": rows, "n": 3}


@pytest.mark.parametrize("index", [0, 5000, 9999])
def test_one_changed_item_of_ten_thousand_costs_one_chunk(run_con: Connection, index: int) -> None:
    rows = items(10_000)
    put(run_con, 0, {"rows": rows})
    rows[index] = {**rows[index], "price": -1}
    assert put(run_con, 1, {"rows": rows}) == 1
    assert load(run_con) == {"rows": rows}


def test_one_changed_entry_of_a_dict_costs_one_chunk(run_con: Connection) -> None:
    table = {f"k{n}": item for n, item in enumerate(items(1000))}
    put(run_con, 0, {"table": table})
    assert put(run_con, 1, {"table": {**table, "k500": None}}) == 1
    assert put(run_con, 2, {"table": {**table, "k500": None, "new": 1}}) == 1


def test_an_appended_item_costs_one_chunk(run_con: Connection) -> None:
    rows = items(1000)
    put(run_con, 0, {"rows": rows})
    assert put(run_con, 1, {"rows": [*rows, {"id": "new"}]}) == 1


# -- rows -----------------------------------------------------------------------------------------------------------


def test_finding_checkpoints(run_con: Connection) -> None:
    assert checkpoints.latest_checkpoint(run_con) is None
    for number in range(5):
        put(run_con, number, {"n": number})
    put(run_con, 9, {"n": 9}, ns="sub")
    newest = checkpoints.latest_checkpoint(run_con)
    assert newest == row(4, {"n": 4})[0]
    assert checkpoints.get_checkpoint(run_con, "c002") == row(2, {"n": 2})[0]
    assert checkpoints.get_checkpoint(run_con, "c002", "sub") is None
    assert checkpoints.get_checkpoint(run_con, "c099") is None


@pytest.mark.parametrize(
    ("ns", "before", "limit", "found"),
    [
        ("", None, -1, ["c004", "c003", "c002", "c001", "c000"]),
        ("", None, 2, ["c004", "c003"]),
        ("", "c003", 2, ["c002", "c001"]),
        ("", "c000", 2, []),
        ("sub", None, -1, ["c009"]),
        (None, None, 2, ["c009", "c004"]),
    ],
)
def test_pages_of_checkpoints(run_con: Connection, ns: str | None, before: str | None, limit: int, found: Any) -> None:
    for number in range(5):
        put(run_con, number, {})
    put(run_con, 9, {}, ns="sub")
    listed = checkpoints.list_checkpoints(run_con, ns=ns, before=before, limit=limit)
    assert [it.checkpoint_id for it in listed] == found


def task(name: str, checkpoint_id: str, thread_id: str = "r1") -> Task:
    return Task(thread_id, "", checkpoint_id, name, "~p")


def test_writes_are_kept_by_task_and_replaced(run_con: Connection) -> None:
    checkpoints.insert_writes(run_con, task("t2", "c1"), [(0, "data", "msgpack", b"x")])
    checkpoints.insert_writes(run_con, task("t1", "c1"), [(1, "ctl", "msgpack", b"1"), (0, "data", "null", b"")])
    checkpoints.insert_writes(run_con, task("t2", "c1"), [(0, "data", "msgpack", b"y")])
    checkpoints.insert_writes(run_con, task("t1", "c2"), [(0, "data", "msgpack", b"z")])
    checkpoints.insert_writes(run_con, task("t1", "c1", "r2"), [(0, "data", "msgpack", b"z")])
    assert checkpoints.list_writes(run_con, "r1", "", "c1") == [
        WriteRow("t1", "data", "null", b""),
        WriteRow("t1", "ctl", "msgpack", b"1"),
        WriteRow("t2", "data", "msgpack", b"y"),
    ]
    assert checkpoints.list_writes(run_con, "r1", "sub", "c1") == []


def test_pruning_keeps_the_newest_and_all_that_they_name(run_con: Connection) -> None:
    rows = items(1000)
    for number in range(10):
        rows[number * 100] = {"changed": number}
        put(run_con, number, {"rows": rows, "n": [number] * 100})
        checkpoints.insert_writes(run_con, task("t", f"c{number:03}"), [(0, "data", "msgpack", b"x")])
    wanted = {number: checkpoints.get_checkpoint(run_con, f"c{number:03}") for number in (7, 8, 9)}
    values = {number: load_values(run_con, it.manifest) for number, it in wanted.items() if it is not None}
    removed = checkpoints.prune(run_con, "r1", 3)
    assert removed > 0
    left = checkpoints.list_checkpoints(run_con, ns="", before=None, limit=-1)
    assert left == [wanted[9], wanted[8], wanted[7]]
    assert {number: load_values(run_con, wanted[number].manifest) for number in wanted} == values
    named = {part for it in left for stored in it.manifest.values() if stored.kind != "inline" for part in stored.parts}
    assert chunk_count(run_con) == len(named)
    kept = [f"c{number:03}" for number in range(10) if checkpoints.list_writes(run_con, "r1", "", f"c{number:03}")]
    assert kept == ["c007", "c008", "c009"]
    assert checkpoints.prune(run_con, "r1", 3) == 0


def test_a_copy_shares_the_chunks_and_outlives_the_first(run_con: Connection) -> None:
    put(run_con, 0, {"rows": items(300)})
    checkpoints.insert_writes(run_con, task("t", "c000"), [(0, "data", "msgpack", b"x")])
    before = chunk_count(run_con)
    checkpoints.copy_thread(run_con, "r1", "r2")
    assert chunk_count(run_con) == before
    assert checkpoints.list_writes(run_con, "r2", "", "c000") == [WriteRow("t", "data", "msgpack", b"x")]
    assert checkpoints.prune(run_con, "r1", 0) == 0
    assert checkpoints.latest_checkpoint(run_con, thread_id="r1") is None
    copied = checkpoints.latest_checkpoint(run_con, thread_id="r2")
    assert copied is not None
    assert load_values(run_con, copied.manifest) == {"rows": items(300)}
    assert checkpoints.prune(run_con, "r2", 0) == before
    assert checkpoints.list_writes(run_con, "r2", "", "c000") == []


# -- damage ---------------------------------------------------------------------------------------------------------

BIG = {"rows": items(300), "table": {f"k{n}": n for n in range(300)}, "text": "x" * 100}


def _flip(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


@pytest.mark.parametrize("key", BIG)
@pytest.mark.parametrize(
    "damage",
    [
        lambda con, name: con.execute("DELETE FROM chunks WHERE hash = ?", (name,)),
        lambda con, name: _rewrite(con, name, _flip),
        lambda con, name: _rewrite(con, name, lambda body: body[:-1]),
        lambda con, name: _rewrite(con, name, lambda _body: b""),
        lambda con, name: _rewrite(con, name, lambda _body: encode([1])),
        lambda con, name: _rewrite(con, name, lambda _body: b"\xc1"),
    ],
    ids=["missing", "one bit", "cut", "empty", "another value", "no msgpack"],
)
def test_a_missing_or_damaged_chunk_is_told(run_con: Connection, key: str, damage: Callable[..., Any]) -> None:
    put(run_con, 0, BIG)
    manifest = row(0, BIG)[0].manifest
    damage(run_con, manifest[key].parts[-1])
    with pytest.raises(CheckpointUnreadable, match=r"missing or damaged|is damaged"):
        load(run_con)
    whole = {name: stored for name, stored in manifest.items() if name != key}
    assert load_values(run_con, whole) == {name: value for name, value in BIG.items() if name != key}


def _rewrite(con: Connection, name: bytes, change: Callable[[bytes], bytes]) -> None:
    [body] = con.execute("SELECT body FROM chunks WHERE hash = ?", (name,)).fetchone()
    con.execute("UPDATE chunks SET body = ? WHERE hash = ?", (change(body), name))


@pytest.mark.parametrize(
    "stored",
    [
        Stored("inline", (b"\xc1",)),
        Stored("inline", ()),
        Stored("value", ()),
        Stored("dict", (b"nowhere",)),
        Stored("no such kind", ()),
    ],
)
def test_a_damaged_manifest_entry_is_told(run_con: Connection, stored: Stored) -> None:
    with pytest.raises(CheckpointUnreadable):
        load_values(run_con, {"a": stored})


@pytest.mark.parametrize("manifest", [b"", b"\xc1", b"\x81\xa1a\x01", b"\x81\xa1\xff\x92\xa1x\x90", encode([1])])
def test_a_damaged_manifest_is_told_with_its_checkpoint(run_con: Connection, manifest: bytes) -> None:
    put(run_con, 0, {"a": 1})
    run_con.execute("UPDATE checkpoints SET manifest = ?", (manifest,))
    with pytest.raises(CheckpointUnreadable, match="c000"):
        checkpoints.latest_checkpoint(run_con)
