from typing import Any

from workflow_engine import register_function

DEFAULT_COUNT = 3


@register_function("countdown.tick")
def tick(state: dict[str, Any]) -> dict[str, Any]:
    return {"count": state.get("count", DEFAULT_COUNT) - 1}
