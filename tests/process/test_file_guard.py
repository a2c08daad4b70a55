"""The file guard, through a real worker: what functions may not reach, what they may, and how the refusal reads."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.run import Run, chain, node
from support.server import Server

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths and ways of POSIX")
#: Each way with what its refusal begins with.
WAYS = {
    "open_w": "open for writing",
    "open_a": "open for writing",
    "open_rw": "open for writing",
    "open_bytes_path": "open for writing",
    "os_open": "open for writing",
    "os_open_dir_fd": "open for writing",
    "write_text": "open for writing",
    "copy": "open for writing",
    "rename_out": "rename to",
    "rename_in": "rename",
    "remove": "remove",
    "link": "make a link to",
    "symlink": "make a link at",
    "through_symlink": "open for writing",
    "dots": "open for writing",
    "relative": "open for writing",
    "chmod": "change the mode of",
    "utime": "change the times of",
    "mkdir": "make the folder",
    "rmdir": "remove the folder",
    "rmtree": "remove the folder",
    "truncate": "truncate",
    "mkfifo": "make a pipe or device at",
    "sqlite": "open for writing the database",
    "sqlite_attach": "DatabaseError: not authorized",
    "tempfile": "open for writing",
    "mkdtemp": "make the folder",
    "subprocess_cwd": "start a program in",
    "system_cwd": "start a program in",
    "socket": "make a socket at",
    "process_pool": "open for writing",
}


def furnish(outside: Path) -> Path:
    """A folder of somebody else's."""
    outside.mkdir()
    for name in ("file.txt", "moved_in", "removed"):
        (outside / name).write_text("theirs")
    (outside / "empty").mkdir()
    (outside / "tree" / "deep").mkdir(parents=True)
    return outside


def contents(folder: Path) -> dict[str, Any]:
    return {str(each.relative_to(folder)): each.is_file() and each.read_bytes() for each in folder.rglob("*")}


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's home."""
    home = tmp_path_factory.mktemp("user")
    (home / "secret.txt").write_text("secret")
    return home


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, user: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(user))
        made = Server(tmp_path_factory.mktemp("guarded"), warm_workers=1, grace=0.5)
    try:
        yield made.start()
        made.stop()
    finally:
        made.clean_up()


def errors(run: Run) -> dict[str, Any]:
    from msgspec import json

    return {name: json.decode(text) for name, text in run.query("SELECT node_id, error_json FROM visits") if text}


def escapes(outside: Path) -> Any:
    tries = [node(way, code_ref="escape", data={"onError": "continue"}, way=way, outside=str(outside)) for way in WAYS]
    return chain(*tries)


@pytest.fixture(scope="module")
def denied(guarded: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, bool]:
    """The errors of a run that tried every way; whether the folder is as it was."""
    outside = furnish(tmp_path_factory.mktemp("out") / "outside")
    before = contents(outside)
    run = guarded.run(escapes(outside))
    state = run.finished(timeout=60)
    assert "through" not in state
    return errors(run), outside, contents(outside) == before


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_is_closed_and_says_why(denied: tuple[dict[str, Any], Path, bool], way: str):
    found, outside, unchanged = denied
    error = found[way]
    assert error["message"].startswith(WAYS[way]), error["message"]
    if way != "sqlite_attach":  # SQLite has its own words; the log has ours
        assert error["code"] == "FILE_ACCESS_DENIED"
        assert str(outside) in error["message"]
        assert "allow_paths" in error["message"]
        assert "escapes.py" in error["traceback"] or way == "process_pool"
    assert unchanged


def test_the_log_says_which_file_sqlite_may_not_attach(guarded: Server, tmp_path: Path):
    run = guarded.run(node("a", code_ref="escape", way="sqlite_attach", outside=str(tmp_path)))
    run.failed()
    assert any(str(tmp_path / "attached.db") in message and "allow_paths" in message for message in run.messages())


def test_allow_paths_opens_every_way(tmp_path: Path, servers: Any):
    outside = furnish(tmp_path / "outside")
    server = servers(allow_paths=str(outside)).start()
    run = server.run(escapes(outside))
    state = run.finished(timeout=60)
    assert errors(run) == {}
    assert state["through"] == list(WAYS)
    server.stop()


def test_what_functions_may_do(guarded: Server):
    assert guarded.run(node("a", code_ref="works")).finished()["worked"]


def test_of_the_users_home_only_what_is_the_flows(guarded: Server, user: Path, tmp_path: Path):
    tries = {
        "secret": user / "secret.txt",
        "listing": user,
        "link": tmp_path / "link",
        "own": guarded.flows / "faulty" / "ledger.py",
        "system": Path("/etc/passwd"),
    }
    (tmp_path / "link").symlink_to(user / "secret.txt")
    nodes = [node(what, code_ref="reads", data={"onError": "continue"}, path=str(path)) for what, path in tries.items()]
    run = guarded.run(chain(*nodes))
    run.finished()
    found = errors(run)
    assert set(found) == {"secret", "listing", "link"}
    for error in found.values():
        assert error["code"] == "FILE_ACCESS_DENIED"
        assert str(user) in error["message"]
        assert "of your home, functions read only" in error["message"]


def test_a_refusal_that_the_code_swallows_is_told_and_counted(guarded: Server, user: Path):
    run = guarded.run(node("a", code_ref="looks_around", data={"onError": "continue"}, path=str(user)))
    state = run.finished()
    assert state["found"] == {"glob": 0, "walk": 0, "exists": True, "pool": 0}
    told = [line for line in run.logs() if line["message"].startswith("file_guard: ")]
    assert {line["level"] for line in told} == {"WARNING"}
    assert {line["node_id"] for line in told[:-1]} == {"a"}
    lines = [line["message"] for line in told]
    for tried in (f"list {user}:", f"open for reading {user / 'secret.txt'}:"):
        assert any(line.startswith(f"file_guard: {tried}") for line in lines)
    assert all("allow_paths" in line for line in lines[:-1])
    assert lines[-1].startswith("file_guard: 4 refusals")
    guard = run.facts["file_guard"]
    assert guard["refusals"] == 4
    assert len(guard["details"]) == 2, "glob and os.walk were refused the same; each is told once"


def test_a_runs_inputs_are_for_reading(guarded: Server):
    run = guarded.run(node("a", code_ref="overwrites_inputs"))
    error = run.failed()
    assert error["code"] == "FILE_ACCESS_DENIED"
    assert str(run.paths.inputs) in error["message"]
    assert "inputs are for reading" in error["message"]


def test_the_guard_can_be_switched_off(tmp_path: Path, servers: Any):
    outside = furnish(tmp_path / "outside")
    server = servers(file_guard="off").start()
    assert server.run(node("a", code_ref="escape", way="open_w", outside=str(outside))).finished()["through"]
    assert (outside / "new.txt").exists()
    server.stop()
