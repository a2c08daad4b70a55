"""Lists the models by workflow pattern that tests walk through, with the trace that each is to have.

    python scripts/draw_patterns.py > docs/bpmn-patterns.md

The page holds what this prints; a test compares them. The models are in `tests/support/pattern_models.py`.
"""

import sys
from pathlib import Path

HEAD = """# BPMN by workflow pattern

Models of our own, one for each of the control-flow patterns of
[workflowpatterns.com](http://www.workflowpatterns.com/patterns/control/) (WCP) that BPMN can draw, and for patterns of
events, failures and data (E), with the trace that each is to have: which tasks begin, in their order.
`tests/pure/tokens/bpmn/test_patterns.py` walks through them in virtual time; the models stand in
`tests/support/pattern_models.py`. WCP-22, recursion, is refused (`RECURSION`).
Drawn by `scripts/draw_patterns.py`. What runs, element by element: [bpmn.md](bpmn.md).

| pattern | model | trace | the run | test |
| --- | --- | --- | --- | --- |
"""


def draw() -> str:
    """The page: patterns in the order of their numbers."""
    from support.pattern_models import MODELS

    rows = []
    for each in MODELS:
        test = f"`test_a_pattern_has_its_trace[{each.id}]`"
        rows.append(f"| {each.number} {each.name} | {each.how} | `{each.trace}` | {each.ends} | {test} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    print(draw(), end="")
