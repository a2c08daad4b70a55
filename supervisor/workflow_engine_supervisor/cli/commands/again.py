"""`renflow rerun` and `compare`: a run once more, and what became different."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflow_engine_shared.ids import run_id
from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    file_flag,
    flag,
    identifier,
    input_flag,
    settings_of,
    switch,
    text,
)
from workflow_engine_supervisor.cli.choose_display import choose_display
from workflow_engine_supervisor.cli.commands.runs import add_id
from workflow_engine_supervisor.cli.follow import Left, SteeringFollower
from workflow_engine_supervisor.cli.input_files import brought_from_home, inputs_of, named_files, tell_notes
from workflow_engine_supervisor.cli.render import duration_text, flow_text, size_text, table
from workflow_engine_supervisor.cli.run_report import say_report, value_text
from workflow_engine_supervisor.cli.terminal import one_line, say, say_json, tell
from workflow_engine_supervisor.cli.values import run_input
from workflow_engine_supervisor.client.address import command
from workflow_engine_supervisor.client.connection import connect_or_embed
from workflow_engine_supervisor.client.run_source import runs_of

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def add_rerun_flags(parser: Parser) -> None:
    add_id(parser)
    input_flag(parser, "another value than the old run's")
    file_flag(parser)
    flag(parser, "--thread-id", type=identifier, metavar="ID", help="the new run's id (default: a new one)")
    flag(parser, "--version", type=count, metavar="N", help="of the flow (default: the old run's)")
    flag(parser, "--title", type=text, metavar="TITLE", help="what to call it (default: as the old run)")
    switch(parser, "--no-wait", help="do not watch it")


def rerun(args: argparse.Namespace) -> int:
    """Start a run again with its input, or parts of it changed, and watch it as `run` does."""
    settings = settings_of(args)
    given = run_input(args.input)
    files = named_files(args.file, given.keys)
    with connect_or_embed(settings, own_process=True) as connection:
        client = connection.client
        old = client.get(f"/runs/{args.id}")
        title = args.title or old["title"]
        thread_id = args.thread_id or run_id(title)  # sent again after a break, it is the same run
        version = args.version or old["version"]
        document = client.get(f"/flows/{old['flow_id']}/versions/{version}").get("dsl")
        schema = document.get("inputs") if isinstance(document, dict) else None
        body: dict[str, Any] = {"thread_id": thread_id, "input": given.as_declared(schema)}
        if args.version:
            body["version"] = args.version
        if args.title is not None:
            body["title"] = args.title
        files |= brought_from_home(body["input"], settings.reach, quiet=args.json)
        with inputs_of(files, settings.home_paths, body) as notes:
            view = client.post(f"/runs/{args.id}/rerun", body)
        tell_notes([] if args.json else notes)
        if args.no_wait and not connection.embedded:
            if args.json:
                say_json(view)
            else:
                say(f"run {thread_id} does again what run {args.id} did: {command(settings, 'watch', thread_id)}")
            return 0
        try:
            view = SteeringFollower(
                connection, thread_id, choose_display(as_json=args.json, from_start=True)
            ).until_rest()
        except Left as left:
            if not args.json:
                tell(f"Run {thread_id}: {command(settings, 'show', thread_id)}")
            return left.exit_code
    exit_code = say_report(view, settings, as_json=args.json, embedded=connection.embedded)
    if not args.json:
        say(f"  {command(settings, 'compare', args.id, thread_id):<40}  what became different")
    return exit_code


def add_compare_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="ID", help="a run")
    parser.add_argument("other", type=identifier, metavar="OTHER", help="another run")


def compare(args: argparse.Namespace) -> int:
    """Tell what differs between two runs."""
    with runs_of(settings_of(args)) as source:
        answer = source.compare(args.id, args.other)
    if args.json:
        say_json(answer)
        return 0
    pair = answer["first"], answer["second"]
    rows = [("", *(one_line(each["thread_id"]) for each in pair))]
    rows += [(name, *(text(each) for each in pair)) for name, text in _FACTS.items()]
    lines = [table(rows[0], rows[1:])]
    for name in ("input", "state"):
        lines += _changes(name, answer[name])
    files = [
        f"  {_sign(each)} {one_line(each['name'])}  {' -> '.join(_size(each[side]) for side in ('first', 'second'))}"
        for each in answer["files"]
    ]
    more = [f"  ... and {answer['more_files']:,} more"] if answer["more_files"] else []
    say("\n".join([*lines, *(["files:", *files, *more] if files else ["files: the same names and sizes"])]))
    return 0


def _items(run: Mapping[str, Any]) -> str:
    items = run["items"]
    return f"{items['done']:,} of {items['total']:,}" if items and items["total"] else ""


_FACTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "flow": flow_text,
    "status": lambda run: str(run["status"]),
    "took": lambda run: duration_text(run["duration_s"]),
    "items done": _items,
    "skipped": lambda run: f"{run['skipped']:,}",
}


def _changes(name: str, found: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = []
    for each in found:
        before = "" if each["kind"] == "added" else value_text(each["first"])
        after = "" if each["kind"] == "removed" else value_text(each["second"])
        arrow = " -> " if each["kind"] == "changed" else ""
        lines.append(f"  {_SIGNS[each['kind']]} {one_line(each['key'])}: {before}{arrow}{after}")
    return [f"{name}:", *lines] if lines else [f"{name}: the same"]


def _sign(file: Mapping[str, Any]) -> str:
    if file["first"] is None:
        return "+"
    return "-" if file["second"] is None else "~"


def _size(size: int | None) -> str:
    return "none" if size is None else size_text(size)
