"""Flows that call flows: which versions are meant, what is refused, and how they become one flow."""

from typing import Any

import pytest

from support.documents import drawn
from support.token_runs import TokenRun
from workflow_engine_shared.dsl.linking.link import at_the_caller, link
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.linking.resolve import Document, Resolved, direct_pins, resolve
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.to_program import to_program
from workflow_engine_shared.errors import FlowNotFound, InvalidFlow, NotPublished, Problem, VersionNotFound


def calling(flow: str, edges: str = "s>c c>e", **data: Any) -> dict[str, Any]:
    """A drawn flow whose node `c` calls another one."""
    made = drawn(edges)
    for node in made["nodes"]:
        if node["id"] == "c":
            node.update(type="subflow", data={"flow": flow, **data})
    return made


PLAIN = drawn("s>a a>e")
#: Whatever it leaves is known: nothing of it is a function's.
KNOWN = drawn("s>q q>e:true q>e")


class Library:
    """Flows by id, each with its versions; those in `drafts` are not published."""

    def __init__(self, *, drafts: tuple[str, ...] = (), **flows: Any) -> None:
        self.drafts = drafts
        self.asked: list[tuple[str, int | None]] = []
        self.flows: dict[str, list[Flow]] = {}
        for name, versions in flows.items():
            self.flows[name] = [parse_flow(each) for each in (versions if isinstance(versions, list) else [versions])]
        self.pins: dict[str, dict[str, Pin]] = {}

    def find(self, name: str, version: int | None) -> Document:
        self.asked.append((name, version))
        if name not in self.flows:
            raise FlowNotFound(f"There is no flow {name!r}.")
        if version is None and name in self.drafts:
            raise NotPublished(f"Flow {name!r} has no published version.")
        version = version or len(self.flows[name])
        if version > len(self.flows[name]):
            raise VersionNotFound(f"Flow {name!r} has no version {version}.")
        return Document(Pin(name, version), self.flows[name][version - 1], self.pins.get(f"{name}@{version}", {}))

    def resolved(self, document: Any, pins: dict[str, Pin] | None = None) -> Resolved:
        return resolve(Document(Pin("caller", 1), parse_flow(document), pins or {}), self.find)

    def linked(self, document: Any) -> Flow:
        found = self.resolved(document)
        assert found.problems == []
        return link(parse_flow(document), found.pins, {pin: each.flow for pin, each in found.documents.items()})


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    assert all(each.detail and each.hint for each in problems)
    return [(each.code, each.pointer) for each in problems]


# -- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "pinned", "meant"),
    [
        ({}, {}, 3),
        ({}, {"c": Pin("child", 1)}, 1),
        ({"version": 2}, {}, 2),
        ({"version": 2}, {"c": Pin("child", 1)}, 2),
        ({"version": "latest"}, {"c": Pin("child", 1)}, 3),
    ],
)
def test_which_version_is_meant(version: Any, pinned: Any, meant: int):
    document = calling("child", **version)
    found = Library(child=[PLAIN] * 3).resolved(document, pinned)
    assert found.pins == {"c": Pin("child", meant)}
    kept = {} if version.get("version") == "latest" else {"c": Pin("child", meant)}
    assert direct_pins(parse_flow(document), found) == kept


def test_what_is_called_keeps_what_it_was_published_with():
    library = Library(child=calling("deep"), deep=[PLAIN, PLAIN])
    library.pins["child@1"] = {"c": Pin("deep", 1)}
    assert library.resolved(calling("child")).pins == {"c": Pin("child", 1), "c/c": Pin("deep", 1)}


def test_a_document_is_looked_up_once():
    many = drawn("s>c1 c1>c2 c2>c3 c3>e")
    for node in many["nodes"]:
        if node["id"].startswith("c"):
            node.update(type="subflow", data={"flow": "child"})
    library = Library(child=PLAIN)
    assert len(library.resolved(many).pins) == 3
    assert library.asked == [("child", None)]


# -- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "library", "problem"),
    [
        ({}, {}, ("FLOW_NOT_FOUND", "/nodes/1/data/flow")),
        ({}, {"child": PLAIN, "drafts": ("child",)}, ("NOT_PUBLISHED", "/nodes/1/data/flow")),
        ({"version": 9}, {"child": PLAIN}, ("VERSION_NOT_FOUND", "/nodes/1/data/version")),
        ({}, {"child": calling("caller")}, ("RECURSIVE_FLOW", "/nodes/1/data/flow")),
        ({}, {"child": calling("Child")}, ("RECURSIVE_FLOW", "/nodes/1/data/flow")),
        ({}, {"child": calling("nothing")}, ("FLOW_NOT_FOUND", "/nodes/1/data/flow")),
        ({"output": {"x": "rows"}}, {"child": KNOWN}, ("UNKNOWN_OUTPUT", "/nodes/1/data/output/x")),
    ],
)
def test_what_is_refused(data: Any, library: Any, problem: tuple[str, str]):
    assert told(Library(**library).resolved(calling("child", **data)).problems) == [problem]


def test_a_flow_that_calls_itself():
    (problem,) = Library().resolved(calling("Caller")).problems
    assert problem.code == "RECURSIVE_FLOW"
    assert "'caller' → 'Caller'" in problem.detail


def test_a_problem_further_in_says_where():
    (problem,) = Library(child=calling("deep"), deep=calling("nothing")).resolved(calling("child")).problems
    assert problem.detail.startswith("In 'child' version 1, node 'c': In 'deep' version 1, node 'c': There is no flow")


def chain_of(depth: int) -> Library:
    flows = {f"f{number}": calling(f"f{number + 1}") for number in range(1, depth)}
    return Library(**flows, **{f"f{depth}": PLAIN})


def test_how_deep_calls_may_be():
    assert chain_of(16).resolved(calling("f1")).problems == []
    (problem,) = chain_of(17).resolved(calling("f1")).problems
    assert problem.code == "TOO_DEEP"


def test_how_many_nodes_there_may_be_in_all():
    """Ten flows that each call the next one twice would have a thousand thousand nodes."""
    flows: dict[str, Any] = {"f12": PLAIN}
    for number in range(1, 12):
        made = drawn("s>c1 c1>c2 c2>e")
        for node in made["nodes"][1:3]:
            node.update(type="subflow", data={"flow": f"f{number + 1}"})
        flows[f"f{number}"] = made
    found = Library(**flows).resolved(calling("f1"))
    assert told(found.problems) == [("TOO_LARGE", "/nodes/1/data/flow")]
    assert len(found.pins) < 5_000


INPUTS = {
    "type": "object",
    "properties": {"count": {"type": "integer", "minimum": 1}, "name": {"$ref": "#/$defs/text"}},
    "$defs": {"text": {"type": "string"}},
    "required": ["count"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"count": 1, "name": "x"}, []),
        ({"count": {"var": "n"}}, []),
        ({}, [("MISSING_INPUT", "/nodes/1/data/input")]),
        ({"count": "many"}, [("WRONG_TYPE", "/nodes/1/data/input/count")]),
        ({"count": 0}, [("OUT_OF_RANGE", "/nodes/1/data/input/count")]),
        ({"count": 1, "name": 3}, [("WRONG_TYPE", "/nodes/1/data/input/name")]),
        ({"count": 1, "nme": "x"}, [("UNKNOWN_INPUT", "/nodes/1/data/input/nme")]),
        ({"count": 1, "name": [{"var": "x"}]}, []),
    ],
)
def test_an_input_that_does_not_fit(given: Any, problems: Any):
    child = {**PLAIN, "inputs": INPUTS}
    found = Library(child=child).resolved(calling("child", input=given)).problems
    assert told(found) == problems
    if problems and problems[0][0] == "UNKNOWN_INPUT":
        assert found[0].hint == "Did you mean 'name'?"


def test_outputs_that_may_be_there():
    library = Library(child=PLAIN, known=KNOWN, caller2=calling("known", output={"total": "n"}))
    assert library.resolved(calling("child", output={"x": "anything"})).problems == []
    assert library.resolved(calling("known", input={"n": 1}, output={"x": "n"})).problems == []
    assert told(library.resolved(calling("caller2", output={"x": "total", "y": "totl"})).problems) == [
        ("UNKNOWN_OUTPUT", "/nodes/1/data/output/y"),
        ("UNKNOWN_OUTPUT", "/nodes/1/data/flow"),
    ]


# -- one flow -------------------------------------------------------------------------------------------------------


def test_nodes_inside_are_called_behind_the_node_that_calls():
    flow = Library(child=calling("deep"), deep=PLAIN).linked(calling("child"))
    assert [node.id for node in flow.nodes] == ["s", "c", "e", "c/s", "c/c", "c/e", "c/c/s", "c/c/a", "c/c/e"]
    assert flow.start.id == "s"
    assert flow.code_refs() == ["data.work"]
    assert flow.needs_tokens
    assert {place: (each.flow, each.start) for place, each in flow.linked.items()} == {
        "c": ("child", "c/s"),
        "c/c": ("deep", "c/c/s"),
    }


def test_it_runs():
    document = calling("child", "s>c c>z z>e", input={"x": {"var": "n"}}, output={"got": "y"})
    child = {**drawn("s>p p>a p>b a>j b>j j>e"), "state": {"y": "add"}}
    run = TokenRun(to_program(Library(child=child).linked(document)), n=3)
    assert run.enabled == ["c/a", "c/b"]
    assert run.seen_by("c/a") == {"x": 3}
    run.done("c/a", y=1).done("c/b", y=2)
    assert (run.data, run.enabled) == ({"n": 3, "got": 3}, ["z"])


def test_one_that_refuses_changed_code_lets_all_refuse_it():
    strict = {**PLAIN, "policy": {"on_code_change": "refuse"}}
    assert Library(child=strict).linked(calling("child")).policy.on_code_change == "refuse"
    assert Library(child=PLAIN).linked(calling("child")).policy.on_code_change == "warn"


def test_a_flow_that_calls_nothing_is_left_as_it_is():
    flow = parse_flow(PLAIN)
    assert link(flow, {}, {}) is flow
    assert not flow.needs_tokens


def test_pins_that_are_not_its_own():
    flow = parse_flow(calling("child"))
    for pins in ({}, {"c": Pin("other", 1)}, {"c": Pin("child", 1)}):
        with pytest.raises(InvalidFlow, match="Which version of flow 'child'"):
            link(flow, pins, {Pin("other", 1): parse_flow(PLAIN)})


def test_problems_of_calls_inside_are_told_at_the_node_that_the_author_sees():
    flow = Library(child=calling("deep"), deep=PLAIN).linked(calling("child"))
    inner = Problem("UNKNOWN_FUNCTION", "/nodes/7/data/codeRef", "No registered function is named 'data.work'.")
    own = Problem("UNKNOWN_FUNCTION", "/nodes/1/data/codeRef", "None.")
    assert list(at_the_caller(flow, 3, [own, inner])) == [
        own,
        Problem(
            "UNKNOWN_FUNCTION",
            "/nodes/1/data/flow",
            "In node 'c/c/a': No registered function is named 'data.work'.",
            params={"within": "c/c/a"},
        ),
    ]
