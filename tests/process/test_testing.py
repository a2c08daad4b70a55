"""`workflow_engine.testing`: flows disturbed where a test wants it, and one that does not resume, told."""

import itertools
import json
from pathlib import Path

import pytest

from workflow_engine.testing import assert_resumes, run_flow, run_function
from workflow_engine_shared.errors import RegistrationError, RenError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = '''
import os
from workflow_engine import artifact, current_run, interrupt, map_steps, register_function, step

def double(number):
    with open(current_run().outputs_dir / "done", "a") as done:
        done.write(f"{number} ")
    return number * 2

@register_function("loop.doubles")
def doubles(state, *, count: int = 5, pool="thread"):
    """Every number twice as large."""
    rows = list(map_steps(double, range(count), pool=pool))
    return {"rows": rows, "file": artifact("rows.json", rows)}

@register_function("loop.asks")
def asks(state):
    return {"name": interrupt("who?"), "again": interrupt("again?")}

@register_function("loop.forgets")
def forgets(state):
    """Does not resume: what it counts is neither returned nor journaled."""
    seen = current_run().outputs_dir / "attempts"
    with seen.open("a") as file:
        file.write(".")
    step(str, "work", key="work")
    step(str, "more", key="more")
    return {"attempts": len(seen.read_text())}

@register_function("loop.breaks")
def breaks(state):
    raise ValueError("broken")
'''


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A flows folder whose functions this process knows, too."""
    folder = tmp_path_factory.mktemp("flows")
    (folder / "loop_functions.py").write_text(SOURCE)
    return folder


@pytest.fixture(scope="module")
def functions(flows: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(flows))
        import loop_functions

        yield loop_functions


def flow(*names: str) -> dict:
    ids = [name.replace(".", "_") for name in names]
    nodes = [{"id": i, "type": "python", "data": {"codeRef": n}} for i, n in zip(ids, names, strict=True)]
    path = ["s", *ids, "e"]
    edges = [{"source": a, "target": b} for a, b in itertools.pairwise(path)]
    return {"nodes": [{"id": "s", "type": "start"}, *nodes, {"id": "e", "type": "end"}], "edges": edges}


def test_a_flow_file_runs(flows: Path):
    path = flows / "doubled.json"
    path.write_text(json.dumps(flow("loop.doubles")))
    result = run_flow(path)
    assert (result.status, result.error, result.attempts) == ("finished", None, 1)
    assert result.state["rows"] == [0, 2, 4, 6, 8]
    assert (result.steps, result.executed) == (5, 5)
    assert (result.folder / "outputs" / "rows.json").exists()


def test_a_crash_behind_the_third_step_costs_no_step(functions):
    result = run_function(functions.doubles, args={"count": 6}, crash_after_step=3)
    assert (result.status, result.attempts, result.steps, result.executed) == ("finished", 2, 6, 6)
    assert (result.folder / "outputs" / "done").read_text() == "0 1 2 3 4 5 "
    assert any("ended by SIGKILL" in line or "SIGKILL" in line or "epoch 1" in line for line in result.log)


def test_a_pause_behind_the_second_step_is_taken_up_again(functions):
    result = run_function(functions.doubles, {}, {"count": 4}, pause_after_step=2)
    assert (result.status, result.attempts, result.executed) == ("finished", 2, 4)
    assert (result.folder / "outputs" / "done").read_text() == "0 1 2 3 "


def test_questions_are_answered_in_order(functions):
    result = run_function(functions.asks, answers=["Ann", 2])
    assert result.questions == ["who?", "again?"]
    assert result.state == {"name": "Ann", "again": 2}
    unanswered = run_function(functions.asks, answers=["Ann"])
    assert (unanswered.status, unanswered.questions) == ("interrupted", ["who?", "again?"])


def test_a_run_that_fails_is_a_result_with_its_error(functions):
    result = run_function(functions.breaks)
    assert result.status == "error"
    assert result.error is not None
    assert result.error.message == "ValueError: broken"


def test_a_flow_that_resumes(flows: Path):
    assert assert_resumes(flow("loop.doubles", "loop.asks"), at=[2, 6], answers=["a", "b"], flows=flows).steps == 5


def test_a_flow_that_does_not_resume_is_told_with_the_difference(flows: Path):
    with pytest.raises(AssertionError) as caught:
        assert_resumes(flow("loop.forgets"), at=[1], ways=["crash"], flows=flows)
    assert str(caught.value) == "After a crash at point 1 the run ends otherwise: state['attempts'] is 2 in place of 1"
    assert_resumes(flow("loop.forgets"), at=[1], ways=["crash"], flows=flows, ignore=["attempts"])


def test_a_point_that_is_never_reached_is_told(flows: Path):
    with pytest.raises(AssertionError, match="fewer than 99 points"):
        run_flow(flow("loop.doubles"), flows=flows, crash_after_step=99)


def test_what_cannot_be_run_is_refused(flows: Path):
    with pytest.raises(RegistrationError):
        run_function(len)
    with pytest.raises(RenError, match="No registered function"):
        run_flow(flow("loop.gone"), flows=flows)
    with pytest.raises(ValueError, match="flows=FOLDER"):
        run_flow(flow("loop.doubles"))
    with pytest.raises(ValueError, match="not both"):
        run_flow(flow("loop.doubles"), flows=flows, crash_after_step=1, pause_after_step=1)


def test_times_come_at_once_and_forms_are_filled_in(flows: Path) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    nodes = [
        {"id": "start", "type": "start"},
        {"id": "rest", "type": "wait", "data": {"seconds": 864_000}},
        {"id": "ask", "type": "form", "data": {"title": "Go on?", "schema": schema, "outputKey": "answer"}},
        {"id": "hear", "type": "wait", "data": {"message": "parcel"}},
        {"id": "end", "type": "end"},
    ]
    names = [node["id"] for node in nodes]
    edges = [{"source": one, "target": two} for one, two in itertools.pairwise(names)]
    run = run_flow({"nodes": nodes, "edges": edges}, flows=flows, answers=[{"ok": True}])
    assert (run.status, run.state["answer"]) == ("interrupted", {"ok": True})
    assert [each["title"] for each in run.questions] == ["Go on?"]


def test_a_flow_may_call_others_of_its_folder(flows: Path):
    called = {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "rows", "type": "python", "data": {"codeRef": "loop.doubles", "args": {"count": 3}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [{"source": "start", "target": "rows"}, {"source": "rows", "target": "end"}],
    }
    (flows / "doubling.json").write_text(json.dumps(called))
    caller = json.loads(json.dumps(called))
    caller["nodes"][1] = {"id": "rows", "type": "subflow", "data": {"flow": "doubling", "output": {"rows": "rows"}}}
    assert run_flow(caller, flows=flows).state["rows"] == [0, 2, 4]
    caller["nodes"][1]["data"]["flow"] = "nowhere"
    with pytest.raises(RenError) as refused:
        run_flow(caller, flows=flows)
    assert "nowhere" in str(refused.value.problems[0].detail)
