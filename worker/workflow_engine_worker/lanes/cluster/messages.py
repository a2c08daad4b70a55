"""What a run's worker and its bridge to the cluster say to each other: plain data, nothing of it is unpickled.

What a lane is sent and what it says (`lanes.messages`) passes through as bytes; the bridge does not read it.
"""

from typing import Any, TypeAlias

import msgspec

from workflow_engine_shared.struct_types import ready_to_read


class LaneSetup(msgspec.Struct, array_like=True, frozen=True):
    """What a lane needs before its first task, on whatever machine it comes to be."""

    renflow: str  #: our version; a machine with another one is refused
    python: str
    thread_id: str
    code_root: str  #: the name of the folder that the code is unpacked into; for kept code its hash
    folders: int  #: how many flows folders there are
    file_guard: bool
    allow_paths: tuple[str, ...]
    max_result: int  #: bytes that an item's result may have


@ready_to_read
class BridgeSetup(msgspec.Struct, array_like=True, frozen=True):
    """What a bridge is started with."""

    address: str  #: host:port, or "local": a cluster of one machine, which ends with the bridge
    output: str  #: the file that takes what the engine prints
    lane: LaneSetup
    code: bytes  #: the archive of the flows folders
    packages: tuple[str, ...]  #: requirements that Ray installs for the lanes
    index_url: str = ""  #: where they come from; empty: what the machines have set


class OpenLane(msgspec.Struct, tag="open", array_like=True, frozen=True):
    """One more lane, on a machine that has this room."""

    lane: int
    options: dict[str, Any]  #: of a Ray actor: num_cpus, num_gpus, memory, resources


class Give(msgspec.Struct, tag="give", array_like=True, frozen=True):
    """Messages for a lane."""

    lane: int
    frames: list[bytes]


class EndLane(msgspec.Struct, tag="end", array_like=True, frozen=True):
    """End the lane's process now."""

    lane: int


ToBridge: TypeAlias = OpenLane | Give | EndLane


class Connected(msgspec.Struct, tag="connected", array_like=True, frozen=True):
    """The cluster answers."""

    room: dict[str, float]  #: what it has of CPU, GPU, memory and what else it counts


class NotConnected(msgspec.Struct, tag="not_connected", array_like=True, frozen=True):
    """There is no way to the cluster. The bridge ends."""

    refused: bool  #: trying again does not help
    message: str


class Stands(msgspec.Struct, tag="stands", array_like=True, frozen=True):
    """The lane's process has begun."""

    lane: int
    machine: str


class LaneRefused(msgspec.Struct, tag="refused", array_like=True, frozen=True):
    """The lane's machine cannot carry lanes of this run."""

    lane: int
    message: str


class Reported(msgspec.Struct, tag="reported", array_like=True, frozen=True):
    """What a lane said, in order."""

    lane: int
    frames: list[bytes]


class Gone(msgspec.Struct, tag="gone", array_like=True, frozen=True):
    """The lane's process is gone."""

    lane: int
    code: int | None  #: its exit code, where that is known
    words: str
    machine: bool  #: its machine went, or what Ray had there: whoever was at work may be innocent
    memory: bool = False  #: that was for want of memory
    unlikely: bool = False  #: of the items there, another one's took more


class Room(msgspec.Struct, tag="room", array_like=True, frozen=True):
    """What the cluster has, told now and then while a lane has not come to be."""

    total: dict[str, float]
    free: dict[str, float]


class Alive(msgspec.Struct, tag="alive", array_like=True, frozen=True):
    """The bridge is at work. Sent every few seconds."""


FromBridge: TypeAlias = Connected | NotConnected | Stands | LaneRefused | Reported | Gone | Room | Alive

encode = msgspec.msgpack.Encoder().encode
decode_to_bridge = msgspec.msgpack.Decoder(ToBridge).decode
decode_from_bridge = msgspec.msgpack.Decoder(FromBridge).decode
