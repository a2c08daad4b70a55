"""`renflow functions`."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from workflow_engine_shared.clock import SystemClock, wait_until
from workflow_engine_shared.errors import NotRunning, Problem
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.arguments import Parser, flows_flag, settings_of
from workflow_engine_supervisor.cli.failure import OK, problem_lines
from workflow_engine_supervisor.cli.render import table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.errors import VersionMismatch

if TYPE_CHECKING:
    from workflow_engine_supervisor.functions.catalogue import Catalogue

#: Importing the modules takes a moment; what is not known by then is shown as it is.
PATIENCE_S = 20.0
_LOOK_S = 0.1
_STATES = {
    "ok": "ok",
    "installs": "installs packages",  # at the first run
    "broken": "broken",
    "describing": "not known yet",
    "unknown": "not known yet",
}


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
        if item.get("health") == "installs":
            tell(f"{clean(item['name'])}: its first run installs {_packages(item)}")
        elif item.get("reason"):
            tell(f"{clean(item['name'])}: {clean(item['reason'].partition(chr(10))[0])}")
    for line in problem_lines(msgspec.convert(answer.get("problems") or [], list[Problem])):
        tell(line)
    return OK


def _state(item: dict[str, Any]) -> str:
    return "disabled" if item.get("disabled") else _STATES[item.get("health") or "unknown"]


def _packages(item: dict[str, Any]) -> str:
    """What is to be installed: as declared, else what the import did not find."""
    missing = str(item.get("reason")).partition("\n")[0].rpartition(": ")[2]
    return clean(", ".join(item.get("requires") or ()) or f"what is missing ({missing})")


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
    """What the source tells, and what importing it does, in the form of the API's answer."""
    from workflow_engine_shared.functions.signature import Signature

    with _catalogue(settings) as catalogue:
        found = catalogue.scan()
        catalogue.request(found.functions.values())
        functions = sorted(found.functions.items())

        def all_described() -> bool:
            return all(catalogue.known(each).health != "describing" for _, each in functions)

        wait_until(all_described, PATIENCE_S, _LOOK_S)
        items = []
        for name, each in functions:
            known = catalogue.known(each)
            told = known.description
            items.append(
                {
                    "name": name,
                    "module": each.module,
                    "file": each.file,
                    "line": each.line,
                    "doc": each.doc,
                    "requires": list(each.requires),
                    "parameters": told.parameters if told else (each.signature or Signature(extras=True)).schema(),
                    "signature": told.signature if told else None,
                    "source_hash": each.source_hash,
                    "used_in": [],
                    "health": known.health,
                    "reason": known.reason,
                    "disabled": catalogue.is_disabled(name),
                }
            )
    return {"items": items, "next": None, "problems": [msgspec.to_builtins(problem) for problem in found.problems]}


@contextmanager
def _catalogue(settings: Settings) -> "Iterator[Catalogue]":
    """What imports modules as a supervisor does, with a scratch folder of its own: nothing is made in the home."""
    from workflow_engine_supervisor.functions.catalogue import Catalogue  # psutil, only where it is needed

    with tempfile.TemporaryDirectory(prefix="renflow-", ignore_cleanup_errors=True) as scratch:
        catalogue = Catalogue(msgspec.structs.replace(settings, home=scratch), SystemClock())
        try:
            yield catalogue
        finally:
            catalogue.stop()
