"""The elements: gateways, activities and events, and the processes that they are in.

Fields under "made by assembly" are left as they are by whoever compiles a document.
"""

from typing import Any, Literal

import msgspec

from workflow_engine_shared.tokens.elements.definitions import (
    Assignment,
    CorrelationKey,
    Definition,
    Loop,
    MessageDefinition,
    SequenceFlow,
)
from workflow_engine_shared.tokens.program import Node


class Element(Node, frozen=True, kw_only=True):
    """A flow node; its ways out in the order in which it lists them."""

    scope: str  #: the process or sub-process that it is in; nothing where it is none's part (a global task)
    outgoing: tuple[SequenceFlow, ...] = ()
    default: str | None = None  #: the id of its default flow

    # made by assembly
    incoming: tuple[str, ...] = ()  #: ids of flows
    bit: int = 0  #: its own bit in the masks of its scope


# -- what holds others ----------------------------------------------------------------------------------------------


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a process or sub-process; its scope has variables of its own, of which it names some."""

    data: tuple[Assignment, ...] = ()  #: data objects and properties, and what each is at first (None: null)

    # made by assembly
    starts: tuple[str, ...] = ()  #: start events
    entries: tuple[str, ...] = ()  #: where there is none: what nothing leads to
    handlers: tuple[str, ...] = ()  #: event sub-processes
    triggers: tuple[str, ...] = ()  #: of a process: what begins an instance when its event happens


class Process(Node, frozen=True, kw_only=True):
    """A process.

    `correlations`: what messages for it are to carry (correlation subscriptions), by rules over its variables.
    """

    contents: Contents = Contents()
    correlations: tuple[CorrelationKey, ...] = ()


# -- gateways -------------------------------------------------------------------------------------------------------


class ExclusiveGateway(Element, frozen=True, kw_only=True):
    """One way out: the first whose condition holds, in the order of `outgoing`, or else the default."""


class ParallelGateway(Element, frozen=True, kw_only=True):
    """Waits for a token on each way in, then goes all ways out."""


class InclusiveGateway(Element, frozen=True, kw_only=True):
    """Waits for all tokens that can still come, then goes all ways out whose condition holds."""

    # made by assembly
    reach: dict[str, int] = msgspec.field(
        default_factory=dict
    )  #: incoming flow -> mask of the nodes from which a token can come by it


class ComplexGateway(Element, frozen=True, kw_only=True):
    """Goes on as soon as its activation condition holds, then takes in what comes late.

    The condition sees `activationCount`, the tokens that are there; the conditions of the ways out see
    `waitingForStart`. None: any token activates it.
    """

    activation: Any = None

    # made by assembly
    reach: dict[str, int] = msgspec.field(default_factory=dict)


class EventGateway(Element, frozen=True, kw_only=True):
    """Its ways lead to catching events and receive tasks: the first that happens takes the token.

    `instantiates`: it begins a process; nothing leads into it. `parallel` (only with it): all must happen.
    """

    instantiates: bool = False
    parallel: bool = False


# -- activities -----------------------------------------------------------------------------------------------------


class Activity(Element, frozen=True, kw_only=True):
    """Something that takes its time.

    `inputs`: variables it sees beside those of its scope, evaluated as it begins (of a call: all that it sees; None:
    everything). `outputs`: what it leaves in its scope, by rules over its variables and results (None: all results;
    `()`: nothing).
    """

    inputs: tuple[Assignment, ...] | None = None
    outputs: tuple[Assignment, ...] | None = None
    loop: Loop | None = None
    start_quantity: int = 1  #: tokens that begin it
    completion_quantity: int = 1  #: tokens on each way out of it
    is_for_compensation: bool = False  #: a compensation handler: no flow leads to or from it

    # made by assembly
    boundaries: tuple[str, ...] = ()  #: its boundary events, in the order of the document


class WorkTask(Activity, frozen=True, kw_only=True):
    """Work that the host does: a function, a script, a form.

    What it is stands in `details`, of which the engine knows nothing. Whatever it fails with may be caught as the error
    of that code.
    """

    kind: str = "service"  #: service, script, user, rule, send ...
    details: dict[str, Any] = msgspec.field(default_factory=dict)


class AssignTask(Activity, frozen=True, kw_only=True):
    """Assigns variables one after the other, each rule seeing those before it: a script without host."""

    assignments: tuple[Assignment, ...] = ()


class EmptyTask(Activity, frozen=True, kw_only=True):
    """A task that does nothing (abstract and manual tasks)."""


class SendTask(Activity, frozen=True, kw_only=True):
    """Sends a message; the payload are its inputs."""

    message: MessageDefinition


class ReceiveTask(Activity, frozen=True, kw_only=True):
    """Waits for a message; its results are the payload. `instantiates`: that begins a process."""

    message: MessageDefinition
    instantiates: bool = False


class CallActivity(Activity, frozen=True, kw_only=True):
    """Another process of the program, or a task without scope (a global task), as one activity.

    What it calls sees only the inputs; `outputs` are rules over what the called process has at its end.
    """

    called: str


class SubProcess(Activity, frozen=True, kw_only=True):
    """Embedded. `triggered`: an event sub-process, which begins by its only start event and has no flows."""

    contents: Contents = Contents()
    triggered: bool = False


class Transaction(SubProcess, frozen=True, kw_only=True):
    """A sub-process that a cancel end event undoes.

    What is over in it is compensated, then it is left by its cancel boundary event.
    """


class AdHocSubProcess(SubProcess, frozen=True, kw_only=True):
    """What nothing leads to may be done in any order: all at once, or one after the other.

    The completion condition is looked at whenever something in it is over. It sees `numberOfActivities`,
    `numberOfCompletedActivities`. None: it is over with its last activity.
    """

    ordering: Literal["parallel", "sequential"] = "parallel"
    completion: Any = None
    cancels_remaining: bool = True  #: what still runs when the condition holds is cancelled, or else waited for


# -- events ---------------------------------------------------------------------------------------------------------


class EventNode(Element, frozen=True, kw_only=True):
    """An event; without a definition it is a none event."""

    definitions: tuple[Definition, ...] = ()


class CatchingNode(EventNode, frozen=True, kw_only=True):
    """An event that waits for one of its definitions, or (`needs_all`, parallel multiple) for all of them.

    `outputs`: what becomes of the payload, by rules over it and the variables (None: each key a variable). Of an error
    or escalation the payload is `code`, `message` and `node`, and becomes nothing where there are no outputs.
    """

    needs_all: bool = False
    outputs: tuple[Assignment, ...] | None = None


class StartEvent(CatchingNode, frozen=True, kw_only=True):
    """Where a process or a sub-process begins; `interrupting` is of that in an event sub-process."""

    interrupting: bool = True


class CatchEvent(CatchingNode, frozen=True, kw_only=True):
    """An intermediate event: a token waits in it. With a link: where the throwing ones lead."""


class BoundaryEvent(CatchingNode, frozen=True, kw_only=True):
    """Waits while an activity is under way; `handler` is the compensation activity of one with compensation."""

    attached_to: str
    interrupting: bool = True
    handler: str | None = None


class ThrowEvent(EventNode, frozen=True, kw_only=True):
    """An intermediate event that throws; `inputs` are the payload of its message or signal."""

    inputs: tuple[Assignment, ...] = ()

    # made by assembly
    leads_to: str | None = None  #: with a link: the catching event


class EndEvent(EventNode, frozen=True, kw_only=True):
    """Where a token ends, and what it throws then; `inputs` as of throwing events."""

    inputs: tuple[Assignment, ...] = ()
