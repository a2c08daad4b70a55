"""Rows of a run that nobody can read: each costs itself, and no request ends with a 500."""

from typing import Any

import msgspec
import ormsgpack
import pytest

from support.api import Api
from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.run import checkpoints, db, journal, visits
from workflow_engine_shared.storage.run.checkpoints import CheckpointRow
from workflow_engine_shared.storage.run.journal import StepRow

NOW = "2026-01-01T00:00:00.000Z"
ERROR = msgspec.json.encode(ErrorData("USER_CODE_ERROR", "ValueError: no")).decode()
#: What an item's row may hold: key, state, result, error.
DAMAGED: dict[str, tuple[bytes, str, bytes | None, str | None]] = {
    "a date that is none": (encode("bad"), "done", ormsgpack.packb(ormsgpack.Ext(1, b"NaT")), None),
    "a span that is too long": (encode("bad"), "done", ormsgpack.packb(ormsgpack.Ext(4, b"9999999999,0,0")), None),
    "half a value": (encode("bad"), "done", encode(["x" * 50])[:20], None),
    "no value": (encode("bad"), "done", b"", None),
    "nothing": (encode("bad"), "done", None, None),
    "an error that is none": (encode("bad"), "failed", None, "{"),
    "an error of another kind": (encode("bad"), "failed", None, "[1]"),
    "a key that is none": (b"\xc1", "done", encode(1), None),
}


def put(api: Api, run: str, *rows: tuple[bytes, str, bytes | None, str | None]) -> Any:
    paths = api.run_in(run, RunStatus.FINISHED)
    database = db.open_for_writing(paths.db, 1)
    with database.write() as con:
        visits.begin_visit(con, 1, "start", NOW)
        loop = journal.open_loop(con, 1, "work#1", "work", len(rows)).id
        journal.put_steps(
            con,
            [
                StepRow(loop, key, place, state, 1, result, error, None, NOW, 0.0)  # type: ignore[arg-type]
                for place, (key, state, result, error) in enumerate(rows)
            ],
        )
    return database


@pytest.mark.parametrize("name", DAMAGED)
def test_an_item_that_cannot_be_read_is_one_failed_item(api: Api, name: str):
    run = f"odd-{list(DAMAGED).index(name)}"
    good = (encode("good"), "done", encode({"price": 1}), None)
    failed = (encode("failed"), "failed", None, ERROR)
    put(api, run, good, DAMAGED[name], failed).close()

    page = api.get(f"/runs/{run}/steps").json()

    assert [each["key"] for each in page["items"]][::2] == ["good", "failed"]
    assert page["items"][0]["value"] == {"price": 1}
    odd = page["items"][1]
    if name == "a key that is none":
        assert (odd["key"], odd["value"]) == ("(damaged: c1)", 1)
    else:
        assert (odd["key"], odd["state"], odd["error"]["code"]) == ("bad", "failed", "RESULT_UNREADABLE")
        assert "item 'bad' cannot be read" in odd["error"]["message"]
    assert page["loops"][0]["total"] == 3
    assert ("ValueError", 1) in [(each["error"], each["items"]) for each in page["errors"]]
    found = api.get(f"/runs/{run}/steps", error="ValueError").json()["items"]
    assert [each["key"] for each in found] == ["failed"]


def test_a_state_that_cannot_be_read_says_so(api: Api):
    database = put(api, "stale")
    with database.write() as con:
        stored = checkpoints.Stored("inline", (ormsgpack.packb(ormsgpack.Ext(1, b"NaT")),))
        row = CheckpointRow("", "c1", None, NOW, b"\x80", b"\x80", {"seen": stored})
        checkpoints.insert_checkpoint(con, row, {})
    database.close()
    answer = api.get("/runs/stale/state")
    assert (answer.status_code, answer.json()["code"]) == (503, "CHECKPOINT_UNREADABLE")


def test_an_update_that_cannot_be_read_says_so(api: Api):
    database = put(api, "torn")
    with database.write() as con:
        checkpoints.insert_checkpoint(con, CheckpointRow("", "c1", None, NOW, b"\x80", b"\x80", {}), {})
        con.execute("INSERT INTO overlays (visit, updates) VALUES (1, x'81a161c1')")
    database.close()
    answer = api.get("/runs/torn/state")
    assert (answer.status_code, answer.json()["code"]) == (503, "CHECKPOINT_UNREADABLE")
