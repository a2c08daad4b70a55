"""`renflow service`, as a user starts it. The service manager is a stand-in: test machines have none of their own."""

import json
import os
import sys
from pathlib import Path

import pytest

from support.command_line import CommandLine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is one of systemd")
#: Keeps what it was told, and answers whether the unit runs.
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$SYSTEMCTL_LOG"
case "$2" in
  enable) [ -e "$SYSTEMCTL_LOG.broken" ] && { echo "Failed to connect to bus" >&2; exit 1; }
    touch "$SYSTEMCTL_LOG.on" ;;
  disable) rm -f "$SYSTEMCTL_LOG.on" ;;
  is-active) [ -e "$SYSTEMCTL_LOG.on" ] && echo active && exit 0; echo inactive; exit 3 ;;
esac
"""


class Machine:
    """A user's machine, as far as a service goes."""

    def __init__(self, renflow: CommandLine, folder: Path) -> None:
        self.renflow = renflow
        self.log = folder / "told"
        self.config = folder / "config"
        bin_folder = folder / "bin"
        bin_folder.mkdir()
        bin_folder.joinpath("systemctl").write_text(SYSTEMCTL)
        bin_folder.joinpath("systemctl").chmod(0o755)
        path = os.pathsep.join([str(bin_folder), os.environ["PATH"]])
        renflow.env |= {"PATH": path, "XDG_CONFIG_HOME": str(self.config), "SYSTEMCTL_LOG": str(self.log)}

    @property
    def units(self) -> list[Path]:
        return sorted(self.config.rglob("*.service"))

    @property
    def told(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(renflow: CommandLine, tmp_path: Path) -> Machine:
    return Machine(renflow, tmp_path)


def test_its_whole_life(machine: Machine) -> None:
    renflow = machine.renflow
    missing = renflow("service", "remove", "--json")
    assert (missing.code, missing.problem["code"]) == (4, "SERVICE_NOT_INSTALLED")
    before = renflow("service", "status")
    assert (before.code, "not installed, does not run" in before.out) == (1, True)

    made = renflow.fresh("service", "install", "--port", "8123", env={"REN_PORT": "9"})
    assert made.code == 0, made
    (unit,) = machine.units
    assert "is installed and runs" in made.out
    assert "loginctl enable-linger" in made.out
    assert "REN_FLOWS, REN_PORT" in made.out, "what the service does not see is told"
    text = unit.read_text(encoding="utf-8")
    assert '"--port" "8123"' in text
    assert f'"--home" "{renflow.home}"' in text
    assert machine.told[-2:] == ["--user daemon-reload", f"--user enable --now {unit.name}"]

    told = len(machine.told)
    again = renflow("service", "install", "--port", "8123", "--json")
    assert (again.code, again.json) == (0, {"file": str(unit), "new": False})
    assert [line.split()[1] for line in machine.told[told:]] == ["is-active"]
    other = renflow("service", "install", "--json")
    assert (other.code, other.problem["code"]) == (4, "SERVICE_EXISTS")
    assert unit.read_text(encoding="utf-8") == text

    assert renflow("service", "status", "--json").json == {"file": str(unit), "installed": True, "running": True}
    gone = renflow("service", "remove")
    assert (gone.code, machine.units) == (0, [])
    assert machine.told[-2:] == [f"--user disable --now {unit.name}", "--user daemon-reload"]
    assert renflow.home.is_dir()


def test_a_manager_that_refuses_leaves_nothing(machine: Machine) -> None:
    machine.log.with_name("told.broken").touch()
    said = machine.renflow("service", "install", "--json")
    assert (said.code, said.problem["code"]) == (4, "SERVICE_FAILED")
    assert "Failed to connect to bus" in said.problem["detail"]
    assert machine.units == []
    nobody = machine.renflow("service", "install", "--json", env={"PATH": str(Path(sys.executable).parent)})
    assert "This system has no systemctl." in nobody.problem["detail"]
    assert machine.units == []


def test_it_can_be_looked_at_first(machine: Machine) -> None:
    said = machine.renflow("service", "install", "--print", "--json")
    assert said.json["commands"][-1][:4] == ["systemctl", "--user", "enable", "--now"]
    assert "[Service]" in said.json["content"]
    shown = machine.renflow("service", "install", "--print")
    assert said.json["content"].rstrip() in shown.out
    assert (machine.units, machine.told, machine.renflow.home.exists()) == ([], [], False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--port", "99999"), "99999"),
        (("--token", "secret"), "not written into a service's file"),
        (("--host", "0.0.0.0"), "no token is set"),
        (("--home", "/tmp/a\nb"), "no text"),
    ],
)
def test_wrong_use(machine: Machine, words: tuple[str, ...], told: str) -> None:
    said = machine.renflow("service", "install", *words)
    assert (said.code, said.out, told in said.err, "Traceback" in said.err) == (2, "", True, False), said
    assert machine.units == []


def test_a_log_file_takes_the_place_of_stderr(renflow: CommandLine, tmp_path: Path) -> None:
    log = tmp_path / "logs of mine" / "server.log"
    process = renflow.serve("--log-file", str(log), "--json", runs=False)
    process.terminate()
    process.wait()
    said = (renflow.cwd / "serve.log").read_text()
    assert json.loads(said)["home"] == str(renflow.home)
    assert log.is_file()
    odd = renflow("serve", "--port", "0", "--log-file", str(tmp_path))
    assert (odd.code, "--log-file" in odd.err, "Traceback" in odd.err) == (2, True, False)
