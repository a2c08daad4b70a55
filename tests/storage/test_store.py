"""The store is the one door to `workflow.db`: it offers all that the modules behind it can do."""

import ast
import inspect
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workflow_engine_shared.errors import RunNotFound
from workflow_engine_shared.storage.workflow import (
    flows,
    found_runs,
    moves,
    run_queue,
    run_views,
    runs,
    secrets,
    signals,
    workers,
)
from workflow_engine_shared.storage.workflow.bundle import run_rows
from workflow_engine_shared.storage.workflow.drafts import drafts
from workflow_engine_shared.storage.workflow.environments import environments
from workflow_engine_shared.storage.workflow.outbox import deliveries
from workflow_engine_shared.storage.workflow.schedules import schedules, times
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.starts import starts
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_shared.storage.workflow.waits import families, tasks, thrown, waits

ROOT = Path(__file__).parents[2]
NOW = "2026-01-31T12:00:00.000Z"
MODULES: tuple[ModuleType, ...] = (
    environments,
    drafts,
    flows,
    found_runs,
    deliveries,
    moves,
    run_rows,
    run_queue,
    run_views,
    runs,
    schedules,
    secrets,
    signals,
    times,
    workers,
    waits,
    tasks,
    thrown,
    starts,
    families,  # its ends of runs stand in the place of those of `moves`
)


def functions_of_a_connection() -> dict[str, Callable[..., Any]]:
    """The functions that the modules behind the store offer: those whose first parameter is a connection."""
    return {
        name: function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), None) == "con"
    }


def methods(protocol: type) -> dict[str, Callable[..., Any]]:
    return {name: each for name, each in inspect.getmembers(protocol, inspect.isfunction) if not name.startswith("_")}


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened: Store = SqliteStore.open(tmp_path / "workflow.db")
    yield opened
    opened.close()


def test_the_protocol_has_every_function_with_its_parameters() -> None:
    offered = methods(Transaction)
    wanted = functions_of_a_connection()
    assert set(offered) == set(wanted)
    for name, function in wanted.items():
        _con, *theirs = inspect.signature(function).parameters.values()
        _self, *ours = inspect.signature(offered[name]).parameters.values()
        assert [(each.name, each.kind) for each in ours] == [(each.name, each.kind) for each in theirs], name
        assert [each.default is each.empty for each in ours] == [each.default is each.empty for each in theirs], name


def test_a_look_is_of_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    with store.read() as look:
        before = look.list_flows(after="", limit=10)
        with store.write() as tx:
            tx.insert_flow("late", "Late", NOW)
        assert look.list_flows(after="", limit=10) == before == []
    with store.read() as look:
        assert [each.id for each in look.list_flows(after="", limit=10)] == ["late"]


def test_a_look_cannot_change_anything(store: Store) -> None:
    with store.read() as look:
        missing = [name for name in methods(Transaction) if not hasattr(look, name)]
    assert set(missing) == set(methods(Transaction)) - set(methods(ReadTransaction))
    assert {"insert_run", "run_started", "insert_command", "end_worker"} <= set(missing)


def test_a_change_is_seen_whole_or_not_at_all(store: Store) -> None:
    with store.write() as change:
        change.insert_flow("f", "Flow", NOW)
        version = change.insert_version("f", {"nodes": []}, {}, NOW)

    def fail_halfway() -> None:
        with store.write() as change:
            assert change.insert_run(runs.NewRun("r", version.id, "{}", "print", "flows"), NOW)
            assert change.get_run("r").thread_id == "r"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with store.read() as look, pytest.raises(RunNotFound):
        look.get_run("r")


def test_a_store_under_change_is_locked_and_is_kept_up_without_waiting(store: Store, tmp_path: Path) -> None:
    assert not store.is_locked()
    other = SqliteStore.attach(tmp_path / "workflow.db")
    with other.write() as change:
        change.insert_flow("f", "Flow", NOW)
        assert store.is_locked()
        store.maintenance()
    store.maintenance()
    other.close()
    with store.read() as look:
        assert look.get_flow("f").name == "Flow"


def test_a_store_says_when_so_much_was_changed_that_it_is_to_be_kept_up(store: Store) -> None:
    def change(number: int) -> None:
        with store.write() as tx:
            tx.insert_version("f", {"nodes": [], "note": "x" * 2**20}, {}, NOW)
            tx.insert_flow(f"f{number}", "Flow", NOW)

    with store.write() as tx:
        tx.insert_flow("f", "Flow", NOW)
    assert not store.has_grown()
    for number in range(6):
        change(number)
    assert store.has_grown()
    store.maintenance()
    assert not store.has_grown(), "until more is changed"
    change(10)
    assert not store.has_grown(), "the log began anew"
    for number in range(11, 20):
        change(number)
    assert store.has_grown(), "what it had is written over"


@pytest.mark.parametrize("package", ["supervisor/workflow_engine_supervisor", "worker/workflow_engine_worker"])
def test_nobody_beside_the_store_asks_the_modules_behind_it(package: str) -> None:
    """A function of a connection, imported outside storage/, would be a second door."""
    names = set(functions_of_a_connection())
    modules = {module.__name__ for module in MODULES}
    for path in (ROOT / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [
            (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        ]
        assert not [name for module, name in imports if module in modules and name in names], path
        here = {name for module, name in imports if f"{module}.{name}" in modules}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in here:
                assert node.attr not in names, f"{path}:{node.lineno}"


NOT_CARRIED: dict[str, set[str]] = {
    "runs": {"seq", "searchable", "parent_id", "parent_key"},  # of this database alone
    "signals": {"id"},
    "workers": {"id"},
    "waits": set(),
}


@pytest.mark.parametrize("table", NOT_CARRIED)
def test_a_bundle_carries_every_column(tmp_path: Path, table: str) -> None:
    path = tmp_path / "workflow.db"
    SqliteStore.open(path).close()
    with closing(sqlite3.connect(path)) as con:
        columns = {row[1] for row in con.execute(f"PRAGMA table_info({table})")}
    statement = (Path(run_rows.__file__).parent / "queries" / "run_rows.sql").read_text(encoding="utf-8")
    inserted = re.search(rf"-- name: insert_{table}\n.*?VALUES \((.*?)\);", statement, re.DOTALL)
    assert inserted is not None
    assert set(re.findall(r":(\w+)", inserted[1])) == columns - NOT_CARRIED[table]
