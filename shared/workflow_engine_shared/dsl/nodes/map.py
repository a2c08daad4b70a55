"""`map`: calls a registered function for each item of a list, as `map_steps` does."""

from typing import Any, Literal

import msgspec

from workflow_engine_shared.artifacts.files import name_problem as file_problem
from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Mapping, Number, Record, anything, described
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.functions.loop_options import (
    MOST,
    MOST_NAMES,
    POOLS,
    RESERVED_NAMES,
    amount_problem,
    name_problem,
    share_problem,
)
from workflow_engine_shared.ids import shown

from .node_type import Call, NodeType
from .policy import MAX_TIMEOUT, ON_TIMEOUT, Activity, activity_data
from .readers import (
    argument_name,
    each_argument_once,
    environment_name,
    expression,
    function_name,
    item_field,
    output_key,
)

MAX_WORKERS = 1000
MAX_RETRY = 1000


class ArtifactItems(msgspec.Struct, frozen=True):
    """A JSON file among the run's outputs, whose list is the items."""

    name: str


class MapNode(Activity, frozen=True, kw_only=True):
    """Calls a registered function for each item, durably, several at a time."""

    items: Any  #: ArtifactItems, or JsonLogic over the state
    code_ref: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    args_from: dict[str, Any] = msgspec.field(default_factory=dict)  #: name -> JsonLogic over the state
    key: str | None = None
    workers: int = 1
    pool: Literal["thread", "process", "ray"] = "thread"
    environment: str | None = None  #: of the flow's `environments`; None: the run's own
    resources: dict[str, Any] | None = None  #: what an item takes of a cluster's machine
    item_retry: int | None = None
    item_timeout: float | None = None
    on_item_error: Literal["raise", "skip"] = "raise"
    output_key: str | None = None


@described({"type": ["object", "array"]})
def items(value: Any, place: Place) -> Any:
    """An expression that may give a list, or `{"artifact": name}`."""
    if isinstance(value, dict) and value.keys() == {"artifact"}:
        return _artifact(value["artifact"], place.at("artifact"))
    if not isinstance(value, (dict, list)):
        return place.expected("a list, or JsonLogic that gives one", value)
    return expression(value, place)


def _artifact(name: Any, place: Place) -> Any:
    problem = file_problem(name) if isinstance(name, str) else "is no text"
    if problem:
        hint = 'Write the name under which a node before kept the file, such as "images.json".'
        place.problem("BAD_ARTIFACT_NAME", f"The artifact's name {shown(name)} {problem}.", hint)
        return BAD
    return ArtifactItems(name)


_RESOURCES_HINT = 'Write such as {"cpus": 2, "gpus": 1, "memory_gb": 4, "custom": {"license": 1}}.'
_AMOUNT: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": MOST}


@described(_AMOUNT)
def _amount(value: Any, place: Place) -> Any:
    return _read(value, place, amount_problem(value))


@described({**_AMOUNT, "anyOf": [{"maximum": 1}, {"multipleOf": 1}]})
def _share(value: Any, place: Place) -> Any:
    return _read(value, place, share_problem(value))


@described({"not": {"enum": ["", *sorted(RESERVED_NAMES)]}})
def _name(value: Any, place: Place) -> Any:
    return _read(value, place, name_problem(value))


def _read(value: Any, place: Place, problem: str) -> Any:
    if problem:
        place.problem("OUT_OF_RANGE", f"{place.subject} {problem}.", _RESOURCES_HINT)
    return BAD if problem else value


class _Names(Mapping, frozen=True):
    """Not more than anybody would write."""

    def __call__(self, value: Any, place: Place) -> Any:
        if isinstance(value, dict) and len(value) > MOST_NAMES:
            return _read(value, place, f"has more than {MOST_NAMES} names")
        return super().__call__(value, place)

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), "maxProperties": MOST_NAMES}


_RESOURCES = Record(
    dict,
    Field("cpus", _share, to="cpus", doc="Processors, also a part of one; 1 if left out."),
    Field("gpus", _share, to="gpus", doc="Graphics processors, also a part of one; none if left out."),
    Field("memory_gb", _amount, to="memory_gb", doc="GiB of memory that the machine must have left over."),
    Field(
        "custom",
        _Names(_name, _share),
        to="custom",
        doc="Name that machines of the cluster were started with → how much of it.",
    ),
)


def _fits_together(data: dict[str, Any], place: Place) -> None:
    each_argument_once(data, place)
    if "resources" in data and data.get("pool") != "ray":
        detail = "'resources' are of a cluster's machines; items run on one with the pool 'ray' only."
        place.at("resources").problem("OUT_OF_RANGE", detail, "Set 'pool' to 'ray', or take 'resources' out.")
    if "environment" in data and data.get("pool") == "ray":
        detail = "Items in an environment of the flow's run on this machine; with the pool 'ray' they do not."
        place.at("environment").problem("OUT_OF_RANGE", detail, "Take 'environment' out, or set 'pool' to 'process'.")


MAP = NodeType(
    "map",
    "Calls a registered function for each item of a list, several at a time; each result is kept at once.",
    MapNode,
    activity_data(
        Field("items", items, to="items", required=True, doc="The items: what gives the list, or which file holds it."),
        Field(
            "codeRef",
            function_name,
            to="code_ref",
            required=True,
            doc="The registered name of a function that takes one item, and returns its result.",
        ),
        Field(
            "args",
            Mapping(argument_name, anything),
            to="args",
            doc="Argument name → any JSON value, passed with every item.",
        ),
        Field(
            "argsFrom",
            Mapping(argument_name, expression),
            to="args_from",
            doc="Argument name → JsonLogic expression, computed once from the state.",
        ),
        Field(
            "key",
            item_field,
            to="key",
            doc="The field that tells items apart; left out: their content does.",
        ),
        Field("workers", Integer(1, MAX_WORKERS), to="workers", doc="How many items run at a time; 1 if left out."),
        Field(
            "pool",
            Choice(POOLS),
            to="pool",
            doc='Where items run: `"process"` if they hold the interpreter, or may crash it; `"ray"`: on the machines '
            'of a cluster; `"thread"` if left out.',
        ),
        Field(
            "environment",
            environment_name,
            to="environment",
            doc="One of the flow's `environments`: items run in processes of it, whatever `pool` says. Left out: "
            "where the run is.",
        ),
        Field(
            "resources",
            _RESOURCES,
            to="resources",
            doc='With `"pool": "ray"` only: what one item takes of its machine.',
        ),
        Field(
            "retry",
            Integer(0, MAX_RETRY),
            to="item_retry",
            doc="Further tries of an item that raised; left out: as registered with the function, or none.",
        ),
        Field(
            "timeout",
            Number(0, MAX_TIMEOUT, above=True),
            to="item_timeout",
            doc="How many seconds one try of an item may take; left out: as registered with the function, or any.",
        ),
        Field(
            "onError",
            Choice(("raise", "skip")),
            to="on_item_error",
            doc='`"skip"`: a failed item is recorded and passed over. `"raise"` if left out: the node fails.',
        ),
        Field(
            "outputKey",
            output_key,
            to="output_key",
            doc="The state key that gets the results, in the order of the items; left out: the state gets none.",
        ),
        Field(
            "totalTimeout",
            Number(0, MAX_TIMEOUT, above=True),
            to="timeout",
            doc="How many seconds the whole visit may take; left out: no limit.",
        ),
        ON_TIMEOUT,
        check=_fits_together,
        says={
            "if": {"required": ["resources"]},
            "then": {"properties": {"pool": {"const": "ray"}}, "required": ["pool"]},
            "not": {"required": ["environment", "pool"], "properties": {"pool": {"const": "ray"}}},
        },
    ),
    calls=lambda node: [
        Call(node.code_ref, node.args, node.args_from, gets="the item", in_processes=node.pool == "process")
    ],
    environment=lambda node: node.environment,
    writes=lambda node: [node.output_key] if node.output_key else [],
    defaults={"items": {"var": ""}, "codeRef": ""},
)
