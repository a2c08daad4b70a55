"""What people do for runs, through the supervisor in front: one list of tasks, answers and messages for any machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.bpmn_drawing import END, bpmn, flows, message, process
from support.machines import Machines
from support.run import Run, chain
from support.wait import patient, until

FORM = {
    "title": "Go on?",
    "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]},
    "outputKey": "answer",
}
ASKING = chain({"id": "ask", "type": "form", "data": FORM})
PAID = chain({"id": "paid", "type": "wait", "data": {"message": "payment", "outputKey": "sum"}})
ALL = ("local", "a", "b")


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    for each in (made.front, made.a, made.b):
        each.flow(ASKING, "asking")
        each.flow(PAID, "paid")
    yield made
    made.several.close()


def waiting(machines: Machines, flow: str, machine: str) -> Run:
    """A run of that machine, which waits."""
    run = Run(machines.server(machine), machines.start(flow, machine=machine)["thread_id"])
    run.until("interrupted")
    return run


def tasks(machines: Machines, **params: Any) -> Any:
    return machines.front.get("/tasks", flow_id="asking", **params)


def test_tasks_of_all_machines_are_one_list_and_are_answered_through_it(machines: Machines) -> None:
    runs = [waiting(machines, "asking", name) for name in ("a", "b", "local", "b", "a")]
    whole = tasks(machines)
    assert [(each["thread_id"], each["machine"]) for each in whole["items"]] == [
        (run.id, name) for run, name in zip(runs, ("a", "b", "local", "b", "a"), strict=True)
    ][::-1]
    assert (whole["next"], whole["unreachable"]) == (None, [])
    assert [each["thread_id"] for each in tasks(machines, thread_id=runs[1].id)["items"]] == [runs[1].id]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = tasks(machines, limit=2, **cursor)
        assert len(page["items"]) <= 2
        seen += [each["thread_id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [run.id for run in runs][::-1]
    refused = machines.front.client.get("/tasks", params={"cursor": "bm9uc2Vuc2U"})
    assert refused.json()["code"] == "BAD_CURSOR"
    assert machines.front.client.get("/tasks", params={"limit": "x"}).status_code == 422

    for run in runs:
        (task,) = tasks(machines, thread_id=run.id)["items"]
        one = machines.front.get(f"/runs/{run.id}/tasks/{task['key']}")
        assert (one["machine"], one["title"]) == (task["machine"], "Go on?")
        wrong = machines.front.post(f"/runs/{run.id}/form", {"key": task["key"], "values": {"ok": 1}})
        assert (wrong.status_code, wrong.json()["problems"][0]["pointer"]) == (422, "/values/ok")
        assert machines.front.post(f"/runs/{run.id}/form", {"values": {"ok": True}}).status_code == 202
        assert machines.front.post(f"/runs/{run.id}/form", {"values": {"ok": True}}).status_code == 409
    for run in runs:
        assert run.finished()["answer"] == {"ok": True}
    assert tasks(machines)["items"] == []
    assert len(tasks(machines, state="met")["items"]) == len(runs)


def test_a_message_reaches_the_runs_that_wait_for_it_wherever_they_are(machines: Machines) -> None:
    runs = {name: waiting(machines, "paid", name) for name in ALL}
    only = machines.front.post("/messages", {"name": "payment", "payload": 1, "thread_id": runs["b"].id})
    assert (only.status_code, only.json()["reached"]) == (202, [runs["b"].id])
    assert runs["b"].finished()["sum"] == 1

    told = machines.front.post("/messages", {"name": "payment", "payload": 2}).json()
    assert set(told["reached"]) == {runs["local"].id, runs["a"].id}
    assert told["machines"] == []
    assert [runs[name].finished()["sum"] for name in ("local", "a")] == [2, 2]

    nobody = machines.front.post("/messages", {"name": "payment"})
    assert (nobody.status_code, nobody.json()["code"]) == (404, "NOBODY_WAITS")
    for body in ({"name": ""}, {"name": "payment", "thread_id": "not there"}, {"name": 1}):
        assert machines.front.post("/messages", body).status_code in {404, 422}


def test_a_message_begins_one_run_though_every_machine_has_the_flow(machines: Machines) -> None:
    start = f'<startEvent id="begin">{message()}</startEvent>'
    source = bpmn(process(start, END, flows("begin > e"))).decode()
    for each in (machines.front, machines.a, machines.b):
        made = each.post("/flows", {"name": "begun", "id": "begun", "bpmn": source, "publish": True})
        assert made.status_code == 201, made.text
    sent = {"name": "msg", "payload": {"order": 1}}
    assert machines.front.post("/messages", {**sent, "begins": False}).json()["code"] == "NOBODY_WAITS"
    told = machines.front.post("/messages", {**sent, "id": "order-1"})
    assert (told.status_code, told.json()["reached"], len(told.json()["begun"])) == (202, [], 1), told.text
    assert machines.front.post("/messages", {**sent, "id": "order-1"}).json()["begun"] == told.json()["begun"]
    (run,) = machines.front.get("/runs", flow_id="begun")["items"]
    assert (run["thread_id"], run["machine"]) == (told.json()["begun"][0], "local")


def test_a_machine_that_is_gone_is_named_beside_the_tasks_and_messages_of_the_others(machines: Machines) -> None:
    there, gone = waiting(machines, "asking", "a"), waiting(machines, "paid", "b")
    machines.b.kill()
    try:
        machines.reached("b", there=False)
        listed = tasks(machines)
        assert ([each["thread_id"] for each in listed["items"]], listed["unreachable"]) == ([there.id], ["b"])
        nobody = machines.front.post("/messages", {"name": "payment"}).json()
        assert (nobody["code"], [each["machine"] for each in nobody["machines"]]) == ("MACHINE_UNREACHABLE", ["b"])
        assert "Nothing is known of: b." in nobody["detail"]
        here = waiting(machines, "paid", "local")
        told = machines.front.post("/messages", {"name": "payment", "payload": 3}).json()
        assert (told["reached"], told["machines"][0]["code"]) == ([here.id], "MACHINE_UNREACHABLE")
        named = machines.front.post("/messages", {"name": "payment", "thread_id": gone.id})
        assert (named.status_code, named.json()["code"]) == (503, "MACHINE_UNREACHABLE")
    finally:
        machines.again("b")
    assert machines.front.post("/messages", {"name": "payment", "payload": 4}).json()["reached"] == [gone.id]
    assert gone.finished()["sum"] == 4
    machines.front.post(f"/runs/{there.id}/cancel")


def test_a_machine_of_another_version_is_refused_with_both_versions(machines: Machines) -> None:
    old = machines.several()
    # A supervisor whose installed renflow says that it is of another version.
    (old.flows / "sitecustomize.py").write_text(
        "import importlib.metadata as m\n"
        "found = m.version\n"
        "m.version = lambda name: '99.1.0' if name == 'renflow' else found(name)\n"
    )
    old.env["PYTHONPATH"] = str(old.flows)
    old.start()
    assert old.get("/healthz")["version"] == "99.1.0"
    front = machines.several(machines=f'[{{"name": "old", "url": "{old.url}"}}]').start()

    def told() -> Any:
        (found,) = [each for each in front.get("/machines")["items"] if each["name"] == "old"]
        return found["version"] is not None and found

    found = until(told, patient(30), "it was asked")
    assert (found["reachable"], found["version"], found["error"]["code"]) == (False, "99.1.0", "MACHINE_REFUSED")
    assert "Machine 'old' has renflow 99.1.0; this one has " in found["error"]["detail"]
    assert "Install the same version" in found["error"]["hint"]
    front.flow(ASKING, "asking")
    refused = front.post("/runs/start", {"flow_id": "asking", "machine": "old"})
    assert (refused.status_code, refused.json()["code"]) == (502, "MACHINE_REFUSED")
    assert old.get("/runs")["total"] == 0
    assert front.get("/tasks")["unreachable"] == ["old"]
