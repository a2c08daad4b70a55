"""What the API answers of two runs side by side."""

from typing import Any, Literal

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.runs import ResultItems


class ComparedRun(Shape):
    """One of the two."""

    thread_id: str
    title: str | None
    flow_id: str
    version: int
    flow_name: str
    flow_name_zh: str | None  #: for people who read Chinese
    status: RunStatus
    duration_s: float | None
    skipped: int
    items: ResultItems | None  #: of its durable loops; null while it is at work


class ValueChange(Shape):
    """A key of the input or of the state that the two do not have in common."""

    key: str
    kind: Literal["added", "removed", "changed"]
    first: Any  #: null where it is added
    second: Any  #: null where it is removed


class FileChange(Shape):
    """A file that only one of them has, or whose size differs."""

    name: str
    first: int | None  #: its size; null: there is none
    second: int | None


class ComparisonAnswer(Shape):
    """What differs between two runs."""

    first: ComparedRun
    second: ComparedRun
    input: list[ValueChange]
    state: list[ValueChange]  #: of what each run's result shows: long values differ if their previews do
    files: list[FileChange]  #: the first 200, by name; equal sizes count as equal
    more_files: int  #: how many more differ
