"""`renflow run` with no supervisor: it brings its own, and takes it along when it leaves."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from support.command_line import FLOWS, CommandLine
from support.wait import patient, until
from workflow_engine_shared.errors import NotRunning
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.display import Display
from workflow_engine_supervisor.client import follower
from workflow_engine_supervisor.client.connection import Connection
from workflow_engine_supervisor.client.http_client import Client

OWN_FLOWS = Path(__file__).parent / "flows"
posix = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")


@pytest.fixture
def clockwork(renflow: CommandLine) -> CommandLine:
    renflow.env["REN_FLOWS"] = str(OWN_FLOWS)
    return renflow


def start_ticking(renflow: CommandLine, *words: str) -> "subprocess.Popen[bytes]":
    """A watched run that has begun to work."""
    process = renflow.start("run", "clockwork", "--thread-id", "clock", *words)
    log = renflow.home / "runs" / "clock" / "logs.jsonl"
    until(lambda: log.exists() and b"tick 3" in log.read_bytes(), what="the third tick")
    return process


def end(process: "subprocess.Popen[bytes]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=patient(60))
    return process.returncode, out.decode(), (err or b"").decode()


def test_hello_says_how_it_went(renflow: CommandLine) -> None:
    said = renflow.fresh("run", "hello", "--input", "name=Ann")
    assert said.code == 0
    assert "of hello v1: finished after " in said.out
    assert "Greet: running" in said.err
    assert "\x1b" not in said.out + said.err
    assert not (renflow.home / "supervisor.json").exists()


def test_hello_as_json(renflow: CommandLine) -> None:
    said = renflow("run", "--json", "hello", "--input", "-", stdin=b'{"name": "Ann"}')
    assert (said.code, said.err) == (0, "")
    assert said.json["status"] == "finished"
    assert said.out.count("\n") == 1


def test_inputs_are_of_the_types_that_the_flow_declares_and_files_may_begin_with_a_mark(renflow: CommandLine) -> None:
    flow = json.loads((FLOWS / "hello" / "flow.json").read_text())
    place = renflow.cwd / "marked" / "flow.json"
    place.parent.mkdir()
    place.write_bytes(b"\xef\xbb\xbf" + json.dumps(flow).encode())
    renflow.serve("--warm-workers", "0")  # one for all three
    said = renflow("run", "--json", "./marked/flow.json", "--input", "name=2024", "--thread-id", "year")
    assert (said.code, said.err) == (0, "")
    for number, body in enumerate((b'\xef\xbb\xbf{"name": "Ann"}', '{"name": "Ann"}'.encode("utf-16"))):
        (renflow.cwd / "in.json").write_bytes(body)
        assert renflow("run", "--json", "hello", "--input", "@in.json", "--thread-id", f"f{number}").code == 0


def test_an_input_that_does_not_fit_is_refused(renflow: CommandLine) -> None:
    said = renflow("run", "hello", "--input", "name=3", "--input", "nmae=x", "--json")
    assert said.code == 4
    assert said.problem["code"] == "INVALID_INPUT"
    assert said.problem["problems"]


@posix
def test_ctrl_c_pauses_and_says_how_to_go_on(clockwork: CommandLine) -> None:
    process = start_ticking(clockwork)
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    assert code == 5
    assert "Pausing at the next safe point" in err
    assert "run clock of clockwork v1: interrupted (paused)" in out
    home = shlex.join(["--home", str(clockwork.home)])
    assert out.splitlines()[-2:] == [
        f"  {f'renflow serve {home}':<40}  in another terminal",
        f"  renflow resume clock {home}",
    ]

    assert re.search(r"paused +\d+/\d+ ", clockwork.fresh("runs").out), "the list says how far it came"
    assert clockwork("resume", "clock").code == 3
    clockwork.serve()
    assert clockwork("resume", "clock", "--set", "stop=true").code == 0
    until(lambda: clockwork("show", "clock", "--json").json["status"] == "finished", what="the end of the resumed run")


@posix
def test_ctrl_c_twice_cancels(clockwork: CommandLine) -> None:
    process = start_ticking(clockwork, "--json")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    # The pause may take effect before the second Ctrl-C is seen: then that is how it ended.
    assert (code, json.loads(out)["status"], err) in [(1, "cancelled", ""), (5, "interrupted", "")]


@posix
def test_sigterm_leaves_and_the_run_continues_at_the_next_start(clockwork: CommandLine) -> None:
    process = start_ticking(clockwork)
    process.send_signal(signal.SIGTERM)
    code, out, err = end(process)
    assert (code, out) == (143, "")
    command = shlex.join(["renflow", "serve", "--home", str(clockwork.home)])
    assert f"continues by itself when a supervisor starts: {command}" in err
    assert "Traceback" not in err
    clockwork.serve()

    def ticks() -> int:
        lines = (clockwork.home / "runs" / "clock" / "logs.jsonl").read_text("utf-8").splitlines()
        return len(lines)

    before = ticks()
    until(lambda: ticks() > before + 3, what="ticks after the restart")


@posix
def test_a_terminal_shows_a_bar_and_is_left_as_it_was(clockwork: CommandLine) -> None:
    import pty  # POSIX only

    ours, theirs = pty.openpty()
    env = {**clockwork.env, "TERM": "xterm-256color", "COLUMNS": "100"}
    process = clockwork.start("run", "clockwork", "--thread-id", "clock", stdin=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    pressed = False
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:
            break
        shown += block
        if not pressed and b"tick 5" in shown and b"/1,000" in shown:
            pressed = True
            process.send_signal(signal.SIGINT)
    os.close(ours)
    code, out, _ = end(process)
    text = shown.decode()
    assert code == 5
    assert "ticking" in text
    assert "\x1b[31mred" not in text  # what the flow logged
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")  # the cursor is back
    assert "interrupted (paused)" in out


@posix
def test_a_supervisor_that_is_started_anew_is_found_again(clockwork: CommandLine) -> None:
    first = clockwork.serve()
    process = start_ticking(clockwork)
    first.kill()
    first.wait()
    clockwork.serve()
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    assert code == 5
    assert "does not answer" in err
    assert "interrupted (paused)" in out


def test_a_supervisor_that_stays_away_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "AWAY_SECONDS", 0.5)
    settings = Settings(home=str(tmp_path))
    with socket.socket() as nobody:  # holds the port, and does not listen
        nobody.bind(("127.0.0.1", 0))
        connection = Connection(Client(f"http://127.0.0.1:{nobody.getsockname()[1]}", ""), settings)
        with connection, pytest.raises(NotRunning) as raised:
            follower.Follower(connection, "r1", Display()).until_rest()
    assert raised.value.advice == "Start one: " + shlex.join(["renflow", "serve", "--home", str(tmp_path)])
