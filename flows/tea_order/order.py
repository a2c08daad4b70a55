"""What the tasks of the tea order do."""

from typing import Any

from workflow_engine import artifact, register_function

PRICE = 4.5


class OutOfStock(Exception):
    """There is less tea than ordered; the boundary event at the task that checks it goes by the code."""

    code = "OUT_OF_STOCK"


STOCK = 500


@register_function("tea_order.check")
def check(state: dict[str, Any], *, boxes: int) -> dict[str, Any]:
    """What the order costs."""
    stock = state.get("stock", STOCK)
    if boxes > stock:
        raise OutOfStock(f"{boxes} boxes were ordered, and {stock} are there.")
    return {"total": boxes * PRICE}


@register_function("tea_order.send")
def send(state: dict[str, Any]) -> dict[str, Any]:
    """Send the order."""
    return {"sent": f"{state['boxes']} boxes"}


@register_function("tea_order.bill")
def bill(state: dict[str, Any], *, total: float) -> dict[str, Any]:
    """Write the bill."""
    artifact("bill.txt", f"{state['boxes']} boxes of tea: {total:.2f}\n")
    return {"billed": total}
