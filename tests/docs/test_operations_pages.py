"""The pages on Python, operations and upgrades, and the Dockerfile: what they print exists, and the example runs."""

import ast
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

import pytest
import yaml

import renflow
from support.wait import patient
from workflow_engine.client import events
from workflow_engine_shared.settings import Settings, load_settings
from workflow_engine_supervisor.cli.failure import UsageError
from workflow_engine_supervisor.cli.main import parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("python-client", "operations", "upgrade")}
SETTINGS = {f"REN_{name.upper()}" for name in get_type_hints(Settings)}


def fences(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGES[page], flags=re.DOTALL)


def test_the_first_example_runs(tmp_path: Path) -> None:
    example = fences("python-client", "python")[0]
    environment = {**os.environ, "REN_HOME": str(tmp_path / "home"), "REN_WARM_WORKERS": "0"}
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        timeout=patient(60),
    )  # fmt: skip
    assert done.stdout.split() == ["finished", "Hello,", "Ann!"], done.stdout + done.stderr


def test_every_example_is_python_and_every_name_is_there() -> None:
    for text in fences("python-client", "python"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "renflow":
                assert hasattr(renflow, node.attr), node.attr


@pytest.mark.parametrize("kind", [renflow.Supervisor, renflow.Run, renflow.Artifact])
def test_every_method_and_option_is_on_the_page(kind: type) -> None:
    for name, member in inspect.getmembers(kind):
        if name.startswith("_") or name in {"connection", "client", "facts", "path", "thread_id"}:
            continue
        assert re.search(rf"`[^`]*\b{name}\b", PAGES["python-client"]), f"{kind.__name__}.{name}"
        if inspect.isfunction(member):
            for option in set(inspect.signature(member).parameters) - {"self", "encoding"}:
                assert re.search(rf"\b{option}\b", PAGES["python-client"]), f"{kind.__name__}.{name}({option})"


def test_every_event_has_its_row_and_the_package_its_names() -> None:
    for kind in events.TYPES.values():
        assert f"| `{kind.__name__}` |" in PAGES["python-client"]
    assert renflow.__all__ == __import__("workflow_engine.client", fromlist=["__all__"]).__all__


@pytest.mark.parametrize("page", ["operations", "upgrade"])
def test_every_printed_command_is_one(page: str) -> None:
    lines = [line for text in fences(page, "bash") for line in text.splitlines() if re.search(r"\brenflow\b", line)]
    commands = [shlex.split(line[line.index("renflow") :], comments=True) for line in lines if "docker" not in line]
    checked = 0
    for words in commands:
        if words[0] == "renflow" and len(words) > 1 and words[1] in {"service", "backup", "restore", "serve"}:
            parser().parse_args(words[1:])
            checked += 1
    assert checked >= 3


def test_every_link_leads_somewhere() -> None:
    for page in (*PAGES, "proxy"):
        text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            assert target.startswith("http") or (ROOT / "docs" / target).exists(), (page, target)


# -- the Dockerfile --------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8")).replace("\\\n", " ")
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in text.splitlines() if line.strip()]


def test_the_dockerfile_is_in_order() -> None:
    found = instructions()
    assert found[0][0] == "FROM"
    version = re.fullmatch(r"python:3\.(\d+)-slim", found[0][1])
    assert version is not None
    assert int(version[1]) >= 10
    known = {"FROM", "RUN", "USER", "WORKDIR", "COPY", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in found} <= known
    names = [name for name, _ in found]
    assert names.index("USER") < names.index("COPY") < len(names) - 1
    assert names[-1] == "CMD"


def test_its_settings_commands_and_files_exist() -> None:
    for _, words in (each for each in instructions() if each[0] == "ENV"):
        for name in re.findall(r"\b(REN_\w+)=", words):
            assert name in SETTINGS
    page = PAGES["operations"]
    assert set(re.findall(r"\b(REN_\w+)", page)) <= SETTINGS | {"REN_"}
    command = json.loads(dict(instructions())["CMD"])
    assert command[0] == "python"
    done = subprocess.run([sys.executable, *command[1:], "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, "--port" in done.stdout) == (0, True)
    check = json.loads(dict(instructions())["HEALTHCHECK"].removeprefix("CMD "))
    compile(check[2], "healthcheck", "exec")
    assert "/healthz" in check[2]
    extras = re.findall(r'"/app\[(\w+)\]"', (ROOT / "Dockerfile").read_text("utf-8"))
    assert [f"\n{each} = [" in (ROOT / "pyproject.toml").read_text("utf-8") for each in extras] == [True]
    port = dict(instructions())["EXPOSE"]
    assert f"REN_PORT={port}" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_three_machines_to_try_out_are_what_renflow_takes(tmp_path: Path) -> None:
    """The compose file is YAML that names services there are, and settings that can be used."""
    compose = yaml.safe_load((ROOT / "docs" / "cluster-compose.yaml").read_text(encoding="utf-8"))
    services, volumes = compose["services"], compose["volumes"]
    front = services["front"]
    (tmp_path / "machines.token").write_text(front["environment"]["REN_TOKEN"], encoding="utf-8")
    (tmp_path / "machines.token").chmod(0o600)
    settings = load_settings({"home": str(tmp_path)}, front["environment"])
    assert {urlsplit(each.url).hostname for each in settings.machines} == set(services) - {"front"}
    for name, service in services.items():
        assert {each.partition(":")[0] for each in service["volumes"]} <= {*volumes, "../flows"}, name
        assert service["environment"]["REN_TOKEN"] == settings.token
        assert (ROOT / "docs" / service["build"] / "Dockerfile").is_file()
    # What the first one is started with ends in what the image starts of itself; the token's file is where it is read.
    shell, flag, words = front["command"]
    assert (shell, flag) == ("sh", "-c")
    assert shlex.split(words.rpartition(";")[2])[1:] == json.loads(dict(instructions())["CMD"])
    home = next(each.partition(":")[2] for each in front["volumes"] if each.startswith("front:"))
    assert all(f"> {home}/{Path(each.token_file).name};" in words for each in settings.machines if each.token_file)


def test_the_page_of_clusters_names_commands_and_flags_that_there_are() -> None:
    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```bash\n(.*?)```", page, flags=re.DOTALL))
    spoken = [*re.findall(r"`([^`\n]+)`", page), *blocks.splitlines()]
    found = [re.fullmatch(r"(?:REN_\w+=\S+ )?renflow ([a-z].*)", each) for each in spoken]
    commands = [shlex.split(each[1], comments=True) for each in found if each]
    assert len(commands) >= 8
    for words in commands:
        try:
            parser().parse_args(words)
        except UsageError as error:  # a command may be named without what it is about
            if "are required" not in str(error):
                raise
