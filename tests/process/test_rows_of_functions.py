"""What authors write, row by row (B-65 to B-74): documented support or a clear error, and never a lost worker.

Elsewhere: forms that cannot be registered (B-65, B-66) in tests/pure/functions; results
and exceptions (B-67, B-68) in test_functions.py; files (B-74) in tests/pure/functions/test_discovery.py.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.run import Run, chain, node
from support.server import Server

DUPLICATE = """from workflow_engine import register_function

@register_function("faulty")
def again(state): ...
"""


def attempts(run: Run) -> int:
    return len(run.facts["attempts"])


def test_b65_the_second_of_two_names_is_told_with_both_places(server: Server):
    path = server.flows / "second.py"
    path.write_text(DUPLICATE)
    try:
        [problem] = [each for each in server.get("/functions")["problems"] if each["pointer"].startswith(str(path))]
    finally:
        path.unlink()
    assert (problem["code"], problem["pointer"]) == ("REGISTRATION_ERROR", f"{path}:4")
    assert str(server.flows / "faulty" / "function.py") in problem["detail"]


def test_b66_what_no_worker_can_import_is_refused_where_it_is_registered():
    code = "from workflow_engine import register_function\n@register_function('a')\ndef f(state): ..."
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "FunctionNotImportable" in done.stderr
    assert "must stand in a file" in done.stderr


def test_b66_a_module_may_be_started_by_hand(tmp_path: Path):
    path = tmp_path / "mine.py"
    path.write_text("from workflow_engine import register_function\n@register_function('a')\ndef f(state): ...\n")
    assert subprocess.run([sys.executable, str(path)], check=False).returncode == 0


def test_b67_two_hundred_megabytes_are_kept_and_shown_shortened(server: Server):
    run = server.run(chain(node("a", code_ref="rows.huge", megabytes=200)))
    shown = run.finished(timeout=90)["text"]
    assert (shown["$type"], len(shown["preview"]) < 70_000) == ("string", True)
    assert shown["size"] >= 200_000_000
    assert len(run.values()["text"]) == 200_000_000
    assert attempts(run) == 1


def test_b69_the_next_node_sees_what_was_returned_not_what_was_changed(server: Server):
    run = server.run(chain(node("a", code_ref="rows.same"), node("b", code_ref="rows.same")), kept=[1])
    assert run.finished() == {"kept": [1], "added": 1}


def test_b69_global_state_is_the_processes_own(server: Server):
    nodes = [node(name, code_ref="rows.remembers") for name in ("a", "b")]
    for _ in range(2):  # another run is another process
        assert server.run(chain(*nodes)).finished()["seen"] == ["a", "b"]


def test_b70_hints_of_every_kind_take_plain_values(server: Server):
    calls = [
        node("typed", code_ref="rows.typed", point={"x": 1}, box={"width": 2}, row={"name": "a"}, later="b"),
        node("loose", code_ref="rows.loose", b=1, a=2),
        node("by_position", code_ref="rows.by_position", size=3),
    ]
    state = server.run(chain(*calls)).finished()
    assert state["kinds"] == ["dict", "dict", "dict", "str"]
    assert state["many"] == 1
    assert (state["args"], state["more"], state["size"]) == (1, ["a", "b"], 3)


def test_b71_a_coroutine_that_never_gives_way_is_ended_at_its_limit(server: Server):
    run = server.run(node("a", code_ref="rows.blocks", data={"timeout": 0.5}, seconds=60))
    assert run.failed()["code"] == "NODE_TIMEOUT"


def test_b72_a_node_that_upsets_logging_silences_only_itself(server: Server):
    run = server.run(chain(node("a", code_ref="rows.upsets_logging"), node("b", "prints", text="heard")))
    assert run.finished()["upset"] is True
    said = run.messages()
    assert "still printed" in said
    assert "heard" in said
    assert any("is finished" in message for message in said)


def test_b72_nobody_answers_at_the_terminal(server: Server):
    error = server.run(node("a", code_ref="rows.asks_the_terminal")).failed()
    assert (error["code"], error["message"].partition(":")[0]) == ("USER_CODE_ERROR", "EOFError")


SIDE_EFFECT = """import os, pathlib
from workflow_engine import map_steps, register_function

with open(pathlib.Path(os.environ["TMPDIR"]) / "imports", "a") as imports:
    imports.write(f"{os.getpid()} ")

def item(number):
    return number

@register_function("side.effect")
def effect(state):
    return {"rows": list(map_steps(item, [1, 2], pool="process", workers=1))}

if __name__ == "__main__":
    raise SystemExit("started by hand")
"""


def test_b73_a_module_is_imported_once_a_process_and_never_by_the_supervisor(server: Server):
    (server.flows / "side_effects.py").write_text(SIDE_EFFECT)
    run = server.run(node("a", code_ref="side.effect"))
    assert run.finished()["rows"] == [1, 2]
    importers: Any = [int(pid) for pid in (run.paths.tmp / "imports").read_text().split()]
    assert len(importers) == len(set(importers)) == 2  # the worker, the pool's child
    assert server.process.pid not in importers


@pytest.mark.parametrize("name", ["random.py", "langgraph.py"])
def test_b74_a_file_of_a_librarys_name_breaks_no_run(server: Server, name: str):
    path = server.flows / name
    path.write_text("raise SystemExit('shadowed')\n" + DUPLICATE.replace("faulty", "shadowing"))
    try:
        assert server.run(node("a", "returns", kept=1)).finished()["kept"] == 1
        problems = server.get("/functions")["problems"]
    finally:
        path.unlink()
    assert ("SHADOWS_MODULE", f"{path}:1") in [(each["code"], each["pointer"]) for each in problems]
