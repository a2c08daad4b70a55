"""Which of several branches a value takes: one rule, wherever a flow's condition is evaluated."""

from collections.abc import Sequence
from typing import Any

from workflow_engine_shared.jsonlogic.coercion import truthy
from workflow_engine_shared.jsonlogic.scalars import json_equal


def place_of(value: Any, labels: Sequence[Any]) -> int | None:
    """The place of the label that `value` stands for: an equal one first, else one of `true` and `false` by truthiness.

    Raises:
        BadExpression: the value is none that JSON has.
    """
    for place, label in enumerate(labels):
        if json_equal(label, value):
            return place
    for place, label in enumerate(labels):
        if isinstance(label, bool) and label == truthy(value):
            return place
    return None
