"""The request to a short-lived worker to describe one module's functions, and its answer."""

from typing import Any

import msgspec

from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class DescribeRequest(msgspec.Struct, frozen=True):
    """Import one module and tell what it registered."""

    folders: tuple[str, ...]  #: the flows folders
    module: str
    result: str  #: the file to write a `Described` to, alone in a folder of its own
    timeout: float  #: seconds until the process ends itself, whatever the module does
    file_guard: bool = True
    allow_paths: tuple[str, ...] = ()


class FunctionDescription(msgspec.Struct, frozen=True):
    """A function as Python knows it once its module is imported."""

    parameters: dict[str, Any]  #: JSON Schema of the keywords
    signature: str


@ready_to_read
class Described(msgspec.Struct, frozen=True):
    """The functions that importing the module registered, or the error it raised."""

    functions: dict[str, FunctionDescription] = msgspec.field(default_factory=dict)
    error: ErrorData | None = None
    missing: str = ""  #: the top-level module that the import did not find
    distribution: str = ""  #: where that comes from, if it is known
