"""betsy's conformance processes run as recorded; the data is no part of the repository, `BETSY` says where it is."""

import json
import os
from pathlib import Path

import pytest

from support.betsy import TABLE, measure

BETSY = os.environ.get("BETSY", "")


@pytest.mark.skipif(not BETSY, reason="BETSY names no folder with betsy's models and cases")
def test_no_group_falls_behind_and_nothing_fails_without_a_word():
    table = measure(Path(BETSY) / "models", Path(BETSY) / "cases.json")
    assert table.below(json.loads(TABLE.read_text(encoding="utf-8"))) == []
    assert table.processes.total() == 136
