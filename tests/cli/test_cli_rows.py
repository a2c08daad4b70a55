"""What people and scripts type wrongly, row by row (B-80 to B-87)."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import test_cli_no_supervisor

from support.command_line import SECONDS, CommandLine
from support.wait import patient

B_80 = {
    "B-80 no command": [],
    "B-80 unknown command": ["dance"],
    "B-80 unknown flag": ["runs", "--colour"],
    "B-80 a missing value": ["runs", "--limit"],
    "B-80 a flag twice": ["serve", "--port", "0", "--port", "0"],
    "B-80 port -1": ["serve", "--port", "-1"],
    "B-80 port 70000": ["serve", "--port", "70000"],
    "B-80 port abc": ["serve", "--port", "abc"],
    "B-80 an abbreviation": ["serve", "--por", "0"],
    "B-80 a missing id": ["delete"],
    "B-80 a bad id": ["fork", "a/b"],
}


@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in B_80.items()])
def test_wrong_usage_ends_with_2_and_the_usage_on_stderr(renflow: CommandLine, words: list[str]) -> None:
    said = renflow(*words)
    assert said.quiet_usage_error()
    assert "usage:" in said.err


@pytest.mark.skipif(os.name == "nt", reason="ports below 1024 are free on Windows")
@pytest.mark.parametrize("port", [pytest.param("22", id="B-80 port 22")])
def test_a_port_that_is_not_ours_is_a_wrong_setting(renflow: CommandLine, port: str) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may take any port")
    said = renflow("serve", "--port", port, "--json")
    assert (said.code, said.problem["code"]) == (2, "PORT_IN_USE")


@pytest.mark.parametrize(
    "words", [pytest.param(["runs"], id="B-82 runs"), pytest.param(["delete", "x"], id="B-82 delete")]
)
def test_errors_are_json_where_json_was_asked_for(renflow: CommandLine, words: list[str]) -> None:
    said = renflow(*words, "--json")
    assert (said.code, said.problem["code"]) == (3, "NOT_RUNNING")
    assert set(said.problem) == {"code", "detail", "hint", "problems"}


B_83 = {
    "B-83 an unknown key": (b"prot = 1", "port"),
    "B-83 a wrong type": (b'port = "many"', "port"),
    "B-83 out of range": (b"max_active_runs = 0", "max_active_runs"),
    "B-83 no TOML": (b"port 8000", "config.toml"),
    "B-83 a duplicate": (b"port = 1\nport = 2", "config.toml"),
    "B-83 no UTF-8": (b"port = '\xff'", "config.toml"),
    "B-83 a network home that is not yes or no": (b'allow_network_home = "maybe"', "allow_network_home"),
}


@pytest.mark.parametrize(("content", "word"), [pytest.param(*case, id=name) for name, case in B_83.items()])
def test_a_wrong_config_file_is_told(renflow: CommandLine, content: bytes, word: str) -> None:
    renflow.home.mkdir(mode=0o700)
    (renflow.home / "config.toml").write_bytes(content)
    said = renflow("serve", "--json")
    assert (said.code, said.problem["code"]) == (2, "CONFIG_ERROR")
    assert word in said.problem["detail"]


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"", id="B-83 empty"), pytest.param(b"\xef\xbb\xbfgrace = 1.5\n", id="B-83 a byte-order mark")],
)
def test_odd_but_right_config_files_are_read(renflow: CommandLine, content: bytes) -> None:
    renflow.home.mkdir(mode=0o700)
    (renflow.home / "config.toml").write_bytes(content)
    assert renflow("doctor", env={"REN_PORT": "0"}).code == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize("row", [pytest.param("", id="B-83 unreadable")])
def test_a_config_file_nobody_may_read_is_told(renflow: CommandLine, row: str) -> None:
    renflow.home.mkdir(mode=0o700)
    (renflow.home / "config.toml").mkdir()
    said = renflow("serve", "--json")
    assert (said.code, said.problem["code"]) == (2, "CONFIG_ERROR")


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), 2**30), id="B-83 1 GB"),
        pytest.param(os.mkfifo, id="B-83 a pipe"),
    ],
)
def test_a_config_file_that_is_none_is_not_read(renflow: CommandLine, make: Callable[[Path], None]) -> None:
    renflow.home.mkdir(mode=0o700)
    make(renflow.home / "config.toml")
    said = renflow("serve", "--json")
    assert (said.code, said.problem["code"]) == (2, "CONFIG_ERROR")


B_83_VARIABLES = {
    "B-83 REN_PORT": {"REN_PORT": "x"},
    "B-83 REN_GRACE": {"REN_GRACE": "-1"},
    "B-83 REN_WARM": {"REN_WARM_WORKERS": "1.5"},
}


@pytest.mark.parametrize("env", [pytest.param(env, id=name) for name, env in B_83_VARIABLES.items()])
def test_a_wrong_variable_is_told(renflow: CommandLine, env: dict[str, str]) -> None:
    said = renflow("serve", "--json", env=env)
    assert (said.code, said.problem["code"]) == (2, "CONFIG_ERROR")
    assert next(iter(env)).removeprefix("REN_").lower() in said.problem["detail"]


B_84 = {
    "B-84 relative": ("some/home", "work/some/home"),
    "B-84 a slash behind it": ("{folder}/h/", "h"),
    "B-84 with ~": ("~/h", "user/h"),
    "B-84 with ..": ("{folder}/a/../h", "a/../h"),
}


@pytest.mark.parametrize(("given", "found"), [pytest.param(*case, id=name) for name, case in B_84.items()])
def test_a_home_is_resolved(renflow: CommandLine, tmp_path: Path, given: str, found: str) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "a").mkdir()
    env = {
        "REN_HOME": given.format(folder=tmp_path),
        "HOME": str(tmp_path / "user"),
        "USERPROFILE": str(tmp_path / "user"),
    }
    said = renflow("doctor", "--json", env=env | {"REN_PORT": "0"})
    assert said.code == 0, said
    modes = next(each for each in said.json["findings"] if each["check"] == "modes")
    assert str(tmp_path / found) in modes["detail"]


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX are bytes")
@pytest.mark.parametrize("row", [pytest.param("", id="B-84 bytes")])
def test_a_home_of_bytes_ends_in_words(renflow: CommandLine, tmp_path: Path, row: str) -> None:
    env = {**renflow.env, "REN_HOME": os.fsencode(tmp_path) + b"/h\xff"}
    done = subprocess.run(
        renflow.argv("doctor", "--json"),
        env=env,
        capture_output=True,
        timeout=patient(SECONDS),
        check=False,
        cwd=tmp_path,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in {0, 1, 2}


B_85 = {
    "B-85 a file that is not there": ["run", "hello", "--input", "@missing.json"],
    "B-85 a directory": ["run", "hello", "--input", "@."],
    "B-85 bytes": [b"run", b"hello", b"--input", b"name=\xff"],
    "B-85 bytes in an id": [b"delete", b"a\xff"],
    "B-85 bytes in a checkpoint": [b"fork", b"a", b"--checkpoint", b"\xff"],
}


@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in B_85.items()])
def test_arguments_that_cannot_be_sent_are_refused(renflow: CommandLine, words: list[str | bytes]) -> None:
    assert renflow(*words).quiet_usage_error()


@pytest.mark.parametrize("size", [pytest.param(100 * 2**20, id="B-85 100 MB on stdin")])
def test_a_huge_stdin_is_refused(renflow: CommandLine, size: int) -> None:
    said = renflow("run", "hello", "--input", "-", stdin=b" " * size)
    assert said.quiet_usage_error()


@pytest.mark.parametrize(
    ("number", "code"),
    [pytest.param(signal.SIGINT, 0, id="B-86 Ctrl-C"), pytest.param(signal.SIGTERM, 0, id="B-86 SIGTERM")],
)
def test_a_server_that_is_asked_to_end_ends(renflow: CommandLine, number: int, code: int) -> None:
    process = renflow.start("serve", "--port", "0", "--warm-workers", "0", "--json")
    assert process.stdout is not None
    json.loads(process.stdout.readline())
    process.send_signal(number)
    _, err = process.communicate(timeout=patient(30))
    assert process.returncode == code
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize(
    "mode", [pytest.param(0o777, id="B-87 open to all"), pytest.param(0o702, id="B-87 open to others")]
)
def test_an_unsafe_home_is_refused(renflow: CommandLine, mode: int) -> None:
    renflow.home.mkdir()
    renflow.home.chmod(mode)
    said = renflow("serve", "--port", "0", "--json")
    assert (said.code, said.problem["code"]) == (2, "HOME_UNSAFE")
    assert list(renflow.home.iterdir()) == []
    found = renflow("doctor", "--json", env={"REN_PORT": "0"})
    home = next(each for each in found.json["findings"] if each["check"] == "home")
    assert (found.code, home["verdict"]) == (1, "error")
    assert stat.S_IMODE(renflow.home.stat().st_mode) == mode


@pytest.mark.parametrize("row", [pytest.param("", id="B-82 a pipe nobody reads")])
def test_a_broken_pipe_ends_without_a_word(renflow: CommandLine, row: str) -> None:
    process = renflow.start("functions", "--flows", str(Path(__file__).parent / "flows"))
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stdout = None
    assert process.wait(patient(SECONDS)) in {0, 141}
    assert b"Traceback" not in err


def test_each_row_has_a_test() -> None:
    marks = [
        mark
        for module in (sys.modules[__name__], test_cli_no_supervisor)
        for name, test in vars(module).items()
        if name.startswith("test_") and callable(test)
        for mark in getattr(test, "pytestmark", ())
        if mark.name == "parametrize"
    ]
    ids = [str(each.id) for mark in marks for each in mark.args[1] if hasattr(each, "id")]
    lists = [mark.kwargs["ids"] for mark in marks if isinstance(mark.kwargs.get("ids"), list)]
    ids += [str(each) for names in lists for each in names]
    found = set(re.findall(r"B-8\d", " ".join(ids)))
    assert found == {f"B-8{digit}" for digit in range(8)}
