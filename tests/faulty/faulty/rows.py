"""Functions of every form that authors write, and what they do to their surroundings."""

import asyncio
import dataclasses
import logging
import logging.config
import sys
import time
from typing import TypedDict

from pydantic import BaseModel

from workflow_engine import current_run, register_function

SEEN = []


class Point(BaseModel):
    x: int


@dataclasses.dataclass
class Box:
    width: int


class Row(TypedDict):
    name: str


@register_function("rows.typed")
def typed(state, point: Point, *, box: Box, row: Row = None, later: "NoSuchType" = 1, many=[]):  # noqa: B006, F821
    """What a node gives arrives as it is: nothing is converted."""
    many.append(1)
    return {"kinds": [type(each).__name__ for each in (point, box, row, later)], "many": len(many)}


@register_function("rows.loose")
def loose(*args, **more):
    return {"args": len(args), "more": sorted(more)}


@register_function("rows.by_position")
def by_position(state, /, *, size=1):
    return {"size": size}


@register_function("rows.same")
def same(state):
    """Returns the very object it was given, changed."""
    state["added"] = 1
    return state


@register_function("rows.remembers")
def remembers(state):
    """Global state of the process."""
    SEEN.append(current_run().node_id)
    return {"seen": list(SEEN)}


@register_function("rows.huge")
def huge(state, *, megabytes):
    return {"text": "x" * (megabytes * 1_000_000)}


@register_function("rows.blocks")
async def blocks(state, *, seconds):
    """A coroutine that never gives way."""
    time.sleep(seconds)  # noqa: ASYNC251 - the point of it
    await asyncio.sleep(0)


@register_function("rows.upsets_logging")
def upsets_logging(state):
    logging.disable(logging.CRITICAL)
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": True, "root": {"handlers": []}})
    print("still printed")
    logging.getLogger("mine").error("not shown: its author said so")
    sys.stdin.readline()
    return {"upset": True}


@register_function("rows.asks_the_terminal")
def asks_the_terminal(state):
    return {"answer": input("your name? ")}
