"""The ledger that all is judged by: what a kill cut off is no side effect, and hides none."""

from pathlib import Path

from support.ledger import ledger_of
from workflow_engine_shared.paths import Home


def test_half_a_line_is_none_and_takes_no_other_with_it(tmp_path: Path) -> None:
    paths = Home(tmp_path).run("run")
    paths.outputs.mkdir(parents=True)
    cut, whole = '\n{"what": "item", "thr', '\n{"what": "item", "key": 1}\n'
    paths.outputs.joinpath("ledger.jsonl").write_text(f"{whole}{cut}{whole}{cut}", encoding="utf-8")

    assert ledger_of(paths) == [{"what": "item", "key": 1}] * 2
