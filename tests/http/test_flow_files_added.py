"""Flow files that lie in the flows folders: listed with how they stand, added and published with one request."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.api import MINIMAL, Api

NAMED = {**MINIMAL, "name": "Goods", "name_zh": "商品", "description": "Finds goods.", "description_zh": "查找商品。"}
CALLS = {
    "nodes": [*MINIMAL["nodes"], {"id": "n", "type": "python", "data": {"codeRef": "nobody.has"}}],
    "edges": [{"source": "start", "target": "n"}, {"source": "n", "target": "end"}],
}


@pytest.fixture
def folder(api: Api) -> Iterator[Path]:
    path = api.home.parent / f"{api.home.name}-flows"
    yield path
    for each in [*path.glob("*.json"), *path.glob("*/flow.json")]:
        each.unlink()


def _write(path: Path, document: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")


def _states(api: Api) -> dict[str, str]:
    return {each["id"]: each["state"] for each in api.get("/flow-files").json()["items"]}


def test_a_flow_file_is_added_published_and_seen_to_change(api: Api, folder: Path):
    _write(folder / "goods" / "flow.json", NAMED)
    [told] = api.get("/flow-files").json()["items"]
    assert (told["id"], told["state"]) == ("goods", "new")
    assert [told[each] for each in ("name", "name_zh", "description", "description_zh")] == list(NAMED.values())[2:]
    for version in (1, 1):  # the second time nothing is new
        answer = api.post("/flow-files/goods/publish")
        assert (answer.status_code, answer.json()["version"], answer.json()["published"]) == (200, version, True)
    assert _states(api) == {"goods": "published"}
    assert api.get("/flows/goods").json()["name"] == "Goods"
    _write(folder / "goods" / "flow.json", {**NAMED, "name": "Other"})
    assert _states(api) == {"goods": "changed"}
    assert api.post("/flow-files/goods/publish").json()["version"] == 2
    api.flow("drafted", publish=False)
    _write(folder / "drafted.json", MINIMAL)
    assert _states(api)["drafted"] == "draft"
    assert api.post("/flow-files/drafted/publish").json()["version"] == 1


def test_files_that_are_no_flow_say_why_and_change_nothing(api: Api, folder: Path):
    _write(folder / "twice.json", MINIMAL)
    _write(folder / "twice" / "flow.json", MINIMAL)
    _write(folder / "torn" / "flow.json", "{")
    _write(folder / "large" / "flow.json", " " * (2**20 + 1))
    _write(folder / "list" / "flow.json", "[1]")
    _write(folder / "商品.json", MINIMAL)
    _write(folder / "data.json", {"rows": []})
    _write(folder / "calls.json", CALLS)
    told = {each["id"]: each for each in api.get("/flow-files").json()["items"]}
    assert {name: each["state"] for name, each in told.items()} == {
        "calls": "new",
        **dict.fromkeys(["twice", "torn", "large", "list", "商品"], "broken"),
    }
    for name, said in (("twice", "too"), ("torn", "cannot be read"), ("large", "1 MiB"), ("list", "no nodes")):
        assert said in told[name]["problem"]
        with api.unchanged():
            refused = api.post(f"/flow-files/{name}/publish")
        assert (refused.status_code, said in refused.json()["detail"]) == (400, True)
    with api.unchanged():
        refused = api.post("/flow-files/calls/publish")
    assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, "/dsl/nodes/2/data/codeRef")
    assert api.post("/flow-files/nothing/publish").status_code == 404


def _calls(*flows: Any) -> Any:
    """A flow that calls these, one after the other."""
    names = [f"call{number}" for number, _ in enumerate(flows)]
    nodes = [{"id": name, "type": "subflow", "data": {"flow": flow}} for name, flow in zip(names, flows, strict=True)]
    way = ["start", *names, "end"]
    edges = [{"source": a, "target": b} for a, b in itertools.pairwise(way)]
    return {"nodes": [*MINIMAL["nodes"], *nodes], "edges": edges}


def test_flows_that_a_flow_calls_are_published_before_it(api: Api, folder: Path):
    _write(folder / "outer.json", _calls("middle", "inner"))
    _write(folder / "middle" / "flow.json", _calls("Inner"))
    _write(folder / "inner.json", MINIMAL)
    _write(folder / "other.json", MINIMAL)
    assert api.post("/flow-files/outer/publish").status_code == 200
    assert _states(api) == {"outer": "published", "middle": "published", "inner": "published", "other": "new"}
    _write(folder / "inner.json", {**MINIMAL, "name": "Newer"})
    told = api.post("/flow-files/outer/publish").json()
    assert told["version"] == 2, "what it calls has a newer version"
    assert {each["flow_id"]: each["version"] for each in told["subflows"]} == {"middle": 2, "inner": 2}


def test_a_called_flow_that_cannot_be_published_is_named(api: Api, folder: Path):
    _write(folder / "caller.json", _calls("torn"))
    _write(folder / "torn" / "flow.json", "{")
    refused = api.post("/flow-files/caller/publish")
    assert (refused.status_code, "torn" in refused.json()["detail"]) == (400, True)
    _write(folder / "caller.json", _calls("nowhere"))
    refused = api.post("/flow-files/caller/publish")
    assert (refused.status_code, refused.json()["problems"][0]["pointer"]) == (422, "/dsl/nodes/2/data/flow")
    _write(folder / "caller.json", _calls("caller"))
    assert api.post("/flow-files/caller/publish").status_code == 422
