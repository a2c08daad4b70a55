"""What is done with one text, and with all results."""

from collections import Counter
from typing import Any

from workflow_engine import register_function

SHOWN = 10


@register_function("word_counts.count")
def count(text: str, *, ignore_case: bool = True) -> dict[str, Any]:
    """The words of one text; a map node calls this for each."""
    words = (text.casefold() if ignore_case else text).split()
    return {"words": len(words), "counts": dict(Counter(words))}


@register_function("word_counts.most_frequent")
def most_frequent(state: dict[str, Any]) -> dict[str, Any]:
    """The words of all texts together."""
    total: Counter[str] = Counter()
    for each in state["counted"]:
        total.update(each["counts"])
    return {"words": sum(total.values()), "most": total.most_common(SHOWN)}
