"""What a run's worker and its item processes say to each other: plain data only, nothing of it is unpickled here.

Only functions and items are pickled, in the worker, and only unpickled in the item process. What comes back is bytes of
the codec, texts and numbers: an exception or a result that cannot be unpickled cannot take the others with it.
"""

from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.errors import ErrorData


class Task(msgspec.Struct, tag="task", array_like=True, frozen=True):
    """What a lane runs from now on: a loop's function."""

    function: bytes  #: pickled
    info: bytes  #: pickled `RunInfo` of the visit
    number: int  #: of the run's tasks
    masker: bytes  #: pickled: an error's texts are masked where they are made, before they are cut


class Errand(msgspec.Struct, array_like=True, frozen=True):
    """One try of one item, as it is sent."""

    number: int
    item: bytes  #: pickled by itself, and unpickled when its turn comes: what that breaks is its own
    attempt: int
    idempotency_key: str


class Batch(msgspec.Struct, tag="batch", array_like=True, frozen=True):
    """Items to be run in this order."""

    errands: list[Errand]


class Recall(msgspec.Struct, tag="recall", array_like=True, frozen=True):
    """Begin no further item of the batches that were sent; give them back."""


ToLane: TypeAlias = Task | Batch | Recall


class Hello(msgspec.Struct, tag="hello", array_like=True, frozen=True):
    """The process stands."""

    pid: int


class Unfit(msgspec.Struct, tag="unfit", array_like=True, frozen=True):
    """The template will not fork this lane: what its import left behind must not be shared."""

    reason: str


class Ready(msgspec.Struct, tag="ready", array_like=True, frozen=True):
    """The task's function is loaded."""

    task: int


class Unusable(msgspec.Struct, tag="unusable", array_like=True, frozen=True):
    """The task's function cannot be loaded."""

    task: int
    error: ErrorData


class Began(msgspec.Struct, tag="began", array_like=True, frozen=True):
    """The first item of a batch is at work; each further one is from the result before it on."""

    number: int


class ItemDone(msgspec.Struct, tag="done", array_like=True, frozen=True):
    """An item's result, encoded by the codec."""

    number: int
    body: bytes
    seconds: float


#: Why an item has no result. "raised": another try may help. "left": it raised what is no `Exception`. "unstorable":
#: its result cannot be stored. "unreadable": it could not be unpickled. "machine": the disk is full.
Failure = Literal["raised", "left", "unstorable", "unreadable", "machine"]


class ItemFailed(msgspec.Struct, tag="failed", array_like=True, frozen=True):
    """An item's error, as data."""

    number: int
    failure: Failure
    error: ErrorData
    seconds: float


class Returned(msgspec.Struct, tag="returned", array_like=True, frozen=True):
    """Items that were recalled before they began."""

    numbers: list[int]


class Line(msgspec.Struct, tag="line", array_like=True, frozen=True):
    """What an item printed."""

    stream: Literal["stdout", "stderr"]
    text: str
    length: int  #: characters it really had
    level: str | None  #: that the text names


class Record(msgspec.Struct, tag="record", array_like=True, frozen=True):
    """What an item logged."""

    level: str
    logger: str
    text: str
    length: int
    traceback: str | None


class Refused(msgspec.Struct, tag="refused", array_like=True, frozen=True):
    """What the file guard kept an item from."""

    detail: str


class Progressed(msgspec.Struct, tag="progressed", array_like=True, frozen=True):
    """How far a node's function is."""

    done: int
    total: int | None
    message: str | None
    label: str


class Kept(msgspec.Struct, tag="kept", array_like=True, frozen=True):
    """A node's function has written a file among the run's outputs."""

    name: str


#: What a node's function asks of the visit that it works for.
Called: TypeAlias = Progressed | Kept
#: What goes into the run's log and records, whatever the loop does.
Aside: TypeAlias = Line | Record | Refused
FromLane: TypeAlias = Hello | Unfit | Ready | Unusable | Began | ItemDone | ItemFailed | Returned | Called | Aside

_encode = msgspec.msgpack.Encoder().encode
decode_to_lane = msgspec.msgpack.Decoder(ToLane).decode
decode_from_lane = msgspec.msgpack.Decoder(FromLane).decode


def encode_message(message: ToLane | FromLane) -> bytes:
    """A message as bytes; texts with halves of surrogate pairs are shown with their codes."""
    try:
        return _encode(message)
    except UnicodeEncodeError:
        return _encode(_clean(message))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, msgspec.Struct):
        return type(value)(*(_clean(getattr(value, name)) for name in value.__struct_fields__))
    return value
