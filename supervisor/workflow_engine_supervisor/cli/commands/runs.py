"""`renflow runs`, `pause`, `resume`, `retry`, `cancel`, `fork`, `delete`: runs of a supervisor."""

import argparse
from itertools import islice
from typing import Any

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    flag,
    identifier,
    settings_of,
    text,
)
from workflow_engine_supervisor.cli.render import (
    duration_text,
    flow_text,
    moment_text,
    table,
)
from workflow_engine_supervisor.cli.run_report import duration_s, why_text
from workflow_engine_supervisor.cli.terminal import one_line, say, say_json
from workflow_engine_supervisor.cli.values import assignments, json_value
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.http_client import PAGE


def add_runs_flags(parser: Parser) -> None:
    flag(parser, "--status", choices=[status.value for status in RunStatus], help="runs in this status only")
    flag(parser, "--flow", type=identifier, metavar="FLOW", help="runs of this flow only")
    flag(parser, "--q", type=text, metavar="TEXT", help="runs that have this text in their id or flow")
    flag(parser, "--limit", type=count, default=20, metavar="N", help="at most so many, the newest first (default 20)")


def runs(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        filters = {"status": args.status, "flow_id": args.flow, "q": args.q, "limit": min(args.limit, PAGE)}
        views = list(islice(connection.client.pages("/runs", **filters), args.limit))
    if args.json:
        say_json({"items": views})
        return 0
    rows = [
        (
            view["thread_id"],
            flow_text(view),
            view["status"],
            why_text(view),
            moment_text((view.get("times") or {}).get("started_at")),
            duration_text(duration_s(view)),
        )
        for view in views
    ]
    say(table(("RUN", "FLOW", "STATUS", "REASON", "STARTED", "TOOK"), rows) if rows else "no runs")
    return 0


def add_id(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="ID", help="the run's thread_id")


def pause(args: argparse.Namespace) -> int:
    return _command(args, "pause", None, "is asked to pause; it stops at its next safe point")


def add_resume_flags(parser: Parser) -> None:
    add_id(parser)
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change the state first, any number of times"
    )
    flag(parser, "--value", metavar="JSON", help="the answer, for a run that asked a question")


def resume(args: argparse.Namespace) -> int:
    body: dict[str, Any] = {}
    if args.set:
        body["updates"] = assignments(args.set, "--set")
    if args.value is not None:
        body["value"] = json_value(args.value, "--value")
    return _command(args, "resume", body, "goes on")


def retry(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        answer = connection.client.post(f"/runs/{args.id}/retry", None)
    if args.json:
        say_json(answer)
    elif answer.get("signal_id") is None:
        say(f"run {one_line(answer['thread_id'])} tries again what run {args.id} skipped")
    else:
        say(f"run {args.id} goes on at the node that failed, with its failed items")
    return 0


def cancel(args: argparse.Namespace) -> int:
    return _command(args, "cancel", None, "is asked to end")


def add_fork_flags(parser: Parser) -> None:
    add_id(parser)
    flag(parser, "--checkpoint", type=text, metavar="ID", help="where to go on (default: where a node was last due)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change the state first, any number of times"
    )
    flag(parser, "--thread-id", type=identifier, metavar="ID", help="the new run's id (default: a new one)")


def fork(args: argparse.Namespace) -> int:
    given = {"checkpoint_id": args.checkpoint, "thread_id": args.thread_id}
    body: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if args.set:
        body["updates"] = assignments(args.set, "--set")
    with connect(settings_of(args)) as connection:
        view = connection.client.post(f"/runs/{args.id}/fork", body)
    if args.json:
        say_json(view)
    else:
        say(f"run {one_line(view['thread_id'])} goes on from run {args.id}")
    return 0


def delete(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        connection.client.delete(f"/runs/{args.id}")
    if args.json:
        say_json({"thread_id": args.id, "deleted": True})
    else:
        say(f"run {args.id} and all its files are deleted")
    return 0


def _command(args: argparse.Namespace, name: str, body: Any, done: str) -> int:
    with connect(settings_of(args)) as connection:
        answer = connection.client.post(f"/runs/{args.id}/{name}", body)
    if args.json:
        say_json(answer)
    else:
        say(f"run {args.id} {done}")
    return 0
