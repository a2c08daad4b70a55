"""Runs that wait in a real supervisor: woken once each, whoever is killed; forms, messages and pauses."""

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from time import monotonic
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

import renflow
from renflow import errors
from support.api import MINIMAL
from support.branches import block
from support.run import Run, chain, node
from support.server import Made, Server
from support.sleepers import put_to_sleep, woken
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_shared.clock import SystemClock, moment_after
from workflow_engine_shared.storage.sqlite.database import Database

SLEEPERS = 50


def due_now(server: Server, thread_id: str, seconds_ago: float = 0.0) -> None:
    """Let the time that a run waits for be over."""
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute(
            "UPDATE waits SET due_at = ? WHERE thread_id = ?",
            [moment_after(SystemClock().now(), -seconds_ago), thread_id],
        )


def no_process(run: Run) -> None:
    until(lambda: not run.facts["process"] and run.facts["attempts"][-1]["ended_at"], what="its worker is gone")


def test_fifty_runs_are_woken_once_each_while_supervisors_are_killed(servers: Made):
    """A full home keeps them from workers: what is looked at is the waking alone."""
    server = servers(home_max_bytes=1).start()
    flow = server.flow(MINIMAL)
    database = Database(server.home.db)
    with database.read() as con:
        version = con.execute("SELECT id FROM flow_versions WHERE flow_id = ?", [flow]).fetchone()[0]
    begun = SystemClock().now()
    sleepers = put_to_sleep(
        database, version, [moment_after(begun, 0.5 + 4.0 * number / SLEEPERS) for number in range(SLEEPERS)]
    )
    asleep = server.get("/runs", status="interrupted", limit=SLEEPERS)["items"]
    assert {each["reason"] for each in asleep} == {"waiting"}
    assert server.get("/system")["workers"]["active"] == 0
    for part in (5, 15, 25):
        until(lambda part=part: sum(each.times for each in woken(server.home.db, sleepers)) >= part)
        server.kill()
        server.start()
    until(lambda: all(each.times for each in woken(server.home.db, sleepers)), what="all are awake")
    found = woken(server.home.db, sleepers)
    assert {each.times for each in found} == {1}
    stands = {each["status"] for each in server.get("/runs", limit=SLEEPERS)["items"]}
    assert stands == {"pending"}
    database.close()


@pytest.fixture(scope="module")
def waits_flow(server: Server) -> str:
    form = {
        "id": "approve",
        "type": "form",
        "data": {
            "title": "Export?",
            "assignee": "ann",
            "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]},
            "outputKey": "approval",
        },
    }
    rest = {"id": "rest", "type": "wait", "data": {"seconds": 3600}}
    hear = {
        "id": "hear",
        "type": "wait",
        "data": {"message": "parcel", "correlation": {"var": "order"}, "outputKey": "parcel"},
    }
    return server.flow(chain(form, rest, hear))


def test_a_run_waits_for_a_person_a_time_and_a_message(server: Server, waits_flow: str):
    with renflow.connect(server.url) as supervisor:
        run = supervisor.start(waits_flow, {"order": 7})
        seen = Run(server, run.thread_id)
        view = run.wait(timeout=patient(60))
        assert (view.status, view.reason) == ("interrupted", "form")
        assert view.interrupt is not None
        assert view.interrupt.value == {"title": "Export?"}
        no_process(seen)
        (task,) = run.tasks()
        assert (task.facts.title, task.facts.assignee, task.key) == ("Export?", "ann", view.waits[0].key)
        assert task.thread_id in {each.thread_id for each in supervisor.tasks(assignee="ann", flow=waits_flow)}
        with pytest.raises(errors.InvalidAnswer):
            task.answer({"ok": "yes"})

        codes: list[str] = []

        def answer(ok: bool) -> None:
            try:
                task.answer({"ok": ok})
                codes.append("taken")
            except errors.TaskClosed:
                codes.append("closed")

        two = [threading.Thread(target=answer, args=(ok,)) for ok in (True, False)]
        for each in two:
            each.start()
        for each in two:
            each.join()
        assert sorted(codes) == ["closed", "taken"]

        until(lambda: seen.facts["reason"] == "waiting", what="it waits for a time")
        no_process(seen)
        (timer,) = seen.facts["waits"]
        assert (timer["kind"], seen.facts["interrupt"]["value"]) == ("timer", {"due_at": timer["due_at"]})
        seen.pause()
        until(lambda: seen.facts["reason"] == "paused")
        due_now(server, seen.id, seconds_ago=120)
        until(lambda: [each for each in seen.events("wait_met") if each[1]["how"] == "timer"])
        (late,) = [payload["late_s"] for _, payload in seen.events("wait_met") if payload["how"] == "timer"]
        assert late >= 120
        assert (seen.status, seen.facts["reason"]) == ("interrupted", "paused"), "what came is kept"
        seen.resume()

        until(lambda: [each for each in seen.facts["waits"] if each["kind"] == "message"], what="it waits again")
        until(lambda: (seen.facts["interrupt"] or {}).get("value") == {"message": "parcel"})
        with pytest.raises(errors.NobodyWaits):
            supervisor.send_message("parcel", correlation=8)
        assert supervisor.send_message("parcel", {"kg": 2.5}, correlation=7) == [run.thread_id]
        assert run.wait(timeout=patient(60)).status == "finished"
        assert seen.state["parcel"] == {"kg": 2.5}
        assert seen.state["approval"]["ok"] in (True, False)
        assert task.look().state == "met"
        assert seen.facts["waits"] == []


def test_watchers_are_told_of_a_form_beside_work_and_of_its_answer(server: Server):
    held, ask = node("held", "waits"), {"id": "ask", "type": "form", "data": {"title": "Export?"}}
    with connect(f"{server.ws}/events", max_size=None, proxy=None) as everything:
        run = server.run(block([held], [ask], after=[node("last", "counts", key="last")]))
        with connect(f"{server.ws}/runs/{run.id}/events?types=status", max_size=None, proxy=None) as alone:
            (wait,) = until(lambda: run.facts["waits"], what="the form is open")
            armed = [next_told(each, run.id, lambda waits: waits is not None) for each in (everything, alone)]
            short = {"count": 1, "forms": 1, "newest_at": wait["armed_at"]}
            assert [(each["status"], each["open_waits"]) for each in armed] == [("running", short)] * 2
            assert run.facts["open_waits"] == short
            assert [each["key"] for each in server.get("/tasks", thread_id=run.id)["items"]] == [wait["key"]]
            assert run.post("form", key=wait["key"], values={}).status_code == 202
            met = [next_told(each, run.id, lambda waits: waits is None) for each in (everything, alone)]
            assert [each["status"] for each in met] == ["running"] * 2
            run.open_gate()
    run.finished()


def next_told(socket: ClientConnection, thread_id: str, wanted: Callable[[Any], bool]) -> Any:
    """How the run stands, by the first event by which it waits for what is `wanted`; it has to come in two seconds."""
    end = monotonic() + patient(2)
    while True:
        found = json.loads(socket.recv(timeout=max(0.0, end - monotonic())))
        if found["thread_id"] == thread_id and wanted(found["data"].get("open_waits")):
            return found["data"]


def test_a_run_that_is_cancelled_while_it_waits_is_nobodys_task(server: Server, waits_flow: str):
    run = server.run(waits_flow, order=1)
    until(lambda: run.facts["reason"] == "form")
    run.cancel()
    run.until("cancelled")
    key = server.get("/tasks", state="off", thread_id=run.id)["items"][0]["key"]
    over = run.post("form", key=key, values={"ok": True})
    assert (over.status_code, over.json()["code"]) == (409, "TASK_CLOSED")
    assert server.post("/messages", {"name": "parcel", "thread_id": run.id}).json()["code"] == "NOBODY_WAITS"
