"""What native code writes to file descriptors 1 and 2 is in the run's log too, each line once (F-34)."""

import os
from typing import Any

import pytest

from support.run import Run, chain, node
from support.server import Server
from support.wait import until
from workflow_engine_shared.logs.writer_state import dropped_lines


def native(run: Run) -> list[str]:
    return [line["message"] for line in run.logs() if line["context"] == {"source": "stderr"}]


def test_native_lines_come_once_with_their_node(server: Server):
    run = server.run(chain(node("one", "native", lines=100), node("two", "native", lines=50, descriptor=1, text="two")))
    run.finished()

    told = [(line["node_id"], line["message"]) for line in run.logs() if line["context"].get("source") == "stderr"]
    assert told == [("one", f"native {n}") for n in range(100)] + [("two", f"two {n}") for n in range(50)]
    assert all(line["level"] == "WARNING" for line in run.logs(level="WARNING"))
    assert run.paths.stderr.read_text().count("\n") == 150


@pytest.mark.parametrize("end", ["exit", "kill"])
def test_last_words_are_told_once_however_the_process_ends(server: Server, end: str):
    run = server.run(
        node("last", "native_then", end=end, data={"args": {"once": True, "mode": "native_then", "end": end}})
    )
    run.finished()

    assert native(run) == ["line 1", "line 2", "half a line"]
    numbers = [line["seq"] for line in run.logs()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_crash_of_the_interpreter_is_told_in_the_log(server: Server):
    run = server.run(node("crash", "segfaults", data={"args": {"mode": "segfaults", "once": True}}))
    run.finished()

    assert native(run).count("Fatal Python error: Segmentation fault") == 1


def test_last_words_are_told_when_no_supervisor_was_there_to_hear_them(servers: Any):
    server = servers()
    server.start()
    run = server.run(node("wait", "waits_then_says", data={"args": {"mode": "waits_then_says", "once": True}}))
    run.began()
    pid = run.pid()
    server.kill()
    run.open_gate()
    until(lambda: "spoken" in run.paths.stderr.read_text(), what="its last words")
    os.kill(server.stranger(pid), 9)
    server.start()
    run = Run(server, run.id)
    run.finished()

    assert native(run) == ["spoken"]


def test_stderr_log_is_kept_short_and_the_log_has_its_lines(servers: Any):
    server = servers(stderr_max_bytes=65536)
    server.start()
    run = server.run(chain(node("much", "native", lines=6000, text="x" * 30), node("more", "native", lines=1)))
    run.finished()
    run.left()

    assert run.paths.stderr.stat().st_size <= 65536
    lines = [line for cursor in pages(run) for line in cursor]
    assert [line["message"] for line in lines if line["context"].get("source") == "stderr"] == [
        *(f"{'x' * 30} {n}" for n in range(6000)), "native 0",
    ]  # fmt: skip
    assert any("of them were dropped" in line["message"] for line in lines)
    assert dropped_lines(run.paths.log_marks) == 0


def pages(run: Run) -> list[list[Any]]:
    found, cursor = [], None
    while True:
        page = run.server.get(f"/runs/{run.id}/logs", limit=1000, **({"cursor": cursor} if cursor else {}))
        found.append(page["items"])
        cursor = page["next"]
        if cursor is None:
            return found
