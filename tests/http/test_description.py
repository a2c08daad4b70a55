"""/openapi.json: true, complete, with an example of everything. What it says is tried out by test_any_request.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.api import MINIMAL, Api
from support.bpmn_files import around
from workflow_engine_shared import errors
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind, waits
from workflow_engine_supervisor.http.openapi.examples import ANSWERS, REQUESTS
from workflow_engine_supervisor.http.problems import STATUS

PROBLEM = "application/problem+json"
#: They are about requests that reach no operation.
OF_NO_OPERATION = {errors.MethodNotAllowed.code}


@pytest.fixture(scope="module")
def document(guarded: Api) -> Any:
    return guarded.get("/openapi.json").json()


def _operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield method, path, operation


def _codes(response: Any) -> set[str]:
    return set(response["content"][PROBLEM]["schema"]["allOf"][1]["properties"]["code"]["enum"])


def _check(document: Any, schema: Any, value: Any) -> None:
    Draft202012Validator({**schema, "components": document["components"]}).validate(value)


def test_each_operation_has_an_example_that_fits_its_schema(document: Any):
    for method, path, operation in _operations(document):
        contents = [
            (each, kind)
            for response in operation["responses"].values()
            for kind, each in response.get("content", {}).items()
        ]
        body = operation.get("requestBody", {"content": {}})["content"]
        contents += [(each, kind) for kind, each in body.items()]
        examples = [(each, kind) for each, kind in contents if "example" in each and kind != PROBLEM]
        nothing_comes_back = "204" in operation["responses"] and any(
            "example" in each for each in operation["parameters"]
        )
        assert examples or nothing_comes_back, (method, path)
        assert "example" in body.get("application/json", {"example": 1}), (method, path)
        for content, kind in [*examples, *((each, kind) for each, kind in contents if kind == PROBLEM)]:
            if content.get("schema") and kind.endswith("json"):
                _check(document, content["schema"], content["example"])


def test_each_example_belongs_to_an_operation(document: Any):
    known = {(method, path) for method, path, _ in _operations(document)}
    assert set(REQUESTS) | set(ANSWERS) <= known


def test_each_operation_tells_its_problems_by_status_and_code(document: Any):
    for method, path, operation in _operations(document):
        responses = operation["responses"]
        assert not {"4XX", "5XX", "default"} & set(responses), (method, path)
        refusals = {status for status in responses if status[0] in "45"}
        assert {"400", "403", "404", "421", "422", "431", "500", "503"} <= refusals, (method, path)
        assert ("401" in responses) == (path != "/healthz"), (method, path)
        assert ("415" in responses) == ("413" in responses) == ("408" in responses) == (method != "get"), (method, path)
        for status in refusals:
            assert list(responses[status]["content"]) == [PROBLEM]
            for code in _codes(responses[status]):
                assert code in responses[status]["description"]


def test_each_code_is_told_by_some_operation(document: Any):
    told = {
        code
        for _, _, operation in _operations(document)
        for status, response in operation["responses"].items()
        if status[0] in "45"
        for code in _codes(response)
    }
    assert {kind.code for kind in STATUS} - told - OF_NO_OPERATION - {errors.InvalidId.code} == set()


def test_the_answers_of_a_real_run_are_as_described(document: Any, guarded: Api):
    guarded.run("described")
    armed = NewWait("a1", WaitKind.FORM, "start", 1, body={"title": "Go on?", "schema": {"type": "object"}})
    guarded.run_in("asked", RunStatus.RUNNING)
    with guarded.database.write() as con:
        waits.arm(con, "asked", [armed], SystemClock().now(), epoch=1)
    upload = guarded.post("/uploads").json()["id"]
    schedule = guarded.post("/schedules", {"flow_id": "minimal", "every_s": 3600}).json()["id"]
    guarded.post(f"/schedules/{schedule}/run-now")
    content = guarded.get("/flows/minimal/versions/1").json()["hash"]
    guarded.client.put("/flows/minimal/draft", json={"dsl": MINIMAL})
    guarded.post("/flows", {"id": "drawn", "name": "drawn", "bpmn": around('<task id="work"/>')})
    for method, path, operation in _operations(document):
        if method != "get" or "{name}" in path or "{environment}" in path or path.endswith(("/events", "/bundle")):
            continue
        real = (
            path.replace("{flow_id}/versions/{version}/bpmn", "drawn/versions/1/bpmn")
            .replace("{thread_id}/tasks/{key}", "asked/tasks/a1")
            .replace("{thread_id}", "described")
            .replace("{flow_id}", "minimal")
            .replace("{version}", "1")
            .replace("{first}/diff/{second}", "1/diff/draft")
            .replace("{other}", "described")
            .replace("{upload_id}", upload)
            .replace("{key_id}", "0" * 32)
            .replace("{schedule_id}", schedule)
            .replace("{content}", content)
        )
        answer = guarded.get(real)
        assert answer.status_code == 200, real
        schema = operation["responses"]["200"]["content"].get("application/json", {}).get("schema")
        if schema:
            _check(document, schema, answer.json())
