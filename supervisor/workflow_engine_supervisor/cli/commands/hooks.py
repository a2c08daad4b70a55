"""`renflow hooks`: who is told when runs end, break or ask, and whether a message comes through."""

import argparse

import msgspec

from workflow_engine_shared.errors import Problem
from workflow_engine_supervisor.cli.arguments import Parser, settings_of
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, problem_lines
from workflow_engine_supervisor.cli.render import table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect


def add_test_flags(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="default: all of them")


def list_hooks(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with connect(settings) as connection:
        answer = connection.client.get("/hooks")
    if args.json:
        say_json(answer)
        return OK
    rows = [
        (each["name"], each["to"], each["target"], " ".join(each["on"]), str(each["waiting"]), each["problem"] or "")
        for each in answer["items"]
    ]
    names = ("HOOK", "FORM", "TELLS", "OF", "WAITING", "PROBLEM")
    say(table(names, rows) if rows else f"no hooks in {clean(settings.home_paths.hooks)}")
    for line in problem_lines(msgspec.convert(answer["problems"], list[Problem])):
        tell(line)
    return OK


def test_hooks(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        answer = connection.client.post("/hooks/test", {} if args.name is None else {"name": args.name})
    if args.json:
        say_json(answer)
    else:
        for each in answer["items"]:
            say(f"{clean(each['name'])}: {'taken' if each['ok'] else 'not taken'}")
            if each["detail"]:
                tell(f"{clean(each['name'])}: {clean(each['detail'])}")
        if not answer["items"]:
            say("There is no hook to test: hooks.toml has none that can be used.")
    return OK if all(each["ok"] for each in answer["items"]) else ENDED_BADLY
