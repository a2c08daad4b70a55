"""Relative paths of ordinary code do not meet the engine's files, and whole paths to them are refused."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.run import Run, chain, node
from support.server import Server

#: Of `faulty/engine_files.py`.
WAYS = (
    "remove_all_runs",
    "remove_other_run",
    "remove_own_run",
    "remove_home",
    "overwrite_database",
    "append_to_database",
    "remove_log_of_database",
    "write_database",
    "attach_database",
    "copy_database",
    "read_own_run_db",
    "overwrite_own_run_db",
    "write_own_run_db",
    "truncate_own_log",
    "remove_own_lock",
    "replace_own_vitals",
    "write_into_other_run",
    "write_into_others_work",
    "write_settings",
    "read_settings",
    "read_secrets",
    "remove_supervisor_info",
    "remove_supervisor_lock",
    "take_the_reserve",
    "empty_trash",
    "up_from_the_working_directory",
    "through_a_link",
    "in_other_case",
    "hard_link",
    "by_folder_handle",
    "by_reopened_handle",
    "by_dev_fd",
    "mode_of_handle",
    "times_of_handle",
    "program_in_the_home",
    "from_an_item_process",
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths and ways of POSIX")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("engine-files"), warm_workers=1, grace=0.5)
    try:
        yield made.start()
        made.stop()
    finally:
        made.clean_up()


def named(served: Server, thread_id: str, code_ref: str) -> Run:
    """An accepted run with this id."""
    flow = served.flow(chain(node("a", code_ref=code_ref)))
    assert served.post("/runs/start", {"flow_id": flow, "thread_id": thread_id}).status_code == 201
    return Run(served, thread_id)


@pytest.fixture(scope="module")
def other(served: Server) -> Run:
    """A run that was there before."""
    run = named(served, "other", "ordinary_paths")
    run.finished()
    return run


@pytest.fixture(scope="module")
def tried(served: Server, other: Run) -> dict[str, Any]:
    """The errors of a run that tried every way."""
    served.home.config.write_text("# mine")
    tries = [
        node(
            way,
            code_ref="meets_engine",
            data={"onError": "continue"},
            way=way,
            home=str(served.home.root),
            other=other.id,
        )
        for way in WAYS
    ]
    run = served.run(chain(*tries))
    assert "through" not in run.finished(timeout=60)
    found = {
        name: msgspec.json.decode(text) for name, text in run.query("SELECT node_id, error_json FROM visits") if text
    }
    assert served.home.config.read_text() == "# mine"
    return found


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_engines_files(tried: dict[str, Any], way: str):
    error = tried[way]
    if way == "attach_database":  # SQLite has its own words; the log has ours
        assert "not authorized" in error["message"]
        return
    assert error["code"] == "FILE_ACCESS_DENIED", error
    assert "renflow" in error["message"]
    assert "working directory" in error["hint"]


def test_nothing_was_lost(served: Server, other: Run, tried: dict[str, Any]):
    assert tried
    assert other.facts["status"] == "finished"
    assert other.paths.db.exists()
    assert not (other.paths.outputs / "mine.txt").exists()


def test_relative_paths_are_the_runs_own(served: Server, other: Run):
    state = other.state
    assert Path(state["cwd"]) == Path(state["child"]) == other.paths.work
    assert {"workflow.db", "run.db", "trash", "state.db"} <= set(state["found"])
    assert "runs" not in state["found"]
    assert any("to the log" in line for line in other.paths.stderr.read_text().splitlines()) or any(
        "to the log" in message for message in other.messages()
    )


@pytest.mark.parametrize("length", [8, 117])
def test_sockets_fit_whatever_the_runs_id(served: Server, length: int):
    run = named(served, "r" * length, "makes_manager")
    state = run.finished()
    assert state["shared"] == 1
    assert Path(state["tmp"]).resolve() == run.paths.tmp.resolve()
    assert served.client.delete(f"/runs/{run.id}").status_code == 204
    assert not os.path.lexists(state["tmp"]), "its short name goes with it"
