"""docs/cli.md and docs/settings.md name everything there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from support.command_line import REPOSITORY, CommandLine
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.failure import EXIT_CODES
from workflow_engine_supervisor.cli.main import COMMANDS, FLOW_COMMANDS, GROUPS, RUN_COMMANDS

CLI = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
SETTINGS = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")


def headings(document: str) -> list[str]:
    return re.findall(r"(?m)^## (.+)$", document)


def test_each_setting_has_its_heading_and_default() -> None:
    names = list(get_type_hints(Settings))
    assert headings(SETTINGS) == names
    for name in names:
        assert f"`REN_{name.upper()}`" in SETTINGS
    for name in ("host", "port", "warm_workers", "max_active_runs", "log_max_bytes"):
        section = SETTINGS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert f"Default `{getattr(Settings(), name)}`" in section


def test_each_command_has_its_heading() -> None:
    assert set(headings(CLI)) >= {*COMMANDS, "flows"}
    for name in FLOW_COMMANDS:
        assert f"`renflow flows {name} " in CLI or f"`renflow flows {name}`" in CLI


def test_each_exit_code_has_its_row() -> None:
    rows = dict(re.findall(r"(?m)^\| (\d+) \| (.+) \|$", CLI))
    assert {int(code): meaning for code, meaning in rows.items()} == EXIT_CODES


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["flows", name] for name in FLOW_COMMANDS])
def test_each_flag_is_documented(renflow: CommandLine, command: list[str]) -> None:
    flags = set(re.findall(r"--[a-z-]+", renflow(*command, "--help").out))
    assert not [name for name in flags if name not in CLI]


def modules() -> Iterator[tuple[str, list[str]]]:
    """Each module of commands, with the words of one of its commands."""
    for name, (handler, _, _) in COMMANDS.items():
        yield handler.__module__, [name]
    for group, table in {"runs": RUN_COMMANDS, **{name: table for name, (table, _) in GROUPS.items()}}.items():
        for name, (handler, _, _) in table.items():
            yield handler.__module__, [group, name]


def test_each_module_of_commands_is_begun_by_an_interpreter_of_its_own_too() -> None:
    """A forked process has imported what a command may have forgotten to import."""
    tests = "\n".join(path.read_text("utf-8") for path in Path(__file__).parents[1].glob("*/test_*.py"))
    begun = {tuple(re.findall(r'"([^"]*)"', words)) for words in re.findall(r"\.(?:fresh|start)\(([^)]*)", tests)}
    fresh = {module for module, words in modules() if any(list(each[: len(words)]) == words for each in begun)}
    assert fresh == {module for module, _ in modules()}
