"""What a spare reads while nobody waits: the flow of the newest run, which the next one is probably of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.runs import beginning

FLOW = {
    "nodes": [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}],
    "edges": [{"source": "start", "target": "end"}],
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Two runs of two flows, `old` and `new`."""
    found = Home(tmp_path / "home")
    found.make()
    with closing(SqliteStore.open(found.db)) as store:
        for number, flow_id in enumerate(("old", "new"), 1):
            now = SystemClock().now()
            with store.write() as tx:
                tx.insert_flow(flow_id, flow_id, now)
                tx.insert_version(flow_id, {**FLOW, "notes": []}, {}, now)
                tx.insert_run(NewRun(flow_id, number, "{}", "", ""), now)
    beginning._parsed.cache_clear()
    yield found
    beginning._parsed.cache_clear()


def read(home: Home, thread_id: str) -> Any:
    """The flow of a run, as its worker reads it."""
    store = beginning.attach_ahead(home)
    assert isinstance(store, SqliteStore)
    with closing(store), store.read() as tx:
        return beginning.flow_of(tx, tx.get_run(thread_id))


def test_the_newest_runs_flow_is_read_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    read_now: list[Any] = []
    parse = beginning.parse_flow
    monkeypatch.setattr(beginning, "parse_flow", lambda document: (read_now.append(document), parse(document))[1])
    flow = read(home, "new")
    assert ([each.id for each in flow.nodes], len(read_now)) == (["start", "end"], 1)
    assert read(home, "old") == flow
    assert len(read_now) == 2, "only what the newest run is of is read ahead"


def test_a_large_flow_is_left_to_its_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "_SOON_READ", 10)
    store = beginning.attach_ahead(home)
    assert isinstance(store, SqliteStore)
    store.close()
    assert beginning._parsed.cache_info().currsize == 0


@pytest.mark.parametrize("damage", ["no JSON", '{"nodes": 1}'])
def test_a_damaged_flow_is_told_by_its_own_run_only(home: Home, damage: str) -> None:
    with closing(sqlite3.connect(home.db)) as con, con:
        con.execute("UPDATE flow_versions SET dsl_json = ? WHERE flow_id = 'new'", (damage,))
    assert [each.id for each in read(home, "old").nodes] == ["start", "end"]
    with pytest.raises(InvalidFlow):
        read(home, "new")


def test_a_home_without_runs_has_nothing_to_read(tmp_path: Path) -> None:
    empty = Home(tmp_path / "empty")
    empty.make()
    SqliteStore.open(empty.db).close()
    store = beginning.attach_ahead(empty)
    assert isinstance(store, SqliteStore)
    store.close()
