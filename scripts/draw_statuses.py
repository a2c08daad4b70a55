"""Draws the statuses of a run, and the moves between them, from the one table that knows them.

    python scripts/draw_statuses.py

ARCHITECTURE.md holds what this prints between its `<!-- statuses -->` markers; a test compares the two.
"""

from workflow_engine_shared.run_status import FINAL, MOVES, RunStatus


def draw() -> str:
    """The table as a Mermaid state diagram, in the order of the enum."""
    order = list(RunStatus)
    lines = ["stateDiagram-v2", f"    [*] --> {RunStatus.PENDING.value}"]
    for before in order:
        lines += [f"    {before.value} --> {after.value}" for after in order if after in MOVES[before]]
    lines += [f"    {status.value} --> [*]" for status in order if status in FINAL]
    return "\n".join(lines)


if __name__ == "__main__":
    print(f"```mermaid\n{draw()}\n```")
