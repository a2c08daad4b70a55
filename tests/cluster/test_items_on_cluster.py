"""Loops whose items run on a real Ray cluster: results, errors, limits, output - as in processes of this machine."""

from pathlib import Path
from typing import Any

import pytest

from support.run import Run, node
from support.server import Server

pytestmark = pytest.mark.ray
LONG = 90  #: a machine that is busy starts Ray's processes slowly


def run_of(server: Server, **args: Any) -> Run:
    return server.run(node("a", code_ref="cluster.map", **args))


def test_items_come_back_in_order_and_the_next_loop_finds_the_lanes(server: Server):
    state = run_of(server, count=40, again=True).finished(LONG)

    assert state["rows"] == state["again"] == list(range(40))
    assert state["took_again"] < state["took"] / 4  # no process was started for it


def test_what_goes_wrong_in_an_item_is_its_own(server: Server):
    deeds = ["dies", "sleeps", "raises", "is_large", "is_odd", "crashes", "leaves"]
    items = [{"key": key, "deed": deed, "bytes": 2**30} for key, deed in enumerate(deeds)]
    run = run_of(server, items=items)

    rows = run.finished(LONG)["rows"]

    codes = [row[0] if isinstance(row, list) else row for row in rows]
    assert codes == [
        *("USER_CODE_ERROR", 1, "USER_CODE_ERROR", "RESULT_TOO_LARGE", "RESULT_NOT_SERIALIZABLE"),
        *("USER_CODE_ERROR", "USER_CODE_ERROR"),
    ]
    assert rows[0][1] == "ItemProcessDied: The item's process ended with exit code -9."
    assert rows[2][1] == "ValueError: refused 2"
    assert "ray_max_result_mb" in rows[3][1]
    assert "exit code -11" in rows[5][1]
    assert rows[6][1] == "SystemExit: 3"
    failed = server.get(f"/runs/{run.id}/steps", state="skipped")["items"]
    assert any("on_cluster.py" in str(each["error"]) for each in failed)


def test_an_item_that_hangs_is_ended_and_one_that_fails_is_tried_again(server: Server):
    items = [{"key": 0, "deed": "hangs"}, {"key": 1, "deed": "tries_again"}, {"key": 2}, {"key": 3, "deed": "holds"}]
    rows = run_of(server, items=items, timeout=1.5, retry=2).finished(LONG)["rows"]

    late = ["USER_CODE_ERROR", "ItemTimeout: The item took longer than 1.5 s; its process was ended."]
    assert rows == [late, 3, 2, late]


def test_what_items_say_is_in_the_runs_log(server: Server):
    run = run_of(server, items=[{"key": key, "deed": "talks"} for key in range(3)])
    assert run.finished(LONG)["rows"] == [0, 1, 2]

    lines = {(line["message"], line["level"]) for line in run.logs()}
    for key in range(3):
        assert {(f"printed {key}", "INFO"), (f"to stderr {key}", "INFO"), (f"logged {key}", "WARNING")} <= lines
    assert ("artifact NOT_IN_ITEM", "INFO") in lines
    assert all(line["node_id"] == "a" for line in run.logs() if line["message"].startswith("printed"))
    assert run.facts["progress"] is None or run.facts["progress"]["done"] == 3


def test_an_items_process_has_nothing_of_rays_and_folders_of_its_own(server: Server):
    seen = run_of(server, items=[{"key": 0, "deed": "looks"}]).finished(LONG)["rows"][0]

    assert (seen["ray"], seen["token"], seen["main"]) == (False, False, True)
    assert seen["threads"] == ["MainThread", "lane"]
    assert not any("site-packages/ray" in each or "thirdparty" in each for each in seen["path"])
    assert {Path(seen[name]).name for name in ("cwd", "tmp", "outputs")} == {"work", "tmp", "outputs"}
    assert not str(seen["cwd"]).startswith(str(server.home.root))


def test_the_file_guard_holds_there_too(server: Server, tmp_path: Path):
    secret = Path.home() / ".renflow-guarded"
    secret.write_text("not for items", encoding="utf-8")
    try:
        items = [{"key": 0, "deed": "strays", "path": str(secret)}]
        (row,) = run_of(server, items=items).finished(LONG)["rows"]
    finally:
        secret.unlink()
    assert row[0] == "FILE_ACCESS_DENIED"


def test_a_map_node_takes_the_pool_and_the_resources(server: Server):
    data = {"items": {"var": "numbers"}, "pool": "ray", "resources": {"cpus": 0.5}, "workers": 2, "outputKey": "rows"}
    work = {"id": "m", "type": "map", "data": {"codeRef": "cluster.work", "args": {"factor": 3}, **data}}
    run = server.run(work, numbers=[1, 2, 3])
    assert run.finished(LONG)["rows"] == [3, 6, 9]
