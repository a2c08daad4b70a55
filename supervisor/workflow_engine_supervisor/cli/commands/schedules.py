"""`renflow schedules ...`: runs that start by themselves."""

import argparse
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.cli.arguments import Parser, count, flag, identifier, input_flag, settings_of, text
from workflow_engine_supervisor.cli.failure import OK, UsageError
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import one_line, say, say_json
from workflow_engine_supervisor.cli.values import run_input
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.http_client import PAGE, Client

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "": 1}
_EVERY = re.compile(r"(\d{1,9})([smhd]?)")
_CLOCKS = {"skipped": "clocks skip the time that was meant", "twice": "clocks show this time twice"}


def add_id(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="ID", help="the schedule's id")


def add_list_flags(parser: Parser) -> None:
    flag(parser, "--flow", type=identifier, metavar="FLOW", help="of this flow only")


def add_add_flags(parser: Parser) -> None:
    parser.add_argument("flow", type=identifier, metavar="FLOW", help="the id of a published flow")
    _add_fields(parser)


def add_change_flags(parser: Parser) -> None:
    add_id(parser)
    _add_fields(parser)


def add_runs_flags(parser: Parser) -> None:
    add_id(parser)
    flag(parser, "--limit", type=count, default=20, metavar="N", help="at most so many, the newest first (default 20)")


def list_schedules(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        given = {} if args.flow is None else {"flow_id": args.flow}
        found = list(connection.client.pages("/schedules", **given))
        if not found and args.flow:
            connection.client.get(f"/flows/{args.flow}")  # so that a flow that is not there is said
    if args.json:
        say_json({"items": found})
        return OK
    rows = [
        (
            each["id"],
            each["title"],
            each["flow_id"],
            _times_text(each),
            each["state"],
            _next_text(each),
            _last_text(each),
        )
        for each in found
    ]
    headings = ("SCHEDULE", "TITLE", "FLOW", "TIMES", "STATE", "NEXT", "LAST")
    say(table(headings, rows) if rows else "no schedules")
    return OK


def add(args: argparse.Namespace) -> int:
    """Let runs of a flow start by themselves."""
    body = {"flow_id": args.flow, **_fields(args)}
    with connect(settings_of(args)) as connection:
        _with_input(args, connection.client, args.flow, body)
        return _said(args, connection.client.post("/schedules", body))


def change(args: argparse.Namespace) -> int:
    """Give a schedule other values; what is not given stays."""
    body = _fields(args)
    with connect(settings_of(args)) as connection:
        client = connection.client
        if args.input:
            _with_input(args, client, client.get(f"/schedules/{args.id}")["flow_id"], body)
        if not body:
            raise UsageError("What is to be changed? Give a flag.", hint="--cron, --every, --at, --input, ...")
        return _said(args, client.put(f"/schedules/{args.id}", body))


def show(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        return _said(args, connection.client.get(f"/schedules/{args.id}"))


def pause(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        return _said(args, connection.client.post(f"/schedules/{args.id}/pause"))


def resume(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        return _said(args, connection.client.post(f"/schedules/{args.id}/resume"))


def run_now(args: argparse.Namespace) -> int:
    """Start a run as the schedule would."""
    with connect(settings_of(args)) as connection:
        run = connection.client.post(f"/schedules/{args.id}/run-now")
    if args.json:
        say_json(run)
    else:
        say(f"run {run['thread_id']} is started: renflow watch {run['thread_id']}")
    return OK


def delete(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        connection.client.delete(f"/schedules/{args.id}")
    if args.json:
        say_json({"id": args.id, "deleted": True})
    else:
        say(f"{args.id} is deleted; its runs stay")
    return OK


def runs(args: argparse.Namespace) -> int:
    """Tell what became of its times."""
    with connect(settings_of(args)) as connection:
        pages = connection.client.pages(f"/schedules/{args.id}/runs", limit=min(args.limit, PAGE))
        found = list(islice(pages, args.limit))
    if args.json:
        say_json({"items": found})
        return OK
    rows = [
        (moment_text(each["time"]), each["outcome"], each["thread_id"], each["status"], each["detail"])
        for each in found
    ]
    say(table(("TIME", "OUTCOME", "RUN", "STATUS", "WHY"), rows) if rows else "none of its times has come")
    return OK


def _add_fields(parser: Parser) -> None:
    flag(
        parser,
        "--cron",
        type=text,
        metavar="LINE",
        help="minute hour day month weekday: '0 3 * * *' is 3:00 each night",
    )
    flag(parser, "--every", type=_seconds, metavar="TIME", help="each time so much has passed: 90s, 15m, 6h, 1d")
    flag(parser, "--at", type=text, metavar="TIME", help="once: 2026-03-01T09:00, or 2026-03-01T09:00:00Z")
    flag(parser, "--timezone", type=text, metavar="ZONE", help="such as Europe/Berlin (default: the server's)")
    input_flag(parser, "a value of its runs' input")
    flag(parser, "--title", type=text, metavar="TITLE", help="what to call it, and its runs")
    flag(
        parser, "--version", type=count, metavar="N", help="of the flow (default: the one published when a time comes)"
    )
    meaning = "a time that comes while an earlier run goes on is skipped (default), waits, or is allowed"
    flag(parser, "--overlap", choices=("skip", "queue", "allow"), help=meaning)
    flag(
        parser, "--catch-up", choices=("none", "last", "all"), help="which missed times are made up for (default: last)"
    )


def _seconds(text: str) -> int:
    """How much time a text such as `15m` means."""
    found = _EVERY.fullmatch(text)
    if found is None or not text.isascii():
        raise argparse.ArgumentTypeError(f"{shown(text)} is no time such as 90s, 15m, 6h or 1d")
    return int(found[1]) * _SECONDS[found[2]]


def _fields(args: argparse.Namespace) -> dict[str, Any]:
    given = {
        "cron": args.cron,
        "every_s": args.every,
        "at": args.at,
        "timezone": args.timezone,
        "title": args.title,
        "version": args.version,
        "overlap": args.overlap,
        "catch_up": args.catch_up,
    }
    return {name: value for name, value in given.items() if value is not None}


def _with_input(args: argparse.Namespace, client: Client, flow_id: str, body: dict[str, Any]) -> None:
    """Add the input, its texts as the flow declares them."""
    if not args.input:
        return
    version = args.version or client.get(f"/flows/{flow_id}")["published_version"]
    document = client.get(f"/flows/{flow_id}/versions/{version}")["dsl"] if version else {}
    body["input"] = run_input(args.input).as_declared(document.get("inputs"))


def _said(args: argparse.Namespace, schedule: Mapping[str, Any]) -> int:
    if args.json:
        say_json(schedule)
        return OK
    title = one_line(schedule["title"] or "")
    say(f"{schedule['id']}{f' ({title})' if title else ''}: {schedule['state']}")
    say(f"  flow      {schedule['flow_id']}, version {schedule['version'] or 'published last'}")
    say(f"  times     {_times_text(schedule)} ({one_line(schedule['timezone'])})")
    say(f"  overlap   {schedule['overlap']}, catch-up {schedule['catch_up']}")
    for number, each in enumerate(schedule["next"]):
        clocks = f"  ({_CLOCKS[each['clocks']]})" if each["clocks"] else ""
        say(f"  {'next' if number == 0 else '':<8}  {each['local']}{clocks}")
    if schedule["waiting"]:
        say(f"  waiting   {schedule['waiting']:,} times, for the end of an earlier run")
    if schedule["last"]:
        say(f"  last      {_last_text(schedule)}")
    missed = schedule["last_missed"]
    if missed:
        span = f"{moment_text(missed['first'])} to {moment_text(missed['last'])}"
        say(f"  missed    {missed['times']:,} times, {span}; {missed['made_up']:,} made up for")
    return OK


def _times_text(schedule: Mapping[str, Any]) -> str:
    if schedule["timer"]:  # of a BPMN file
        return f"{one_line(schedule['timer'])} of {one_line(schedule['node_id'])}"
    if schedule["cron"]:
        return str(schedule["cron"])
    if schedule["every_s"]:
        return f"every {_every_text(schedule['every_s'])}"
    return f"at {moment_text(schedule['at'])}"


def _every_text(seconds: int) -> str:
    unit = next(unit for unit in ("d", "h", "m", "s") if seconds % _SECONDS[unit] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _next_text(schedule: Mapping[str, Any]) -> str:
    return str(schedule["next"][0]["local"]) if schedule["next"] else ""


def _last_text(schedule: Mapping[str, Any]) -> str:
    last = schedule["last"]
    if last is None:
        return ""
    what = last["status"] or last["code"] or ""
    return one_line(f"{moment_text(last['time'])} {last['outcome']}{f', {what}' if what else ''}")
