"""What elements are made of: event definitions, loops, assignments and sequence flows."""

from typing import Any, Literal, TypeAlias

import msgspec


class SequenceFlow(msgspec.Struct, frozen=True, kw_only=True):
    """A way from one element of a scope to another.

    A condition is a rule that gives true or false; None: there is no condition. Whether a flow is the default is said
    by its source.
    """

    id: str
    source: str
    target: str
    condition: Any = None
    edge: int | None = None  #: what whoever compiled the program counts it by; told with each token that takes it


class Assignment(msgspec.Struct, frozen=True):
    """A variable, and the rule whose value it gets. A copy is the rule `{"var": "name"}`."""

    into: str
    rule: Any


# -- event definitions ----------------------------------------------------------------------------------------------


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What an event waits for, or what it throws."""


class TimerDefinition(Definition, frozen=True, kw_only=True):
    """A moment. The rule gives ISO 8601 text when the event begins to wait; what it means is for the host.

    A cycle is `R3/PT10S` or `R/PT10S` (without end). One with a count fires so many times; an interrupting event ends
    with its first.
    """

    mode: Literal["duration", "date", "cycle"]
    rule: Any


class CorrelationKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a conversation: how each of its properties is read from a message's payload."""

    name: str
    properties: tuple[Assignment, ...]  #: property <- rule over the payload


class MessageDefinition(Definition, frozen=True, kw_only=True):
    """A message, by the id of its definition in the document, or what else both sides know it by.

    Caught: `correlation` gives, when the event begins to wait, the text that a message must carry to be meant for it;
    None: any is. `keys` are the keys of the conversation: the first message that carries one fixes its values for the
    process instance, and others must have the same.
    Thrown: `correlation` gives what it carries.
    """

    ref: str | None
    correlation: Any = None
    keys: tuple[CorrelationKey, ...] = ()


class SignalDefinition(Definition, frozen=True, kw_only=True):
    """A signal: thrown to all that wait for it, in the run and beside it."""

    ref: str | None


class ErrorDefinition(Definition, frozen=True, kw_only=True):
    """An error by its code. Caught: None is any, where none names the code."""

    code: str | None = None


class EscalationDefinition(Definition, frozen=True, kw_only=True):
    """An escalation by its code. Caught: None is any, where none names the code."""

    code: str | None = None


class ConditionalDefinition(Definition, frozen=True, kw_only=True):
    """A condition on the variables: met when it becomes true, at once if it is when the event begins to wait."""

    rule: Any


class CompensationDefinition(Definition, frozen=True, kw_only=True):
    """Compensation. Thrown: of one activity, or of all that are over in the scope; `waits`: until that is over."""

    activity: str | None = None
    waits: bool = True


class CancelDefinition(Definition, frozen=True, kw_only=True):
    """Cancels a transaction. Only at an end event in one, and at a boundary event of one."""


class TerminateDefinition(Definition, frozen=True, kw_only=True):
    """Ends all that is under way in the scope. Only at an end event."""


class LinkDefinition(Definition, frozen=True, kw_only=True):
    """Leads from the throwing events of this name to the catching one in the same scope."""

    name: str


# -- loops ----------------------------------------------------------------------------------------------------------


class StandardLoop(msgspec.Struct, frozen=True, kw_only=True):
    """Again and again while the condition holds; the variable `loopCounter` counts from 0.

    There is a condition or a maximum, or both.
    """

    condition: Any = None
    tests_before: bool = False
    maximum: int | None = None


class ComplexBehavior(msgspec.Struct, frozen=True, kw_only=True):
    """Looked at whenever an instance is over: where the condition holds, the event is thrown, and the rest ends."""

    condition: Any
    event: SignalDefinition | MessageDefinition | ErrorDefinition | EscalationDefinition | None = None


class MultiInstance(msgspec.Struct, frozen=True, kw_only=True):
    """Several instances of an activity, one after the other or side by side.

    Either `cardinality` or `collection` is there. Each instance sees `loopCounter` (from 0) and its `item`; the
    condition and the behaviors see `numberOfInstances`, `numberOfActiveInstances`, `numberOfCompletedInstances` and
    `numberOfTerminatedInstances`, too. With `outputs`, what each instance left in `output_item` becomes a list of
    that name, in the order of the instances.
    """

    sequential: bool = False
    cardinality: Any = None  #: rule, gives a whole number
    collection: Any = None  #: rule, gives a list
    item: str | None = None
    outputs: str | None = None
    output_item: str | None = None
    completion: Any = None  #: a condition; where it holds after an instance, the rest is cancelled
    none_event: Definition | None = None  #: behavior None: thrown whenever an instance is over
    one_event: Definition | None = None  #: behavior One: thrown when the first is
    complex_events: tuple[ComplexBehavior, ...] = ()  #: behavior Complex


Loop: TypeAlias = StandardLoop | MultiInstance
