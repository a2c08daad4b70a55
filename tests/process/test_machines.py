"""Two supervisors behind a third: lists, streams and commands through one address, and one of them killed -9."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from support.machines import QUICK, Machines
from support.relay import Relay
from support.run import Run
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_supervisor.client.event_stream import frames


class Answerless(Relay):
    """A network that carries every request, and loses the answers to commands that were accepted."""

    def __init__(self, port: int) -> None:
        self.swallows = False
        self._asked = bytearray()
        super().__init__(port)

    def requests(self, method: str, path: str) -> int:
        """How often this was asked for."""
        return self._asked.count(f"{method} {path} ".encode())

    def hand_on(self, block: bytes, target: socket.socket, *, is_answer: bool) -> None:
        if not is_answer:
            self._asked += block
        elif self.swallows and block.startswith((b"HTTP/1.1 201", b"HTTP/1.1 202")):
            raise ConnectionResetError
        super().hand_on(block, target, is_answer=is_answer)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.several.close()


def test_each_machine_tells_of_itself(machines: Machines) -> None:
    told = {each["name"]: each for each in machines.front.get("/machines")["items"]}
    assert list(told) == ["local", "a", "b"]
    assert told["local"]["url"] is None
    assert told["b"]["url"] == machines.b.url
    for each in told.values():
        assert each["slots"]["total"] == 8, each
        assert each["error"] is None
    alone = machines.b.get("/machines")["items"]
    assert [each["name"] for each in alone] == ["local"]


def test_a_run_is_on_the_machine_that_was_named_and_answers_there(machines: Machines) -> None:
    run = machines.start(machine="a", title="Named")
    assert run["machine"] == "a"
    assert machines.a.get(f"/runs/{run['thread_id']}")["title"] == "Named"
    assert machines.b.client.get(f"/runs/{run['thread_id']}").status_code == 404
    assert machines.front.get(f"/runs/{run['thread_id']}")["machine"] == "a"
    Run(machines.a, run["thread_id"]).until("finished")
    steps = machines.front.get(f"/runs/{run['thread_id']}/steps", limit=1)
    assert steps["next"]  # below the run, with parameters
    again = machines.front.post("/runs/start", {"flow_id": "quick", "title": "Named", "thread_id": run["thread_id"]})
    assert (again.status_code, again.json()["machine"]) == (200, "a")  # the same run, though nobody named the machine
    renamed = machines.front.post(f"/runs/{run['thread_id']}/rename", {"title": "Other"}).json()
    assert (renamed["title"], renamed["machine"]) == ("Other", "a")
    assert machines.front.client.delete(f"/runs/{run['thread_id']}").status_code == 204
    assert machines.front.client.get(f"/runs/{run['thread_id']}").json()["code"] == "RUN_NOT_FOUND"


def test_runs_go_where_slots_are_free(machines: Machines) -> None:
    for name in ("local", "a", "b"):
        until(lambda name=name: machines.machine(name)["slots"]["free"] == 8, what=f"{name} is idle")
    runs = [machines.start("held") for _ in range(6)]
    assert {run["machine"] for run in runs} == {"a", "b", "local"}
    for run in runs:
        assert machines.front.post(f"/runs/{run['thread_id']}/cancel").status_code == 202
    for run in runs:
        Run(machines.server(run["machine"]), run["thread_id"]).until("cancelled")


def test_pages_of_all_runs_hold_each_once_whatever_is_started_meanwhile(machines: Machines) -> None:
    started = [machines.start(tags=["paged"], machine=name)["thread_id"] for name in ("a", "b", "local", "b", "a", "b")]
    for params in ({}, {"order": "asc"}, {"sort": "title"}, {"sort": "status"}, {"sort": "duration"}, {"sort": "flow"}):
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = machines.front.get("/runs", tag="paged", limit=2, **params, **cursor)
            assert page["unreachable"] == []
            assert page["total"] == len(started), params
            seen += [f"{run['thread_id']} {run['machine']}" for run in page["items"]]
            machines.start(machine="b")  # does not match, and shifts numbers
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert len(seen) == len(set(seen)) == len(started), params
    of_b = machines.front.get("/runs", tag="paged", machine="b")["items"]
    assert {run["machine"] for run in of_b} == {"b"}
    assert len(of_b) == 3
    newest = [run["thread_id"] for run in machines.front.get("/runs", tag="paged")["items"]]
    assert newest == started[::-1]


def test_streams_come_through_and_go_on_behind_an_event(machines: Machines) -> None:
    run = machines.start("held", machine="b")["thread_id"]
    held = Run(machines.b, run)
    held.done(10)
    seen = []
    with machines.front.client.stream("GET", f"/runs/{run}/events") as stream:
        for seq, data in frames(stream.iter_bytes()):
            seen.append((seq, json.loads(data)["type"]))
            if len(seen) == 1:
                held.hurry()  # what it told of its items before is told to nobody who comes later
            if seen[-1][1] == "progress":
                break
    assert seen[0][1] == "status"
    held.until("finished")
    missed = []
    since = {"Last-Event-ID": seen[-1][0]}
    with machines.front.client.stream("GET", f"/runs/{run}/events", headers=since) as stream:
        for _, data in frames(stream.iter_bytes()):
            missed.append(json.loads(data))
            if missed[-1]["type"] == "finished" or missed[-1]["data"].get("status") == "finished":
                break
    assert missed[0]["type"] != "resync"
    with connect(f"{machines.front.ws}/runs/{run}/events?since={seen[-1][0]}", max_size=None) as socket:
        assert json.loads(socket.recv(timeout=patient(10)))["seq"] == missed[0]["seq"]
        socket.send("hello")
        answers = (json.loads(socket.recv(timeout=patient(10))) for _ in range(200))
        assert any(each.get("code") == "UNEXPECTED_MESSAGE" for each in answers)


def test_what_changes_anywhere_is_in_the_stream_of_all_runs(machines: Machines) -> None:
    with connect(f"{machines.front.ws}/events", max_size=None) as socket:
        opening = json.loads(socket.recv(timeout=patient(10)))
        assert opening["type"] == "resync"
        assert {run["machine"] for run in opening["data"]["items"]} >= {"a", "b"}
        run = machines.start(machine="b")["thread_id"]
        assert heard(socket, run, "finished")["data"]["machine"] == "b"


def heard(socket: Any, thread_id: str, status: str) -> Any:
    """The event by which the stream of all runs says that a run stands so."""
    while True:
        event = json.loads(socket.recv(timeout=patient(20)))
        if event["type"] == "run" and event["thread_id"] == thread_id and event["data"]["status"] == status:
            return event


def test_many_runs_of_several_machines_are_one_command(machines: Machines) -> None:
    runs = [machines.start("held", machine=name, tags=["many"])["thread_id"] for name in ("a", "b", "local")]
    asked = {"command": "cancel", "filter": {"tag": "many"}}
    would = machines.front.post("/runs/bulk", {**asked, "dry_run": True}).json()
    assert (would["total"], would["counts"]["accepted"]) == (3, 3)
    of_b = machines.front.post(
        "/runs/bulk", {**asked, "filter": {"tag": "many", "machine": "b"}, "dry_run": True}
    ).json()
    assert [(each["machine"], each["thread_id"]) for each in of_b["items"]] == [("b", runs[1])]
    for server in (machines.front, machines.b):
        none = server.post("/runs/bulk", {"command": "cancel", "filter": {"machine": "c"}})
        assert (none.status_code, none.json()["problems"][0]["pointer"]) == (422, "/filter/machine")
    done = machines.front.post("/runs/bulk", {"command": "cancel", "thread_ids": runs}).json()
    assert {each["machine"]: each["outcome"] for each in done["items"]} == dict.fromkeys(
        ("a", "b", "local"), "accepted"
    )
    assert done["machines"] == []


def test_a_machine_that_is_killed_is_told_as_unreachable_and_its_run_goes_on(machines: Machines) -> None:
    with connect(f"{machines.front.ws}/events", max_size=None) as socket:
        run = Run(machines.b, machines.start("held", machine="b", tags=["killed"])["thread_id"])
        heard(socket, run.id, "running")  # the one in front knows it so
    run.done(10)
    machines.b.kill()
    try:
        machines.reached("b", there=False)
        told = machines.machine("b")
        assert told["error"]["code"] == "MACHINE_UNREACHABLE"
        (line,) = machines.front.get("/runs", tag="killed")["items"]
        assert (line["machine"], line["status"], line["unreachable_since"]) == ("b", "running", told["since"])
        assert machines.front.get("/runs")["unreachable"] == ["b"]
        for answer in (
            machines.front.client.get(f"/runs/{run.id}"),
            machines.front.post(f"/runs/{run.id}/pause"),
            machines.front.client.get(f"/runs/{run.id}/events"),
            machines.front.post("/runs/start", {"flow_id": "quick", "machine": "b"}),
        ):
            problem = answer.json()
            assert (answer.status_code, problem["code"], problem["machine"]) == (503, "MACHINE_UNREACHABLE", "b")
            assert "renflow machines" in problem["hint"]
        assert machines.front.client.get(f"/runs/{run.id}").json()["last_known"]["status"] == "running"
        with pytest.raises(InvalidStatus) as refused, connect(f"{machines.front.ws}/runs/{run.id}/events"):
            pass
        assert refused.value.response.status_code == 503
        # An id that no machine is known to have may be there: it is not started a second time elsewhere.
        given = {"flow_id": "quick", "thread_id": "perhaps-there"}
        assert machines.front.post("/runs/start", given).json()["code"] == "MACHINE_UNREACHABLE"
        assert machines.front.post("/runs/start", {**given, "machine": "a"}).status_code == 201
        assert machines.start()["machine"] in {"a", "local"}
        done = machines.front.post("/runs/bulk", {"command": "pause", "filter": {"tag": "killed"}}).json()
        assert [each["machine"] for each in done["machines"]] == ["b"]
        run.hurry().done(40)  # its worker does not need the supervisor
    finally:
        machines.again("b")
    run.until("finished")
    facts = until(lambda: (told := machines.front.get(f"/runs/{run.id}"))["status"] == "finished" and told)
    assert len(facts["attempts"]) == 1
    assert (facts["machine"], facts["progress"]["failed"]) == ("b", 0)
    line = until(
        lambda: (each := machines.front.get("/runs", tag="killed")["items"][0])["status"] == "finished" and each
    )
    assert line["unreachable_since"] is None


def test_a_command_whose_answer_is_lost_is_not_sent_again(machines: Machines) -> None:
    run = Run(machines.b, machines.start("held", machine="b")["thread_id"])
    run.done(10)
    with Answerless(int(machines.b.url.rpartition(":")[2])) as between:
        named = [{"name": "far", "url": f"http://127.0.0.1:{between.port}"}]
        front = machines.several(machines=json.dumps(named)).start()
        until(lambda: front.get("/machines")["items"][1]["reachable"], patient(30), "it is reached")
        between.swallows = True
        lost = front.post(f"/runs/{run.id}/pause")
        assert (lost.status_code, lost.json()["code"]) == (502, "MACHINE_ANSWER_UNCLEAR")
        assert (lost.json()["machine"], "not sent again" in lost.json()["hint"]) == ("far", True)
        front.flow(QUICK, "quick")
        start = front.post("/runs/start", {"flow_id": "quick", "machine": "far", "tags": ["once"]})
        assert (start.status_code, start.json()["machine"]) == (200, "far")  # the second try, under the same id
        assert between.requests("POST", "/runs/start") == 2
        assert machines.b.get("/runs", tag="once")["total"] == 1
    assert between.requests("POST", f"/runs/{run.id}/pause") == 1
    run.hurry().until("interrupted")


def test_what_is_wrong_with_a_machine_is_said(machines: Machines, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.token"
    wrong.write_text("nonsense", encoding="utf-8")
    wrong.chmod(0o600)
    named = [
        {"name": "token", "url": machines.a.url, "token_file": str(wrong)},
        {"name": "front", "url": machines.front.url},
        {"name": "good", "url": machines.b.url},
        {"name": "twice", "url": machines.b.url.replace("127.0.0.1", "localhost")},
        {"name": "none", "url": "http://127.0.0.1:1"},
    ]
    asked = machines.several(machines=json.dumps(named)).start()

    def told() -> Any:
        found = {each["name"]: each for each in asked.get("/machines")["items"]}
        settled = all(each["reachable"] or "not asked" not in each["error"]["detail"] for each in found.values())
        return settled and found["good"]["reachable"] and not found["twice"]["reachable"] and found

    found = until(told, patient(30), "every machine was asked")
    assert found["token"]["error"]["detail"] == "Machine 'token' does not take the token."
    assert found["front"]["error"]["detail"] == "Machine 'front' speaks for other machines itself."
    assert found["twice"]["error"]["detail"] == "Machine 'twice' is the same supervisor as 'good'."
    assert found["none"]["error"]["code"] == "MACHINE_UNREACHABLE"
    refused = asked.post("/runs/start", {"flow_id": "quick", "machine": "token"})
    assert (refused.status_code, refused.json()["code"]) == (502, "MACHINE_REFUSED")


@pytest.mark.parametrize(
    ("path", "pointer"),
    [("/runs?machine=c", "?machine"), ("/runs?machine=", "?machine"), ("/runs/x?machine=a&machine=b", "?machine")],
)
def test_machines_that_are_none_are_named(machines: Machines, path: str, pointer: str) -> None:
    answer = machines.front.client.get(path)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["pointer"] == pointer


@pytest.mark.parametrize("machine", ["c", "", 1, ["a"], {"name": "a"}, "A" * 70])
def test_starts_on_machines_that_are_none_are_refused(machines: Machines, machine: Any) -> None:
    for server in (machines.front, machines.b):
        answer = server.post("/runs/start", {"flow_id": "quick", "machine": machine})
        assert answer.status_code == 422, answer.text
        assert answer.json()["problems"][0]["pointer"] == "/machine"


def test_what_a_machine_has_not_is_not_started_there(machines: Machines) -> None:
    machines.front.flow(QUICK, "only-here")
    refused = machines.front.post("/runs/start", {"flow_id": "only-here", "machine": "a"})
    assert (refused.status_code, refused.json()["code"]) == (409, "FLOW_NOT_ON_MACHINE")
    assert machines.start("only-here")["machine"] == "local"
    cursor = machines.front.client.get("/runs", params={"cursor": "bm9uc2Vuc2U"})
    assert cursor.json()["code"] == "BAD_CURSOR"


def test_a_run_of_two_machines_has_to_be_named(machines: Machines) -> None:
    for server in (machines.a, machines.b):
        assert server.post("/runs/start", {"flow_id": "quick", "thread_id": "twin"}).status_code == 201
    clash: httpx.Response = until(
        lambda: (answer := machines.front.client.get("/runs/twin")).status_code == 409 and answer, what="both are known"
    )
    assert (clash.json()["code"], clash.json()["machines"]) == ("RUN_ON_SEVERAL_MACHINES", ["a", "b"])
    assert machines.front.get("/runs/twin", machine="b")["machine"] == "b"
    both = [run for run in machines.front.get("/runs")["items"] if run["thread_id"] == "twin"]
    assert {run["machine"] for run in both} == {"a", "b"}
