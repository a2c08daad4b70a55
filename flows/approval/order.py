"""An order: what is shown before somebody decides, and what becomes of the decision."""

from typing import Any

from workflow_engine import artifact, register_function

DEFAULT_COUNT = 3
PRICE = 4.5


@register_function("approval.draft")
def draft(state: dict[str, Any]) -> dict[str, Any]:
    count = state.get("count", DEFAULT_COUNT)
    total = count * PRICE
    artifact("order.txt", f"{count} boxes of tea at {PRICE:.2f}: {total:.2f} in all\n")
    return {"count": count, "total": total}


@register_function("approval.send")
def send(state: dict[str, Any]) -> dict[str, Any]:
    return {"result": f"sent, {state['total']:.2f} in all", "note": state["decision"].get("note", "")}


@register_function("approval.drop")
def drop(state: dict[str, Any]) -> dict[str, Any]:
    is_late = "error" in state
    return {"result": "nobody decided in time" if is_late else "not sent"}
