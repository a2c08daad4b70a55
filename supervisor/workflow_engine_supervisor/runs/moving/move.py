"""Lets a run that stands still go on with another version of its flow: its state and what it has done stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.dsl.linking.link import link
from workflow_engine_shared.dsl.linking.pins import Pin
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import InvalidState, Problem
from workflow_engine_shared.errors.code import VersionDoesNotFit
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.functions.discovery import FoundFunction, scan
from workflow_engine_shared.functions.freeze_code import manifest_of
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.run import code, db, visits
from workflow_engine_shared.storage.workflow.rows import RunRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.functions.code_versions import changed_keys
from workflow_engine_supervisor.runs.called_flows import Whole, flow_of, whole_version
from workflow_engine_supervisor.runs.moving.difference import Change, Progress, misfits, node_changes
from workflow_engine_supervisor.runs.start import Startable, check_calls


@dataclass(frozen=True)
class ParameterChange:
    """A parameter that a function takes otherwise than before."""

    function: str
    parameter: Change


@dataclass(frozen=True)
class Move:
    """A run on its way from one version to another, and what that brings."""

    row: RunRow
    version: VersionRow
    called: Whole
    nodes: Sequence[Change]
    functions: Sequence[Change]
    parameters: Sequence[ParameterChange]
    again: Sequence[str]  #: nodes that are entered again, each with what it has not done yet
    problems: Sequence[Problem]  #: why it cannot be; empty: it can


def planned_move(settings: Settings, store: Store, thread_id: str, version: int) -> Move:
    """What it would mean for a run to go on with another version of its flow.

    Raises:
        RunNotFound, VersionNotFound
        InvalidFlow, DatabaseDamaged, CodeDamaged: the version cannot be used.
    """
    with store.read() as tx:
        row = tx.get_run(thread_id)
        found = tx.get_version(row.flow_id, version)
        called = whole_version(tx, found)
        before = _flow_of(tx, row)
    progress, known = _progress(settings.home_paths, row.thread_id)
    if called.resolved.problems:
        return Move(row, found, called, (), (), (), (), called.resolved.problems)
    after = called.linked
    old, new = _code(settings, row.code), _code(settings, found.pinned_code)
    names = dict.fromkeys([*before.code_refs(), *after.code_refs()])
    functions = [each for name in names if (each := _change(name, before, after, old, new, known)) is not None]
    changed = {each.name for each in functions if each.change == "changed"}
    return Move(
        row,
        found,
        called,
        node_changes(before, after),
        functions,
        [each for name in changed for each in _parameters(name, old, new)] if row.code is not None else (),
        sorted(progress.open),
        misfits(before, after, progress),
    )


def checked_move(settings: Settings, store: Store, catalogue: Catalogue, thread_id: str, version: int) -> Move:
    """The same, if it can be.

    Raises:
        VersionDoesNotFit: it cannot be.
        InvalidFlow: its functions are not there, or take something else.
    """
    move = planned_move(settings, store, thread_id, version)
    if move.problems:
        first = move.problems[0].detail
        told = f"Run {move.row.thread_id!r} cannot go on with version {version} of flow {move.row.flow_id!r}: {first}"
        raise VersionDoesNotFit(told, problems=move.problems)
    check_calls(settings, catalogue, Startable(move.version, move.called))
    return move


def carry_out(tx: Transaction, row: RunRow, move: Move) -> None:
    """Let the run have the version, as a part of a change that lets it go on.

    Raises:
        InvalidState: a worker has held it since the move was planned.
    """
    if row.epoch != move.row.epoch or row.flow_version_id != move.row.flow_version_id:
        raise InvalidState(f"Run {row.thread_id!r} has moved on meanwhile.", hint="Look at it, and try again.")
    version = move.version
    tx.move_to_version(row.thread_id, version.id, version.pinned_code, move.called.row_pins, version.environment)


@dataclass(frozen=True)
class _Code:
    folders: tuple[Path, ...]
    functions: dict[str, FoundFunction]

    def hash(self, name: str) -> str | None:
        if name not in self.functions:
            return None
        return fingerprint(manifest_of([name], self.folders).files)


def _code(settings: Settings, kept: str | None) -> _Code:
    folders = settings.flows_paths if kept is None else frozen_code.folders_of(settings.home_paths, kept)
    return _Code(folders, scan(folders).functions)


def _change(name: str, before: Flow, after: Flow, old: _Code, new: _Code, known: dict[str, str]) -> Change | None:
    """How a function differs; of one that was executed with what was there, only its own module is known."""
    if name not in after.code_refs():
        return Change(name, "removed")
    if name not in before.code_refs():
        return Change(name, "added")
    is_same = old.hash(name) == new.hash(name)
    ran, now = known.get(name), new.functions.get(name)
    if is_same and ran is not None and now is not None and ran != now.source_hash:
        is_same = False
    return None if is_same else Change(name, "changed")


def _parameters(name: str, old: _Code, new: _Code) -> list[ParameterChange]:
    signatures = [each.functions[name].signature if name in each.functions else None for each in (old, new)]
    before, after = ({each.name: each for each in found.parameters} if found else {} for found in signatures)
    return [ParameterChange(name, Change(parameter, change)) for parameter, change in changed_keys(before, after)]


def _flow_of(tx: ReadTransaction, row: RunRow) -> Flow:
    """The flow that a run has been executed with so far, with all that it calls."""
    pins = {place: Pin(*pin) for place, pin in row.subflows.items()}
    called = {pin: flow_of(tx, tx.get_version(pin.flow, pin.version)) for pin in set(pins.values())}
    return link(flow_of(tx, tx.get_version_by_id(row.flow_version_id)), pins, called)


def _progress(home: Home, thread_id: str) -> tuple[Progress, dict[str, str]]:
    """How far a run has come, and with which modules."""
    with db.reading(home.run(thread_id).db) as con:
        if con is None:
            return Progress(), {}
        taken: Any = visits.edges_taken(con)
        visited = [each.node_id for each in visits.visits_by_node(con)]
        still_open = [each.node_id for each in visits.open_visits(con)]
        known = code.known_code(con)
    return Progress(visited, still_open, None if taken is None else list(taken)), known
