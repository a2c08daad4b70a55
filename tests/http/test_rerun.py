"""POST /runs/{id}/rerun and GET /runs/{id}/compare/{other}: the same once more, and what became different."""

import os
from pathlib import Path
from typing import Any

import pytest

from support.api import MINIMAL, Api
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.run_status import RunStatus

LIMITED = {
    **MINIMAL,
    "inputs": {
        "type": "object",
        "properties": {"limit": {"type": "integer"}, "files": {}, "api_key": {"type": "string"}},
        "additionalProperties": False,
    },
}


@pytest.fixture(scope="module")
def old(api: Api) -> RunPaths:
    """A run with an input file and a secret, of a flow that is stricter by now."""
    api.flow("strict", LIMITED)
    inputs = api.home / "runs" / "old" / "inputs"
    inputs.mkdir(parents=True)
    (inputs / "deep").mkdir()
    (inputs / "deep" / "a.csv").write_text("a,b")
    files = [str(inputs / "deep" / "a.csv"), str(inputs), f"{inputs}x", "plain"]
    return api.run("old", "strict", input={"limit": 3, "files": files, "api_key": "a-secret-key"})


def test_the_same_input_and_files_in_a_new_run(api: Api, old: RunPaths):
    answer = api.post("/runs/old/rerun", {"thread_id": "same"})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/runs/same"
    view = answer.json()
    inputs = api.home / "runs" / "same" / "inputs"
    assert (view["flow_id"], view["version"], view["status"], view["result"]) == ("strict", 1, "pending", None)
    assert view["input"]["files"] == [str(inputs / "deep" / "a.csv"), str(inputs), f"{old.inputs}x", "plain"]
    assert (inputs / "deep" / "a.csv").read_text() == "a,b"
    if os.name != "nt":
        assert (inputs / "deep" / "a.csv").samefile(old.inputs / "deep" / "a.csv"), "linked, not copied"
    with api.database.read() as con:
        row = con.execute("SELECT input_json FROM runs WHERE thread_id = 'same'").fetchone()
    assert "a-secret-key" in row[0], "not what answers show of it"
    assert "a-secret-key" not in answer.text

    with api.unchanged():
        again = api.post("/runs/old/rerun", {"thread_id": "same"})
        other = api.post("/runs/old/rerun", {"thread_id": "same", "input": {"limit": 4}})
    assert (again.status_code, again.json()["thread_id"]) == (200, "same")
    assert (other.status_code, other.json()["code"]) == (409, "RUN_EXISTS")
    assert (inputs / "deep" / "a.csv").is_file()


def test_another_input(api: Api, old: RunPaths):
    answer = api.post("/runs/OLD/rerun", {"input": {"limit": 9}, "without": ["files", "nothing"], "version": 1})
    assert answer.status_code == 201, answer.text
    assert {key: answer.json()["input"].get(key) for key in ("limit", "files")} == {"limit": 9, "files": None}


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({"input": {"limit": "many"}}, 422, "INVALID_INPUT", "/input/limit"),
        ({"input": {"limit": 1}, "without": ["limit"]}, 422, "INVALID_INPUT", "/without/limit"),
        ({"input": {"unknown": 1}}, 422, "INVALID_INPUT", "/input"),
        ({"input": {"__x": 1}}, 422, "INVALID_INPUT", "/input/__x"),
        ({"input": []}, 422, "INVALID_BODY", "/input"),
        ({"without": "limit"}, 422, "INVALID_BODY", "/without"),
        ({"without": [1]}, 422, "INVALID_BODY", "/without/0"),
        ({"version": "1"}, 422, "INVALID_BODY", "/version"),
        ({"version": 7}, 404, "VERSION_NOT_FOUND", None),
        ({"thread_id": "../x"}, 422, "INVALID_BODY", "/thread_id"),
        ({"flow_id": "other"}, 422, "INVALID_BODY", "/flow_id"),
    ],
)
def test_what_cannot_be_started_leaves_nothing(
    api: Api, old: RunPaths, body: dict[str, Any], status: int, code: str, pointer: str | None
):
    before = sorted(path.name for path in (api.home / "runs").iterdir())
    with api.unchanged():
        answer = api.post("/runs/old/rerun", {"thread_id": "refused", **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    if pointer is not None:
        assert answer.json()["problems"][0]["pointer"].startswith(pointer)
    assert sorted(path.name for path in (api.home / "runs").iterdir()) == before


def test_there_is_no_such_run(api: Api):
    assert api.post("/runs/nosuch/rerun").status_code == 404
    assert api.get("/runs/old/compare/nosuch").json()["code"] == "RUN_NOT_FOUND"
    assert api.get("/runs/old/compare/..%2Fx").status_code == 404


@pytest.mark.usefixtures("old")
def test_a_path_in_the_users_home_is_refused_with_its_field(api: Api):
    home = str(Path.home())
    answer = api.post("/runs/start", {"flow_id": "strict", "input": {"files": {"here": home}}})
    assert answer.json()["code"] == "INVALID_INPUT"
    (problem,) = answer.json()["problems"]
    assert (problem["code"], problem["pointer"]) == ("PATH_IN_HOME", "/input/files/here")
    gone = api.post("/runs/start", {"flow_id": "strict", "input": {"files": f"{home}/no such folder"}})
    assert gone.json()["problems"][0]["code"] == "PATH_NOT_THERE"


def test_two_runs_side_by_side(api: Api):
    first = api.run_in("one", RunStatus.FINISHED)
    api.run("two", input={"n": 1})
    (first.outputs / "a.txt").write_text("a")
    answer = api.get("/runs/one/compare/TWO").json()
    assert (answer["first"]["thread_id"], answer["second"]["thread_id"]) == ("one", "two")
    assert (answer["first"]["status"], answer["second"]["items"]) == ("finished", None)
    assert answer["input"] == [{"key": "n", "kind": "added", "first": None, "second": 1}]
    assert answer["files"] == [{"name": "a.txt", "first": 1, "second": None}]
    assert answer["more_files"] == 0
