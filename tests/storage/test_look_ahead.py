"""What a spare makes while nobody waits: the graph of the newest run, which the next one probably has."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.run import chain, node
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.workflow.runs import NewRun
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_worker.kernel.graph import LONE_NODE
from workflow_engine_worker.runs import ahead, beginning

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
    beginning.parsed.cache_clear()
    yield found
    beginning.parsed.cache_clear()


def looked(home: Home) -> Any:
    """What is at hand then; whoever asks closes its store."""
    found = ahead.look_ahead(home)
    assert isinstance(found.store, SqliteStore)
    return found


def read(home: Home, thread_id: str) -> Any:
    """The flow of a run, as its worker reads it."""
    with closing(looked(home).store) as store, store.read() as tx:
        return beginning.flow_of(tx, tx.get_run(thread_id))


def test_the_newest_runs_flow_is_read_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    read_now: list[Any] = []
    parse = beginning.parse_flow
    monkeypatch.setattr(beginning, "parse_flow", lambda document: (read_now.append(document), parse(document))[1])
    flow = read(home, "new")
    assert ([each.id for each in flow.nodes], len(read_now)) == (["start", "end"], 1)
    assert read(home, "old") == flow
    assert len(read_now) == 2, "only what the newest run is of is read ahead"


def with_newest(home: Home, flow: Any) -> Any:
    """The graph that is at hand once a run of this flow is the newest; and the flow as its worker reads it."""
    with closing(SqliteStore.open(home.db)) as store, store.write() as tx:
        now = SystemClock().now()
        version_id = tx.insert_version("new", flow, {}, now).id
        tx.insert_run(NewRun("newest", version_id, "{}", "", ""), now)
    found = looked(home)
    with closing(found.store) as store, store.read() as tx:
        return found.graph, beginning.flow_of(tx, tx.get_run("newest"))


def test_the_newest_runs_graph_begins_behind_its_start(home: Home) -> None:
    graph, flow = with_newest(home, chain(node("one", code_ref="a.b")))
    assert graph.is_made_of(flow, "one")
    assert not graph.is_made_of(flow, "start")
    assert not graph.is_made_of(msgspec.structs.replace(flow), "one"), "another flow may look the same"


def test_every_run_by_tokens_has_the_same_graph(home: Home) -> None:
    graph, _ = with_newest(home, chain({"id": "later", "type": "wait", "data": {"seconds": 1}}))
    assert graph.is_made_of(None, LONE_NODE)


def test_where_the_state_decides_who_is_first_the_run_makes_its_graph(home: Home) -> None:
    decides = {"id": "ready", "type": "condition", "data": {"expr": {"var": "ready"}}}
    edges = [{"source": "start", "target": "ready"}, {"source": "ready", "target": "end"}]
    graph, _ = with_newest(home, {"nodes": [FLOW["nodes"][0], decides, FLOW["nodes"][1]], "edges": edges})
    assert graph is None


def test_a_graph_of_many_nodes_is_left_to_its_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_SOON_COMPILED", 2)
    graph, _ = with_newest(home, chain(node("one", code_ref="a.b")))
    assert graph is None


def test_a_large_flow_is_left_to_its_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_SOON_READ", 10)
    found = looked(home)
    found.store.close()
    assert found.graph is None
    assert beginning.parsed.cache_info().currsize == 0


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
    found = looked(empty)
    found.store.close()
    assert found.graph is None
