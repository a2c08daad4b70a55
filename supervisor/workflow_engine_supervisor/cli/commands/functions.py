"""`renflow functions`."""

import argparse
from typing import Any

import msgspec

from workflow_engine_shared.clock import wait_until
from workflow_engine_shared.errors import NotRunning, Problem
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.arguments import Parser, flows_flag, settings_of
from workflow_engine_supervisor.cli.failure import OK, problem_lines
from workflow_engine_supervisor.cli.render import table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.errors import VersionMismatch

#: Importing the modules takes a moment; what is not known by then is shown as it is.
PATIENCE_S = 5.0
_LOOK_S = 0.1


def add_functions_flags(parser: Parser) -> None:
    flows_flag(parser)


def functions(args: argparse.Namespace) -> int:
    """The running supervisor's functions; without one, those of the flows folders."""
    settings = settings_of(args)
    answer = _functions(settings)
    if args.json:
        say_json(answer)
        return OK
    rows = [(item["name"], item.get("module"), _state(item), _sentence(item)) for item in answer["items"]]
    names = ("FUNCTION", "MODULE", "STATE", "DOES")
    say(table(names, rows) if rows else f"no functions in {clean(settings.flows)}")
    for item in answer["items"]:
        if item.get("reason"):
            tell(f"{clean(item['name'])}: {clean(item['reason'].partition(chr(10))[0])}")
    for line in problem_lines(msgspec.convert(answer.get("problems") or [], list[Problem])):
        tell(line)
    return OK


def _state(item: dict[str, Any]) -> str:
    return "disabled" if item.get("disabled") else str(item.get("health") or "unknown")


def _sentence(item: dict[str, Any]) -> str:
    return str(item.get("doc") or "").strip().partition("\n")[0]


def _functions(settings: Settings) -> dict[str, Any]:
    try:
        with connect(settings) as connection:
            answer: dict[str, Any] = {}

            def all_described() -> bool:
                nonlocal answer
                answer = connection.client.get("/functions")
                return all(item.get("health") != "describing" for item in answer["items"])

            wait_until(all_described, PATIENCE_S, _LOOK_S)
            return answer
    except VersionMismatch:
        raise
    except NotRunning:
        return _by_source(settings)


def _by_source(settings: Settings) -> dict[str, Any]:
    """What the source tells, in the form of the API's answer."""
    from workflow_engine_shared.functions.discovery import scan
    from workflow_engine_shared.functions.signature import Signature

    found = scan(settings.flows_paths)
    items = [
        {
            "name": name,
            "module": each.module,
            "file": each.file,
            "line": each.line,
            "doc": each.doc,
            "requires": list(each.requires),
            "parameters": (each.signature or Signature(extras=True)).schema(),
            "signature": None,
            "source_hash": each.source_hash,
            "used_in": [],
            "health": "unknown",
            "reason": None,
            "disabled": name in settings.disabled_functions,
        }
        for name, each in sorted(found.functions.items())
    ]
    return {"items": items, "next": None, "problems": [msgspec.to_builtins(problem) for problem in found.problems]}
