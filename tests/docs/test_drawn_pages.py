"""Pages that are drawn from the code say what the code says."""

from pathlib import Path

import list_errors

ROOT = Path(__file__).resolve().parents[2]


def test_every_error_has_its_heading() -> None:
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == list_errors.draw()
