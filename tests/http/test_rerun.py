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


def _uploaded(api: Api, **files: str) -> str:
    upload = str(api.post("/uploads").json()["id"])
    for path, text in files.items():
        api.client.put(
            f"/uploads/{upload}/files/{path.replace('__', '/')}.csv",
            params={"offset": 0, "size": len(text)},
            content=text.encode(),
            headers={"Content-Type": "application/octet-stream"},
        ).raise_for_status()
    return upload


def test_other_files_in_place_of_the_old_ones(api: Api):
    api.flow("takes", MINIMAL)
    upload = _uploaded(api, goods__a="first", goods__b="second", other="third")
    given = {"source": {"upload": upload, "path": "goods"}, "kept": {"upload": upload, "path": "other.csv"}}
    api.post("/runs/start", {"flow_id": "takes", "thread_id": "given", "uploads": given}).raise_for_status()

    fresh = _uploaded(api, goods__a="changed")
    body = {"thread_id": "replaced", "uploads": {"source": {"upload": fresh, "path": "goods"}}}
    for status in (201, 200):
        answer = api.post("/runs/given/rerun", body)
        assert answer.status_code == status, answer.text
    inputs = api.home / "runs" / "replaced" / "inputs"
    assert answer.json()["input"] == {"source": str(inputs / "source"), "kept": str(inputs / "kept" / "other.csv")}
    assert {path.name: path.read_text() for path in (inputs / "source").iterdir()} == {"a.csv": "changed"}
    assert (inputs / "kept" / "other.csv").read_text() == "third"
    assert (api.home / "runs" / "given" / "inputs" / "source" / "a.csv").read_text() == "first"

    refused: list[dict[str, Any]] = [
        {"uploads": {"source": {"upload": "upload-nosuch"}}},
        {"uploads": {"source": {"upload": fresh, "path": "absent"}}},
        {"uploads": {"source": {"upload": fresh}}, "input": {"source": "typed"}},
        {"uploads": {"../up": {"upload": fresh}}},
    ]
    with api.unchanged():
        for each in refused:
            answer = api.post("/runs/given/rerun", {"thread_id": "refused", **each})
            assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT"), answer.text
            assert answer.json()["problems"][0]["pointer"].startswith("/uploads/")
        left_out = {"thread_id": "refused", "without": ["source"], "uploads": {"source": {"upload": fresh}}}
        assert api.post("/runs/given/rerun", left_out).json()["problems"][0]["pointer"] == "/without/source"
    assert not (api.home / "runs" / "refused").exists()


def test_a_run_that_rests_is_given_other_files(api: Api):
    paths = api.run_in("rests", RunStatus.INTERRUPTED)
    paths.make()
    (paths.inputs / "source").mkdir()
    (paths.inputs / "source" / "a.csv").write_text("first")
    upload = _uploaded(api, goods__a="changed", one="x")
    given = {"source": {"upload": upload, "path": "goods"}, "table": {"upload": upload, "path": "one.csv"}}
    refused: list[dict[str, Any]] = [
        {"uploads": {**given, "gone": {"upload": "upload-nosuch"}}},
        {"uploads": given, "updates": {"source": "typed"}},
        {"uploads": {**given, "__x": {"upload": upload}}},
        {"uploads": given, "updates": {"__x": 1}},
    ]
    with api.unchanged():
        for each in refused:
            answer = api.post("/runs/rests/resume", each)
            assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_UPDATES"), answer.text
        asked_nothing = api.post("/runs/rests/resume", {"uploads": given, "value": 1})
        assert asked_nothing.json()["code"] == "NO_QUESTION"
    assert [path.name for path in paths.inputs.iterdir()] == ["source"]

    answer = api.post("/runs/rests/resume", {"uploads": given, "updates": {"limit": 5}})
    assert answer.status_code == 202, answer.text
    [resumed] = [each for each in api.get("/runs/rests/history").json()["items"] if each["type"] == "resume_request"]
    source, table = paths.inputs / "source-2", paths.inputs / "table" / "one.csv"
    assert resumed["payload"]["updates"] == {"limit": 5, "source": str(source), "table": str(table)}
    assert ((source / "a.csv").read_text(), table.read_text()) == ("changed", "x")
    assert (paths.inputs / "source" / "a.csv").read_text() == "first", "earlier states name it"
    assert api.post("/runs/nosuch/resume", {"uploads": given}).status_code == 404


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
