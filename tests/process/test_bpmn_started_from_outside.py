"""Runs of BPMN files that a timer, a message or a signal begins, in supervisors that are killed among them."""

import sqlite3
import threading
from contextlib import closing

import httpx

from support.bpmn_drawing import END, SIGNAL, START, bpmn, catch, end, flows, message, process, script, timer
from support.run import Run
from support.server import Made, Server
from support.wait import patient, until

MANY = 30


def begins(definition: str, assignments: str = '{"done": true}') -> str:
    """A file whose process begins by this, and works."""
    start = f'<startEvent id="begin">{definition}</startEvent>'
    return bpmn(process(start, END, script("a", assignments), flows("begin > a > e"))).decode()


def pushed(server: Server, source: str, flow_id: str) -> str:
    made = server.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source, "publish": True})
    assert (made.status_code, made.json()["warnings"]) == (201, []), made.text
    return flow_id


def runs_of(server: Server, flow_id: str) -> list[str]:
    with closing(sqlite3.connect(server.home.db)) as con:
        found = con.execute(
            "SELECT thread_id FROM runs JOIN flow_versions ON flow_versions.id = flow_version_id WHERE flow_id = ?",
            (flow_id,),
        )
        return sorted(row[0] for row in found)


def only_run(server: Server, flow_id: str) -> Run:
    until(lambda: len(runs_of(server, flow_id)) == 1, what=f"one run of {flow_id}")
    return Run(server, runs_of(server, flow_id)[0])


def test_a_timer_begins_a_run_at_its_event(server: Server):
    flow_id = pushed(server, begins(timer("PT1S")), "timed")
    run = only_run(server, flow_id)
    assert run.finished() == {"done": True}
    assert run.facts["begun"] == {"node_id": "begin", "message": None}
    assert {each["id"]: each["visits"] for each in run.facts["nodes"]} == {"begin": 1, "a": 1, "e": 1}


def test_a_message_begins_a_run_with_its_payload(server: Server):
    pushed(server, begins(message(), '{"got": {"var": "n"}}'), "told")
    sent = server.post("/messages", {"name": "msg", "payload": {"n": 7}}).json()
    assert Run(server, sent["begun"][0]).finished() == {"n": 7, "got": 7}


def test_a_signal_wakes_who_waits_and_begins_runs(server: Server):
    waiting = bpmn(process(START, END, catch("c", SIGNAL), flows("s > c > e"))).decode()
    waits = server.run(pushed(server, waiting, "waits"))
    until(lambda: waits.facts["status"] == "interrupted", what="it waits")
    pushed(server, begins(SIGNAL), "hears")
    pushed(server, bpmn(process(START, end("t", SIGNAL), flows("s > t"))).decode(), "throws")
    thrower = server.run("throws")
    thrower.finished()
    waits.finished()
    heard = only_run(server, "hears")
    assert heard.finished() == {"done": True}
    assert any(heard.id in line["message"] for line in thrower.logs())
    assert len(runs_of(server, "throws")) == 1, "none of its own flow"


def test_a_message_that_is_thrown_begins_one_run(server: Server):
    pushed(server, begins(message("other")), "begun-a")
    pushed(server, begins(message("other")), "begun-b")
    pushed(server, bpmn(process(START, end("t", message("other")), flows("s > t"))).decode(), "sends")
    server.run("sends").finished()
    assert only_run(server, "begun-a").finished() == {"done": True}
    assert runs_of(server, "begun-b") == []


def test_runs_that_begin_each_other_for_ever_come_to_an_end(server: Server):
    """Each throws what the other begins by: after a hundred in a row, no more."""
    for this, that in (("sig", "sig2"), ("sig2", "sig")):
        start = f'<startEvent id="begin"><signalEventDefinition signalRef="{this}"/></startEvent>'
        body = process(start, end("t", f'<signalEventDefinition signalRef="{that}"/>'), flows("begin > t"))
        pushed(server, bpmn(body, more='<signal id="sig2"/>').decode(), f"ring-{this}")
    with closing(sqlite3.connect(server.home.db)) as con, con:  # near the end of the row
        con.execute(
            "INSERT INTO starts_due VALUES ('ring-98', 'ring-sig', 1, 'begin', 'signal:sig', 'null', 98, ?)",
            ("2026-01-01T00:00:00.000Z",),
        )
    last = only_run(server, "ring-sig2")
    last.finished()
    assert any("began each other" in line["message"] for line in last.logs())
    assert runs_of(server, "ring-sig") == ["ring-98"]


def test_a_start_that_was_accepted_is_begun_after_a_kill(servers: Made):
    """No run may wait for a worker, so the start is put off; then the supervisor is killed."""
    server = servers(max_active_runs=1, max_queued_runs=1).start()
    pushed(server, bpmn(process(START, END, catch("c", timer("PT1H")), flows("s > c > e"))).decode(), "other")
    pushed(server, begins(message()), "late")
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute(
            "INSERT INTO runs (thread_id, flow_version_id, status, input_json, fingerprint, flows_dir, created_at, "
            "queued_at, last_event_at, due_at) "
            "SELECT 'stands', id, 'pending', '{}', 'x', '/', t, t, t, '2999-01-01T00:00:00.000Z' "
            "FROM (SELECT id, '2026-01-01T00:00:00.000Z' AS t FROM flow_versions WHERE flow_id = 'other')"
        )
    sent = server.post("/messages", {"name": "msg", "payload": {"n": 1}, "id": "m-1"})
    assert (sent.status_code, len(sent.json()["begun"])) == (202, 1), sent.text
    assert runs_of(server, "late") == []
    server.kill()
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute("DELETE FROM runs WHERE thread_id = 'stands'")
    server.start()
    run = only_run(server, "late")
    assert (run.id, run.finished()) == (sent.json()["begun"][0], {"n": 1, "done": True})
    assert server.post("/messages", {"name": "msg", "payload": {"n": 1}, "id": "m-1"}).json() == sent.json()
    assert runs_of(server, "late") == [run.id]


def test_messages_sent_to_supervisors_that_die_begin_one_run_each(servers: Made):
    """Whoever gets no answer sends again, under the same id: nothing is lost, and nothing done twice."""
    server = servers(max_active_runs=2).start()
    pushed(server, begins(message()), "counted")
    answers: dict[int, list[str]] = {}

    def send() -> None:
        """All that was not answered, one after the other, until nobody answers any more."""
        with httpx.Client(base_url=server.url, timeout=patient(30), trust_env=False) as client:
            for number in range(MANY):
                if number not in answers:
                    body = {"name": "msg", "payload": {"n": number}, "id": f"m-{number}"}
                    try:
                        answers[number] = client.post("/messages", json=body).json()["begun"]
                    except httpx.TransportError:
                        return

    for enough in (5, 12, 21):
        sender = threading.Thread(target=send)
        sender.start()
        until(lambda enough=enough: len(answers) >= enough, what=f"{enough} messages are answered")
        server.kill()
        sender.join()
        server.start()
    send()
    assert len(answers) == MANY
    before = dict(answers)
    answers.clear()
    send()
    assert answers == before, "the same messages again are answered as before"
    begun = [Run(server, each) for each in runs_of(server, "counted")]
    assert sorted(run.finished()["n"] for run in begun) == list(range(MANY))
    assert sorted(run.id for run in begun) == sorted(each for found in answers.values() for each in found)
