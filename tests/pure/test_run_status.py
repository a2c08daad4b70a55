"""The table of statuses: what it says, what is derived from it, and what repeats it elsewhere."""

import re
import runpy
from pathlib import Path

import pytest

from workflow_engine_shared.run_status import (
    ACTIVE,
    COMMANDS,
    FINAL,
    MOVES,
    Reason,
    RunStatus,
    allowed_commands,
    sources,
)
from workflow_engine_shared.storage.sqlite.migrate import read_script
from workflow_engine_shared.storage.workflow.db import WORKFLOW

ROOT = Path(__file__).resolve().parents[2]

#: The law, once more in words, so that a change of the table is a decision and not a slip.
LAW = {
    "pending": "running interrupted cancelled error",
    "running": "interrupted recovering finished error cancelled",
    "interrupted": "pending cancelled",
    "recovering": "running interrupted error cancelled",
    "error": "pending cancelled",
    "finished": "",
    "cancelled": "",
}


def test_the_tables_keys_are_the_enum() -> None:
    assert list(MOVES) == sorted(MOVES, key=list(LAW).index)
    assert set(MOVES) == set(RunStatus)


def test_the_table_is_the_law() -> None:
    said = {before.value: {after.value for after in afters} for before, afters in MOVES.items()}
    assert said == {before: set(afters.split()) for before, afters in LAW.items()}


def test_final_is_where_no_move_begins() -> None:
    assert {status for status in RunStatus if not MOVES[status]} == FINAL
    assert {status.value for status in FINAL} == {"finished", "cancelled"}
    assert not FINAL & ACTIVE


@pytest.mark.parametrize("target", RunStatus)
def test_sources_are_the_moves_read_backwards(target: RunStatus) -> None:
    assert sources(target) == {before for before in RunStatus if target in MOVES[before]}
    assert target not in sources(target)


def test_every_status_can_be_reached_and_every_run_can_end() -> None:
    assert _reachable(RunStatus.PENDING) == set(RunStatus)
    for status in set(RunStatus) - FINAL:
        assert _reachable(status) & FINAL, status


def _reachable(start: RunStatus) -> set[RunStatus]:
    found = {start}
    while more := {after for status in found for after in MOVES[status]} - found:
        found |= more
    return found


@pytest.mark.parametrize(
    ("status", "commands"),
    [
        (RunStatus.PENDING, ["cancel", "pause"]),
        (RunStatus.RUNNING, ["cancel", "pause"]),
        (RunStatus.RECOVERING, ["cancel", "pause"]),
        (RunStatus.INTERRUPTED, ["cancel", "resume"]),
        (RunStatus.ERROR, ["cancel", "resume", "retry"]),
        (RunStatus.FINISHED, []),
        (RunStatus.CANCELLED, []),
    ],
)
def test_commands_of_a_status(status: RunStatus, commands: list[str]) -> None:
    assert allowed_commands(status) == commands


def test_a_command_is_allowed_only_where_its_move_exists() -> None:
    effects = {
        "pause": RunStatus.INTERRUPTED,
        "resume": RunStatus.PENDING,
        "retry": RunStatus.PENDING,
        "cancel": RunStatus.CANCELLED,
    }
    assert set(effects) == set(COMMANDS)
    for command, effect in effects.items():
        assert COMMANDS[command] <= sources(effect), command


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("known_status", {status.value for status in RunStatus}),
        ("finished_exactly_when_final", {status.value for status in FINAL}),
    ],
)
def test_the_schema_repeats_the_law(constraint: str, expected: set[str]) -> None:
    found = re.search(
        rf"CONSTRAINT {constraint} CHECK \((.*?)\)\s*[,)]", read_script(WORKFLOW, WORKFLOW.script), re.DOTALL
    )
    assert found is not None
    assert set(re.findall(r"'(\w+)'", found[1])) == expected


def test_values_are_lower_case_words() -> None:
    for member in [*RunStatus, *Reason]:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", member.value), member


def test_the_diagram_in_the_docs_is_drawn_from_the_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- statuses -->\s*```mermaid\n(.*?)\n```\s*<!-- /statuses -->", text, re.DOTALL)
    assert found is not None, "ARCHITECTURE.md has no block between its <!-- statuses --> markers"
    drawn = runpy.run_path(str(ROOT / "scripts" / "draw_statuses.py"))["draw"]()
    assert found[1] == drawn, "print it anew: python scripts/draw_statuses.py"
