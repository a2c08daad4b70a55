"""docs/testing.md: its example is run as its reader would, and its options are the module's."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

from workflow_engine import testing

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")


def test_the_example_runs(tmp_path: Path) -> None:
    for name, body in re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, flags=re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8")
    assert {each.name for each in tmp_path.iterdir()} == {"flows", "test_shop.py"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_shop.py"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
    assert not list(tmp_path.glob("renflow-test-*"))


def test_each_name_has_its_heading_and_each_option_is_named() -> None:
    for name in set(testing.__all__) - {"RunResult"}:
        section = PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section
        for option in inspect.signature(getattr(testing, name)).parameters:
            assert option in section or (name != "run_flow" and option in PAGE), (name, option)
    for field in testing.RunResult.__dataclass_fields__:
        assert f"`{field}`" in PAGE
