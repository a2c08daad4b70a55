"""The table of node types: each one's schema accepts what is read, and nothing about a type stands elsewhere."""

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import workflow_engine_shared.dsl
from workflow_engine_shared.dsl.fields import Field, Record, schema_of
from workflow_engine_shared.dsl.node_types import NODE_TYPES, type_of
from workflow_engine_shared.dsl.nodes.node_type import Node, NodeType
from workflow_engine_shared.dsl.nodes.pinned import PinnedNode
from workflow_engine_shared.dsl.nodes.policy import POLICY, TIMEOUT, Activity, NodePolicy, Retry
from workflow_engine_shared.dsl.place import Place
from workflow_engine_shared.errors import Problem
from workflow_engine_worker.nodes import VISITS, WAITS, check_complete

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "dsl.md").read_text("utf-8")

#: The `data` of each type's examples in the documentation, which together have every field.
ALL_EXAMPLES: dict[str, list[dict[str, Any]]] = {}
for example in map(json.loads, re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL)):
    if "type" in example:
        ALL_EXAMPLES.setdefault(example["type"], []).append(example.get("data", {}))
#: The largest of each type: where variants are made from.
EXAMPLES = {name: max(reversed(examples), key=len) for name, examples in ALL_EXAMPLES.items()}
TYPES = pytest.mark.parametrize("kind", NODE_TYPES.values(), ids=NODE_TYPES)


# -- schema and reading agree ---------------------------------------------------------------------------------------

#: What a JSON Schema cannot say; everything else it says exactly as the reader does.
NOT_TOLD_BY_A_SCHEMA = {
    "an address is one of the web": lambda problem, _: problem.code == "BAD_URL",
    "a header's value can be sent": lambda problem, _: (
        problem.code == "BAD_HEADER" and problem.detail.startswith("The header's value")
    ),
    "a credential is no part of a flow": lambda problem, _: problem.code == "SECRET_IN_FLOW",
    "a range has its lower end first": lambda problem, _: problem.code == "BAD_RANGE",
    "a schema inside a form is one": lambda problem, _: problem.code == "BAD_SCHEMA",
    "a hint is about a field of the form": lambda problem, _: problem.code == "UNKNOWN_PROPERTY",
    "a zone is one of the world": lambda problem, _: problem.code == "UNKNOWN_TIMEZONE",
    "a cron line can be read": lambda problem, _: problem.code == "INVALID_CRON",
    "a cron line has times": lambda problem, _: problem.code == "NEVER_FIRES",
    "a text is a time": lambda problem, _: problem.code == "INVALID_TIME",
    "a local time is of somewhere": lambda problem, _: problem.code == "NO_TIMEZONE",
    "clocks show a local time": lambda problem, _: problem.code == "NO_SUCH_TIME",
    "a file has a name only where there is one": lambda problem, _: problem.code == "ARTIFACT_UNUSED",
    "an artifact's name may be that of a file": lambda problem, _: problem.code == "BAD_ARTIFACT_NAME",
    "an expression is JsonLogic, not only a value that could be": lambda problem, _: problem.code == "BAD_EXPRESSION",
    "a child that fails is one": lambda problem, _: problem.code == "CHILD_UNUSED",
    "a name stands in 'args' or in 'argsFrom'": lambda problem, _: problem.code == "DUPLICATE_ARG",
    "3.0 is no whole number": lambda problem, value: (
        "a whole number, not a number" in problem.detail and value == int(value)
    ),
}
#: Told by no schema either, but only seen at a key: see test_names_beyond_ascii.

#: Values around every bound, and of every kind.
VALUES: list[Any] = [
    None, True, False,
    -1, 0, 0.001, 0.5, 1, 1.5, 3, 3.0, 10, 10.5, 11, 1000, 1001, 86_400, 86_401, 2_592_000, 2_592_000.5, 2_592_001,
    "", " ", "fail", "continue", "Fail", "start", "x", "x.y", "x.y\n", "x..y", ".x", "1x", "a/b", "a b",
    "__x.y", "x.__y", "x__y", "_x", "x.y__", "dаta.x", "x" * 200, "x" * 201, "x." * 100 + "y",
    [], [1], [None], {}, {"x": 1}, {"var": "x"}, {"x": None}, {"x": {"var": "x"}}, {"var": 1, "x": 2},
    {"state": 1}, {"states": 1}, {"__x": 1}, {"_x": 1}, {"x__": 1}, {"": 1}, {"1x": 1}, {"x1": 1}, {"class": 1},
    {"Class": 1}, {"a-b": 1}, {"a b": 1}, {"a\n": 1}, {"x{": 1}, {"x~": 1}, {"[": 1}, {"`": 1}, {"\\": 1}, {"^": 1},
    {"@": 1}, {"数量": 1}, {"é": 1}, {"x": 1, "state": 2, "z": None},
    {"maxAttempts": 1}, {"maxAttempt": 1}, {"maxAttempts": 3.0}, {"maxAttempts": True}, {"delay": 0, "backoff": 1},
]  # fmt: skip


def read(kind: NodeType, data: Any) -> list[Problem]:
    """What reading complains about; what `data` reads as must make a node exactly where there is nothing."""
    notes: list[Problem] = []
    made = kind.data(data, Place(notes))
    if not notes:
        assert type_of(kind.node(id="x", **made)) is kind
    return notes


def is_accepted(kind: NodeType, data: Any) -> bool:
    """Whether nothing is wrong that a schema could tell."""
    return not [problem for problem in read(kind, data) if not is_beyond_schemas(problem, data)]


def is_beyond_schemas(problem: Problem, data: Any) -> bool:
    value = data
    if problem.code == "WRONG_TYPE":
        for step in problem.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            value = value[int(name)] if isinstance(value, list) else value[name]
    return any(is_meant(problem, value) for is_meant in NOT_TOLD_BY_A_SCHEMA.values())


def places(schema: dict[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to every field of a schema."""
    for name, inner in schema.get("properties", {}).items():
        yield (*at, name)
        yield from places(inner, (*at, name))


MISSING = object()


def put(data: dict[str, Any], way: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy with one field set or, if it is to be missing, without it; the objects on the way are made."""
    copied = copy.deepcopy(data)
    inside: Any = copied
    for step in way[:-1]:
        inside = inside.setdefault(step, {})
        if not isinstance(inside, dict):
            return copied
    inside.pop(way[-1], None)
    if value is not MISSING:
        inside[way[-1]] = copy.deepcopy(value)
    return copied


@TYPES
def test_each_value_of_each_field_is_accepted_by_both_or_by_neither(kind: NodeType):
    validator = Draft202012Validator(kind.schema())
    ways = [*places(kind.schema()), ("unknown",), *[(*way[:-1], f"{way[-1]}s") for way in places(kind.schema())]]
    told = set()
    for data in [
        *VALUES,
        *ALL_EXAMPLES[kind.name],
        *(put(made, way, value) for made in ALL_EXAMPLES[kind.name] for way in ways for value in [*VALUES, MISSING]),
    ]:
        accepted = is_accepted(kind, data)
        assert validator.is_valid(data) == accepted, (data, read(kind, data))
        told.add(accepted)
    assert told == {True, False}


@TYPES
@given(st.data())
def test_any_data_is_accepted_by_both_or_by_neither(kind: NodeType, data: st.DataObject):
    ways = [*places(kind.schema()), ("unknown",)]
    changes = data.draw(st.lists(st.tuples(st.sampled_from(ways), st.sampled_from([*VALUES, MISSING])), max_size=6))
    made = data.draw(st.sampled_from(ALL_EXAMPLES[kind.name]))
    for way, value in changes:
        made = put(made, way, value)
    assert Draft202012Validator(kind.schema()).is_valid(made) == is_accepted(kind, made), read(kind, made)


def test_what_schemas_cannot_say_is_all_met():
    """None of the exceptions is there for nothing."""
    met = [
        ("python", ("argsFrom",), {"page": {"var": 1, "x": 2}}),
        ("python", ("argsFrom",), {"limit": 1}),
        ("python", ("retry", "maxAttempts"), 3.0),
        ("map", ("items",), {"artifact": "../x"}),
        ("http", ("url",), "ftp://x"),
        ("http", ("headers",), {"X": "a\nb"}),
        ("http", ("headers",), {"Cookie": "abc"}),
        ("http", ("success",), [[299, 200]]),
        ("http", ("response",), "json"),
        ("form", ("schema",), {"type": "array"}),
        ("form", ("ui", "order"), ["x"]),
        ("wait", ("timezone",), "Europe/Berlim"),
        ("wait", ("cron",), "x"),
        ("wait", ("cron",), "0 0 30 2 *"),
        ("wait", ("until",), "tomorrow"),
        ("wait", ("until",), "2027-03-01T09:00"),
        ("wait", ("until",), "2027-03-28T02:30"),
        ("subflow", ("mode",), "inline"),
    ]
    bases = {"cron": {"cron": "0 3 * * *"}, "until": {}, "timezone": {"cron": "0 3 * * *"}}
    bases["mode"] = {"flow": "fetch_prices", "onChildError": "fail"}
    for name, way, value in met:
        data = put(bases[way[0]] if way[0] in bases else EXAMPLES[name], way, value)
        if value == "2027-03-28T02:30":
            data["timezone"] = "Europe/Berlin"
        assert len(read(NODE_TYPES[name], data)) == 1
        assert Draft202012Validator(NODE_TYPES[name].schema()).is_valid(data)
    assert len(met) == len(NOT_TOLD_BY_A_SCHEMA)


@pytest.mark.parametrize(
    ("name", "is_python"), [("数量", True), ("é", True), ("ﬁle", False), ("x–y", False), ("€", False)]
)
def test_names_beyond_ascii(name: str, is_python: bool):
    """Which letters of the world may stand in a Python name is beyond a schema: it lets them all pass."""
    data = put(EXAMPLES["python"], ("args",), {name: 1})
    assert Draft202012Validator(NODE_TYPES["python"].schema()).is_valid(data)
    assert [problem.code for problem in read(NODE_TYPES["python"], data)] == ([] if is_python else ["BAD_ARG_NAME"])


@TYPES
def test_the_schema_is_one_and_plain_json(kind: NodeType):
    schema = kind.schema()
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["description"] == kind.doc


def test_the_schema_of_a_policy():
    schema = NODE_TYPES["python"].schema()
    assert schema["required"] == ["codeRef"]
    assert schema["properties"]["timeout"]["exclusiveMinimum"] == 0
    assert schema["properties"]["onError"]["enum"] == ["fail", "continue"]
    assert schema["properties"]["retry"]["properties"]["maxAttempts"] == {
        "description": "Attempts in all; 1 if left out.", "type": "integer", "minimum": 1, "maximum": 1000,
    }  # fmt: skip


def test_a_reader_without_a_schema_says_so():
    record = Record(dict, Field("x", lambda value, _place: value))
    with pytest.raises(TypeError, match="does not describe what it accepts"):
        schema_of(record)


# -- documentation --------------------------------------------------------------------------------------------------


@TYPES
def test_the_documentation_has_each_field_with_the_words_of_the_schema(kind: NodeType):
    rows = _rows(kind.name)
    if issubclass(kind.node, Activity):
        # What a type calls as the policy does, but means otherwise, stands in its own table.
        shared = {name: meaning for name, meaning in _rows("Policy").items() if _is_the_policys(kind, name)}
        assert not rows.keys() & shared.keys()
        rows |= {name: meaning for name, meaning in shared.items() if tuple(name.split(".")) in places(kind.schema())}
    assert rows == {".".join(way): _description(kind.schema(), way) for way in places(kind.schema())}
    assert all(rows.values())


def _rows(heading: str) -> dict[str, str]:
    """The fields in the table under a heading, each with its meaning."""
    section = re.split(r"\n##+ ", DOCS.partition(f"\n### {heading}\n")[2])[0]
    return dict(re.findall(r"^\| `([^`]+)` \| .* \| (.*) \|$", section, re.MULTILINE))


def _is_the_policys(kind: NodeType, name: str) -> bool:
    own, policy = kind.data._fields.get(name.split(".", maxsplit=1)[0]), {field.name: field for field in POLICY}
    return own is None or own is policy[name.split(".", maxsplit=1)[0]]


def _description(schema: dict[str, Any], way: tuple[str, ...]) -> str:
    for step in way:
        schema = schema["properties"][step]
    return schema.get("description", "")


@TYPES
def test_the_example_in_the_documentation_has_each_field(kind: NodeType):
    for way in places(kind.schema()):
        found: list[Any] = ALL_EXAMPLES[kind.name]
        for step in way:
            found = [value[step] for value in found if step in value]
        assert found, way


@pytest.mark.parametrize("page", ["node-types.md", "node-types.zh-CN.md"])
def test_the_pages_of_types_name_each_with_a_sample_that_has_it(page: str):
    text = (ROOT / "docs" / page).read_text("utf-8")
    rows = dict(re.findall(r"^\| \[`(\w+)`\].*\| (.*?) \|$", text, re.MULTILINE))
    assert list(rows) == list(NODE_TYPES)
    for name, sample in rows.items():
        for folder in re.findall(r"`(flows/\w+)`", sample):
            document = json.loads((ROOT / folder / "flow.json").read_text("utf-8"))
            assert name in {node["type"] for node in document["nodes"]}


# -- policy ---------------------------------------------------------------------------------------------------------


#: Field of `data` -> a value unlike the default, the policy's name for it, and what it becomes there.
POLICY_VALUES: dict[str, tuple[Any, str, Any]] = {
    "timeout": (7, "timeout", 7.0),
    "onTimeout": ("continue", "on_timeout", "continue"),
    "retry": ({"delay": 9}, "retry", Retry(delay=9.0)),
    "onError": ("continue", "on_error", "continue"),
}


@TYPES
def test_the_policy_of_an_activity_is_what_is_written_beside_its_fields(kind: NodeType):
    assert list(POLICY_VALUES) == [field.name for field in POLICY]
    is_activity = issubclass(kind.node, Activity)
    written = {
        name: values
        for name, values in POLICY_VALUES.items()
        if name in EXAMPLES[kind.name] and _is_the_policys(kind, name)
    }
    fields = kind.data._fields
    own_limit = {name for name, field in fields.items() if field.to == "timeout" and field is not TIMEOUT}
    data = {name: value for name, value in EXAMPLES[kind.name].items() if name not in own_limit}
    made = kind.data({**data, **{name: value for name, (value, _, _) in written.items()}}, Place([]))
    assert bool(written) == is_activity
    assert made.get("policy") == (
        NodePolicy(**{to: becomes for _, to, becomes in written.values()}) if written else None
    )


# -- one table ------------------------------------------------------------------------------------------------------


def test_nothing_in_the_language_names_a_type_but_the_table():
    package = Path(workflow_engine_shared.dsl.__file__).parent
    quoted = re.compile("|".join(f"[\"']{name}[\"']" for name in NODE_TYPES))
    modules = {path for path in package.glob("*.py") if path.name != "node_types.py"}
    assert len(modules) >= 10
    assert [
        (path.name, quoted.findall(path.read_text("utf-8"))) for path in sorted(modules) if _names(quoted, path)
    ] == []


def test_nothing_knows_the_structs_but_the_two_tables():
    structs = re.compile("|".join(rf"\b{kind.node.__name__}\b" for kind in NODE_TYPES.values()))
    modules = [path for part in ("shared", "worker", "supervisor") for path in (ROOT / part).rglob("*.py")]
    knowing = {path.relative_to(ROOT).parent.as_posix() for path in modules if _names(structs, path)}
    # A BPMN file has nodes that are made by no table: its tasks and events become forms, waits and elements.
    bpmn = {"shared/workflow_engine_shared/bpmn", "worker/workflow_engine_worker/kernel/elements"}
    assert knowing - bpmn == {"shared/workflow_engine_shared/dsl/nodes", "worker/workflow_engine_worker/nodes"}


def _names(pattern: re.Pattern[str], path: Path) -> bool:
    return bool(pattern.search(path.read_text("utf-8")))


# -- the worker's table ---------------------------------------------------------------------------------------------


def test_each_type_has_a_visit_and_each_visit_a_type():
    # What nodes become in a test run is visited, and cannot be written.
    assert {*(kind.node for kind in NODE_TYPES.values()), PinnedNode} == set(VISITS) | set(WAITS)
    for kind in NODE_TYPES.values():
        for example in ALL_EXAMPLES[kind.name]:
            made = kind.node(id="x", **kind.data(example, Place([])))
            assert kind.node in (WAITS if kind.waits(made) else VISITS)


class StrangeNode(Node, frozen=True):
    """Stands in one table only."""


@pytest.mark.parametrize(
    ("written", "visited", "message"),
    [
        ([*VISITS, StrangeNode], [*VISITS], "No visit for StrangeNode: add it to VISITS in workflow_engine_worker"),
        ([*VISITS], [*VISITS, StrangeNode], "No flow can hold StrangeNode: add its type to NODE_TYPES in"),
    ],
)  # fmt: skip
def test_two_tables_that_differ_are_refused(written: list[type[Node]], visited: list[type[Node]], message: str):
    with pytest.raises(ImportError, match=re.escape(message)):
        check_complete(written, visited)


def test_a_worker_does_not_begin_with_a_type_it_cannot_visit():
    lines = [
        "from workflow_engine_shared.dsl.fields import Record",
        "from workflow_engine_shared.dsl.node_types import NODE_TYPES",
        "from workflow_engine_shared.dsl.nodes.node_type import Node, NodeType",
        "NODE_TYPES['odd'] = NodeType('odd', '', type('OddNode', (Node,), {}), Record(dict))",
        "import workflow_engine_worker.process.main",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.rstrip().endswith("No visit for OddNode: add it to VISITS in workflow_engine_worker.nodes.")
