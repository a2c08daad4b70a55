"""Files of flows that a flow calls: published before it, where the flows folder has them."""

import json
from pathlib import Path
from typing import Any

from workflow_engine_supervisor.cli.flow_files import called_by, need_flow


def write(folder: Path, flow_id: str, *calls: Any) -> None:
    nodes = [{"id": f"c{at}", "type": "subflow", "data": data} for at, data in enumerate(calls)]
    (folder / f"{flow_id}.json").write_text(json.dumps({"nodes": nodes, "edges": []}), "utf-8")


def test_each_comes_behind_what_it_calls_itself(tmp_path: Path):
    write(tmp_path, "deep")
    write(tmp_path, "middle", {"flow": "deep"})
    write(tmp_path, "top", {"flow": "middle"}, {"flow": "deep", "version": "latest"}, {"flow": "Middle"})
    top = need_flow("top", [tmp_path])
    assert [each.id for each in called_by(top, [tmp_path], {"top"})] == ["deep", "middle"]


def test_what_is_left_to_the_server(tmp_path: Path):
    """A version that is named, a flow without a file, a circle, and documents that are none."""
    write(tmp_path, "named")
    write(
        tmp_path, "top", {"flow": "named", "version": 1}, {"flow": "nowhere"}, {"flow": "top"}, {"flow": "a/b"}, 7, {}
    )
    top = need_flow("top", [tmp_path])
    assert list(called_by(top, [tmp_path], {"top"})) == []
