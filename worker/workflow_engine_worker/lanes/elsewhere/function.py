"""A function that is executed in another environment: what the worker knows of it, which never imports it.

What is sent is its name; the process that gets it loads the function, and is sent the items by the codec.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_worker.control.leave import NodeFailed
from workflow_engine_worker.functions.call import call
from workflow_engine_worker.functions.loader import find_functions, load_functions
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.steps.executors import ItemRaised


@dataclass(frozen=True)
class FunctionElsewhere:
    """A registered function of another environment. It is called by its name, in a process of that one."""

    name: str
    environment: str  #: as the flow calls it
    folders: tuple[str, ...]  #: with the flow's code
    disabled: tuple[str, ...] = ()
    timeout: float | None = None
    retry: int | None = None
    arguments: bytes = b""  #: of each item, by the codec
    is_node: bool = False  #: its only item is the state with the node's arguments; what it returns updates the state

    def of_state(self) -> "FunctionElsewhere":
        """As a node's function: its only item is a state with arguments."""
        return replace(self, is_node=True)

    def of_items(self, arguments: dict[str, Any]) -> "FunctionElsewhere":
        """As a function of items, each with these arguments."""
        return replace(self, arguments=encode(arguments) if arguments else b"")

    def __call__(self, item: Any) -> Any:
        """Only a process of the environment can do that."""
        raise NotImplementedError(f"{self.name} is executed in the environment {self.environment!r}.")

    def __reduce__(self) -> Any:
        return (loaded, (self.name, self.folders, self.disabled, self.arguments, self.is_node))


class ItemByCodec:
    """An item that is sent by the codec, as results come back: a pickle may not be read by another Python."""

    def __init__(self, item: Any) -> None:
        self._body = encode(item)

    def __reduce__(self) -> Any:
        return (decode, (self._body,))


class CallInLane:
    """A node's function, in the process that calls it."""

    def __init__(self, function: RegisteredFunction) -> None:
        self._function = function

    def __call__(self, item: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
        state, arguments = item
        return checked_update(call(self._function, state, arguments), repr(self._function.name))


def loaded(
    name: str, folders: Sequence[str], disabled: Sequence[str], arguments: bytes, is_node: bool
) -> Callable[[Any], Any]:
    """The function, in a process of its environment.

    Raises:
        ItemRaised: it is not there, or its module cannot be imported.
    """
    try:
        places = tuple(map(Path, folders))
        function = load_functions(places, find_functions(places, [name], disabled))[name]
    except NodeFailed as failed:
        raise ItemRaised(failed.error) from failed
    if is_node:
        return CallInLane(function)
    return functools.partial(function.call, **decode(arguments)) if arguments else function.call
