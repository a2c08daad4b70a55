"""The README's words are true: its commands exist, its example flow is a flow, both languages show the same."""

import json
import re
from pathlib import Path

import pytest

from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.functions.discovery import scan

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_example_flow_calls_the_example_function(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    (tmp_path / "pictures.py").write_text(fences(text, "python")[0], encoding="utf-8")
    flow = parse_flow(json.loads(fences(text, "json")[0]))
    assert set(flow.code_refs()) <= set(scan(tmp_path).functions)


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)
    commands = [re.sub(r"#.*", "", "".join(fences(text, "bash"))).replace(" ", "") for text in (english, chinese)]
    assert commands[0] == commands[1]
    assert fences(english, "json") == fences(chinese, "json")
    assert fences(english, "powershell") == fences(chinese, "powershell")
    assert fences(english, "python")[1:] == fences(chinese, "python")[1:]  # the first one has a docstring


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_the_gate_runs_the_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^<!-- test-command -->`(.*)`$", readme, flags=re.MULTILINE)
    assert "scripts/check" in command
    assert "test-command" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
