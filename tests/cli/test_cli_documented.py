"""docs/cli.md and docs/settings.md name everything there is."""

import re
from typing import get_type_hints

import pytest

from support.command_line import REPOSITORY, CommandLine
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.failure import EXIT_CODES
from workflow_engine_supervisor.cli.main import COMMANDS, FLOW_COMMANDS

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
