"""`renflow tasks`, `answer` and `message`: a run that asks, and then waits for a message."""

import json
from pathlib import Path

from support.bpmn_drawing import END, bpmn, flows, message, process
from support.command_line import CommandLine
from support.run import chain
from support.wait import until
from workflow_engine_supervisor.cli.commands.tasks import what_follows
from workflow_engine_supervisor.cli.failure import INTERRUPTED

FORM = {
    "title": "Ship\x1b[1m it?",
    "assignee": "Ada",
    "deadline": 3600,
    "schema": {
        "type": "object",
        "properties": {"year": {"type": "string"}, "count": {"type": "integer", "minimum": 1}},
        "required": ["count"],
        "additionalProperties": False,
    },
    "outputKey": "said",
}
FLOW = chain(
    {"id": "ask", "type": "form", "data": FORM},
    {
        "id": "paid",
        "type": "wait",
        "data": {"message": "payment", "correlation": {"var": "said.year"}, "outputKey": "got"},
    },
)


def test_a_form_is_answered_and_a_message_brought_from_the_command_line(renflow: CommandLine, tmp_path: Path) -> None:
    renflow.serve()
    flow = tmp_path / "asking.json"
    flow.write_text(json.dumps(FLOW), encoding="utf-8")
    assert renflow.here("flows", "push", str(flow), "--publish").code == 0
    assert renflow.fresh("tasks").out == "no open tasks\n"
    asked = renflow.here("run", "asking", "--thread-id", "r")
    assert asked.code == INTERRUPTED
    assert "It waits for a form [ask]: Ship it? (for Ada)" in asked.out
    assert "renflow answer r " in asked.out

    listed = renflow.here("tasks", "--assignee", "Ada").out.splitlines()
    assert listed[1].split()[0] == "r"
    assert "Ship it?" in listed[1]
    assert renflow.here("tasks", "--assignee", "Bob", "--json").json == {"items": []}
    shown = renflow.here("show", "r").out
    assert "waits for a form [ask]: Ship it? (for Ada), " in shown
    assert shown.count("Ship it?") == 1

    for words, told in (
        ((), "'count' is a required property"),
        (("--value", "count=0", "--value", "other=1"), "/values/count: "),
        (("a999", "--value", "count=1"), "TASK_NOT_FOUND"),
        (("--value", "count"), "is not 'key=value'"),
    ):
        refused = renflow.here("answer", "r", *words)
        assert refused.code != 0
        assert told in refused.err
    assert "asks nothing" not in refused.err
    assert renflow.here("answer", "r", "--value", "year=2024", "--value", "count=3").out.startswith(
        "Ship it?: answered"
    )
    until(lambda: renflow.here("show", "r", "--json").json["reason"] == "waiting", what="a run that waits")
    assert "asks nothing" in renflow.here("answer", "r", "--value", "count=1").err
    assert 'for the message payment about "2024" [paid]' in renflow.here("show", "r").out

    about = ("--correlation", '"2024"')
    assert "NOBODY_WAITS" in renflow.here("message", "payment", "--correlation", "2024").err  # a number is no text
    sent = renflow.here("message", "payment", *about, "--payload", '{"sum": 5}', "--run", "r")
    assert sent.out == "reached 1 run:\nr\n"
    until(lambda: renflow.here("show", "r", "--json").json["status"] == "finished", what="the end")
    state = renflow.here("state", "r", "--json").json
    values = state.get("values", state)
    assert (values["said"], values["got"]) == ({"year": "2024", "count": 3}, {"sum": 5})


def test_a_message_begins_a_run_of_a_file_that_was_pushed_with_its_forms(renflow: CommandLine, tmp_path: Path) -> None:
    renflow.serve()
    start = f'<startEvent id="s">{message("order")}</startEvent>'
    source = bpmn(
        process(start, END, '<userTask id="ask"/>', flows("s > ask > e")), more='<message id="order" name="order"/>'
    )
    (tmp_path / "orders.bpmn").write_bytes(source)
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    (tmp_path / "orders.forms.json").write_text(json.dumps({"ask": schema}), encoding="utf-8")
    pushed = renflow.here("flows", "push", str(tmp_path / "orders.bpmn"), "--publish")
    assert (pushed.code, "warning" in pushed.err) == (0, False), pushed
    again = renflow.here("flows", "push", str(tmp_path / "orders.bpmn"), "--publish", "--json").json
    assert again["version"] == 1, "unchanged, it makes no new version"
    timed = source.replace(
        b"</startEvent>", b"<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></startEvent>"
    )
    (tmp_path / "orders.bpmn").write_bytes(timed)
    assert renflow.here("flows", "push", str(tmp_path / "orders.bpmn"), "--publish").code == 0
    assert "R/P1D of s" in renflow.here("schedules", "list").out
    sent = renflow.here("message", "order", "--payload", '{"n": 1}', "--id", "m-1")
    said, run_id = sent.out.split()[:3], sent.out.split()[-1]
    assert said == ["began", "1", "run:"], sent
    assert renflow.here("message", "order", "--payload", '{"n": 1}', "--id", "m-1").out == sent.out
    assert "MESSAGE_EXISTS" in renflow.here("message", "order", "--payload", '{"n": 2}', "--id", "m-1").err
    until(lambda: renflow.here("show", run_id, "--json").json["reason"] == "form", what="it asks")
    assert renflow.here("answer", run_id, "--value", "ok=1").code != 0
    assert renflow.here("answer", run_id, "--value", "ok=true").code == 0
    until(lambda: renflow.here("show", run_id, "--json").json["status"] == "finished", what="the end")


def test_an_answer_says_what_follows_from_it() -> None:
    assert what_follows("r", "pending") == what_follows("r", "running") == "run r goes on"
    for status in ("interrupted", "error"):  # paused, asking something else, broken in another branch
        assert what_follows("r", status).startswith(f"run r has it when it goes on: it is {status} ")
