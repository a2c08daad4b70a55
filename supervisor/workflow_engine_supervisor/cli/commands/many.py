"""`renflow runs` and `bulk`: many runs, listed by a filter or changed by one."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    flag,
    identifier,
    settings_of,
    switch,
    text,
)
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, UsageError
from workflow_engine_supervisor.cli.render import duration_text, flow_text, moment_text, share_text, table
from workflow_engine_supervisor.cli.run_report import duration_s, why_text
from workflow_engine_supervisor.cli.terminal import one_line, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.client.run_source import ServedRuns, runs_of

_SORTS = ("created", "started", "duration", "status", "flow", "title")
#: What is done, and what was done.
_COMMANDS = {
    "pause": "paused",
    "resume": "continued",
    "retry": "tried again",
    "cancel": "cancelled",
    "delete": "deleted with all their files",
}
#: So many runs are one request: progress is told in between, and Ctrl-C ends it there.
_AT_ONCE = 200
_SHOWN = 20


def add_filter_flags(parser: Parser) -> None:
    """Which runs are meant: the filters of `GET /runs`."""
    times = "2026-01-31, 2026-01-31T12:00:00Z, or how long ago: -24h, -7d"
    flag(parser, "--status", choices=[status.value for status in RunStatus], help="in this status")
    flag(parser, "--flow", type=identifier, metavar="FLOW", help="of this flow")
    parser.add_argument(
        "--tag", action="append", default=[], type=text, metavar="TAG", help="with this tag; all of them"
    )
    flag(parser, "--error", type=text, metavar="CODE", help="that failed with this code")
    switch(parser, "--skipped", help="that are finished and left items out")
    begun = f"started at this time or later: {times}"
    flag(parser, "--from", dest="started_from", type=text, metavar="TIME", help=begun)
    flag(parser, "--to", dest="started_to", type=text, metavar="TIME", help="started before this time")
    flag(parser, "--q", type=text, metavar="TEXT", help="with this text in title, id, tags, input or error")
    flag(parser, "--machine", type=text, metavar="NAME", help="on this machine, or several joined by commas")
    flag(parser, "--view", type=text, metavar="NAME", help="of this saved view; other flags narrow it down")


def add_runs_flags(parser: Parser) -> None:
    add_filter_flags(parser)
    flag(parser, "--sort", choices=_SORTS, help="by what (default: created)")
    flag(parser, "--order", choices=("asc", "desc"), help="upwards or downwards (default: desc)")
    flag(parser, "--limit", type=count, default=20, metavar="N", help="at most so many, the newest first (default 20)")


def runs(args: argparse.Namespace) -> int:
    """List runs."""
    with runs_of(settings_of(args)) as source:
        query = {**query_of(args, source.saved_views), **_given(sort=args.sort, order=args.order)}
        views, total = source.listed(query, args.limit)
    if args.json:
        say_json({"items": views, "total": total})
        return OK
    has_machines = any(view.get("machine") for view in views)
    rows = [
        (
            view["thread_id"],
            view.get("title"),
            flow_text(view),
            view["status"],
            why_text(view),
            share_text(view.get("progress")),
            moment_text((view.get("times") or {}).get("started_at")),
            duration_text(duration_s(view)),
            ", ".join(view.get("tags") or ()),
            *([_machine_text(view)] if has_machines else []),
        )
        for view in views
    ]
    headings = ("RUN", "TITLE", "FLOW", "STATUS", "REASON", "PROGRESS", "STARTED", "TOOK", "TAGS")
    say(table((*headings, *(["MACHINE"] if has_machines else [])), rows) if rows else "no runs")
    if total > len(views):
        tell(f"{len(views):,} of {total:,} runs")
    return OK


def _machine_text(view: Mapping[str, Any]) -> str:
    return f"{view['machine']}{' (unreachable)' if view.get('unreachable_since') else ''}"


def add_bulk_flags(parser: Parser) -> None:
    parser.add_argument("command", choices=_COMMANDS, metavar="COMMAND", help=", ".join(_COMMANDS))
    add_filter_flags(parser)
    switch(parser, "--all", help="all runs, where no filter is given")
    switch(parser, "--dry-run", help="tell what would be done, and do nothing")
    switch(parser, "--yes", help="do not ask")


def bulk(args: argparse.Namespace) -> int:
    """Do the same to all runs that a filter lets through, after a look at how many they are."""
    with connect(settings_of(args)) as connection:
        client = connection.client
        chosen = query_of(args, ServedRuns(client).saved_views)
        if not chosen and not args.all:
            raise UsageError("Which runs? Give a filter, or --all.", hint="'renflow runs' takes the same filters.")
        body = {"command": args.command, "filter": chosen}
        plan = client.post("/runs/bulk", {**body, "dry_run": True})
        ids = [each["thread_id"] for each in plan["items"] if each["outcome"] == "accepted"]
        if args.dry_run and args.json:
            say_json(plan)
            return OK
        if not args.json:
            tell(_plan_text(args.command, plan, len(ids)))
        if args.dry_run or not ids:
            return OK
        if not args.yes and not _confirmed(args):
            tell("nothing was done")
            return ENDED_BADLY
        done = list(_carried_out(client, body, ids, quiet=args.json))
    return _report(args, done)


def query_of(args: argparse.Namespace, saved_views: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
    """The filter that a command line gives, as parameters of `GET /runs`."""
    given = _given(
        status=args.status,
        flow_id=args.flow,
        tag=",".join(args.tag) or None,
        error=args.error,
        machine=args.machine,
        skipped="1" if args.skipped else None,
        started_from=args.started_from,
        started_to=args.started_to,
        q=args.q,
    )
    if args.view is None:
        return given
    saved = saved_views()
    view = next((each for each in saved if args.view.casefold() in {each["name"].casefold(), each["id"]}), None)
    if view is None:
        names = ", ".join(one_line(each["name"]) for each in saved) or "none"
        raise UsageError(f"There is no view {shown(args.view)}.", hint=f"Saved views: {names}.")
    kept = dict(view["query"])
    if args.handler is bulk:
        kept = {name: value for name, value in kept.items() if name not in {"sort", "order"}}
    return {**kept, **given}


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _plan_text(command: str, plan: Mapping[str, Any], number: int) -> str:
    lines = [f"{_runs(plan['total'])} found; {number:,} will be {_COMMANDS[command]}"]
    others = Counter(each["status"] for each in plan["items"] if each["outcome"] == "not_allowed")
    lines += [f"  {stay:,} {status}: as they are" for status, stay in others.most_common()]
    if plan["more"]:
        lines.append(f"  {plan['more']:,} more are left for another time")
    return "\n".join(lines)


def _confirmed(args: argparse.Namespace) -> bool:
    if args.json or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("This asks before it does anything, and nobody can answer here.", hint="Give --yes.")
    tell("Go on? Type yes:")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _carried_out(
    client: Client, body: Mapping[str, Any], ids: list[str], *, quiet: bool
) -> Iterator[Mapping[str, Any]]:
    """What became of each run. The filter goes along: a run that it lets through no more is left alone."""
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        yield from client.post("/runs/bulk", {**body, "thread_ids": part})["items"]
        if not quiet and len(ids) > _AT_ONCE:
            tell(f"{first + len(part):,} of {len(ids):,}")


def _report(args: argparse.Namespace, done: list[Mapping[str, Any]]) -> int:
    counts = Counter(each["outcome"] for each in done)
    if args.json:
        say_json({"command": args.command, "counts": counts, "items": done})
    else:
        say(f"{_runs(counts['accepted'])} {_verb(args.command)}")
        others = [each for each in done if each["outcome"] != "accepted"]
        for each in others[:_SHOWN]:
            say(f"  {one_line(each['thread_id'])}: {one_line(each['outcome'])}. {one_line(each.get('detail') or '')}")
        if len(others) > _SHOWN:
            say(f"  ... and {len(others) - _SHOWN:,} more; --json tells them all")
    return OK if counts["accepted"] == len(done) else ENDED_BADLY


def _verb(command: str) -> str:
    return f"asked to {command}" if command in {"pause", "cancel"} else _COMMANDS[command]


def _runs(number: int) -> str:
    return f"{number:,} {'run' if number == 1 else 'runs'}"
