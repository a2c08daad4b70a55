"""The ledger of a run: the side effects that the faulty functions write down (tests/faulty/faulty/ledger.py)."""

import json
from typing import Any

from workflow_engine_shared.paths import RunPaths


def ledger_of(paths: RunPaths) -> list[dict[str, Any]]:
    """The side effects of a run, in order; half a line at a kill is none."""
    return [json.loads(line) for line in text_of(paths).splitlines(keepends=True) if line.endswith("}\n")]


def text_of(paths: RunPaths) -> str:
    """The ledger as it stands on the disk."""
    try:
        return paths.outputs.joinpath("ledger.jsonl").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
