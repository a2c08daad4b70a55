"""Runs of BPMN files tell each other: signals reach all that wait, messages one."""

from support.bpmn_drawing import SIGNAL, START, bpmn, catch, end, flows, message, process, script, simple, throw
from support.run import Run
from support.server import Server
from support.wait import until


def pushed(server: Server, source: bytes, flow_id: str) -> str:
    made = server.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source.decode(), "publish": True})
    assert made.status_code == 201, made.text
    return flow_id


def waits(run: Run) -> bool:
    return run.facts["status"] == "interrupted"


def test_a_signal_thrown_at_the_end_of_a_run_reaches_all_others_that_wait(server: Server):
    hearing = pushed(server, simple(catch("c", SIGNAL), script("a", '{"heard": true}'), flows("s > c > a > e")), "hear")
    heard = [server.run(hearing), server.run(hearing)]
    until(lambda: all(map(waits, heard)), what="both wait")
    throwing = pushed(server, bpmn(process(START, end("t", SIGNAL), flows("s > t"))), "throw")
    run = server.run(throwing)
    run.finished()
    assert len(run.facts["attempts"]) == 1
    told = [line["message"] for line in run.logs() if "signal" in line["message"]]
    assert len(told) == 1
    assert all(each.id in told[0] for each in heard)
    for each in heard:
        assert each.finished()["heard"] is True


def test_a_message_reaches_one_of_them_with_its_payload(server: Server):
    hearing = pushed(
        server, simple(catch("c", message()), script("a", '{"got": {"var": "n"}}'), flows("s > c > a > e")), "h2"
    )
    heard = [server.run(hearing), server.run(hearing)]
    until(lambda: all(map(waits, heard)), what="both wait")
    throwing = pushed(server, simple(throw("t", message()), script("z", '{"n": 2}'), flows("s > t > z > e")), "t2")
    assert server.run(throwing).finished()["n"] == 2
    until(lambda: [run.facts["status"] for run in heard].count("finished") == 1, what="one of them has it")
    server.run(throwing).finished()
    until(lambda: [run.facts["status"] for run in heard].count("finished") == 2, what="both have one")
