"""`renflow pause`, `resume`, `retry`, `cancel`, `fork`, `rename`, `delete`: runs of a supervisor."""

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    file_flag,
    flag,
    identifier,
    settings_of,
    switch,
    text,
)
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, UsageError
from workflow_engine_supervisor.cli.input_files import brought_from_home, named_files, tell_notes, updates_of
from workflow_engine_supervisor.cli.terminal import one_line, say, say_json
from workflow_engine_supervisor.cli.values import assignments, json_value
from workflow_engine_supervisor.client.connection import connect


def add_id(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="ID", help="the run's thread_id")


def pause(args: argparse.Namespace) -> int:
    return _command(args, "pause", None, "is asked to pause; it stops at its next safe point")


def add_resume_flags(parser: Parser) -> None:
    add_id(parser)
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change the state first, any number of times"
    )
    file_flag(parser, "a file or folder the run may read: linked into its inputs, its path there is the state's KEY")
    flag(parser, "--value", metavar="JSON", help="the answer, for a run that asked a question")
    flag(parser, "--note", type=text, metavar="TEXT", help="why, for the run's history")
    flag(parser, "--version", type=count, metavar="N", help="go on with this version of the flow; tells what changes")
    switch(parser, "--dry-run", help="with --version: tell what would change, and leave the run as it is")


def resume(args: argparse.Namespace) -> int:
    """Let a run go on, with changes to its state; paths in the home are brought in as `run` does it."""
    settings = settings_of(args)
    if args.dry_run and args.version is None:
        raise UsageError("--dry-run tells what another version would change.", hint="Add --version N.")
    updates = assignments(args.set, "--set")
    files = named_files(args.file, updates, "--set")
    files |= brought_from_home(updates, settings.reach, quiet=args.json, beside="--set")
    body: dict[str, Any] = {} if args.note is None else {"note": args.note}
    if args.value is not None:
        body["value"] = json_value(args.value, "--value")
    with connect(settings) as connection:
        if args.version is not None:
            move = connection.client.get(f"/runs/{args.id}/move/{args.version}")
            body["version"] = args.version
            if args.dry_run and args.json:
                say_json(move)
            elif not args.json:
                say(_moving_text(move))
            if args.dry_run:
                return 0 if not move["problems"] else ENDED_BADLY
        if files:
            connection.client.get(f"/runs/{args.id}")  # refuses a run that is not there, before it gets a folder
        with updates_of(files, settings.home_paths.run(args.id), updates) as notes:
            answer = connection.client.post(f"/runs/{args.id}/resume", {**body, "updates": updates})
    if args.json:
        say_json(answer)
    else:
        tell_notes(notes)
        say(f"run {args.id} goes on")
    return 0


def _moving_text(move: Mapping[str, Any]) -> str:
    """The answer of `GET /runs/{thread_id}/move/{version}`, a line for each change."""
    lines = [f"version {move['version']} -> {move['to_version']} of {move['flow_id']}"]
    lines += _changes("node", move["nodes"])
    lines += _changes("function", move["functions"])
    for each in move["parameters"]:
        lines.append(f"  parameter {each['name']} of {each['function']}: {each['change']}")
    lines += [f"  runs again: {node}" for node in move["runs_again"]]
    lines += [f"  it cannot: {each['detail']}" for each in move["problems"]]
    return "\n".join(lines if len(lines) > 1 else [*lines, "  nothing changes"])


def _changes(kind: str, changes: Iterable[Mapping[str, Any]]) -> list[str]:
    return [f"  {kind} {each['name']}: {each['change']}" for each in changes]


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


def add_rename_flags(parser: Parser) -> None:
    add_id(parser)
    flag(parser, "--title", type=text, metavar="TITLE", help="another title; '' takes it away")
    add_tag_flag(parser, "other tags in place of those it has, any number of times")
    switch(parser, "--no-tags", help="take its tags away")


def add_tag_flag(parser: Parser, meaning: str) -> None:
    parser.add_argument("--tag", action="append", default=[], type=text, metavar="TAG", help=meaning)


def rename(args: argparse.Namespace) -> int:
    """Give a run another title or other tags."""
    if args.tag and args.no_tags:
        raise UsageError("--tag and --no-tags contradict each other.")
    body: dict[str, Any] = {} if args.title is None else {"title": args.title}
    if args.tag or args.no_tags:
        body["tags"] = args.tag
    if not body:
        raise UsageError("Nothing to change.", hint="Give --title, --tag or --no-tags.")
    with connect(settings_of(args)) as connection:
        view = connection.client.post(f"/runs/{args.id}/rename", body)
    if args.json:
        say_json(view)
    else:
        tags = ", ".join(map(one_line, view["tags"]))
        say(f"run {args.id}: {one_line(view['title'] or 'no title')}{f'  [{tags}]' if tags else ''}")
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
