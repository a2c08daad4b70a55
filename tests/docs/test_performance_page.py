"""docs/performance.md has the table that the recorded figures give."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_is_that_of_the_recorded_figures() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "bench"), "run_all", "--table"]
    drawn = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert drawn.count("\n| P") > 15
    assert page.partition("<!-- figures -->")[2].partition("<!-- /figures -->")[0].strip() == drawn.strip()
