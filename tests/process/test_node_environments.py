"""Nodes with environments of their own: each in a process of its environment's interpreter, beside the run's own."""

import itertools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from support.package_index.frames import add_frames, frames_server
from support.package_index.index import Index, listening
from support.run import Run
from support.server import Server
from support.wait import until
from workflow_engine_shared.environments.folder import FILES
from workflow_engine_shared.signatures import keys

LIMIT_S = 60
FUNCTIONS = """
import os
import sys
import time
from datetime import datetime
from pathlib import Path

import fixture_frame

from workflow_engine import artifact, current_run, map_steps, progress, register_function, track


def _began():
    with (Path(current_run().outputs_dir) / "began").open("a") as file:
        file.write(f"{os.getpid()}\\n")


@register_function("frames.version")
def version(state, *, into, go: str = "", exits=0):
    _began()
    print("printed with", fixture_frame.VERSION)
    while go and not Path(go).exists():
        time.sleep(0.02)
    progress(1, 2, "half")
    artifact(f"{into}.txt", fixture_frame.VERSION)
    return {into: [fixture_frame.VERSION, sys.prefix], f"{into}_at": datetime(2026, 1, 2), "pid": os.getpid()}


@register_function("frames.item")
def item(text, *, suffix):
    _began()
    return f"{text}{suffix}-{fixture_frame.VERSION}"


@register_function("frames.bad")
async def bad(state, **_):
    if state.get("loop"):
        return list(map_steps(str, [1]))
    raise ValueError(f"bad with {fixture_frame.VERSION}")


@register_function("frames.flaky", retry=2)
def flaky(state):
    _began()
    if current_run().attempt < 3:
        raise OSError("not yet")
    return {"attempt": current_run().attempt, "key": current_run().idempotency_key}


@register_function("frames.tracked")
def tracked(state, *, go):
    _began()
    for _ in track(range(1_000_000)):
        if Path(go).exists():
            return {"tracked": fixture_frame.VERSION}
        time.sleep(0.02)


@register_function("frames.slow", timeout=1)
def slow(state):
    time.sleep(60)
"""
HERE = """
from workflow_engine import register_function


@register_function("here.add")
def add(state, *, into="here"):
    import sys

    return {into: sys.prefix}
"""


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with listening() as made:
        add_frames(made)
        yield made


@pytest.fixture
def server(tmp_path: Path, index: Index) -> Iterator[Server]:
    made = a_server(tmp_path, index)
    try:
        yield made.start()
    finally:
        made.clean_up()


def a_server(folder: Path, index: Index, **settings: Any) -> Server:
    return frames_server(folder, index, {"frames.py": FUNCTIONS, "here.py": HERE}, **settings)


ENVIRONMENTS = {"old": {"requirements": ["fixture-frame<2"]}, "new": {"requirements": ["fixture-frame>=2"]}}


def node(name: str, code_ref: str, environment: str | None = None, **data: Any) -> dict[str, Any]:
    where = {} if environment is None else {"environment": environment}
    return {"id": name, "type": "python", "data": {"codeRef": code_ref, **where, **data}}


def flow(*nodes: dict[str, Any], environments: tuple[str, ...] = ("old", "new"), **top: Any) -> dict[str, Any]:
    names = ["start", *(each["id"] for each in nodes), "end"]
    return {
        "environments": {name: ENVIRONMENTS[name] for name in environments},
        "nodes": [{"id": "start", "type": "start"}, *nodes, {"id": "end", "type": "end"}],
        "edges": [{"source": one, "target": two} for one, two in itertools.pairwise(names)],
        **top,
    }


def pids(server: Server, run: Run) -> list[int]:
    file = server.home.run(run.id).outputs / "began"
    return [int(each) for each in file.read_text().split()] if file.exists() else []


def test_nodes_with_conflicting_packages_are_each_right_in_one_flow(server: Server):
    items = {
        "id": "items",
        "type": "map",
        "data": {
            "codeRef": "frames.item",
            "environment": "new",
            "items": ["a", "b", "c"],
            "args": {"suffix": "!"},
            "workers": 2,
            "outputKey": "items",
        },
    }
    document = flow(
        node("one", "frames.version", "old", args={"into": "one"}),
        node("two", "frames.version", "new", args={"into": "two"}),
        items,
        node("three", "here.add"),
    )
    run = server.run(server.flow(document))
    state = run.finished(timeout=LIMIT_S)

    assert [state["one"][0], state["two"][0]] == ["1.5", "2.0"]
    assert state["one"][1] != state["two"][1]
    assert str(server.home.environments) in state["one"][1]
    assert str(server.home.environments) not in state["here"], "the run itself is beside renflow"
    assert state["items"] == ["a!-2.0", "b!-2.0", "c!-2.0"]
    assert "2026-01-02" in str(state["one_at"]), "what the codec knows comes back"
    assert {"printed with 1.5", "printed with 2.0"} <= set(run.messages())
    assert (server.home.run(run.id).outputs / "two.txt").read_text() == "2.0"
    assert sorted(each.parent.name for each in server.home.environments.glob(f"*/{FILES}")) == sorted(
        each["hash"] for each in server.get("/environments")["items"]
    )
    assert {each["packages"][0]["version"] for each in server.get("/environments")["items"]} == {"1.5", "2.0"}


def test_the_flow_has_an_environment_and_a_node_another_one(server: Server):
    both = flow(
        node("one", "frames.version", args={"into": "one"}),
        node("two", "frames.version", "old", args={"into": "two"}),
        node("three", "frames.version", "new", args={"into": "three"}),
        environment="new",
        policy={"code": "pinned"},
    )
    name = server.flow(both)
    (server.flows / "frames.py").write_text("raise OSError('edited since')\n")
    state = server.run(name).finished(timeout=LIMIT_S)

    assert [state[each][0] for each in ("one", "two", "three")] == ["2.0", "1.5", "2.0"]
    assert state["one"][1] == state["three"][1], "the run's own environment needs no other process"


def test_a_lane_and_a_worker_that_are_killed_are_replaced(server: Server, tmp_path: Path):
    go = tmp_path / "go"
    document = flow(
        node("one", "frames.version", "old", args={"into": "one"}),
        node("two", "frames.version", "old", args={"into": "two", "go": str(go)}),
        environments=("old",),
    )
    run = server.run(server.flow(document))
    until(lambda: len(pids(server, run)) == 2, timeout=LIMIT_S)
    os.kill(pids(server, run)[1], signal.SIGKILL)
    until(lambda: len(pids(server, run)) == 3, timeout=LIMIT_S)
    assert run.status == "running"
    assert len(run.facts["attempts"]) == 1, "the worker goes on"
    orphan = psutil.Process(pids(server, run)[2])
    run.kill()
    until(lambda: len(pids(server, run)) == 4, timeout=LIMIT_S)
    until(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE, timeout=LIMIT_S)
    go.touch()

    state = run.finished(timeout=LIMIT_S)
    assert (state["one"][0], state["two"][0]) == ("1.5", "1.5")
    assert len(pids(server, run)) == 4, "the first node's result was kept"


def test_pause_and_cancel_reach_a_node_elsewhere(server: Server, tmp_path: Path):
    go = tmp_path / "go"
    document = flow(
        node("one", "frames.version", "old", args={"into": "one", "go": str(go)}),
        node("two", "frames.version", "old", args={"into": "two"}),
        environments=("old",),
    )
    name = server.flow(document)
    run, other = server.run(name), server.run(name)
    for each in (run, other):
        until(lambda each=each: pids(server, each), timeout=LIMIT_S)
    lane = psutil.Process(pids(server, other)[0])
    run.pause()
    other.cancel()
    go.touch()
    run.until("interrupted", timeout=LIMIT_S)
    other.until("cancelled", timeout=LIMIT_S)
    until(lambda: not lane.is_running() or lane.status() == psutil.STATUS_ZOMBIE, timeout=LIMIT_S)
    run.resume()
    assert run.finished(timeout=LIMIT_S)["two"][0] == "1.5"
    assert len(pids(server, run)) == 2, "what was done before the pause is not done again"


def test_errors_retries_and_time_limits_are_those_of_the_node(server: Server):
    def failed(code_ref: str, **top: Any) -> Any:
        return server.run(server.flow(flow(node("x", code_ref, "old"), environments=("old",), **top))).failed(
            timeout=LIMIT_S
        )

    error = failed("frames.bad")
    assert "bad with 1.5" in error["message"], error
    assert error["node"] == "x"
    assert "item" not in error["message"], error
    assert failed("frames.slow")["code"] == "NODE_TIMEOUT"
    run = server.run(server.flow(flow(node("x", "frames.flaky", "old"), environments=("old",))))
    state = run.finished(timeout=LIMIT_S)
    assert (state["attempt"], len(pids(server, run))) == (3, 3)


REFUSED = [
    (node("x", "here.add", "odl"), ("old",), "/dsl/nodes/1/data/environment", "UNKNOWN_ENVIRONMENT", "old"),
    (node("x", "here.add"), ("old",), "/dsl/environments/old", "UNUSED_ENVIRONMENT", "to a node"),
    (node("x", "here.add", "o d"), (), "/dsl/nodes/1/data/environment", "INVALID_ID", ""),
    (node("x", "here.add", 7), (), "/dsl/nodes/1/data/environment", "WRONG_TYPE", ""),  # type: ignore[arg-type]
]


def test_bad_names_are_refused_where_they_stand(server: Server):
    for bad, environments, pointer, code, words in REFUSED:
        document = flow(bad, environments=environments)
        answer = server.post("/flows", {"name": "bad", "dsl": document, "publish": True})
        assert answer.status_code == 422, answer.text
        found = {(each["pointer"], each["code"]): each for each in answer.json()["problems"]}
        assert (pointer, code) in found, answer.text
        assert words in (found[pointer, code]["hint"] or ""), found


def test_a_function_that_its_environment_lacks_something_for_ends_the_start(server: Server):
    (server.flows / "lacks.py").write_text(
        "import numpy_that_nobody_has\nfrom workflow_engine import register_function\n\n\n"
        '@register_function("lacks.it", requires=["fixture-frame>=2"])\ndef it(state):\n    pass\n'
    )
    error = server.run(server.flow(flow(node("x", "lacks.it", "old"), environments=("old",)))).failed(timeout=LIMIT_S)
    assert error["code"] in {"DEPENDENCY_UNRESOLVABLE", "DEPENDENCY_NOT_ALLOWED"}, error


def subflow(called: str, **data: Any) -> dict[str, Any]:
    return {"id": "call", "type": "subflow", "data": {"flow": called, "output": {"two": "two"}, **data}}


def test_a_called_flow_has_another_environment_as_a_run_of_its_own_only(server: Server):
    whole = server.flow(
        flow(node("two", "frames.version", args={"into": "two"}), environments=("old",), environment="old")
    )
    single = server.flow(flow(node("two", "frames.version", "old", args={"into": "two"}), environments=("old",)))
    for called, caller in (
        (whole, flow(subflow(whole), environments=())),
        (whole, flow(subflow(whole), environments=("new",), environment="new")),
        (single, flow(subflow(single), environments=())),
    ):
        answer = server.post("/flows", {"name": "caller", "dsl": caller, "publish": True})
        assert answer.status_code == 422, answer.text
        [problem] = answer.json()["problems"]
        assert (problem["pointer"], problem["code"]) == ("/dsl/nodes/1/data/mode", "OTHER_ENVIRONMENT"), problem
        assert called in problem["detail"], problem

    inline = server.run(server.flow(flow(subflow(single), environments=("old",))))
    new = flow(subflow(whole, mode="run"), node("one", "frames.version", args={"into": "one"}), environments=("new",))
    child = server.run(server.flow({**new, "environment": "new"}))
    assert inline.finished(timeout=LIMIT_S)["two"][0] == "1.5", "the caller describes the same one"
    until(lambda: child.row_status() == "finished", timeout=LIMIT_S)  # it rests while the other run goes
    state = child.state
    assert (state["one"][0], state["two"][0]) == ("2.0", "1.5")


def test_a_function_elsewhere_leaves_at_its_safe_points(server: Server, tmp_path: Path):
    go = tmp_path / "go"
    name = server.flow(flow(node("x", "frames.tracked", "old", args={"go": str(go)}), environments=("old",)))
    run, other = server.run(name), server.run(name)
    for each in (run, other):
        until(lambda each=each: pids(server, each), timeout=LIMIT_S)
    run.paused(timeout=LIMIT_S)
    other.cancel()
    other.until("cancelled", timeout=LIMIT_S)
    assert not go.exists(), "nobody waited for the end of the function"
    run.resume()
    until(lambda: len(pids(server, run)) == 2, timeout=LIMIT_S)
    go.touch()
    assert run.finished(timeout=LIMIT_S)["tracked"] == "1.5"


def _list_changed(server: Server, run: Run) -> str:
    file = server.home.locks / f"{run.facts['environment']}.json"
    file.write_text(file.read_text().replace('"old"', '"odd"'))
    return file.name


def _lock_changed(server: Server, run: Run) -> str:
    [file] = [each for each in server.home.locks.glob("*.json") if each.stem != run.facts["environment"]]
    file.write_text(file.read_text().replace("1.5", "9.9"))
    shutil.rmtree(server.home.environments / file.stem)
    return file.name


def _package_changed(server: Server, _: Run) -> str:
    [file] = server.home.environments.glob("*/lib/python*/site-packages/fixture_frame.py")
    file.unlink()  # never in place: it may be a link into uv's cache
    file.write_text('VERSION = "evil"\n')
    return file.name


@pytest.mark.parametrize("tamper", [_list_changed, _lock_changed, _package_changed])
def test_what_is_signed_of_a_nodes_environment_is_refused_once_it_is_another(
    tmp_path: Path, index: Index, tamper: Callable[[Server, Run], str]
):
    server = a_server(tmp_path, index, require_signature="enforce").start()
    try:
        keys.new_key(server.home, "ann", "2026-01-01T00:00:00.000Z")
        document = flow(node("one", "frames.version", "old", args={"into": "one"}), environments=("old",))
        assert server.post("/flows", {"name": "signed", "id": "signed"}).status_code == 201
        posted = server.post("/flows/signed/versions", {"dsl": {**document, "policy": {"code": "pinned"}}})
        assert posted.status_code == 201, posted.text
        by, signature = keys.sign(server.home, "ann", server.get("/flows/signed/versions/1/statement")["statement"])
        signed = {"pin": True, "signature": f"{by.id}:{signature}"}
        published = server.post("/flows/signed/versions/1/publish", signed)
        assert published.status_code == 200, published.text
        run = server.run("signed")
        assert run.finished(timeout=LIMIT_S)["one"][0] == "1.5"

        named = tamper(server, run)
        server.stop()  # what it has read of the list it keeps
        server.start()
        error = server.run("signed").failed(timeout=LIMIT_S)
        assert error["code"] == "ENVIRONMENT_DAMAGED", error
        assert named in error["message"], error
    finally:
        server.clean_up()


def test_the_latest_version_of_a_called_flow_may_name_an_environment_that_its_caller_describes(server: Server):
    called = server.flow(flow(node("two", "here.add", args={"into": "two"}), environments=()))
    name = server.flow(flow(subflow(called, version="latest"), environments=("old",)))
    assert server.run(name).finished(timeout=LIMIT_S)["two"]
    later = flow(node("two", "frames.version", "old", args={"into": "two"}), environments=("old",))
    assert server.post(f"/flows/{called}/versions", {"dsl": later}).status_code == 201
    assert server.post(f"/flows/{called}/versions/2/publish").status_code == 200

    assert server.run(name).finished(timeout=LIMIT_S)["two"][0] == "1.5"


def test_a_supervisor_that_dies_leaves_a_node_elsewhere_at_work(server: Server, tmp_path: Path):
    go = tmp_path / "go"
    document = flow(
        node("one", "frames.version", "old", args={"into": "one", "go": str(go)}),
        environments=("old",),
        policy={"code": "pinned"},
    )
    run = server.run(server.flow(document))
    until(lambda: pids(server, run), timeout=LIMIT_S)
    server.kill()
    (server.flows / "frames.py").write_text("raise OSError('edited under a pinned run')\n")
    server.start()
    assert pids(server, run) == [psutil.Process(pids(server, run)[0]).pid], "it was adopted with its worker"
    go.touch()

    assert run.finished(timeout=LIMIT_S)["one"][0] == "1.5"
    assert len(pids(server, run)) == 1
