"""Whose line it is: several visits print and log at once, each in threads of its own."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from workflow_engine_shared.sdk import node_context

#: The node for which this code works; set for a visit, and passed on to the threads of its loops.
NODE: ContextVar[str | None] = ContextVar("workflow_engine_node", default=None)


def node_here() -> str | None:
    """The node for which the calling code works; None: nobody knows."""
    node = NODE.get()
    if node is None and (context := node_context()) is not None:  # a thread that the author's code started
        node = context.info.node_id
    return node


@contextlib.contextmanager
def attributed_to(node_id: str | None) -> Iterator[None]:
    """What is logged meanwhile is said of this node."""
    token = NODE.set(node_id)
    try:
        yield
    finally:
        NODE.reset(token)
