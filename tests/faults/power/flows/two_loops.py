"""A loop over items, then a loop over nodes: each visit changes a counter and a few kilobytes."""

import os
import random
from pathlib import Path
from typing import Any

from faults.power.acks import ack
from workflow_engine import checkpoint, current_run, map_steps, register_function


@register_function("power.collect")
def collect(state: dict[str, Any], *, items: int) -> dict[str, Any]:
    for mark in range(5):
        checkpoint({"mark": mark})
        ack("overlay", current_run().thread_id, mark)
    rows = map_steps(square, range(items))
    return {"rows": [{"id": row, "text": f"row {row} " * 20} for row in rows]}


def square(number: int) -> int:
    note(f"item {number}")
    return number * number


@register_function("power.turn")
def turn(state: dict[str, Any]) -> dict[str, Any]:
    number = state.get("turn", 0) + 1
    note(f"turn {number}")
    return {"turn": number, "page": random.Random(number).randbytes(6000).hex()}


@register_function("power.look")
def look(state: dict[str, Any]) -> dict[str, Any]:
    return {"looked": state["turn"]}


def note(what: str) -> None:
    """A line for each thing that was really done, where somebody asks for it."""
    effects = os.environ.get("POWER_EFFECTS")
    if effects:
        with Path(effects).open("a") as file:
            file.write(f"{what}\n")
