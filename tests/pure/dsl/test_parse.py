"""Reading a flow document: what is accepted, and what is said about the rest."""

import collections
import copy
from typing import Any

import msgspec
import pytest

from support.documents import FULL, SEED, changed, flow, found, problems
from workflow_engine_shared.dsl.model import Edge, Flow, Limits, Policy
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.condition import ConditionNode
from workflow_engine_shared.dsl.nodes.end import EndNode
from workflow_engine_shared.dsl.nodes.join import awaited
from workflow_engine_shared.dsl.nodes.policy import NodePolicy, Retry
from workflow_engine_shared.dsl.nodes.python import PythonNode
from workflow_engine_shared.dsl.nodes.start import StartNode
from workflow_engine_shared.dsl.nodes.subflow import flow_version
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.errors import InvalidFlow, Problem

# -- what is accepted -----------------------------------------------------------------------------------------------


def test_the_example_of_the_specification_is_a_flow():
    parsed = parse_flow(SEED)
    assert [node.id for node in parsed.nodes] == [node["id"] for node in SEED["nodes"]]
    assert parsed.nodes[1] == PythonNode("scrape", "data.scrape_products", args={"limit": 1000})
    assert parsed.edges[3] == Edge("check_count", "end", when=False)
    assert parsed.edges[4].when is msgspec.UNSET
    assert parsed.limits == Limits()


def test_every_field_reaches_the_model():
    assert parse_flow(FULL) == Flow(
        nodes=(
            StartNode("start"),
            PythonNode(
                "fetch",
                "data.fetch",
                args={"limit": 10, "options": {"deep": [1, None]}},
                args_from={"page": {"var": "page"}},
                policy=NodePolicy(timeout=60.0, on_timeout="continue", retry=Retry(3, 0.5, 1.0), on_error="continue"),
            ),
            ConditionNode("more", {"var": "more"}),
            EndNode("end"),
        ),
        edges=(Edge("start", "fetch"), Edge("fetch", "more"), Edge("more", "fetch", when=True), Edge("more", "end")),
        inputs=FULL["inputs"],
        state={"rows": "append", "best": "max"},
        limits=Limits(500),
        policy=Policy("refuse"),
    )


def test_reading_leaves_the_document_alone():
    document = copy.deepcopy(FULL)
    parse_flow(document)
    assert document == FULL


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/nodes/1/data/args", {}),
        ("/nodes/1/data/args/数量", 1),
        ("/nodes/1/data/retry", {}),
        ("/nodes/1/data/retry/maxAttempts", 1000),
        ("/nodes/1/data/timeout", 0.001),
        ("/nodes/1/data/timeout", 30 * 86400),
        ("/nodes/2/data/expr", True),
        ("/nodes/3/data", {}),
        ("/edges/2/data/when", None),
        ("/edges/2/data/when", [1, ["a", None]]),
        ("/edges/3/data", {}),
        ("/inputs", {}),
        ("/inputs", {"$schema": "http://json-schema.org/draft-07/schema#", "title": "x"}),
        ("/inputs", {"$ref": "#item", "$defs": {"a": {"$anchor": "item"}}}),
        ("/state/a.b", "merge"),
        ("/limits", {}),
        ("/policy", {}),
    ],
)
def test_also_accepted(pointer: str, value: Any):
    assert found(changed(FULL, pointer, value)) == []


# -- one mistake, one problem ---------------------------------------------------------------------------------------

NAN, INF = float("nan"), float("inf")

#: pointer, value, code; the problem stands where the change was made.
ONE_MISTAKE: list[tuple[str, Any, str]] = [
    # Unknown fields, wherever an object is.
    ("/retires", 3, "UNKNOWN_FIELD"),
    ("/a~1b~0c", 3, "UNKNOWN_FIELD"),
    ("/limits/max_steps", 5, "UNKNOWN_FIELD"),
    ("/policy/onCodeChange", "warn", "UNKNOWN_FIELD"),
    ("/nodes/0/name", "x", "UNKNOWN_FIELD"),
    ("/nodes/0/data/codeRef", "x.y", "UNKNOWN_FIELD"),
    ("/nodes/0/position/z", 1, "UNKNOWN_FIELD"),
    ("/nodes/1/data/retires", 3, "UNKNOWN_FIELD"),
    ("/nodes/1/data/retry/max", 3, "UNKNOWN_FIELD"),
    ("/nodes/2/data/else", 3, "UNKNOWN_FIELD"),
    ("/edges/0/type", "step", "UNKNOWN_FIELD"),
    ("/edges/1/data/color", "red", "UNKNOWN_FIELD"),
    # Objects.
    ("/nodes/0/data", None, "EXPECTED_OBJECT"),
    ("/nodes/0/data", [], "EXPECTED_OBJECT"),
    ("/nodes/0/position", 1, "EXPECTED_OBJECT"),
    ("/nodes/-", "start", "EXPECTED_OBJECT"),
    ("/nodes/1/data/args", [1], "EXPECTED_OBJECT"),
    ("/nodes/1/data/argsFrom", "page", "EXPECTED_OBJECT"),
    ("/nodes/1/data/retry", 3, "EXPECTED_OBJECT"),
    ("/edges/-", None, "EXPECTED_OBJECT"),
    ("/edges/1/data", "then", "EXPECTED_OBJECT"),
    ("/inputs", True, "EXPECTED_OBJECT"),
    ("/state", ["rows"], "EXPECTED_OBJECT"),
    ("/limits", 5, "EXPECTED_OBJECT"),
    ("/policy", None, "EXPECTED_OBJECT"),
    # Types.
    ("/name", 5, "WRONG_TYPE"),
    ("/description", None, "WRONG_TYPE"),
    ("/nodes", {}, "WRONG_TYPE"),
    ("/edges", None, "WRONG_TYPE"),
    ("/nodes/0/type", None, "WRONG_TYPE"),
    ("/nodes/0/label", ["x"], "WRONG_TYPE"),
    ("/nodes/0/position/x", "12", "WRONG_TYPE"),
    ("/nodes/1/data/codeRef", 5, "WRONG_TYPE"),
    ("/nodes/1/data/argsFrom/page", None, "WRONG_TYPE"),
    ("/nodes/1/data/timeout", "5m", "WRONG_TYPE"),
    ("/nodes/1/data/timeout", True, "WRONG_TYPE"),
    ("/nodes/1/data/timeout", None, "WRONG_TYPE"),
    ("/nodes/1/data/retry/maxAttempts", "3", "WRONG_TYPE"),
    ("/nodes/1/data/retry/maxAttempts", 3.0, "WRONG_TYPE"),
    ("/nodes/1/data/retry/maxAttempts", True, "WRONG_TYPE"),
    ("/nodes/1/data/retry/backoff", False, "WRONG_TYPE"),
    ("/nodes/1/data/onError", None, "WRONG_TYPE"),
    ("/nodes/2/data/expr", None, "WRONG_TYPE"),
    ("/edges/0/source", 5, "WRONG_TYPE"),
    ("/edges/0/target", None, "WRONG_TYPE"),
    ("/edges/0/id", 5, "WRONG_TYPE"),
    ("/edges/0/sourceHandle", 5, "WRONG_TYPE"),
    ("/edges/0/label", None, "WRONG_TYPE"),
    ("/state/rows", None, "WRONG_TYPE"),
    ("/limits/maxSteps", "100", "WRONG_TYPE"),
    # Ranges and choices.
    ("/nodes/1/data/timeout", 0, "OUT_OF_RANGE"),
    ("/nodes/1/data/timeout", -1, "OUT_OF_RANGE"),
    ("/nodes/1/data/timeout", 1e12, "OUT_OF_RANGE"),
    ("/nodes/1/data/timeout", 30 * 86400 + 1, "OUT_OF_RANGE"),
    ("/nodes/1/data/timeout", NAN, "OUT_OF_RANGE"),
    ("/nodes/1/data/timeout", INF, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/maxAttempts", 0, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/maxAttempts", 1001, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/delay", -0.1, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/delay", 86401, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/backoff", 0.5, "OUT_OF_RANGE"),
    ("/nodes/1/data/retry/backoff", 11, "OUT_OF_RANGE"),
    ("/nodes/1/data/onTimeout", "skip", "OUT_OF_RANGE"),
    ("/nodes/1/data/onError", "Fail", "OUT_OF_RANGE"),
    ("/nodes/1/data/args/limit", -INF, "OUT_OF_RANGE"),
    ("/nodes/1/data/args/limit", 2**64, "OUT_OF_RANGE"),
    ("/limits/maxSteps", 0, "OUT_OF_RANGE"),
    ("/limits/maxSteps", 10_000_001, "OUT_OF_RANGE"),
    ("/policy/on_code_change", "ignore", "OUT_OF_RANGE"),
    ("/nodes/0/position/x", 1e300, "OUT_OF_RANGE"),
    # Sizes.
    ("/name", "x" * 2**20, "TOO_LARGE"),
    ("/description", "x" * 10_001, "TOO_LARGE"),
    ("/nodes/0/label", "x" * 201, "TOO_LARGE"),
    ("/inputs", {"enum": list(range(5000))}, "TOO_LARGE"),
    # Words with a meaning.
    ("/dsl", 0, "UNSUPPORTED_VERSION"),
    ("/dsl", 2, "UNSUPPORTED_VERSION"),
    ("/dsl", 999, "UNSUPPORTED_VERSION"),
    ("/dsl", 1.0, "UNSUPPORTED_VERSION"),
    ("/dsl", 1.5, "UNSUPPORTED_VERSION"),
    ("/dsl", "1", "UNSUPPORTED_VERSION"),
    ("/dsl", True, "UNSUPPORTED_VERSION"),
    ("/dsl", None, "UNSUPPORTED_VERSION"),
    ("/nodes/1/type", "Python", "UNKNOWN_TYPE"),
    ("/nodes/0/type", "begin", "UNKNOWN_TYPE"),
    ("/nodes/3/type", "", "UNKNOWN_TYPE"),
    ("/state/rows", "concat", "UNKNOWN_REDUCER"),
    ("/state/__interrupt__", "add", "RESERVED_KEY"),
    ("/nodes/1/data/args/__class__", 1, "RESERVED_KEY"),
    ("/nodes/1/data/argsFrom/__x", 1, "RESERVED_KEY"),
    ("/nodes/1/data/args/state", 1, "RESERVED_KEY"),
    # Names.
    ("/nodes/1/data/args/a-b", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/args/", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/args/1st", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/args/class", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/args/ﬁle", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/argsFrom/a b", 1, "BAD_ARG_NAME"),
    ("/nodes/1/data/argsFrom/limit", 1, "DUPLICATE_ARG"),
    ("/nodes/1/data/codeRef", "", "BAD_FUNCTION_NAME"),
    ("/nodes/1/data/codeRef", "os.__class__", "BAD_FUNCTION_NAME"),
    ("/nodes/1/data/codeRef", "../../etc/passwd", "BAD_FUNCTION_NAME"),
    ("/nodes/1/data/codeRef", "data.scrape()", "BAD_FUNCTION_NAME"),
    ("/nodes/1/data/codeRef", "dаta.scrape", "BAD_FUNCTION_NAME"),  # a Cyrillic letter
    ("/nodes/1/data/codeRef", "data.scrape\n", "BAD_FUNCTION_NAME"),
    ("/nodes/1/data/codeRef", "x" * 201, "BAD_FUNCTION_NAME"),
    # Expressions and values.
    ("/nodes/2/data/expr", {"var": "a", "==": [1, 2]}, "BAD_EXPRESSION"),
    ("/nodes/1/data/argsFrom/page", {"var": "a", "==": [1, 2]}, "BAD_EXPRESSION"),
    ("/edges/2/data/when", {"var": "x"}, "WHEN_NOT_PLAIN"),
    ("/edges/2/data/when", [1, [{}]], "WHEN_NOT_PLAIN"),
]


@pytest.mark.parametrize(("pointer", "value", "code"), ONE_MISTAKE)
def test_one_mistake_is_one_problem_at_its_place(pointer: str, value: Any, code: str):
    document = changed(FULL, pointer, value)
    at = pointer.replace("/nodes/-", "/nodes/4").replace("/edges/-", "/edges/4")
    assert found(document) == [(code, at)]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (None, "EXPECTED_OBJECT"),
        ([], "EXPECTED_OBJECT"),
        ("{}", "EXPECTED_OBJECT"),
        (1, "EXPECTED_OBJECT"),
        (object(), "WRONG_TYPE"),
        (b"{}", "WRONG_TYPE"),
        (collections.OrderedDict(SEED), "WRONG_TYPE"),
    ],
)
def test_a_document_is_an_object(document: Any, code: str):
    assert found(document) == [(code, "")]


@pytest.mark.parametrize(
    "pointer",
    [
        "/nodes",
        "/edges",
        "/nodes/0/id",
        "/nodes/0/type",
        "/nodes/0/position/x",
        "/nodes/1/data/codeRef",
        "/nodes/2/data/expr",
        "/edges/0/source",
        "/edges/0/target",
    ],
)
def test_what_is_missing_is_named(pointer: str):
    assert ("MISSING_FIELD", pointer) in found(changed(FULL, pointer))


def test_missing_data_is_logged_by_the_field_it_should_hold():
    assert found(changed(FULL, "/nodes/1/data")) == [("MISSING_FIELD", "/nodes/1/data/codeRef")]
    assert found({}) == [("MISSING_FIELD", "/edges"), ("MISSING_FIELD", "/nodes")]


@pytest.mark.parametrize("name", ["__start__", "__end__", "a:b", "a|b", ":", "CON", "nul", "Com1", "LPT9"])
def test_reserved_ids(name: str):
    assert found(_renamed(name)) == [("RESERVED_ID", "/nodes/1/id")]


@pytest.mark.parametrize("name", ["", " ", "-a", "_a", "a b", "a.b", "a/b", "节点", "a\n", "x" * 129, "x" * 1000, "é"])
def test_invalid_ids(name: str):
    assert found(_renamed(name)) == [("INVALID_ID", "/nodes/1/id")]


@pytest.mark.parametrize("value", [5, None, ["start"], True])
def test_an_id_is_a_string(value: Any):
    document = changed(FULL, "/nodes/0/id", value)
    assert found(document) == [("UNKNOWN_NODE", "/edges/0/source"), ("WRONG_TYPE", "/nodes/0/id")]


def _renamed(name: str) -> dict[str, Any]:
    document = flow("s a e", "s>a a>e")
    document["nodes"][1]["id"] = document["edges"][0]["target"] = document["edges"][1]["source"] = name
    return document


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "objct"}, "/inputs/type"),
        ({"properties": {"a/b": 5}}, "/inputs/properties/a~1b"),
        ({"required": "a"}, "/inputs/required"),
        ({"minimum": "5"}, "/inputs/minimum"),
        ({"properties": {"a": {"pattern": "("}}}, "/inputs/properties/a/pattern"),
        ({"$ref": "https://example.com/schema.json"}, "/inputs/$ref"),
        ({"$ref": "file:///etc/passwd"}, "/inputs/$ref"),
        ({"$ref": "other.json#/a"}, "/inputs/$ref"),
        ({"items": {"$dynamicRef": "https://example.com/a"}}, "/inputs/items/$dynamicRef"),
        ({"$ref": "#/$defs/nowhere"}, "/inputs/$ref"),
        ({"$ref": "#nowhere"}, "/inputs/$ref"),
        ({"properties": {"a": {"$id": "https://example.com/a"}}}, "/inputs/properties/a/$id"),
        ({"$ref": "#"}, "/inputs/$ref"),
        ({"allOf": [{"type": "object"}, {"$ref": "#"}]}, "/inputs/allOf/1/$ref"),
        (
            {"$defs": {"a": {"not": {"$ref": "#b"}}, "b": {"$anchor": "b", "$ref": "#/$defs/a"}}},
            "/inputs/$defs/a/not/$ref",
        ),
        ({"properties": {"a": {"if": {"$dynamicRef": "#/properties/a"}}}}, "/inputs/properties/a/if/$dynamicRef"),
    ],
)
def test_bad_schemas(schema: Any, pointer: str):
    assert found(changed(FULL, "/inputs", schema)) == [("BAD_SCHEMA", pointer)]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"children": {"type": "array", "items": {"$ref": "#"}}}},
        {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"properties": {"b": {"$ref": "#"}}}}},
        {"properties": {"a": {"default": {"$ref": "#/properties/a"}}}},
    ],
)
def test_schemas_may_come_back_to_themselves_by_a_part_of_the_value(schema: Any):
    assert found(changed(FULL, "/inputs", schema)) == []


# -- words ----------------------------------------------------------------------------------------------------------


TYPES = ", ".join(map(repr, NODE_TYPES))
NO_QUOTES = "Write a plain JSON number, without quotes or a unit."


@pytest.mark.parametrize(
    ("pointer", "value", "detail", "hint"),
    [
        ("/nodes/1/data/retires", 3, "There is no field 'retires' here.", "Did you mean 'retry'?"),
        ("/nodes/1/type", "pyton",
         f"'type' must be one of {TYPES}, not 'pyton'.",
         "Did you mean 'python'?"),
        ("/nodes/1/type", "START",
         f"'type' must be one of {TYPES}, not 'START'.",
         "Did you mean 'start'?"),
        ("/nodes/1/data/timeout", "5m", "'timeout' must be a number, not a string.",
         "Write a plain JSON number, without quotes or a unit."),
        ("/nodes/1/data/timeout", 0, "'timeout' must be more than 0 and at most 2,592,000, not 0.", ""),
        ("/nodes/-", 5, "Item 4 of 'nodes' must be an object, not a whole number.", ""),
        ("/dsl", 2, "The format version 2 is not supported; supported: 1.",
         "Leave 'dsl' out, or upgrade renflow if the flow was made by a newer one."),
        ("/state/rows", "apend",
         "'rows' must be one of 'append', 'sum', 'merge', 'last', 'max', 'min', 'replace', 'add', not 'apend'.",
         "Did you mean 'append'?"),
        ("/nodes/1/data/codeRef", "data/fetch.py",
         "The function name 'data/fetch.py' must be dotted Python names such as 'data.scrape', at most 200 characters.",
         "Write the name given to @register_function, not a path or an import."),
    ],
)  # fmt: skip
def test_messages(pointer: str, value: Any, detail: str, hint: str):
    (problem,) = problems(changed(FULL, pointer, value))
    assert (problem.detail, problem.hint) == (detail, hint)


def test_a_misspelt_field_is_not_missing_too():
    document = changed(changed(FULL, "/nodes/1/data/codeRef"), "/nodes/1/data/coderef", "x.y")
    assert found(document) == [("UNKNOWN_FIELD", "/nodes/1/data/coderef")]


def test_the_error_says_the_first_problem():
    with pytest.raises(
        InvalidFlow, match=r"The flow has 2 mistakes; the first: The field 'nodes' is missing. \(/nodes\)"
    ):
        parse_flow({})


def test_all_problems_are_told_at_once():
    document = {
        "dsl": "1",
        "names": "x",
        "inputs": {"type": "strng"},
        "limits": {"maxSteps": 0},
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "a b", "type": "python", "data": {"codeRef": "a/b", "args": {"x-y": 1}, "retires": 3}},
            {"id": "check", "type": "condition", "data": {"expr": {"var": "x"}}},
            {"id": "lonely", "type": "python", "data": {"codeRef": "x.y", "timeout": "5m"}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "a b"},
            {"source": "a b", "target": "check"},
            {"source": "check", "target": "end", "data": {"when": {}}},
            {"source": "check", "target": "a b", "data": {"when": 1}},
            {"source": "check", "target": "end", "data": {"when": 1.0}},
        ],
    }
    assert found(document) == sorted(
        [
            ("UNSUPPORTED_VERSION", "/dsl"),
            ("UNKNOWN_FIELD", "/names"),
            ("BAD_SCHEMA", "/inputs/type"),
            ("OUT_OF_RANGE", "/limits/maxSteps"),
            ("INVALID_ID", "/nodes/1/id"),
            ("BAD_FUNCTION_NAME", "/nodes/1/data/codeRef"),
            ("BAD_ARG_NAME", "/nodes/1/data/args/x-y"),
            ("UNKNOWN_FIELD", "/nodes/1/data/retires"),
            ("WRONG_TYPE", "/nodes/3/data/timeout"),
            ("UNREACHABLE_NODE", "/nodes/3"),
            ("WHEN_NOT_PLAIN", "/edges/2/data/when"),
            ("AMBIGUOUS_EDGE", "/edges/4/data/when"),
        ]
    )


@pytest.mark.parametrize(
    ("read", "value", "detail", "hint"),
    [
        (flow_version, "3", "must be 'latest' or a whole number, not a string.", NO_QUOTES),
        (awaited, " 2", "must be 'all', 'any' or a whole number, not a string.", NO_QUOTES),
        (flow_version, "lates", "must be 'latest' or a whole number, not 'lates'.", "Did you mean 'latest'?"),
        (awaited, "", "must be 'all', 'any' or a whole number, not ''.", ""),
        (flow_version, 0, "must be between 1 and 2147483647, not 0.", ""),
        (awaited, True, "must be 'all', 'any' or a whole number, not a boolean.", ""),
    ],
)
def test_a_number_in_quotes_is_told_so_where_a_word_is_allowed_too(read: Any, value: Any, detail: str, hint: str):
    told: list[Problem] = []
    place = Place(told).at("it")
    assert read(value, place) is BAD
    assert [(each.detail.partition(" ")[2], each.hint) for each in told] == [(detail, hint)]
