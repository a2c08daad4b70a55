"""Loops whose items run in processes, through a real supervisor: one item's trouble, kills, pauses, logs."""

import os
import signal
import sys
from collections import Counter

import psutil
import pytest

from support.processes import alive
from support.run import Run, chain, node
from support.server import Server
from support.wait import until


def processes_of(run: Run) -> list[psutil.Process]:
    """The processes for items of a run's worker, and their template."""
    found = psutil.Process(run.pid()).children(recursive=True)
    return [each for each in found if each.is_running() and "spawn_main" in " ".join(each.cmdline())]


def test_an_exception_that_cannot_be_unpickled_costs_its_own_item(server: Server):
    run = server.run(node("a", code_ref="processes.fetch"))
    rows = run.finished()["rows"]
    assert rows == [0, 1, 2, ["USER_CODE_ERROR", "ShopError: 503: busy"], *range(4, 12)]
    assert any("Item 3 of fetch failed" in text for text in run.messages())
    assert "in_processes.py" in str(server.get(f"/runs/{run.id}/steps", state="skipped")["items"][0]["error"])


def test_items_that_cannot_be_sent_fail_the_node_at_the_first(server: Server):
    run = server.run(node("a", code_ref="processes.locks"))
    error = run.failed()
    assert (error["code"], error["node"]) == ("ITEM_NOT_SENDABLE", "a")
    assert "Item 0 of 'fetch' cannot be sent to another process: TypeError" in error["message"]
    assert run.journal() == {}


def test_a_process_killed_while_it_starts_costs_nothing(server: Server):
    run = server.run(node("a", code_ref="processes.timed"))
    until(lambda: processes_of(run), what="a process")[0].kill()

    pids = run.hurry().finished()["pids"]

    assert all(isinstance(pid, int) for pid in pids)
    assert set(Counter(line["key"] for line in run.ledger("item")).values()) == {1}


def test_processes_killed_at_work_cost_the_items_they_were_at_work_on(server: Server):
    run = server.run(node("a", code_ref="processes.timed", count=100))
    for done in (10, 40):
        run.done(done)
        os.kill(run.ledger("item")[-1]["pid"], signal.SIGKILL)

    run.hurry().finished()

    states = Counter(state for state, _ in run.journal().values())
    assert states["skipped"] <= 2
    assert states["done"] + states["skipped"] == 100
    assert set(Counter(line["key"] for line in run.ledger("item")).values()) == {1}


def test_a_pause_takes_back_what_has_not_begun(server: Server):
    run = server.run(node("a", code_ref="processes.timed", count=80))
    run.done(20)
    run.paused()
    before = run.ledger("item")
    assert len(run.journal()) == len(before) < 80
    until(lambda: not any(alive(pid) for pid in {line["pid"] for line in before}), what="no process while it rests")

    run.resume()

    run.hurry().finished()
    assert Counter(line["key"] for line in run.ledger("item")) == Counter(range(80))


def test_a_killed_worker_leaves_no_process_and_only_what_was_at_work_runs_again(server: Server):
    run = server.run(node("a", code_ref="processes.timed", count=80))
    run.done(20)
    pids = [each.pid for each in processes_of(run)]
    run.kill()
    until(lambda: not any(map(alive, pids)), what="the end of its processes")

    run.hurry().finished()

    ran = Counter(line["key"] for line in run.ledger("item"))
    assert set(ran) == set(range(80))
    assert sum(ran.values()) - 80 <= 2 + 4, "two at work, and what was on its way to the disk"


def test_what_items_print_log_and_raise(server: Server):
    run = server.run(node("a", code_ref="processes.talks"), api_key="sesame-sesame")
    assert run.finished()["rows"] == ["ValueError: refused ***"] * 2
    lines = {each["message"]: each for each in server.get(f"/runs/{run.id}/logs", limit=200)["items"]}
    assert lines["printed 0"]["context"] == {"stream": "stdout"}
    assert (lines["printed 0"]["level"], lines["printed 0"]["node_id"]) == ("INFO", "a")
    assert lines["to stderr 1"]["context"] == {"stream": "stderr"}
    assert (lines["logged 1"]["level"], lines["logged 1"]["context"]) == ("WARNING", {"logger": "flow.a"})
    assert "native 0" in lines
    assert {"step NOT_IN_ITEM", "artifact NOT_IN_ITEM"} <= lines.keys()
    assert not any("sesame" in text for text in lines)


def test_the_runs_next_loops_find_their_processes_ready(server: Server):
    run = server.run(chain(node("one", code_ref="processes.twice"), node("two", code_ref="processes.twice")))
    state = run.finished()
    assert state["squares"] == [number**2 for number in range(8)]
    assert len({pid for pids in state["kept"] for pid in pids}) <= 2
    assert len(state["kept"]) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process imports for itself")
def test_what_a_later_loop_imports_is_imported_while_the_nodes_before_work(server: Server):
    run = server.run(chain(node("wait", "waits"), node("a", code_ref="processes.fetch")))
    run.began()

    (template,) = until(lambda: processes_of(run), what="a process that imports")

    run.open_gate()
    run.finished()
    assert not alive(template.pid)


#: Its import takes a while, notes who imports it when, and leaves a variable for those that come after.
IMPORTED_TWICE = """import os, pathlib, threading, time
from workflow_engine import map_steps, register_function

begun = time.monotonic()
children = pathlib.Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
threading.Event().wait(0.2)
os.environ.setdefault("IMPORTED_FIRST_BY", str(os.getpid()))
with open(pathlib.Path(os.environ["TMPDIR"]) / "imports", "a") as imports:
    imports.write(f"{begun} {time.monotonic()} {os.getpid()} {len(children)}\\n")

def item(number):
    return os.environ["IMPORTED_FIRST_BY"]

@register_function("imported.twice")
def twice(state):
    return {"first": list(map_steps(item, [1, 2], pool=state["pool"], workers=1))}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process imports for itself")
def test_their_process_begins_before_the_runs_own_import_and_imports_after_it(server: Server):
    (server.flows / "imported_twice.py").write_text(IMPORTED_TWICE)
    run = server.run(node("a", code_ref="imported.twice"), pool="process")
    first = run.finished()["first"]
    ours, theirs = [line.split() for line in (run.paths.tmp / "imports").read_text().splitlines()]

    assert first == [ours[2]] * 2  # what the import changed holds for the processes, too
    assert int(ours[3]) >= 1  # the process was there
    assert float(ours[1]) <= float(theirs[0])
    assert ours[2] != theirs[2]


#: No text of it says that there will be processes.
MAPPED_ONLY = """import os, pathlib, threading
from workflow_engine import register_function

@register_function("mapped.only")
def only(item):
    return item * 2

@register_function("mapped.waits")
def waits(state):
    while not (pathlib.Path(os.environ["TMPDIR"]) / "gate").exists():
        threading.Event().wait(0.02)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process imports for itself")
def test_a_node_that_maps_in_processes_finds_its_process_begun(server: Server):
    (server.flows / "mapped_only.py").write_text(MAPPED_ONLY)
    mapping = {"items": {"var": "numbers"}, "codeRef": "mapped.only", "pool": "process", "outputKey": "rows"}
    flow = chain(node("wait", code_ref="mapped.waits"), {"id": "a", "type": "map", "data": mapping})
    run = server.run(flow, numbers=[1, 2])

    (template,) = until(lambda: processes_of(run), what="a process that imports")

    (run.paths.tmp / "gate").touch()
    assert run.finished()["rows"] == [2, 4]
    assert not alive(template.pid)
