"""What is made of an answer, and of none."""

from typing import Any

from workflow_engine import register_function


@register_function("web_goods.sum_up")
def sum_up(state: dict[str, Any]) -> dict[str, Any]:
    """How many goods there are, and what they cost on an average."""
    body = state["answer"]["body"]
    goods = body.get("products", []) if isinstance(body, dict) else body or []
    prices = [each["price"] for each in goods if isinstance(each, dict) and isinstance(each.get("price"), (int, float))]
    average = round(sum(prices) / len(prices), 2) if prices else None
    return {"result": f"{len(goods)} goods, {average} on an average"}


@register_function("web_goods.explain")
def explain(state: dict[str, Any]) -> dict[str, Any]:
    """The run goes on without an answer: the edge for errors leads here."""
    error = state["failure"]
    return {"result": f"no goods: {error['message']} ({error['code']})"}
