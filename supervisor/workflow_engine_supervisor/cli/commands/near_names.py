"""'Did you mean …?' for the names of runs, flows and schedules."""

import argparse
import contextlib
from collections.abc import Iterable

from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import FlowNotFound, RenError, RunNotFound, ScheduleNotFound
from workflow_engine_supervisor.cli.arguments import settings_of
from workflow_engine_supervisor.cli.flow_files import flow_ids
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.run_source import runs_of


def suggest(error: RenError, args: argparse.Namespace) -> None:
    """Add to a command's error the name that was probably meant."""
    with contextlib.suppress(RenError):  # whoever cannot be asked knows no better name
        if error.code == RunNotFound.code:
            _add(error, (getattr(args, "id", None), getattr(args, "other", None)), _runs(args))
        elif error.code == FlowNotFound.code:
            _add(error, (getattr(args, "flow", None), getattr(args, "id", None)), _flows(args))
        elif error.code == ScheduleNotFound.code:
            _add(error, (args.id,), _schedules(args))


def _runs(args: argparse.Namespace) -> list[str]:
    with runs_of(settings_of(args)) as source:
        return source.newest_ids()


def _flows(args: argparse.Namespace) -> set[str]:
    settings = settings_of(args)
    found = set(flow_ids(settings.flows_paths))
    with contextlib.suppress(RenError), runs_of(settings) as source:
        found.update(flow["id"] for flow in source.flows())
    return found


def _schedules(args: argparse.Namespace) -> list[str]:
    with connect(settings_of(args)) as connection:
        return [each["id"] for each in connection.client.pages("/schedules")]


def _add(error: RenError, words: Iterable[str | None], choices: Iterable[str]) -> None:
    """Of two names that were given, it is the one that is not there."""
    known = list(choices)
    for word in words:
        if word and word not in known and repr(word) in error.detail and (near := did_you_mean(word, known)):
            error.detail = f"{error.detail} {near}"
            return
