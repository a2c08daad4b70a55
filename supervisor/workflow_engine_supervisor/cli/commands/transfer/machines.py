"""`renflow machines`; and what is brought to all machines, with a line for each."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, NamedTuple

from workflow_engine_shared.errors import ConfigError, RenError
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.web.machines import Machine
from workflow_engine_supervisor.cli.arguments import Parser, settings_of, switch
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, UsageError
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect, connect_to
from workflow_engine_supervisor.client.http_client import Client


class Outcome(NamedTuple):
    """What became of something on one machine."""

    machine: str
    answer: Any  #: None: it was not done
    error: RenError | None

    @property
    def reported(self) -> dict[str, Any]:
        """For programs."""
        error = self.error and {"code": self.error.code, "detail": self.error.detail, "hint": self.error.advice}
        return {"machine": self.machine, "answer": self.answer, "error": error}


def machines(args: argparse.Namespace) -> int:
    """List the machines; some of them cannot be reached: the exit code says so."""
    with connect(settings_of(args)) as connection:
        answer = connection.client.get("/machines")
    items = answer["items"]
    if args.json:
        say_json(answer)
    else:
        say(table(("MACHINE", "STANDS", "SLOTS", "QUEUED", "VERSION", "SINCE", "ADDRESS"), [*map(_row, items)]))
        for each in items:
            if each["error"]:
                tell(f"{clean(each['name'])}: {clean(each['error']['detail'])} {clean(each['error']['hint'])}")
    return OK if all(each["reachable"] for each in items) else ENDED_BADLY


def _row(each: dict[str, Any]) -> tuple[str, ...]:
    slots = each["slots"]
    return (
        each["name"],
        "reachable" if each["reachable"] else "unreachable",
        f"{slots['used']}/{slots['total']}" if slots else "",
        "" if each["queued"] is None else str(each["queued"]),
        each["version"] or "",
        moment_text(each["since"]),
        each["url"] or "",
    )


def add_all_machines(parser: Parser) -> None:
    switch(parser, "--all-machines", help="on every machine of config.toml, too; tells what became of it on each")


def on_all_machines(args: argparse.Namespace, settings: Settings, do: Callable[[Client], Any]) -> list[Outcome]:
    """Do the same with each machine's own supervisor, where that is asked for; one that fails keeps no other from it.

    Raises:
        UsageError: there are no machines.
    """
    if not args.all_machines:
        return []
    if not settings.machines:
        raise UsageError("There are no machines.", hint="[[machines]] in config.toml names them: docs/cluster.md.")
    return list(_outcomes(settings.machines, do))


def _outcomes(named: tuple[Machine, ...], do: Callable[[Client], Any]) -> Iterator[Outcome]:
    for machine in named:
        try:
            yield Outcome(machine.name, _with(machine, do), None)
        except RenError as error:
            yield Outcome(machine.name, None, error)


def _with(machine: Machine, do: Callable[[Client], Any]) -> Any:
    try:
        token = machine.token()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{machine.token_file} cannot be read: {error}.") from error
    with closing(connect_to(machine.address, token)) as connection:
        return do(connection.client)


def report(outcomes: list[Outcome], words: Callable[[Any], str]) -> int:
    """A line for each machine; returns the exit code."""
    for each in outcomes:
        if each.error is None:
            say(f"  {each.machine}: {words(each.answer)}")
        else:
            tell(f"  {each.machine}: not done: {clean(each.error.detail)} {clean(each.error.advice)}".rstrip())
    return exit_code(outcomes)


def exit_code(outcomes: list[Outcome]) -> int:
    """Whether it was done everywhere."""
    return OK if all(each.error is None for each in outcomes) else ENDED_BADLY
