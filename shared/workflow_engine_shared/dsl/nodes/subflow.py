"""`subflow`: another flow as one node of this one."""

from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.dsl.fields import Choice, Field, Integer, Mapping, Number, described
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.ids import ID_PATTERN, id_problem, shown

from .node_type import LATEST, NodeType, Subflow
from .policy import MAX_TIMEOUT, ON_ERROR, ON_TIMEOUT, Activity, activity_data
from .readers import END_OF_TEXT, WordOrNumber, expression, output_key

Version: TypeAlias = int | Literal["latest"] | None

MAX_VERSION = 2**31 - 1
#: A version's number, or the word for the newest.
flow_version = WordOrNumber(Choice((LATEST,)), Integer(1, MAX_VERSION), f"{LATEST!r} or a whole number")


class SubflowNode(Activity, frozen=True, kw_only=True):
    """Runs another flow: its nodes in the same run, on variables of their own, or as a run of its own."""

    flow: str
    mode: Literal["inline", "run"] = "inline"
    on_child_error: Literal["wait", "fail"] = "wait"
    version: Version = None  #: None: the latest published one, pinned when this flow is published
    input: dict[str, Any] = msgspec.field(default_factory=dict)  #: name in the other flow -> JsonLogic over the state
    output: dict[str, str] = msgspec.field(default_factory=dict)  #: state key -> name in the other flow's state


@described({"type": "string", "pattern": f"^{ID_PATTERN}{END_OF_TEXT}"})
def flow_id(value: Any, place: Place) -> Any:
    """The id of a flow."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if problem := id_problem(value):
        hint = "Write the id of a flow: GET /flows lists them."
        place.problem("BAD_FLOW_ID", f"The flow's id {shown(value)} {problem}.", hint)
        return BAD
    return value


def _mode_fits(data: dict[str, Any], place: Place) -> None:
    """Note what would mean nothing."""
    if data.get("mode") == "run":
        return
    for name in ("onChildError", "timeout", "onTimeout"):
        if name in data:
            detail = f"{name!r} is about a run of its own, but the nodes of the flow are nodes of this one."
            place.at(name).problem("CHILD_UNUSED", detail, 'Add "mode": "run", or remove it.')


SUBFLOW = NodeType(
    "subflow",
    "Runs another flow as one node: on the input it is given, with a state of its own.",
    SubflowNode,
    activity_data(
        Field("flow", flow_id, to="flow", required=True, doc="The id of the flow that is called."),
        Field(
            "version",
            flow_version,
            to="version",
            doc='Which version: its number, or `"latest"`: the one that is published last when a run starts. Left out: '
            "the one that is published last when this flow is published.",
        ),
        Field(
            "input",
            Mapping(output_key, expression),
            to="input",
            doc="Name in the input of the other flow → JsonLogic over the state. It gets nothing else.",
        ),
        Field(
            "output",
            Mapping(output_key, output_key),
            to="output",
            doc="State key → which key of the other flow's state it gets at its end. Nothing else comes back.",
        ),
        Field(
            "mode",
            Choice(("inline", "run")),
            to="mode",
            doc='`"inline"`: its nodes are nodes of this run; `"run"`: it is a run of its own, with a process of its '
            'own. `"inline"` if left out.',
        ),
        Field(
            "onChildError",
            Choice(("wait", "fail")),
            to="on_child_error",
            doc='With `"mode": "run"`, where that run stops with an error: `"wait"` until somebody resumes or cancels '
            'it, or `"fail"` at once. `"wait"` if left out.',
        ),
        Field(
            "timeout",
            Number(0, MAX_TIMEOUT, above=True),
            to="timeout",
            doc='With `"mode": "run"`: how many seconds it may take; then it is cancelled. Left out: no limit.',
        ),
        ON_TIMEOUT,
        ON_ERROR,
        check=_mode_fits,
    ),
    waits=lambda node: node.mode == "run",
    subflow=lambda node: Subflow(node.flow, node.version, node.input, node.output, inline=node.mode == "inline"),
    writes=lambda node: node.output,
    defaults={"flow": ""},
)
