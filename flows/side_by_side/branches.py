"""Two branches at once: a loop over items beside a loop of nodes; neither waits for the other."""

import time
from typing import Any

from workflow_engine import map_steps, register_function

DEFAULT_COUNT = 20
ROUNDS = 3


@register_function("side_by_side.collect")
def collect(state: dict[str, Any]) -> dict[str, Any]:
    squares = map_steps(square, range(state.get("count", DEFAULT_COUNT)))
    return {"total": sum(squares), "log": ["collected"]}


def square(number: int) -> int:
    time.sleep(0.02)
    return number * number


@register_function("side_by_side.check")
def check(state: dict[str, Any]) -> dict[str, Any]:
    rounds = state.get("rounds", 0) + 1
    return {"rounds": rounds, "again": rounds < ROUNDS, "log": [f"checked {rounds}"]}


@register_function("side_by_side.report")
def report(state: dict[str, Any]) -> dict[str, Any]:
    return {"report": f"{state['total']} in all, checked {state['rounds']} times"}
