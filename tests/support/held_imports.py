"""A flow's module that holds whoever imports it, until a test lets it go."""

from pathlib import Path

_MODULE = """
import pathlib, threading
from workflow_engine import register_function
from faulty.ledger import note
while not pathlib.Path({gate!r}).exists():
    threading.Event().wait(0.01)

@register_function("held")
def held(state, **_):
    note("node")
"""


def held_at_import(flows: Path) -> Path:
    """Add a module to a flows folder, with the function `held`; returns the file that a test makes to let it go."""
    gate = flows / "let-go"
    (flows / "held.py").write_text(_MODULE.format(gate=str(gate)), encoding="utf-8")
    return gate
