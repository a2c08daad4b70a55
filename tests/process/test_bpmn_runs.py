"""Runs of BPMN files in a real supervisor and its workers."""

import os
import signal
from typing import Any

from support.bpmn_files import file_of, flow, process
from support.ledger import ledger_of
from support.run import Run
from support.server import Server
from support.wait import until


def pushed(server: Server, source: str, flow_id: str) -> str:
    """The flow with this file as its published version."""
    made = server.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source, "publish": True})
    assert made.status_code == 201, made.text
    return flow_id


def work(name: str, mode: str, **more: Any) -> str:
    """A service task that calls the faulty function."""
    given = "".join(
        f'<renflow:input name="{key}">{value}</renflow:input>' for key, value in {"mode": mode, **more}.items()
    )
    return (
        f'<serviceTask id="{name}" implementation="faulty"><extensionElements>{given}</extensionElements></serviceTask>'
    )


def script(name: str, text: str) -> str:
    return f'<scriptTask id="{name}"><script>{text}</script></scriptTask>'


def visited(run: Run) -> list[str]:
    return [each["id"] for each in run.facts["nodes"] for _ in range(each["visits"])]


_NODES = {"begin", "first", "split", "count", "inner", "s", "add", "e", "join", "which", "big", "done"}


def test_tasks_gateways_and_sub_processes_run_to_their_end(server: Server):
    source = process(
        '<startEvent id="begin"/>',
        script("first", '[{"n": 1}, {"list": [1, 2, 3]}]'),
        '<parallelGateway id="split"/><parallelGateway id="join"/>',
        work("count", "counts"),
        '<subProcess id="inner"><startEvent id="s"/>',
        script("add", '[{"m": {"+": [{"var": "list.0"}, 41]}}]'),
        f'<endEvent id="e"/>{flow("s", "add")}{flow("add", "e")}</subProcess>',
        '<exclusiveGateway id="which" default="which_small"/>',
        script("big", '{"size": "big"}'),
        script("small", '{"size": "small"}'),
        '<endEvent id="done"/>',
        *(flow(*ends) for ends in (("begin", "first"), ("first", "split"), ("split", "count"), ("split", "inner"))),
        *(flow(*ends) for ends in (("count", "join"), ("inner", "join"), ("join", "which"), ("which", "small"))),
        flow("which", "big", "${m &gt; 40}"),
        flow("big", "done"),
        flow("small", "done"),
    )
    run = server.run(pushed(server, source, "tasks"))
    state = run.finished()
    assert (state["m"], state["size"], state["n"]) == (42, "big", 2)
    assert set(visited(run)) == _NODES


def test_forms_messages_and_timers_need_no_process(server: Server):
    form = (
        '<userTask id="ask" name="Export?"><extensionElements><renflow:form assignee="ann">'
        '{"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}'
        "</renflow:form></extensionElements></userTask>"
    )
    source = process(
        '<startEvent id="begin"/>',
        form,
        '<intermediateCatchEvent id="rest"><timerEventDefinition><timeDuration>PT1S</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>",
        '<receiveTask id="hear" messageRef="m"/>',
        '<endEvent id="done"/>',
        *(flow(*ends) for ends in (("begin", "ask"), ("ask", "rest"), ("rest", "hear"), ("hear", "done"))),
    ).replace("<process", '<message id="m" name="parcel" renflow:correlation="${order}"/><process', 1)
    run = server.run(pushed(server, source, "waits"), order="o7")
    until(lambda: run.facts["reason"] == "form", what="the form is open")
    (wait,) = run.facts["waits"]
    assert run.post("form", key=wait["key"], values={"ok": True}).status_code == 202
    until(lambda: [each for each in run.facts["waits"] if each["kind"] == "message"], what="it waits for a message")
    until(lambda: run.facts["reason"] == "waiting")
    assert server.post("/messages", {"name": "parcel", "correlation": "o8", "payload": {}}).status_code == 404
    sent = server.post("/messages", {"name": "parcel", "correlation": "o7", "payload": {"kg": 2.5}})
    assert sent.status_code == 202, sent.text
    state = run.finished()
    assert (state["ok"], state["kg"]) == (True, 2.5)


def test_a_form_has_its_schema_beside_the_file(server: Server):
    source = process(
        '<startEvent id="begin"/>',
        '<userTask id="ask"/>',
        '<endEvent id="done"/>',
        flow("begin", "ask"),
        flow("ask", "done"),
    )
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    body = {"name": "asks", "id": "asks", "bpmn": source, "forms": {"ask": schema}, "publish": True}
    assert server.post("/flows", body).status_code == 201
    run = server.run("asks")
    until(lambda: run.facts["reason"] == "form", what="the form is open")
    (task,) = server.get("/tasks", thread_id=run.id)["items"]
    assert task["schema"] == schema
    assert run.post("form", values={"ok": 1}).status_code == 422
    assert run.post("form", values={"ok": True}).status_code == 202
    assert run.finished() == {"ok": True}


def test_boundary_events_catch_errors_and_end_what_takes_too_long(server: Server):
    source = process(
        '<startEvent id="begin"/>',
        work("breaks", "raises"),
        '<boundaryEvent id="broken" attachedToRef="breaks"><errorEventDefinition/></boundaryEvent>',
        work("hangs", "waits"),
        '<boundaryEvent id="late" attachedToRef="hangs"><timerEventDefinition><timeDuration>PT1S</timeDuration>'
        "</timerEventDefinition></boundaryEvent>",
        script("note", '{"late": true}'),
        '<endEvent id="done"/><endEvent id="never"/>',
        *(flow(*ends) for ends in (("begin", "breaks"), ("breaks", "never"), ("broken", "hangs"), ("hangs", "never"))),
        flow("late", "note"),
        flow("note", "done"),
    )
    run = server.run(pushed(server, source, "boundaries"))
    assert run.finished()["late"] is True
    assert "never" not in visited(run)
    status = {each["id"]: each["status"] for each in run.facts["nodes"]}
    assert status["done"] == "finished"


def test_a_pause_and_a_killed_worker_repeat_nothing(server: Server):
    source = process(
        '<startEvent id="begin"/>',
        work("count", "counts"),
        '<exclusiveGateway id="more" default="more_done"/>',
        '<endEvent id="done"/>',
        flow("begin", "count"),
        flow("count", "more"),
        flow("more", "done"),
        flow("more", "count", "${n &lt; 1500}"),
    )
    run = server.run(pushed(server, source, "counting"))
    until(lambda: len(visited(run)) > 5, what="it counts")
    run.paused()
    before = len(visited(run))
    run.resume()
    until(lambda: len(visited(run)) > before + 50, what="it goes on")
    os.kill(until(lambda: (run.facts["process"] or {}).get("pid"), what="its process"), signal.SIGKILL)
    assert run.finished(timeout=90)["n"] == 1500
    calls = [each for each in ledger_of(run.paths) if each.get("what") == "node"]
    assert 1500 <= len(calls) <= 1501, "one may have been under way"


def test_an_error_that_nothing_catches_and_a_join_that_nothing_reaches_are_errors(server: Server):
    error = file_of(
        '<error id="bad" errorCode="NO_STOCK"/>',
        '<process id="p" isExecutable="true"><startEvent id="begin"/>'
        '<endEvent id="throw"><errorEventDefinition errorRef="bad"/></endEvent>',
        flow("begin", "throw") + "</process>",
    )
    run = server.run(pushed(server, error, "uncaught"))
    failure = run.failed()
    assert (failure["code"], failure["node"]) == ("UNCAUGHT_ERROR", "throw")
    assert "NO_STOCK" in failure["message"]
    stuck = process(
        '<startEvent id="begin"/><exclusiveGateway id="one" default="one_join"/><parallelGateway id="join"/>',
        script("other", '{"a": 1}'),
        '<endEvent id="done"/>',
        *(flow(*ends) for ends in (("begin", "one"), ("one", "join"), ("other", "join"), ("join", "done"))),
        flow("one", "other", "${false}"),
    )
    run = server.run(pushed(server, stuck, "stuck"))
    assert (run.failed()["code"], run.facts["error"]["node"]) == ("DEADLOCK", "join")


def test_a_run_that_waits_in_events_is_paused_killed_and_goes_on(server: Server):
    """A message is waited for, beside a cycle that sends tokens, and instances side by side."""
    source = process(
        '<startEvent id="begin"/><parallelGateway id="split"/>',
        '<subProcess id="all"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
        "</multiInstanceLoopCharacteristics>",
        work("one", "remembers", key="seen") + "</subProcess>",
        '<intermediateCatchEvent id="hear"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        '<boundaryEvent id="tick" attachedToRef="hold" cancelActivity="false"><timerEventDefinition>'
        "<timeCycle>R2/PT1S</timeCycle></timerEventDefinition></boundaryEvent>",
        '<receiveTask id="hold" messageRef="m2"/>',
        script("ticked", '[{"ticks": {"+": [{"??": [{"var": "ticks"}, 0]}, 1]}}]'),
        '<endEvent id="e1"/><endEvent id="e2"/><endEvent id="e3"/><endEvent id="e4"/>',
        *(flow(*ends) for ends in (("begin", "split"), ("split", "all"), ("split", "hear"), ("split", "hold"))),
        *(
            flow(*ends)
            for ends in (("all", "e1"), ("hear", "e2"), ("hold", "e3"), ("tick", "ticked"), ("ticked", "e4"))
        ),
    ).replace("<process", '<message id="m" name="go"/><message id="m2" name="stop"/><process', 1)
    run = server.run(pushed(server, source, "events"))
    until(lambda: len([each for each in run.facts["waits"] if each["kind"] == "message"]) == 2, what="it waits")
    process_id = (run.facts["process"] or {}).get("pid")
    if process_id:
        os.kill(process_id, signal.SIGKILL)
    until(lambda: run.facts["reason"] == "waiting", timeout=60, what="nothing is left but to wait")
    assert run.state["ticks"] == 2
    run.pause()
    until(lambda: run.facts["reason"] == "paused", what="it is paused while it waits")
    for name in ("go", "stop"):
        assert server.post("/messages", {"name": name, "payload": {name: True}}).status_code == 202
    run.resume()
    state = run.finished(timeout=60)
    assert (state["go"], state["stop"], state["ticks"]) == (True, True, 2)
    assert visited(run).count("one") == 3
