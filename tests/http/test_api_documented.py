"""docs/api.md has a heading for each endpoint and a place for each code."""

import re
from pathlib import Path

from support.api import Api
from workflow_engine_supervisor.http.problems import STATUS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_each_endpoint_has_its_heading_and_each_heading_its_endpoint(api: Api):
    told = set(re.findall(r"^### ([A-Z]+ /\S+)$", TEXT, re.MULTILINE))
    paths = api.get("/openapi.json").json()["paths"]
    assert told == {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def test_each_code_stands_in_the_table_beside_its_status():
    for kind, status in STATUS.items():
        assert re.search(rf"^\| {status} \|.*`{kind.code}`", TEXT, re.MULTILINE), kind.code
