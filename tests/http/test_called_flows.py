"""Flows that call flows over HTTP: which versions are meant, what is refused, and what is told of it."""

import json
from typing import Any

from support.api import Api
from support.documents import drawn


def calling(flow: str, **data: Any) -> dict[str, Any]:
    made = drawn("s>c c>e")
    made["nodes"][1] = {"id": "c", "type": "subflow", "label": "Prices", "data": {"flow": flow, **data}}
    return made


def child(label: str = "Fetch", **document: Any) -> dict[str, Any]:
    made = drawn("s>q q>e:true q>e", **document)
    made["nodes"][1]["label"] = label
    return made


def added(api: Api, flow_id: str, dsl: Any) -> int:
    """A further version, published."""
    version = int(api.post(f"/flows/{flow_id}/versions", {"dsl": dsl}).json()["version"])
    assert api.post(f"/flows/{flow_id}/versions/{version}/publish").status_code == 200
    return version


def subflows(api: Api, flow_id: str, version: int = 1) -> Any:
    return api.get(f"/flows/{flow_id}/versions/{version}").json()["subflows"]


def started(api: Api, flow_id: str, **fields: Any) -> Any:
    answer = api.post("/runs/start", {"flow_id": flow_id, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_version_that_is_left_out_is_pinned_on_publishing(api: Api):
    api.flow("pinned-child", child())
    api.flow("pinning", calling("pinned-child"), publish=False)
    told = {"node": "c", "flow_id": "pinned-child", "version": None, "pinned": False}
    assert subflows(api, "pinning") == [told]
    assert api.post("/flows/pinning/versions/1/publish").json()["subflows"] == [told | {"version": 1, "pinned": True}]
    added(api, "pinned-child", child("Other"))
    api.post("/flows/pinning/versions/1/publish")
    assert subflows(api, "pinning") == [told | {"version": 1, "pinned": True}]
    run = started(api, "pinning")
    assert run["subflows"] == [{"node": "c", "flow_id": "pinned-child", "version": 1}]
    assert [(each["id"], each["label"]) for each in run["nodes"]] == [
        ("s", None), ("c", "Prices"), ("c/s", None), ("c/q", "Fetch"), ("c/e", None), ("e", None),
    ]  # fmt: skip


def test_the_latest_is_decided_when_a_run_starts_and_stays(api: Api):
    api.flow("moving", child())
    api.flow("follows", calling("moving", version="latest"))
    assert subflows(api, "follows") == [{"node": "c", "flow_id": "moving", "version": "latest", "pinned": False}]
    before = started(api, "follows")
    added(api, "moving", child("Other"))
    after = started(api, "follows")
    assert [run["subflows"][0]["version"] for run in (before, after)] == [1, 2]
    assert api.get(f"/runs/{before['thread_id']}").json()["subflows"][0]["version"] == 1
    assert [each["label"] for each in after["nodes"] if each["id"] == "c/q"] == ["Other"]
    assert json.loads(api.column(before["thread_id"], "metadata"))["subflows"] == {"c": ["moving", 1]}


def problems(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(each["code"], each["pointer"]) for each in answer.json()["problems"]]


def test_what_cannot_be_called_is_not_published(api: Api):
    api.flow("strict", child(inputs={"required": ["n"], "properties": {"n": {"type": "integer"}}}))
    api.flow("draft-child", child(), publish=False)
    for flow, data, problem in (
        ("nobody", {}, ("FLOW_NOT_FOUND", "/dsl/nodes/1/data/flow")),
        ("draft-child", {}, ("NOT_PUBLISHED", "/dsl/nodes/1/data/flow")),
        ("strict", {"version": 7, "input": {"n": 1}}, ("VERSION_NOT_FOUND", "/dsl/nodes/1/data/version")),
        ("strict", {}, ("MISSING_INPUT", "/dsl/nodes/1/data/input")),
        ("strict", {"input": {"n": "x"}}, ("WRONG_TYPE", "/dsl/nodes/1/data/input/n")),
        ("strict", {"input": {"n": 1}, "output": {"x": "m"}}, ("UNKNOWN_OUTPUT", "/dsl/nodes/1/data/output/x")),
        ("refused", {}, ("RECURSIVE_FLOW", "/dsl/nodes/1/data/flow")),
    ):
        answer = api.post("/flows", {"id": "refused", "name": "x", "dsl": calling(flow, **data), "publish": True})
        assert problems(answer) == [problem], flow
        assert api.get("/flows/refused").status_code == 404


def test_what_has_changed_since_is_told_at_the_start(api: Api):
    api.flow("changes", child())
    api.flow("caller-of-changes", calling("changes", version="latest"))
    added(api, "changes", child(inputs={"required": ["n"]}))
    answer = api.post("/runs/start", {"flow_id": "caller-of-changes"})
    assert problems(answer) == [("MISSING_INPUT", "/dsl/nodes/1/data/input")]


def test_a_circle_that_was_closed_later_is_told_at_the_start(api: Api):
    api.flow("one", child())
    api.flow("two", calling("one", version="latest"))
    api.post("/flows/one/versions", {"dsl": calling("two")})
    assert problems(api.post("/flows/one/versions/2/publish")) == [("RECURSIVE_FLOW", "/dsl/nodes/1/data/flow")]


def test_a_secret_of_a_called_flow_is_hidden(api: Api):
    made = drawn("s>w w>e")
    made["nodes"][1]["data"]["args"] = {"password": "hunter2hunter2"}
    api.flow("with-secret", made, publish=False)
    api.flow("caller-of-secret", calling("with-secret", version=1), publish=False)
    run = started(api, "caller-of-secret", version=1, input={"x": "hunter2hunter2"})
    assert "hunter2" not in json.dumps(run)
