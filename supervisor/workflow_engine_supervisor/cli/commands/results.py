"""`renflow show`, `logs`, `state`, `artifacts`, `watch`: one run to look at, with or without a supervisor."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_engine_shared.artifacts.files import files_below, sizes_of
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.logs.format import LEVELS
from workflow_engine_shared.paths import replacing
from workflow_engine_shared.run_status import ACTIVE, Reason, RunStatus, allowed_commands
from workflow_engine_supervisor.cli.arguments import Parser, flag, settings_of, switch, text
from workflow_engine_supervisor.cli.choose_display import choose_display
from workflow_engine_supervisor.cli.commands.runs import add_id
from workflow_engine_supervisor.cli.failure import Unreadable, UsageError
from workflow_engine_supervisor.cli.follow import Left, SteeringFollower
from workflow_engine_supervisor.cli.render import (
    NodeNames,
    duration_text,
    error_text,
    log_line,
    moment_text,
    progress_text,
    size_text,
    table,
    wait_lines,
)
from workflow_engine_supervisor.cli.run_report import (
    headline,
    hidden_text,
    result_lines,
    say_report,
)
from workflow_engine_supervisor.cli.terminal import clean, flush, json_text, one_line, say, say_json, tell
from workflow_engine_supervisor.cli.values import user_path
from workflow_engine_supervisor.client.address import command
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.run_source import runs_of

#: What a run waits for that stands for one of these has lines of its own.
_SAID_AT_LENGTH = frozenset({Reason.WAITING, Reason.FORM})


def show(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with runs_of(settings) as source:
        view = source.run(args.id)
        served = source.served
    if args.json:
        say_json(view)
        return 0
    if not served and RunStatus(view["status"]) in ACTIVE:
        tell("No supervisor is running: this is where the run stood when it was last told.")
    lines = [headline(view), *_facts(view), *(f"  {line}" for line in wait_lines(view, SystemClock().now()))]
    over = view["status"] == RunStatus.FINISHED
    names = NodeNames(view)
    nodes = [
        (
            names.whole(node["id"]),
            "not taken" if over and not node.get("visits") else node.get("status"),
            node.get("visits"),
            duration_text(node.get("duration_s")),
        )
        for node in view.get("nodes") or ()
    ]
    if nodes:
        lines.append(table(("NODE", "STATUS", "VISITS", "TOOK"), nodes))
    lines += result_lines(view, settings)
    if view.get("error"):
        lines.append(error_text(view["error"], names))
    say("\n".join(lines))
    return 0


def _facts(view: Mapping[str, Any]) -> list[str]:
    """What is known beyond the headline, a line each."""
    process = view.get("process") or {}
    progress = view.get("progress")
    reason = None if view.get("reason") is None else Reason(view["reason"])
    allowed = allowed_commands(RunStatus(view["status"]), reason)
    facts = {
        "tags": ", ".join(map(one_line, view.get("tags") or ())),
        "schedule": _schedule_text(view),
        "started": moment_text((view.get("times") or {}).get("started_at")),
        "at": ", ".join(map(NodeNames(view).whole, view.get("current_nodes") or ())),
        "progress": progress_text(progress) if progress else "",
        "process": f"pid {process['pid']}, {process.get('rss_mb')} MB" if process.get("pid") else "",
        "waits": "" if reason in _SAID_AT_LENGTH else one_line((view.get("interrupt") or {}).get("value") or ""),
        "asked": "to pause" if view.get("pause_requested") else "",
        "allowed": ", ".join(allowed),
    }
    return [f"  {name + ':':<10} {fact}" for name, fact in facts.items() if fact]


def _schedule_text(view: Mapping[str, Any]) -> str:
    schedule = view.get("schedule")
    if not schedule:
        return ""
    title = one_line(schedule["title"] or "")
    return f"{title} ({schedule['id']})" if title else str(schedule["id"])


def add_logs_flags(parser: Parser) -> None:
    add_id(parser)
    switch(parser, "-f", "--follow", help="go on until the run rests")
    flag(parser, "--level", choices=LEVELS, help="lines of this level and above")
    flag(parser, "--node", type=text, metavar="NODE", help="lines of this node only")
    flag(parser, "--q", type=text, metavar="TEXT", help="lines that have this text")


def logs(args: argparse.Namespace) -> int:
    with runs_of(settings_of(args)) as source:
        names = NodeNames(source.run(args.id))
        filters = {"level": args.level, "node": _node(args.node, names), "q": args.q}
        for line in source.log(args.id, filters, follow=args.follow):
            if line is None:
                flush()  # caught up: what was said so far can be read
            elif args.json:
                say_json(line)
            else:
                say(log_line(line, names, with_traceback=True))
    return 0


def _node(given: str | None, names: NodeNames) -> str | None:
    """The id of the node that is meant, by its id or its label.

    Raises:
        UsageError: the run has no such node.
    """
    found = given and names.id_of(given)
    if not given or found or not names.ids:
        return found or given
    known = ", ".join(map(names.whole, names.ids))
    near = did_you_mean(given, names.ids)
    raise UsageError(f"The run has no node {one_line(given)!r}. {near}".rstrip(), hint=f"It has: {known}.")


def add_state_flags(parser: Parser) -> None:
    add_id(parser)
    parser.add_argument("key", nargs="?", type=text, metavar="KEY", help="this key's value only")
    flag(parser, "--checkpoint", type=text, metavar="ID", help="as this checkpoint kept it (default: as it stands)")


def state(args: argparse.Namespace) -> int:
    with runs_of(settings_of(args)) as source:
        answer = source.state(args.id, args.checkpoint)
    if args.key is not None and args.key not in answer["values"]:
        keys = ", ".join(map(one_line, answer["values"])) or "none"
        near = did_you_mean(args.key, answer["values"])
        raise UsageError(f"The state has no key {one_line(args.key)!r}. {near}".rstrip(), hint=f"It has: {keys}.")
    shown = answer if args.key is None else answer["values"][args.key]
    if args.json:
        say_json(shown)
        return 0
    value = answer["values"] if args.key is None else shown
    say(clean(value) if isinstance(value, str) else json_text(value, indent=2))
    if answer["truncated"]:
        tell("Long values are shown as previews.")
    return 0


def add_artifacts_flags(parser: Parser) -> None:
    add_id(parser)
    switch(parser, "--zip", help="write them all into one zip file")
    flag(parser, "--out", metavar="FILE", help="with --zip: the file (default: ID.zip in this folder)")


def artifacts(args: argparse.Namespace) -> int:
    if args.out and not args.zip:
        raise UsageError("--out goes with --zip.")
    settings = settings_of(args)
    with runs_of(settings) as source:
        thread_id = source.run(args.id)["thread_id"]
    outputs = settings.home_paths.run(thread_id).outputs
    if args.zip:
        return _zip(outputs, user_path(args.out or f"{thread_id}.zip"), as_json=args.json)
    found = files_below(outputs)
    files: list[dict[str, Any]] = [
        {"name": name, "size": size} for name, size in sizes_of(outputs, found.names).items()
    ]
    if args.json:
        say_json({"outputs": str(outputs), "items": files, "hidden": found.hidden})
        return 0
    say(f"outputs in {clean(outputs)}:" if files else "no files")
    for file in files:
        say(f"  {one_line(file['name'])}  {size_text(file['size'])}")
    if found.hidden:
        say(f"  {hidden_text(found.hidden)}")
    return 0


def _zip(outputs: Path, target: Path, *, as_json: bool) -> int:
    from workflow_engine_supervisor.views.archive import zip_blocks

    if target.exists():
        raise UsageError(f"{clean(target)} exists already.", hint="Name another file with --out: nothing is replaced.")
    try:
        with replacing(target) as unfinished, unfinished.open("wb") as file:
            for block in zip_blocks(outputs):
                file.write(block)
    except OSError as error:
        raise Unreadable(f"{clean(target)} cannot be written: {error.strerror}.") from None
    size = target.stat().st_size
    if as_json:
        say_json({"file": str(target.absolute()), "size": size})
    else:
        say(f"{clean(target)}: {size_text(size)}")
    return 0


def watch(args: argparse.Namespace) -> int:
    """Show a run live until it rests. Ctrl-C ends the watching and leaves the run alone."""
    settings = settings_of(args)
    with runs_of(settings) as source:
        view = source.run(args.id)
    if RunStatus(view["status"]) in ACTIVE:
        with connect(settings) as connection:
            try:
                display = choose_display(as_json=args.json)
                view = SteeringFollower(connection, view["thread_id"], display, steers=False).until_rest()
            except Left as left:
                if not args.json:
                    tell(f"Run {args.id} goes on by itself: {command(settings, 'show', args.id)}")
                return left.exit_code
    return say_report(view, settings, as_json=args.json, embedded=False)
