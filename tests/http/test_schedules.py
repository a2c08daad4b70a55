"""Schedules as requests see them: what is refused and why, what is shown, what is changed."""

import json
from typing import Any

import pytest

from support.api import MINIMAL, Api

NAMED: dict[str, Any] = {
    **MINIMAL,
    "inputs": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "password": {"type": "string"}},
        "additionalProperties": False,
    },
}
NIGHTLY = {"flow_id": "named", "cron": "30 2 * * *", "timezone": "Europe/Berlin"}


@pytest.fixture(scope="module", autouse=True)
def _flows(api: Api) -> None:
    api.flow("named", NAMED)
    api.flow("draft", publish=False)


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"cron": "0 0 30 2 *"}, "/cron", "NEVER_FIRES"),
        ({"cron": "* * * * * *"}, "/cron", "INVALID_CRON"),
        ({"cron": "\u202e * * * *"}, "/cron", "INVALID_CRON"),
        ({"cron": "x" * 201}, "/cron", "OUT_OF_RANGE"),
        ({"cron": ["0 3 * * *"]}, "/cron", "WRONG_TYPE"),
        ({"cron": None, "every_s": 1}, "/every_s", "TOO_OFTEN"),
        ({"cron": None, "every_s": -1}, "/every_s", "TOO_OFTEN"),
        ({"cron": None, "every_s": 2**62}, "/every_s", "OUT_OF_RANGE"),
        ({"cron": None, "every_s": 60.5}, "/every_s", "WRONG_TYPE"),
        ({"cron": None, "every_s": "60"}, "/every_s", "WRONG_TYPE"),
        ({"cron": None, "every_s": True}, "/every_s", "WRONG_TYPE"),
        ({"every_s": 60}, "/every_s", "ONE_OF"),
        ({"cron": None}, "/cron", "ONE_OF"),
        ({"cron": None, "at": "2020-01-01T00:00:00Z"}, "/at", "IN_THE_PAST"),
        ({"cron": None, "at": "2030-03-31T02:30"}, "/at", "NO_SUCH_TIME"),
        ({"cron": None, "at": "9999-12-31T23:59"}, "/at", "OUT_OF_RANGE"),
        ({"cron": None, "at": "0001-01-01T00:00+14:00"}, "/at", "INVALID_TIME"),
        ({"cron": None, "at": "tomorrow"}, "/at", "INVALID_TIME"),
        ({"timezone": "Europe/Berln"}, "/timezone", "UNKNOWN_TIMEZONE"),
        ({"timezone": "../../etc/passwd"}, "/timezone", "UNKNOWN_TIMEZONE"),
        ({"timezone": "a\0b"}, "/timezone", "UNKNOWN_TIMEZONE"),
        ({"timezone": 1}, "/timezone", "WRONG_TYPE"),
        ({"overlap": "some"}, "/overlap", "OUT_OF_RANGE"),
        ({"catch_up": None}, "/catch_up", "OUT_OF_RANGE"),
        ({"input": {"nam": "Ann"}}, "/input", "UNKNOWN_FIELD"),
        ({"input": {"name": 1}}, "/input/name", "WRONG_TYPE"),
        ({"input": [1]}, "/input", "WRONG_TYPE"),
        ({"title": "a\u202eb"}, "/title", "OUT_OF_RANGE"),
        ({"version": 0}, "/version", "OUT_OF_RANGE"),
        ({"every": 60}, "/every", "UNKNOWN_FIELD"),
        ({"flow_id": "../x"}, "/flow_id", "OUT_OF_RANGE"),
    ],
)
def test_what_is_refused_is_told_at_its_field(api: Api, given: dict[str, Any], pointer: str, code: str):
    with api.unchanged():
        answer = api.post("/schedules", {**NIGHTLY, **given})
    assert answer.status_code == 422, answer.text
    assert {each["pointer"]: each["code"] for each in answer.json()["problems"]} == {pointer: code}


def test_times_are_told_before_there_is_a_schedule(api: Api):
    with api.unchanged():
        told = api.post("/schedules/preview", {"cron": "30 2 * * *", "timezone": "Europe/Berlin"}).json()
        assert told["timezone"] == "Europe/Berlin"
        assert len({each["time"] for each in told["next"]}) == 5
        assert all(each["local"][11:16] in {"02:30", "03:00"} for each in told["next"])
        assert len(api.post("/schedules/preview", {"every_s": 60}).json()["next"]) == 5
        assert len(api.post("/schedules/preview", {"at": "2031-05-05T05:05:00Z"}).json()["next"]) == 1
        for given, pointer, code in (
            ({}, "/cron", "ONE_OF"),
            ({"cron": "61 * * * *"}, "/cron", "INVALID_CRON"),
            ({"every_s": 1}, "/every_s", "TOO_OFTEN"),
            ({"at": "2020-01-01T00:00:00Z"}, "/at", "IN_THE_PAST"),
            ({"cron": "0 3 * * *", "timezone": "Nowhere"}, "/timezone", "UNKNOWN_TIMEZONE"),
            ({"cron": "0 3 * * *", "flow_id": "named"}, "/flow_id", "UNKNOWN_FIELD"),
        ):
            problems = api.post("/schedules/preview", given).json()["problems"]
            assert [(each["pointer"], each["code"]) for each in problems] == [(pointer, code)]


def test_what_cannot_be_started_has_no_schedule(api: Api):
    with api.unchanged():
        for given, code in (
            ({"flow_id": "draft"}, "NOT_PUBLISHED"),
            ({"flow_id": "nobody"}, "FLOW_NOT_FOUND"),
            ({"version": 9}, "VERSION_NOT_FOUND"),
        ):
            assert api.post("/schedules", {**NIGHTLY, **given}).json()["code"] == code
        raw = b'{"flow_id": "named", "every_s": NaN}'
        assert api.post_bytes("/schedules", raw).json()["code"] == "NON_FINITE_NUMBER"
        for path in ("nobody", "%00", "a" * 200):
            assert api.get(f"/schedules/{path}").json()["code"] == "SCHEDULE_NOT_FOUND"
            assert api.post(f"/schedules/{path}/run-now").json()["code"] == "SCHEDULE_NOT_FOUND"


def test_a_schedule_from_its_making_to_its_end(api: Api):
    secret = {"name": "Ann", "password": "correct-horse"}
    answer = api.post("/schedules", {**NIGHTLY, "title": "Nightly 夜间", "input": secret})
    assert answer.status_code == 201
    made = answer.json()
    path = f"/schedules/{made['id']}"
    assert answer.headers["Location"] == path
    assert made["id"].startswith("nightly-")
    assert (made["overlap"], made["catch_up"], made["state"]) == ("skip", "last", "active")
    assert made["input"] == {"name": "Ann", "password": "***"}
    assert len(made["next"]) == 5
    assert all(each["local"][11:16] in {"02:30", "03:00"} for each in made["next"])

    assert api.post(f"{path}/pause").json()["state"] == "paused"
    assert api.post(f"{path}/pause").json()["next"] == []
    assert api.post(f"{path}/resume").json()["next"] == made["next"]

    changed = api.client.put(path, json={"every_s": 3600, "overlap": "queue"}).json()
    assert (changed["cron"], changed["every_s"], changed["overlap"]) == (None, 3600, "queue")
    assert (changed["title"], changed["input"]) == (made["title"], made["input"])
    assert api.client.put(path, json={"input": {"nam": 1}}).json()["code"] == "INVALID_INPUT"
    assert api.client.put(path, json={"flow_id": "draft"}).json()["problems"][0]["code"] == "UNKNOWN_FIELD"
    assert api.client.put(path, json={"title": None}).json()["title"] is None

    parts = {"set": {"name": "Bob"}, "without": ["nothing"]}
    assert api.client.put(path, json=parts).json()["input"] == {"name": "Bob", "password": "***"}
    for refused, pointer, code in (
        ({"set": {"name": 1}}, "/input/name", "WRONG_TYPE"),
        ({"set": {"a": 1}, "without": ["a"]}, "/without/0", "GIVEN_AND_LEFT_OUT"),
        ({"set": {"name": "Ann"}, "input": {}}, "/input", "ONE_OF"),
        ({"set": [1]}, "/set", "WRONG_TYPE"),
        ({"without": [1]}, "/without/0", "WRONG_TYPE"),
    ):
        (problem,) = api.client.put(path, json=refused).json()["problems"]
        assert (problem["pointer"], problem["code"]) == (pointer, code)
    api.client.put(path, json={"set": {"name": "Ann"}})

    run = api.post(f"{path}/run-now")
    assert (run.status_code, run.json()["flow_id"]) == (201, "named")
    assert json.loads(api.column(run.json()["thread_id"], "input_json")) == secret, "what was not given again stayed"
    (item,) = api.get(f"{path}/runs").json()["items"]
    assert (item["outcome"], item["thread_id"], item["status"]) == ("started", run.json()["thread_id"], "pending")
    assert api.get(path).json()["last"] == item
    assert run.json()["schedule"] == {"id": made["id"], "title": None}, "the run leads back"
    pretended = api.run(f"{made['id']}-20260101T000000Z")
    assert api.get(f"/runs/{pretended.root.name}").json()["schedule"] is None, "a name alone is no proof"

    assert api.client.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.get(f"/runs/{item['thread_id']}").json()["schedule"] is None


def test_lists_go_page_by_page_and_by_flow(api: Api):
    api.flow("other")
    ids = {api.post("/schedules", {"flow_id": "other", "every_s": 3600}).json()["id"] for _ in range(3)}
    api.post("/schedules", NIGHTLY)
    first = api.get("/schedules", flow_id="other", limit=2).json()
    second = api.get("/schedules", flow_id="other", limit=2, cursor=first["next"]).json()
    assert {each["id"] for page in (first, second) for each in page["items"]} == ids
    assert second["next"] is None
    assert len(api.get("/schedules").json()["items"]) >= 4
    assert api.get("/schedules", cursor="x").json()["code"] == "BAD_CURSOR"
    assert api.get("/schedules", flow="other").status_code == 422
    assert api.post("/schedules", {"flow_id": "other", "every_s": 3600}).json()["timezone"], "this machine's"


def test_there_are_no_more_than_so_many(api: Api):
    with api.database.write() as con:
        con.execute(
            "INSERT INTO schedules WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
            "SELECT 'many-' || i, 'named', NULL, NULL, NULL, 3600, NULL, '2026-01-01T00:00:00.000Z', 'UTC', '{}', "
            "'skip', 'last', 1, NULL, '2026-01-01T00:00:00.000Z', NULL, '2026-01-01T00:00:00.000Z', NULL, NULL FROM n"
        )
    try:
        assert api.post("/schedules", NIGHTLY).json()["code"] == "TOO_MANY_SCHEDULES"
    finally:
        with api.database.write() as con:
            con.execute("DELETE FROM schedules WHERE id LIKE 'many-%'")
