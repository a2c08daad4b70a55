"""`environments` and `environment` of a flow: packages at versions of its own, and whether its runs have them."""

import re
from collections.abc import Iterator
from typing import Any

from workflow_engine_shared.dsl.fields import Field, Listing, Mapping, Record, described
from workflow_engine_shared.dsl.model import EnvironmentSpec
from workflow_engine_shared.dsl.node_types import NODE_TYPES
from workflow_engine_shared.dsl.nodes.node_type import NodeType
from workflow_engine_shared.dsl.nodes.readers import ENVIRONMENT_NAME, environment_key, environment_name
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import DependencyNotAllowed
from workflow_engine_shared.ids import shown

MAX_REQUIREMENTS = 200
MAX_ENVIRONMENTS = 50
OLDEST = (3, 10)  #: the oldest Python that renflow works with
_PYTHON = r"3\.(?:[0-9]|[1-9][0-9])"


@described({"type": "string", "pattern": f"^{_PYTHON}$"})
def python_version(value: Any, place: Place) -> Any:
    """A version of Python, without its last number."""
    if not isinstance(value, str):
        return place.expected('a string, such as "3.11"', value)
    if not re.fullmatch(_PYTHON, value):
        detail = f"{shown(value)} is no version of Python."
        place.problem("OUT_OF_RANGE", detail, 'Write two numbers, such as "3.11".', value=value)
        return BAD
    if tuple(map(int, value.split("."))) < OLDEST:
        detail = f"renflow does not work with Python {value}."
        place.problem("OUT_OF_RANGE", detail, 'Name "3.10" or a newer one.', value=value)
        return BAD
    return value


@described({"type": "string", "maxLength": 300})
def requirement(value: Any, place: Place) -> Any:
    """A package with versions."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    from workflow_engine_shared.environments.requirements import parse_requirement  # few flows have an environment

    try:
        parse_requirement(value)
    except DependencyNotAllowed as error:
        hint = 'Write a package\'s name with versions, such as "pillow>=11".'
        place.problem("BAD_REQUIREMENT", error.detail, hint, requirement=value[:300])
        return BAD
    return value


def _spec(requirements: Any, python: Any = None) -> EnvironmentSpec:
    return EnvironmentSpec(tuple(requirements), python)


@described({"type": "array", "items": {"type": "string", "maxLength": 300}, "maxItems": MAX_REQUIREMENTS})
def _requirements(value: Any, place: Place) -> Any:
    read = Listing(requirement)(value, place)
    if read is not BAD and len(read) > MAX_REQUIREMENTS:
        detail = f"The environment has {len(read):,} requirements; at most {MAX_REQUIREMENTS} are allowed."
        place.problem("TOO_LARGE", detail, "Name what the functions import; the rest comes with it.", size=len(read))
        return BAD
    return BAD if read is BAD or BAD in read else read


ENVIRONMENTS = Mapping(
    environment_key,
    Record(
        _spec,
        Field("python", python_version, to="python"),
        Field("requirements", _requirements, to="requirements", required=True),
    ),
)
ENVIRONMENT_FIELDS = (
    Field("environments", ENVIRONMENTS, to="environments"),
    Field("environment", environment_name, to="environment"),
)


def each_environment_used(document: Any, place: Place) -> None:
    """Note an environment that is not there, and one that nothing is executed in: its author believes otherwise."""
    there, own = document.get("environments"), document.get("environment")
    if there is not None and not isinstance(there, dict):
        return
    names = list(there or {})
    if len(names) > MAX_ENVIRONMENTS:
        detail = f"The flow has {len(names):,} environments; at most {MAX_ENVIRONMENTS} are allowed."
        place.at("environments").problem("TOO_LARGE", detail, "Keep those that it runs in.", size=len(names))
        return
    named = list(_named_by_nodes(document, place))
    for used, where in [(own, place.at("environment")), *named]:
        if isinstance(used, str) and used not in names and re.fullmatch(ENVIRONMENT_NAME, used):
            hint = did_you_mean(used, names) or "Describe it in 'environments'."
            detail = f"The flow has no environment {shown(used)}."
            where.problem("UNKNOWN_ENVIRONMENT", detail, hint, environment=used, known=names)
    if any(kind.calls_flows for kind, _, _ in _nodes(document, place)):
        return  # what it calls may be executed in one of them
    for name in names:
        if isinstance(name, str) and name not in (own, *(each for each, _ in named)):
            detail = f"Nothing is executed in the environment {shown(name)}."
            hint = f'Add "environment": "{name}" to the flow or to a node, or remove it.'
            told = {"environment": name}
            place.at("environments").at(name).problem("UNUSED_ENVIRONMENT", detail, hint, **told)


def _nodes(document: Any, place: Place) -> Iterator[tuple[NodeType, dict[str, Any], Place]]:
    """Type, data and place of each node that is written as one."""
    nodes = document.get("nodes")
    for index, node in enumerate(nodes if isinstance(nodes, list) else ()):
        if isinstance(node, dict) and isinstance(node.get("type"), str) and isinstance(node.get("data"), dict):
            kind = NODE_TYPES.get(node["type"])
            if kind is not None:
                yield kind, node["data"], place.at("nodes").at(index).at("data")


def _named_by_nodes(document: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    for kind, data, where in _nodes(document, place):
        if kind.names_environment and "environment" in data:
            yield data["environment"], where.at("environment")
