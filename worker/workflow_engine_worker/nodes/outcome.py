"""What a visit is given and what it leaves."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import msgspec

from workflow_engine_shared.dsl.model import Edge
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_shared.web.access import WebAccess

#: Marks a node that has no branch to choose by.
NO_VALUE = object()


class LedOn(msgspec.Struct, frozen=True):
    """A failure, and the edge out of the node that it leaves by."""

    edge: Edge
    error: ErrorData
    place: int | None = None  #: of the edge, among those of its flow; None: it is out of another node
    code: str | None = None  #: of a node of a BPMN file: what an event that catches it goes by


class Outcome(msgspec.Struct, frozen=True):
    """How a visit ended: what to merge into the state, and where that leads."""

    updates: dict[str, Any] = msgspec.field(default_factory=dict)
    value: Any = NO_VALUE  #: what a condition evaluated to
    ended: bool = False  #: the flow's end was reached
    let_pass: ErrorData | None = None  #: the error that `onError: continue` let pass
    led_on: LedOn | None = None  #: the failure that an edge out of the node leads on from


class Elsewhere(Protocol):
    """A function that is executed in another environment, which this process never imports."""

    @property
    def name(self) -> str: ...
    @property
    def timeout(self) -> float | None: ...
    @property
    def retry(self) -> int | None: ...

    def of_state(self) -> Callable[[Any], Any]:
        """As it is called for its only item, a state with arguments; it returns what that changes."""

    def of_items(self, arguments: dict[str, Any]) -> Callable[[Any], Any]:
        """As it is called for each item, with these arguments."""


class Visitor(Protocol):
    """What a node may use of the run it is part of."""

    def function(self, name: str) -> RegisteredFunction: ...

    def elsewhere(self, environment: str, name: str) -> Elsewhere:
        """A function that is executed in another environment."""

    @property
    def time_left(self) -> float | None:
        """Seconds until this visit's time is up; None: no limit."""

    def time_limit(self, seconds: float | None) -> None:
        """This visit may take so long from now on.

        Raises:
            TimeIsUp: an earlier attempt of it was ended by force because it did not heed its limit.
        """

    @property
    def info(self) -> RunInfo:
        """Where the visit stands: its folders, its idempotency key."""

    @property
    def web(self) -> WebAccess:
        """What its requests may use."""

    def safe_point(self) -> None:
        """Leave the run here if somebody asked."""

    def artifact(self, name: str, value: Any) -> dict[str, Any]:
        """Keep a file among the run's outputs."""

    def map_steps(self, function: Callable[[Any], Any], items: Iterable[Any], options: MapOptions) -> Sequence[Any]:
        """Call the function for each item, durably."""

    def try_again(self, error: ErrorData, delay: float) -> None:
        """Record a failed attempt and wait; a pause or cancel leaves from here."""

    def leave_if_asked(self) -> None:
        """Leave the run if one of the visit's threads was told to, whatever the flow's code made of that."""
