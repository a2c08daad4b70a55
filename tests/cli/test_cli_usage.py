"""What is typed wrong is said on stderr, with the usage, and nothing else happens."""

import json
import os

import pytest

from support.command_line import CommandLine
from support.wait import patient

WRONG = [
    [],
    ["flows"],
    ["srve"],
    ["flows", "psh"],
    ["serve", "--prot", "8000"],
    ["serve", "--por", "8000"],
    ["serve", "--port"],
    ["serve", "--port", "-1"],
    ["serve", "--port", "70000"],
    ["serve", "--port", "abc"],
    ["serve", "--port", "8000", "--port", "8001"],
    ["serve", "--warm-workers", "-1"],
    ["serve", "--max-active-runs", "0"],
    ["serve", "extra"],
    ["run"],
    ["run", "hello", "again"],
    ["run", "hello", "--version", "0"],
    ["run", "hello", "--thread-id", "a/b"],
    ["run", "hello", "--thread-id", "con"],
    ["runs", "--status", "asleep"],
    ["runs", "--limit", "0"],
    ["runs", "--limit", "ten"],
    ["--home", "a", "runs", "--home", "b"],
    ["show"],
    ["show", ".."],
    ["show", ""],
    ["logs", "r1", "--level", "LOUD"],
    ["logs", "-f", "--follow", "r1"],
    ["resume", "r1", "--value"],
    ["flows", "publish", "hello", "x"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_ends_with_2_and_the_usage_on_stderr(renflow: CommandLine, words: list[str]) -> None:
    said = renflow(*words)
    assert said.quiet_usage_error()
    assert said.err.startswith("usage: renflow")
    assert "[USAGE]" in said.err
    assert not renflow.home.exists()


def test_a_mistyped_flag_names_the_right_one(renflow: CommandLine) -> None:
    assert "Did you mean '--status'?" in renflow("runs", "--stauts", "running").err


def test_what_follows_a_switch_is_said_to_be_no_value_of_it(renflow: CommandLine) -> None:
    said = renflow("artifacts", "r1", "--zip", "all.zip")
    assert said.quiet_usage_error()
    assert "Unrecognized arguments: all.zip. --zip takes no value." in said.err
    assert "--out FILE" in said.err


def test_usage_errors_are_json_where_json_was_asked_for(renflow: CommandLine) -> None:
    said = renflow("runs", "--limit", "none", "--json")
    assert said.code == 2
    assert said.problem["code"] == "USAGE"
    assert "--limit" in said.problem["detail"]


def test_global_flags_stand_before_or_behind_the_command(renflow: CommandLine) -> None:
    before, behind = renflow("--json", "runs"), renflow("runs", "--json")
    assert before.problem == behind.problem


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["flows", "--help"], ["--version"]], ids=" ".join)
def test_help_is_a_result(renflow: CommandLine, words: list[str]) -> None:
    said = renflow(*words)
    assert (said.code, said.err) == (0, "")
    assert "renflow" in said.out


@pytest.mark.parametrize("module", ["workflow_engine", "workflow_engine.server"])
def test_serve_has_two_doors(renflow: CommandLine, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["serve"] if module == "workflow_engine" else []
    monkeypatch.setattr(renflow, "argv", lambda *given: [*CommandLine.argv(renflow)[:2], module, *given])
    said = renflow.fresh(*words, "--port", "70000")
    assert said.quiet_usage_error()
    assert "usage: renflow serve" in said.err


# -- values and files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["--input", "name"], "key=value"),
        (["--input", "=1"], "key=value"),
        (["--input", "a=1", "--input", "a=2"], "twice"),
        (["--input", "@missing.json"], "no file"),
        (["--input", "@."], "not a file"),
        (["--input", "@list.json"], "JSON object"),
        (["--input", "@broken.json"], "Line 1"),
        (["--input", "@list.json", "--input", "-"], "one '@FILE'"),
        (["--input", 'a={"b":1,"b":2}'], "twice"),
        (["--input", "a=" + "[" * 65 + "]" * 65], "64 levels"),
        (["--input", "a=99999999999999999999"], "64 bits"),
        ([b"--input", b"a=\xff"], "UTF-8"),
        ([b"--input", b"\xff=a"], "surrogate"),
    ],
)
def test_an_input_that_cannot_be_sent_is_refused(renflow: CommandLine, words: list[str], word: str) -> None:
    (renflow.cwd / "list.json").write_text("[1]")
    (renflow.cwd / "broken.json").write_text("{a: 1}")
    said = renflow("run", "hello", *words)
    assert said.quiet_usage_error()
    assert word in said.err


@pytest.mark.skipif(os.name == "nt", reason="preexec_fn is of POSIX")
def test_input_from_a_closed_stdin_is_refused(renflow: CommandLine) -> None:
    process = renflow.start("run", "hello", "--input", "-", preexec_fn=lambda: os.close(0))
    out, err = process.communicate(timeout=patient(30))
    assert (process.returncode, out) == (2, b"")
    assert b"closed" in err


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"\xef\xbb\xbf{}", b"{}" * 5_000_000], ids=len)
def test_a_bad_stdin_is_refused(renflow: CommandLine, body: bytes) -> None:
    said = renflow("run", "hello", "--input", "-", stdin=body)
    assert said.quiet_usage_error()
    assert "standard input" in said.err


def test_a_value_that_is_no_json_is_refused(renflow: CommandLine) -> None:
    said = renflow("resume", "r1", "--value", "yes")
    assert said.quiet_usage_error()
    assert "--value '\"yes\"'" in said.err


# -- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ("prot = 8000", "'port'"),
        ('port = "eighty"', "port"),
        ("port = 1\nport = 2", "config.toml"),
        ("[[[", "config.toml"),
    ],
)
def test_a_wrong_config_file_is_named(renflow: CommandLine, config: str, word: str) -> None:
    renflow.home.mkdir()
    (renflow.home / "config.toml").write_text(config)
    said = renflow("runs")
    assert said.quiet_usage_error()
    assert "[CONFIG_ERROR]" in said.err
    assert word in said.err


def test_a_wrong_variable_is_named(renflow: CommandLine) -> None:
    said = renflow("runs", "--json", env={"REN_PORT": "eighty"})
    assert said.code == 2
    assert said.problem["code"] == "CONFIG_ERROR"
    assert said.problem["problems"][0]["pointer"] == "environment port"


def test_a_home_of_nobody_is_an_error_in_words(renflow: CommandLine) -> None:
    said = renflow("runs", "--home", "~nobody-has-this-name")
    assert said.quiet_usage_error()
    assert "[CONFIG_ERROR]" in said.err


def test_a_token_that_no_header_can_carry_is_refused(renflow: CommandLine) -> None:
    renflow.home.mkdir()
    info = {"pid": 1, "port": 9, "host": "127.0.0.1", "instance": "mine", "started_at": ""}
    (renflow.home / "supervisor.json").write_text(json.dumps(info))
    said = renflow("runs", "--token", "a\nb")
    assert said.quiet_usage_error()
    assert "[CONFIG_ERROR]" in said.err
