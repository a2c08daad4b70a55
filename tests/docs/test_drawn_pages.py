"""Pages that are drawn from the code say what the code says."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import list_errors  # noqa: E402 - needs the path above


def test_every_error_has_its_heading() -> None:
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == list_errors.draw()
