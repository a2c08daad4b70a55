"""`renflow tasks`, `answer`, `message`: what people do for runs, and messages for runs that wait."""

import argparse
from collections.abc import Mapping
from typing import Any

from workflow_engine_supervisor.cli.arguments import Parser, count, flag, identifier, settings_of, text
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, UsageError
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import clean, one_line, say, say_json, tell
from workflow_engine_supervisor.cli.values import any_value, run_input
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.http_client import PAGE, Client

QUESTION = "question"
_MOST = 100


def add_tasks_flags(parser: Parser) -> None:
    flag(parser, "--flow", type=identifier, metavar="FLOW", help="of runs of this flow only")
    flag(parser, "--assignee", type=text, metavar="NAME", help="for this person only")
    flag(parser, "--limit", type=count, default=_MOST, metavar="N", help=f"at most so many (default {_MOST})")


def tasks(args: argparse.Namespace) -> int:
    """List the forms and questions that runs wait for."""
    chosen = {"flow_id": args.flow, "assignee": args.assignee}
    query = {name: value for name, value in chosen.items() if value is not None}
    with connect(settings_of(args)) as connection:
        found, unreachable = _open_tasks(connection.client, args.limit, query)
    if args.json:
        say_json({"items": found, **({"unreachable": unreachable} if unreachable else {})})
        return OK
    for machine in unreachable:
        tell(f"machine {clean(machine)} cannot be reached: its tasks are missing ('renflow machines' says why)")
    has_machines = any(each.get("machine") for each in found)
    rows = [
        (
            each["thread_id"],
            each["key"],
            _name_of(each),
            each["assignee"],
            moment_text(each["armed_at"]),
            moment_text(each["due_at"]),
            *([each["machine"]] if has_machines else []),
        )
        for each in found
    ]
    headings = ("RUN", "KEY", "TASK", "FOR", "SINCE", "DEADLINE", *(["MACHINE"] if has_machines else []))
    say(table(headings, rows) if rows else "no open tasks")
    return OK


def _open_tasks(client: Client, limit: int, query: Mapping[str, str]) -> tuple[list[Any], list[str]]:
    """Open tasks, the newest first; and machines whose tasks are missing."""
    found: list[Any] = []
    unreachable: set[str] = set()
    cursor = None
    while True:
        page = client.get("/tasks", state="open", limit=min(limit, PAGE), cursor=cursor, **query)
        found += page["items"]
        unreachable.update(page.get("unreachable", ()))
        cursor = page["next"]
        if not cursor or len(found) >= limit:
            return found[:limit], sorted(unreachable)


def _name_of(task: Mapping[str, Any]) -> str:
    """A form's title, a question's own words where it is a text, else the node's name."""
    asked = task["question"] if isinstance(task["question"], str) else None
    return one_line(task["title"] or asked or task["label"] or task["node_id"] or "")


def add_answer_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="RUN", help="the run's thread_id")
    parser.add_argument("key", type=text, nargs="?", metavar="KEY", help="which of its tasks (default: the only one)")
    more = "any number of times; @FILE reads a JSON document, - reads it from stdin; of a question: the answer"
    parser.add_argument(
        "--value", action="append", default=[], metavar="KEY=VALUE", help=f"a field of the form and its value, {more}"
    )


def answer(args: argparse.Namespace) -> int:
    """Fill in a form, or answer a question."""
    with connect(settings_of(args)) as connection:
        client = connection.client
        key = args.key or _only_task(client, args.id)
        task = client.get(f"/runs/{args.id}/tasks/{_step(key)}")
        if task["kind"] == QUESTION:
            told = client.post(f"/runs/{args.id}/resume", {"value": _answer_to_question(args.value)})
        else:
            values = run_input(args.value, "--value").as_declared(task["schema"])
            told = client.post(f"/runs/{args.id}/form", {"key": key, "values": values})
    if args.json:
        say_json(told)
    else:
        say(f"{_name_of(task) or key}: answered; {what_follows(args.id, told['status'])}")
    return OK


def what_follows(thread_id: str, status: str) -> str:
    """What comes of an answer that was taken: a run that stands for another reason does not move by it."""
    if status in ("interrupted", "error"):
        return f"run {thread_id} has it when it goes on: it is {status} ('renflow show {thread_id}' says why)"
    return f"run {thread_id} goes on"


def _only_task(client: Client, thread_id: str) -> str:
    """The key of the run's open task, where there is one."""
    view = client.get(f"/runs/{thread_id}")
    keys = [each["key"] for each in view["waits"] if each["kind"] == "form"]
    if view["reason"] == QUESTION:
        keys.append(QUESTION)
    if len(keys) == 1:
        return str(keys[0])
    if keys:
        named = ", ".join(map(one_line, keys))
        raise UsageError(f"Run {thread_id} has {len(keys)} open tasks: {named}.", hint="Say which: RUN KEY.")
    raise UsageError(f"Run {thread_id} asks nothing.", hint="'renflow tasks' lists what is open.")


def _answer_to_question(given: list[str]) -> Any:
    if len(given) != 1:
        raise UsageError("A question takes one --value: the answer.")
    return any_value(given[0], "--value")


def _step(key: str) -> str:
    """A key as one step of an address."""
    from urllib.parse import quote

    return quote(key, safe="")


def add_message_flags(parser: Parser) -> None:
    parser.add_argument("name", type=text, metavar="NAME", help="the message's name, as the flow waits for it")
    more = "as JSON, or as text where it is none"
    flag(parser, "--correlation", metavar="VALUE", help=f"what it is about, {more}: only runs that wait for that")
    flag(parser, "--payload", metavar="VALUE", help=f"what the runs get, {more}; @FILE or - reads JSON")
    flag(parser, "--run", type=identifier, metavar="ID", help="for this run only")
    flag(parser, "--id", type=identifier, metavar="ID", help="of the message: sent again, it does nothing more")


def message(args: argparse.Namespace) -> int:
    """Bring a message to all runs that wait for it."""
    body: dict[str, Any] = {"name": args.name}
    if args.correlation is not None:
        body["correlation"] = any_value(args.correlation, "--correlation")
    if args.payload is not None:
        body["payload"] = any_value(args.payload, "--payload")
    if args.run is not None:
        body["thread_id"] = args.run
    if args.id is not None:
        body["id"] = args.id
    with connect(settings_of(args)) as connection:
        told = connection.client.post("/messages", body)
    if args.json:
        say_json(told)
    else:
        for what, runs in (("reached", told["reached"]), ("began", told["begun"])):
            if runs:
                say("\n".join([f"{what} {len(runs):,} {'run' if len(runs) == 1 else 'runs'}:", *map(one_line, runs)]))
        for each in told.get("machines", ()):
            tell(f"not brought to {clean(each['machine'])}: {clean(each['detail'])} {clean(each['hint'])}")
    return ENDED_BADLY if told.get("machines") else OK
