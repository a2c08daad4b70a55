"""BPMN files that timers, messages and signals begin: what publishing makes of them, and what a message does."""

from datetime import timedelta
from typing import Any

import pytest

from support.api import MINIMAL, Api
from support.bpmn_drawing import END, SIGNAL, START, bpmn, flows, message, process, timer
from workflow_engine_shared.clock import SystemClock, parse_rfc3339, rfc3339


def begins(*definitions: str, more: str = "") -> str:
    """A file whose process begins by these."""
    start = f'<startEvent id="begin">{"".join(definitions)}</startEvent>'
    return bpmn(process(start, END, flows("begin > e")), more=more).decode()


def published(api: Api, source: str, flow_id: str) -> None:
    made = api.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source, "publish": True})
    assert (made.status_code, made.json()["warnings"]) == (201, []), made.text


def republished(api: Api, body: Any, flow_id: str) -> None:
    version = api.post(f"/flows/{flow_id}/versions", body).json()["version"]
    assert api.post(f"/flows/{flow_id}/versions/{version}/publish").status_code == 200


def schedules(api: Api, flow_id: str) -> list[Any]:
    return list(api.get("/schedules", flow_id=flow_id).json()["items"])


def runs(api: Api, flow_id: str) -> list[Any]:
    return list(api.get("/runs", flow_id=flow_id).json()["items"])


@pytest.mark.parametrize(
    ("definition", "seconds", "number"),
    [
        (timer("P1D"), 86400, 1),
        (timer("R3/PT1H", "timeCycle"), 3600, 3),
        (timer("R/P1W", "timeCycle"), 7 * 86400, 5),
        (timer("${'PT2H'}"), 7200, 1),
    ],
)
def test_a_timer_makes_a_schedule(api: Api, definition: str, seconds: int, number: int):
    flow_id = f"timed-{abs(hash(definition))}"
    before = parse_rfc3339(SystemClock().now())
    published(api, begins(definition), flow_id)
    (made,) = schedules(api, flow_id)
    assert (made["node_id"], made["state"], made["version"], made["overlap"]) == ("begin", "active", None, "allow")
    times = [parse_rfc3339(each["time"]) for each in made["next"]]
    assert len(times) == number
    assert timedelta(0) <= times[0] - before - timedelta(seconds=seconds) < timedelta(seconds=60)
    assert all(each == times[0] + timedelta(seconds=seconds) * place for place, each in enumerate(times))


def test_a_schedule_goes_with_its_timer(api: Api):
    published(api, begins(timer("R/PT1H", "timeCycle"), timer("2200-01-01", "timeDate")[:0]), "follows")
    (first,) = schedules(api, "follows")
    republished(api, {"bpmn": begins(timer("R/PT1H", "timeCycle"))}, "follows")
    assert schedules(api, "follows") == [first], "the same timer keeps its rhythm"
    assert api.post(f"/schedules/{first['id']}/pause").status_code == 200
    republished(api, {"bpmn": begins(timer("R/PT3H", "timeCycle"))}, "follows")
    (other,) = schedules(api, "follows")
    assert (other["id"], other["timer"], other["state"]) == (first["id"], "R/PT3H", "paused")
    api.post("/flows/follows/versions", {"bpmn": begins(message())})
    assert schedules(api, "follows") == [other], "what is not published changes nothing"
    republished(api, {"dsl": MINIMAL}, "follows")
    assert schedules(api, "follows") == []


def test_an_older_version_published_later_changes_nothing(api: Api):
    api.post("/flows", {"name": "later", "id": "later", "bpmn": begins(timer("R/PT1H", "timeCycle"))})
    republished(api, {"bpmn": begins(timer("R/PT2H", "timeCycle"))}, "later")
    assert api.post("/flows/later/versions/1/publish").status_code == 200
    assert [each["timer"] for each in schedules(api, "later")] == ["R/PT2H"]


def test_the_times_of_such_a_schedule_stand_in_the_file(api: Api):
    published(api, begins(timer("R/PT1H", "timeCycle")), "fixed")
    (made,) = schedules(api, "fixed")
    place = f"/schedules/{made['id']}"
    with api.unchanged():
        for body in ({"every_s": 60}, {"cron": "0 3 * * *"}, {"version": 1}, {"timezone": "Europe/Berlin"}):
            answer = api.client.put(place, json=body)
            problem = answer.json()["problems"][0]
            assert (answer.status_code, problem["code"], problem["pointer"]) == (
                422,
                "IN_THE_FILE",
                f"/{next(iter(body))}",
            )
    changed = api.client.put(place, json={"title": "Hourly", "input": {"n": 1}, "overlap": "skip"}).json()
    assert (changed["title"], changed["input"], changed["timer"], changed["next"]) == (
        "Hourly",
        {"n": 1},
        "R/PT1H",
        made["next"],
    )
    run = api.post(f"{place}/run-now").json()
    assert (run["begun"], run["input"]) == ({"node_id": "begin", "message": None}, {"n": 1})
    assert api.client.delete(place).status_code == 204


def test_a_message_begins_a_run_where_nobody_waits_for_it(api: Api):
    published(api, begins(message()), "ordered")
    sent = api.post("/messages", {"name": "msg", "payload": {"n": 2}})
    (begun,) = sent.json()["begun"]
    assert (sent.status_code, sent.json()["reached"]) == (202, [])
    run = api.get(f"/runs/{begun}").json()
    assert (run["flow_id"], run["input"], run["begun"]) == ("ordered", {"n": 2}, {"node_id": "begin", "message": "msg"})
    assert len(api.post("/messages", {"name": "msg", "payload": [1]}).json()["begun"]) == 1
    assert {
        str(each["input"]) for each in (api.get(f"/runs/{one['thread_id']}").json() for one in runs(api, "ordered"))
    } == {
        "{'n': 2}",
        "{'payload': [1]}",
    }
    only_one = api.post("/messages", {"name": "msg", "thread_id": begun})
    assert (only_one.status_code, only_one.json()["code"]) == (404, "NOBODY_WAITS")
    assert "msg" in api.post("/messages", {"name": "mgs"}).json()["hint"]
    republished(api, {"bpmn": bpmn(process(START, END, flows("s > e"))).decode()}, "ordered")
    assert api.post("/messages", {"name": "msg"}).json()["code"] == "NOBODY_WAITS"


def test_the_same_message_again_begins_nothing_more(api: Api):
    published(api, begins(message("other")), "once")
    body = {"name": "other", "payload": {"n": 1}, "id": "order-1"}
    first = api.post("/messages", body).json()
    with api.unchanged():
        assert api.post("/messages", body).json() == first
        another = api.post("/messages", {**body, "payload": {"n": 2}})
        assert (another.status_code, another.json()["code"]) == (409, "MESSAGE_EXISTS")
        assert api.post("/messages", {**body, "id": "../x"}).status_code == 422
    assert [each["thread_id"] for each in runs(api, "once")] == first["begun"]
    assert len(api.post("/messages", {**body, "id": "order-2"}).json()["begun"]) == 1


def test_a_signal_begins_a_run_of_each_flow(api: Api):
    for flow_id in ("hears-1", "hears-2"):
        published(api, begins(SIGNAL), flow_id)
    begun = api.post("/messages", {"name": "signal:sig", "payload": {"n": 1}}).json()["begun"]
    found = [api.get(f"/runs/{each}").json() for each in begun]
    assert [(each["flow_id"], each["begun"]["message"]) for each in found] == [
        ("hears-1", "signal:sig"),
        ("hears-2", "signal:sig"),
    ]


def test_what_does_not_fit_the_input_is_refused_and_nothing_is_left(api: Api):
    schema = '<extensionElements><inputs xmlns="urn:renflow:bpmn">{"required": ["n"]}</inputs></extensionElements>'
    source = begins(message("strict"), more='<message id="strict"/>').replace(
        '<startEvent id="begin">', f'<startEvent id="begin">{schema}'
    )
    published(api, source, "strict")
    body = {"name": "strict", "payload": {"m": 1}, "id": "strict-1"}
    with api.unchanged():
        answer = api.post("/messages", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
        reserved = api.post("/messages", {"name": "strict", "payload": {"n": 1, "__x": 1}})
        assert reserved.json()["problems"][0]["code"] == "RESERVED_KEY"
    assert len(api.post("/messages", {**body, "payload": {"n": 1}}).json()["begun"]) == 1


def test_a_rerun_begins_where_the_run_did(api: Api):
    published(api, begins(message("again"), more='<message id="again"/>'), "again")
    (begun,) = api.post("/messages", {"name": "again", "payload": {"n": 1}}).json()["begun"]
    rerun = api.post(f"/runs/{begun}/rerun", {}).json()
    assert (rerun["begun"], rerun["input"]) == ({"node_id": "begin", "message": "again"}, {"n": 1})
    republished(api, {"bpmn": bpmn(process(START, END, flows("s > e"))).decode()}, "again")
    other = api.post(f"/runs/{begun}/rerun", {"version": 2})
    assert (other.status_code, other.json()["problems"][0]["code"]) == (422, "UNKNOWN_NODE")


def test_a_date_that_is_over_makes_a_schedule_without_times(api: Api):
    soon = rfc3339(parse_rfc3339(SystemClock().now()) + timedelta(days=1))
    published(api, begins(timer(soon, "timeDate")), "dated")
    (made,) = schedules(api, "dated")
    assert [each["time"] for each in made["next"]] == [soon]
    with api.database.write() as con:
        con.execute(
            "UPDATE schedules SET at = '2020-01-01T00:00:00.000Z', timer = '2020-01-01' WHERE flow_id = 'dated'"
        )
    assert api.post(f"/schedules/{made['id']}/pause").status_code == 200
    assert api.post(f"/schedules/{made['id']}/resume").json()["state"] == "over"
