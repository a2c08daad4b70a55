"""A run from its start to its end, through real processes: what flows can do, and what functions may say."""

import json

from support.run import COUNTING, Run, chain, node
from support.server import Made, Server
from support.wait import until
from support.web_socket import connect

MENDABLE = """
from workflow_engine import register_function

@register_function("mendable")
def mendable(state):
    {body}
"""


def test_a_run_goes_from_start_to_end(server: Server):
    run = server.run(node("greet", "returns", greeting="hello"), name="you")

    assert run.finished() == {"name": "you", "greeting": "hello"}

    facts = run.facts
    assert [(each["id"], each["status"], each["visits"]) for each in facts["nodes"]] == [
        ("start", "finished", 1),
        ("greet", "finished", 1),
        ("end", "finished", 1),
    ]
    assert facts["nodes"][0]["started_at"] == facts["times"]["started_at"], "no node begins before its run"
    assert sum(each["duration_s"] for each in facts["nodes"]) <= facts["times"]["duration_s"] + 0.001
    assert [kind for kind, _ in run.events()] == ["start", "finish"]
    assert [line["node"] for line in run.ledger()] == ["greet"]
    attempt = run.left()[0]
    assert (attempt["exit_code"], attempt["exit_reason"]) == (0, "ended in order")


def test_a_watcher_sees_it_live(server: Server):
    flow = server.flow(chain(node("wait", "waits"), node("say", "prints", text="live words")))
    run = server.run(flow)

    address = str(server.client.base_url).replace("http://", "ws://").rstrip("/")
    with connect(f"{address}/runs/{run.id}/events", proxy=None) as socket:
        run.began()
        run.open_gate()
        events = []
        while not any(event["type"] == "status" and event["data"]["status"] == "finished" for event in events):
            events.append(json.loads(socket.recv(20)))

    assert "live words" in [line["message"] for event in events if event["type"] == "log" for line in _lines(event)]
    assert {event["type"] for event in events} >= {"status", "node", "log"}


def _lines(event):
    data = event["data"]
    return data.get("lines", [data])


def test_an_async_function(server: Server):
    assert server.run(node("wait", code_ref="faulty.later"), value=5).finished()["later"] == 5


def test_a_condition_and_a_loop(server: Server):
    run = server.run(COUNTING, goal=5)

    assert run.finished()["n"] == 5

    nodes = {each["id"]: each["visits"] for each in run.facts["nodes"]}
    assert nodes == {"start": 1, "count": 5, "more": 5, "end": 1}
    assert run.facts["edges"] == [
        {"edge": 0, "source": "start", "target": "count", "taken": 1},
        {"edge": 1, "source": "count", "target": "more", "taken": 5},
        {"edge": 2, "source": "more", "target": "count", "taken": 4},
        {"edge": 3, "source": "more", "target": "end", "taken": 1},
    ]
    assert [line["visit"] for line in run.ledger()] == [2, 4, 6, 8, 10]


def test_a_loop_without_end_reaches_the_step_limit(server: Server):
    run = server.run({**COUNTING, "limits": {"maxSteps": 9}}, goal=10**9)

    error = run.failed()

    assert (run.facts["reason"], error["code"], error["node"]) == ("step_limit", "STEP_LIMIT", "count")
    assert len(run.ledger()) == 4
    assert run.taken == {0: 1, 1: 4, 2: 4}


def test_a_retry_works_until_it_does(server: Server):
    retry = {"retry": {"maxAttempts": 3, "delay": 0.05}}
    run = server.run(node("shaky", "raises", until=3, data=retry))

    assert run.finished() == {"raised_until": 3}

    assert [line["attempt"] for line in run.ledger()] == [1, 2, 3]
    assert len({line["idempotency"] for line in run.ledger()}) == 1


def test_a_retry_gives_up(server: Server):
    run = server.run(node("bad", "raises", data={"retry": {"maxAttempts": 2, "delay": 0.01}}))

    error = run.failed()

    assert (run.facts["reason"], error["code"], error["node"]) == ("node_error", "USER_CODE_ERROR", "bad")
    assert error["message"] == "ValueError: a plain mistake"
    assert "endings.py" in error["traceback"]
    assert len(run.ledger()) == 2


def test_an_error_may_pass(server: Server):
    run = server.run(chain(node("bad", "raises", data={"onError": "continue"}), node("after", "returns", reached=True)))

    assert run.finished() == {"reached": True}

    assert {each["id"]: each["status"] for each in run.facts["nodes"]}["bad"] == "skipped"
    assert any("a plain mistake" in text for text in run.messages(level="ERROR", node="bad"))


def test_a_mended_function_continues_at_the_failed_node(server: Server):
    source = server.flows / "mendable.py"
    source.write_text(MENDABLE.format(body="return {'rows': len(state['rows'])}"))
    run = server.run(chain(node("first", "returns", rows=None), node("mend", code_ref="mendable")))
    assert "TypeError" in run.failed()["message"]

    source.write_text(MENDABLE.format(body="return {'rows': len(state['rows'] or [])}"))
    run.resume()

    assert run.finished()["rows"] == 0
    assert [line["node"] for line in run.ledger()] == ["first"]
    assert [payload for _, payload in run.events("code_changed")] == [{"functions": ["mendable"]}]
    assert [kind for kind, _ in run.events()] == ["start", "error", "resume", "code_changed", "finish"]


def test_a_flow_may_refuse_changed_code(server: Server):
    source = server.flows / "mendable.py"
    source.write_text(MENDABLE.format(body="raise ValueError('first')"))
    run = server.run(chain(node("mend", code_ref="mendable"), policy={"on_code_change": "refuse"}))
    run.failed()

    source.write_text(MENDABLE.format(body="return {'mended': True}"))
    run.resume()

    assert run.failed()["code"] == "CODE_CHANGED"
    source.write_text(MENDABLE.format(body="raise ValueError('first')"))
    run.resume()
    assert run.failed()["message"] == "ValueError: first"


def test_what_a_node_changes_in_place_is_not_what_the_next_one_sees(server: Server):
    run = server.run(chain(node("change", "mutates", key="rows"), node("after", "returns", done=True)), rows=["given"])
    assert run.finished()["rows"] in (["given"], ["given", "mine"])  # undefined by contract, but never an error


def test_an_input_that_does_not_fit_starts_nothing(server: Server):
    dsl = chain(node("a", "returns"), inputs={"type": "object", "required": ["limit"]})
    flow = server.flow(dsl)
    before = server.get("/runs", limit=1)["items"]

    answer = server.post("/runs/start", {"flow_id": flow, "input": {}})

    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert server.get("/runs", limit=1)["items"] == before


def test_runs_above_the_limit_wait_in_order(servers: Made):
    server = servers(max_active_runs=1, warm_workers=0).start()
    flow = server.flow(chain(node("wait", "waits")))
    runs = [server.run(flow) for _ in range(3)]
    runs[0].began()

    assert [run.status for run in runs] == ["running", "pending", "pending"]
    assert server.get("/system")["workers"]["active"] == 1

    for run in runs:
        run.began()  # a run that waits has no folder for its gate yet
        run.open_gate()
    for run in runs:
        run.finished()
    starts = [run.facts["times"]["started_at"] for run in runs]
    assert starts == sorted(starts)


def test_a_warm_spare_takes_the_run(servers: Made):
    server = servers(warm_workers=1).start()
    until(lambda: server.get("/system")["workers"]["warm"] == 1, what="a warm worker")
    known = set(server.workers())

    run = server.run(node("wait", "waits"))

    assert run.pid() in known
    run.began()
    run.open_gate()
    run.finished()


# -- what functions say -----------------------------------------------------------------------------------------------


def test_every_channel_ends_in_the_log_with_its_node(server: Server):
    run = server.run(node("speak", "speaks"))
    run.finished()

    said = {line["message"]: line for line in run.logs(node="speak")}
    for text, level in (
        ("by print", "INFO"),
        ("by stderr", "INFO"),
        ("by logging", "INFO"),
        ("by the run's logger", "WARNING"),
        ("by exception", "ERROR"),
    ):
        assert (said[text]["level"], said[text]["thread_id"]) == (level, run.id)
    assert "ValueError" in said["by exception"]["context"]["traceback"]
    assert any("by warnings" in text for text in said)
    assert run.paths.stderr.read_text() == "by native stdout\nby native stderr\n"


def test_floods_stop_nothing(server: Server):
    kinds = {"line": 1_000_000, "lines": 5_000, "binary": 1_000_000}
    run = server.run(chain(*(node(kind, "floods", kind=kind, size=size) for kind, size in kinds.items())))

    run.finished()

    lines = [json.loads(line) for line in run.paths.log.read_bytes().splitlines()]
    assert [line["message"] for line in lines if line["node_id"] == "lines"] == [f"line {n}" for n in range(5000)]
    (cut,) = [line for line in lines if line["node_id"] == "line"]
    assert (cut["message"], cut["truncated"], cut["length"]) == ("x" * 65_536, True, 1_000_000)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


def test_what_a_node_does_to_its_process_does_not_silence_the_next(server: Server):
    modes = ["replaces_stdout", "disables_logging", "configures_logging", "changes_process"]
    run = server.run(chain(*(each for mode in modes for each in (node(mode, mode), node(f"after_{mode}", "speaks")))))
    run.finished()

    for mode in modes:
        assert {"by print", "by stderr", "by logging"} <= set(run.messages(node=f"after_{mode}")), mode
    assert run.messages()[-1] == f"Run {run.id} is finished."


def test_nobody_answers_at_a_terminal(server: Server):
    error = server.run(node("ask", "asks_terminal")).failed()

    assert (error["code"], error["node"]) == ("USER_CODE_ERROR", "ask")
    assert error["message"].startswith("EOFError")


def test_two_runs_do_not_share_anything(server: Server):
    flow = server.flow(chain(node("a", "prints", text="mine alone")))
    runs: list[Run] = [server.run(flow) for _ in range(3)]
    for run in runs:
        run.finished()
        assert run.messages(node="a") == ["mine alone"]


PIDS = """import os

from workflow_engine import register_function


@register_function("pids.{name}")
def function(state):
    return {{"pids": [*state.get("pids", []), os.getpid()]}}
"""


def test_a_node_has_a_process_of_its_own_where_it_asks_for_one(server: Server):
    (server.flows / "pids.py").write_text(PIDS.format(name="own"))
    isolated = {"first": True, "plain": False, "again": True, "more": False, "last": False}
    nodes = [node(name, code_ref="pids.own", data={"isolate": asked}) for name, asked in isolated.items()]
    run = server.run(chain(*nodes))
    first, plain, again, more, last = run.finished()["pids"]
    assert len({first, plain, again, more}) == 4
    assert more == last
    assert [attempt["exit_code"] for attempt in run.left()] == [77, 77, 77, 0]
    assert [kind for kind, _ in run.events()] == ["start", "restart", "restart", "restart", "finish"]
    assert not [line for line in run.messages() if "The worker before" in line]
