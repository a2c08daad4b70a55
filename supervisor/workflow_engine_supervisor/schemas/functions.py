"""What the API answers of the functions that flows may name."""

from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.flows import CodeChangeAnswer
from workflow_engine_supervisor.schemas.problem import ProblemPart


class UseAnswer(Shape):
    """A flow that calls a function."""

    flow_id: str
    versions: Annotated[list[int], Field(description="newest first, 20 at most")]


class FunctionAnswer(Shape):
    """A registered function, as its source says; once its module was imported, as Python says."""

    name: str
    module: str
    file: str
    line: int
    doc: str
    requires: list[str]
    parameters: Annotated[
        dict[str, Any], Field(description="JSON Schema of `args`; without types until `health` is ok")
    ]
    signature: str | None
    source_hash: str
    used_in: list[UseAnswer]
    in_environments: Annotated[
        bool,
        Field(description="whether published versions that call it have environments: what it lacks here may be there"),
    ]
    health: Annotated[
        Literal["unknown", "describing", "ok", "installs", "broken"],
        Field(
            description="whether its module can be imported; asking starts a look, the next answer tells. installs: it"
            " needs packages that its first run installs"
        ),
    ]
    reason: Annotated[str | None, Field(description="why it cannot be imported")]
    disabled: bool


class FunctionPage(Shape):
    """All functions of the flows folders, and what is wrong in them (pointers are file:line)."""

    items: list[FunctionAnswer]
    next: str | None = None
    problems: list[ProblemPart]


class LockedPackageAnswer(Shape):
    """A package of an environment."""

    name: str
    version: str


class VersionOfEnvironment(Shape):
    """A version of a flow that was published with an environment."""

    flow_id: str
    version: int


class EnvironmentAnswer(Shape):
    """An environment, and who uses it."""

    hash: str
    python: Annotated[str | None, Field(description="its version of Python; null: its lock cannot be read")]
    system: Annotated[str | None, Field(description="what its packages were resolved for")]
    packages: list[LockedPackageAnswer]
    built_at: Annotated[str | None, Field(description="null: it is not built; the next run that needs it builds it")]
    used_at: Annotated[str | None, Field(description="when a run or a worker used it last")]
    size_mb: Annotated[float | None, Field(description="of all its files; those shared with uv's cache count, too")]
    has_log: Annotated[bool, Field(description="whether what its last building said is there")]
    state: Annotated[
        Literal["built", "building", "failed", "absent"],
        Field(description="failed: its last building was; absent: no run needed it yet, or it was removed"),
    ]
    failure: Annotated[str | None, Field(description="why its last building failed")]
    versions: Annotated[list[VersionOfEnvironment], Field(description="versions of flows that have it")]
    runs: Annotated[list[str], Field(description="runs that have it and are not over")]


class EnvironmentsAnswer(Shape):
    """All environments, those that were used last first."""

    items: list[EnvironmentAnswer]
    next: None = None


class EnvironmentLogAnswer(Shape):
    """What the last building of an environment said."""

    hash: str
    lines: Annotated[list[str], Field(description="the last 1,000")]


class FunctionVersionAnswer(Shape):
    """A function as a version of a flow was published with it."""

    flow_id: str
    version: int
    mode: Annotated[
        Literal["live", "pinned"] | None,
        Field(description="pinned: runs of this version are executed with it as it was; null: nobody looked at it"),
    ]
    code: Annotated[str | None, Field(description="hash of all code of the version's functions")]
    source_hash: Annotated[str | None, Field(description="SHA-256 of the function's module then")]
    is_current: Annotated[bool, Field(description="whether its module is the same now")]
    changes: Annotated[
        list[CodeChangeAnswer] | None,
        Field(description="what the flows folders have otherwise, of all code of the version; null: not known"),
    ]
    signed_by: Annotated[str | None, Field(description="the id of the key that vouches for the version")]
    runs: Annotated[int, Field(description="runs of the version that are not over")]


class FunctionVersionsAnswer(Shape):
    """The published versions of flows that call a function, the newest of each flow first; 200 at most."""

    items: list[FunctionVersionAnswer]
