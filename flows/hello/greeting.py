from typing import Any

from workflow_engine import register_function


@register_function("hello.greet")
def greet(state: dict[str, Any]) -> dict[str, Any]:
    return {"text": f"Hello, {state.get('name', 'world')}!"}
