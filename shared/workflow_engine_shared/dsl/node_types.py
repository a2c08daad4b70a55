"""The types of nodes: how each one's `data` is read, and what it becomes."""

import keyword
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow_engine_shared.functions.registry import name_problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import expression_problems

from .fields import Field, Record, anything, choice, integer, mapping, number
from .model import ConditionNode, EndNode, Node, PythonNode, Retry, StartNode
from .place import BAD, Place

MAX_TIMEOUT = 30 * 24 * 3600
MAX_RETRY_DELAY = 24 * 3600


@dataclass(frozen=True)
class NodeType:
    """How a node of one type is read, and made from its id and its data."""

    data: Record
    make: Callable[..., Node]


def expression(value: Any, place: Place) -> Any:
    """A JsonLogic expression; null is none, because it could only ever give null."""
    if value is None:
        return place.expected("a JsonLogic expression", value)
    problems = expression_problems(value, place.pointer)
    place.take(problems)
    return BAD if problems else value


def function_name(value: Any, place: Place) -> Any:
    """A name that a function can be registered under."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    problem = name_problem(value)
    if problem:
        hint = "Write the name given to @register_function, not a path or an import."
        place.problem("BAD_FUNCTION_NAME", f"The function name {shown(value)} {problem}.", hint)
    return BAD if problem else value


def argument_name_is_bad(name: str, place: Place) -> bool:
    """Note what keeps a name from being a keyword argument."""
    if name == "state" or name.startswith("__"):
        place.problem("RESERVED_KEY", f"The argument name {shown(name)} is reserved.", "Choose another name.")
        return True
    # Python normalises the names in a function's head but not those in a dict: another form would never arrive.
    is_python = name.isidentifier() and not keyword.iskeyword(name) and unicodedata.is_normalized("NFKC", name)
    if not is_python:
        hint = "Use letters, digits and '_', not starting with a digit, as in the function's head."
        place.problem("BAD_ARG_NAME", f"{shown(name)} cannot be the name of a Python argument.", hint)
    return not is_python


def each_argument_once(data: dict[str, Any], place: Place) -> None:
    """Note names that stand in both `args` and `argsFrom`."""
    literal, computed = data.get("args"), data.get("argsFrom")
    if not isinstance(literal, dict) or not isinstance(computed, dict):
        return
    for name in computed:
        if name in literal:
            detail = f"The argument {shown(name)} stands in both 'args' and 'argsFrom'."
            place.at("argsFrom").at(name).problem("DUPLICATE_ARG", detail, "Keep one of them.")


RETRY = Record(
    Retry,
    Field("maxAttempts", integer(1, 1000), to="max_attempts"),
    Field("delay", number(0, MAX_RETRY_DELAY), to="delay"),
    Field("backoff", number(1, 10), to="backoff"),
)

PYTHON_DATA = Record(
    dict,
    Field("codeRef", function_name, to="code_ref", required=True),
    Field("args", mapping(argument_name_is_bad, anything), to="args"),
    Field("argsFrom", mapping(argument_name_is_bad, expression), to="args_from"),
    Field("timeout", number(0, MAX_TIMEOUT, above=True), to="timeout"),
    Field("onTimeout", choice(("fail", "continue")), to="on_timeout"),
    Field("retry", RETRY, to="retry"),
    Field("onError", choice(("fail", "continue")), to="on_error"),
    check=each_argument_once,
)

CONDITION_DATA = Record(dict, Field("expr", expression, to="expr", required=True))

NODE_TYPES: dict[str, NodeType] = {
    "start": NodeType(Record(dict), StartNode),
    "end": NodeType(Record(dict), EndNode),
    "python": NodeType(PYTHON_DATA, PythonNode),
    "condition": NodeType(CONDITION_DATA, ConditionNode),
}


def type_of(node: Node) -> str:
    """The `type` a node was read from."""
    return next(name for name, kind in NODE_TYPES.items() if kind.make is type(node))
