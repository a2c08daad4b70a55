"""Flows, their versions and their files in the flows folders, as answered."""

from typing import Annotated, Any, Literal

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.problem import ProblemPart


class FlowAnswer(Shape):
    """A named workflow."""

    id: str
    name: str
    name_zh: str | None  #: for people who read Chinese, as the newest version says
    created_at: str
    latest_version: int | None
    published_version: int | None


_WARNINGS = Field(description="of a BPMN file that comes in now or is published: what is worth a second look")


class NewFlowAnswer(FlowAnswer):
    """A flow that was just made."""

    warnings: Annotated[list[ProblemPart], _WARNINGS] = []


class FlowPage(Shape):
    items: list[FlowAnswer]
    next: str | None


class SubflowAnswer(Shape):
    """A flow that a node of a version calls."""

    node: str
    flow_id: str
    version: Annotated[
        int | Literal["latest"] | None,
        Field(description="`latest`: decided when a run starts; null: left out, and not published yet"),
    ]
    pinned: Annotated[bool, Field(description="it was left out, and decided when this version was published")]


class VersionCodeAnswer(Shape):
    """The code of a version's functions, as it was when the version was published."""

    mode: Annotated[
        Literal["live", "pinned"],
        Field(description="pinned: it is kept, and runs of this version are executed with it, whatever comes after"),
    ]
    hash: str
    files: Annotated[int, Field(description="how many modules and data files")]


class StatementAnswer(Shape):
    """What a signature of a version is for."""

    statement: Annotated[str, Field(description="the text that is signed, in UTF-8, as it is")]
    code: Annotated[str, Field(description="hash of the list of files")]
    folders: Annotated[int, Field(description="how many flows folders there are")]
    files: Annotated[dict[str, str], Field(description="`0/shop/prices.py`, in the first flows folder: SHA-256")]


class KeyAnswer(Shape):
    """A key whose signatures of versions count, or counted once."""

    id: str
    name: str
    trusted_at: str
    revoked_at: str | None
    note: Annotated[str | None, Field(description="why it was revoked")]


class KeysAnswer(Shape):
    items: list[KeyAnswer]


class SignedVersion(Shape):
    flow_id: str
    version: int


class SignedAnswer(Shape):
    """What a key has signed; at most 1,000 of each."""

    versions: list[SignedVersion]
    runs: Annotated[list[str], Field(description="runs of these versions that are not over")]


class VersionSignatureAnswer(Shape):
    """Who vouches for a version."""

    key: str
    at: str


class CodeChangeAnswer(Shape):
    """A file of a version's functions that is not what it was when the version was published."""

    path: str
    change: Literal["changed", "removed", "added"]


class VersionAnswer(Shape):
    """A version of a flow, without its document."""

    flow_id: str
    version: int
    published: bool
    created_at: str
    format: Annotated[Literal["dsl", "bpmn"], Field(description="a document of the flow language, or a BPMN 2.0 file")]
    note: Annotated[str | None, Field(description="what its author said of it")]
    publish_note: Annotated[str | None, Field(description="why it was published")]
    hash: str
    nodes: int
    edges: int
    code_refs: list[str]
    subflows: list[SubflowAnswer]
    code: Annotated[VersionCodeAnswer | None, Field(description="null: it was not published, or nobody looked")]
    signature: Annotated[VersionSignatureAnswer | None, Field(description="null: nobody signed it")]
    warnings: Annotated[list[ProblemPart], _WARNINGS] = []


class VersionDocument(VersionAnswer):
    """A version of a flow, whole."""

    dsl: Annotated[
        dict[str, Any], Field(description="the document as it came in; of a BPMN file its nodes and flows, to be shown")
    ]
    bpmn: Annotated[str | None, Field(description="the BPMN file, as it came in")]
    code_changes: Annotated[
        list[CodeChangeAnswer] | None,
        Field(description="what the flows folders have otherwise than when it was published; null: not known"),
    ]


class VersionPage(Shape):
    items: list[VersionAnswer]
    next: str | None


class FlowFileAnswer(Shape):
    """A flow file, and how it stands to what is published."""

    id: str
    path: str
    name: str
    name_zh: str | None
    description: str | None
    description_zh: str | None
    state: Annotated[
        Literal["new", "draft", "changed", "published", "broken"],
        Field(description="not added yet; added only; another content than the newest version; published; unusable"),
    ]
    problem: Annotated[str | None, Field(description="why it is broken")]


class FlowFilePage(Shape):
    """All flow files of the flows folders."""

    items: list[FlowFileAnswer]
    next: str | None = None


class NamedChange(Shape):
    """Something that one of the versions has otherwise than the other."""

    name: str
    change: Literal["added", "removed", "changed"]


class ParameterChangeAnswer(NamedChange):
    """A parameter of a function."""

    function: str


class MoveAnswer(Shape):
    """What changes for a run that goes on with another version of its flow."""

    thread_id: str
    flow_id: str
    version: Annotated[int, Field(description="the one that the run has")]
    to_version: int
    code: Annotated[str | None, Field(description="hash of the kept code it is executed with; null: what is there")]
    to_code: str | None
    nodes: list[NamedChange]
    functions: Annotated[list[NamedChange], Field(description="changed: their modules, or what these import")]
    parameters: Annotated[list[ParameterChangeAnswer], Field(description="known between versions whose code is kept")]
    runs_again: Annotated[list[str], Field(description="nodes that are entered again; what they journaled stays done")]
    problems: Annotated[list[ProblemPart], Field(description="why it cannot be; empty: it can")]
