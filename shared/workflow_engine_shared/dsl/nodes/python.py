"""`python`: calls a registered function."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.fields import Field, Mapping, anything, boolean

from .node_type import Call, NodeType
from .policy import POLICY, Activity, activity_data
from .readers import argument_name, each_argument_once, environment_name, expression, function_name


class PythonNode(Activity, frozen=True):
    """Calls a registered function; what it returns is merged into the state key by key."""

    code_ref: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    args_from: dict[str, Any] = msgspec.field(default_factory=dict)  #: name -> JsonLogic over the state
    isolate: bool = False
    environment: str | None = None  #: of the flow's `environments`; None: the run's own


PYTHON = NodeType(
    "python",
    "Calls a registered function; the dict it returns is merged into the state.",
    PythonNode,
    activity_data(
        Field(
            "codeRef",
            function_name,
            to="code_ref",
            required=True,
            doc="The name given to `@register_function`: dotted Python names, none starting with `__`.",
        ),
        Field(
            "args",
            Mapping(argument_name, anything),
            to="args",
            doc="Argument name → any JSON value, passed as it stands.",
        ),
        Field(
            "argsFrom",
            Mapping(argument_name, expression),
            to="args_from",
            doc="Argument name → JsonLogic expression, computed from the state at each visit.",
        ),
        Field(
            "isolate",
            boolean,
            to="isolate",
            doc="`true`: each visit has a worker process of its own, which no other node's function shares.",
        ),
        Field(
            "environment",
            environment_name,
            to="environment",
            doc="One of the flow's `environments`: the function is executed in a process of it. Left out: "
            "where the run is.",
        ),
        *POLICY,
        check=each_argument_once,
    ),
    calls=lambda node: [Call(node.code_ref, node.args, node.args_from)],
    isolated=lambda node: node.isolate,
    environment=lambda node: node.environment,
    defaults={"codeRef": ""},
)
