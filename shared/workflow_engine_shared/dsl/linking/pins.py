"""Pins: which version of which flow is meant, decided once for each run and written down with it.

They are known by the place of the calling node: its id, behind those of the nodes that it is inside of. With its pins
and the documents that they name a run is the same for ever, whatever is published meanwhile.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

#: Between the id of a node that calls a flow and that of a node in it.
WITHIN: Final = "/"


class Pin(msgspec.Struct, frozen=True, array_like=True):
    """A version of a flow."""

    flow: str
    version: int


def callers_of(node_id: str) -> Iterator[str]:
    """A node, and the nodes whose flows it is inside of, from the inside out."""
    while node_id:
        yield node_id
        node_id = node_id.rpartition(WITHIN)[0]
