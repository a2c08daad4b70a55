"""`renflow run`: start a flow and watch it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workflow_engine_shared.ids import run_id
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    file_flag,
    flag,
    flows_flag,
    identifier,
    input_flag,
    settings_of,
    text,
)
from workflow_engine_supervisor.cli.choose_display import choose_display
from workflow_engine_supervisor.cli.commands.runs import add_tag_flag
from workflow_engine_supervisor.cli.failure import UsageError
from workflow_engine_supervisor.cli.flow_files import FlowFile, find_flow, push
from workflow_engine_supervisor.cli.follow import Left, SteeringFollower
from workflow_engine_supervisor.cli.input_files import brought_from_home, inputs_of, named_files, tell_notes
from workflow_engine_supervisor.cli.run_report import say_report
from workflow_engine_supervisor.cli.terminal import tell
from workflow_engine_supervisor.cli.values import RunInput, run_input
from workflow_engine_supervisor.client.address import command
from workflow_engine_supervisor.client.connection import Connection, connect_or_embed
from workflow_engine_supervisor.client.http_client import Client


def add_flags(parser: Parser) -> None:
    parser.add_argument("flow", metavar="FLOW", help="a flow's id, or the path of its .json file")
    input_flag(parser, "a key of the run's input")
    file_flag(parser)
    flag(parser, "--thread-id", type=identifier, metavar="ID", help="the run's name; the same again is the same run")
    flag(parser, "--title", type=text, metavar="TITLE", help="what to call the run, in any language")
    add_tag_flag(parser, "a tag to find the run by, any number of times")
    flag(parser, "--machine", type=text, metavar="NAME", help="where it is to run (default: where most slots are free)")
    flag(parser, "--version", type=count, metavar="N", help="a version the server has, instead of the file's")
    flows_flag(parser)


def run(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    given = run_input(args.input)
    body: dict[str, Any] = {}
    files = named_files(args.file, given.keys)
    named = {"thread_id": args.thread_id, "title": args.title, "tags": args.tag, "machine": args.machine}
    body |= {name: value for name, value in named.items() if value}
    flow = find_flow(args.flow, settings.flows_paths)
    if args.version and flow is not None and args.flow != flow.id:
        raise UsageError("--version needs a flow's id: a file has no versions.")
    display = choose_display(as_json=args.json, from_start=True)
    with connect_or_embed(settings, own_process=True) as connection:
        if flow is None or args.version:
            body |= {"flow_id": args.flow} | ({"version": args.version} if args.version else {})
        else:
            body |= _bring(connection.client, flow, settings.flows_paths)
        body["input"] = _input(given, connection.client, None if args.version else flow, body)
        files |= brought_from_home(body["input"], settings.reach, quiet=args.json)
        if files:  # they lie in the run's folder before the run starts
            body.setdefault("thread_id", run_id(args.title))
            body["machine"] = _here(args.machine)
        with inputs_of(files, settings.home_paths, body) as notes:
            thread_id = connection.client.post("/runs/start", body)["thread_id"]
        tell_notes([] if args.json else notes)
        try:
            view = SteeringFollower(connection, thread_id, display).until_rest()
        except Left as left:
            if not args.json:
                tell(_left_text(connection, thread_id))
            return left.exit_code
    return say_report(view, settings, as_json=args.json, embedded=connection.embedded)


def _here(machine: str | None) -> str:
    """Files of this machine are linked into the folder of a run that is on it."""
    if machine not in {None, LOCAL}:
        told = f"The files are on this machine, and the run would be on {machine!r}."
        raise UsageError(told, hint="Leave --machine out.")
    return LOCAL


def _left_text(connection: Connection, thread_id: str) -> str:
    if connection.embedded:
        serve = command(connection.settings, "serve")
        return f"Run {thread_id} is stopped; it continues by itself when a supervisor starts: {serve}"
    return f"Run {thread_id} goes on by itself: {command(connection.settings, 'show', thread_id)}"


def _input(given: RunInput, client: Client, flow: FlowFile | None, body: dict[str, Any]) -> dict[str, Any]:
    """The input, its values typed by the `inputs` of the file that is run, else of the version that the server has."""
    if not given.values:
        return given.document
    if flow is not None and flow.bpmn is None:
        document = flow.dsl
    else:
        name = body["flow_id"]
        version = body.get("version") or client.get(f"/flows/{name}").get("published_version")
        document = client.get(f"/flows/{name}/versions/{version}").get("dsl") if version else None
    return given.as_declared(document.get("inputs") if isinstance(document, dict) else None)


def _bring(client: Client, flow: FlowFile, flows: Sequence[Path]) -> dict[str, Any]:
    """Make the file's content a published version; returns what names it in a start."""
    version, _ = push(client, flow, publishing=True, flows=flows)
    return {"flow_id": version["flow_id"], "version": version["version"]}
