"""`renflow retry`, `fork` and `delete`, beside a supervisor at work; `serve --json`."""

import json
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command_line import WITHOUT_WORKERS, CommandLine
from support.wait import patient, until
from workflow_engine_shared.paths import Home


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    with CommandLine(tmp_path_factory.mktemp("served")) as command_line:
        command_line.serve()
        assert command_line("run", "hello", "--thread-id", "first", "--input", "name=Ann").code == 0
        yield command_line


def test_a_fork_is_a_new_run(served: CommandLine) -> None:
    checkpoints = served.fresh("show", "first", "--json")
    assert checkpoints.code == 0
    said = served.fresh("fork", "first", "--thread-id", "second", "--set", "name=Bob", "--json")
    assert said.code == 0, said
    assert (said.json["thread_id"], said.json["forked_from"]["thread_id"]) == ("second", "first")
    again = served("fork", "first", "--thread-id", "second", "--set", "name=Bob")
    assert (again.code, again.out) == (0, "run second goes on from run first\n")
    other = served("fork", "first", "--thread-id", "second", "--json")
    assert (other.code, other.problem["code"]) == (4, "RUN_EXISTS")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["fork", "first", "--checkpoint", "nowhere"], "CHECKPOINT_NOT_FOUND"),
        (["fork", "nobody"], "RUN_NOT_FOUND"),
        (["delete", "nobody"], "RUN_NOT_FOUND"),
        (["retry", "first"], "INVALID_STATE"),
        (["fork", "first", "--set", "__ctl=1"], "INVALID_UPDATES"),
    ],
)
def test_what_the_server_refuses_is_passed_on(served: CommandLine, words: list[str], code: str) -> None:
    said = served(*words, "--json")
    assert (said.code, said.problem["code"]) == (4, code)


def test_a_failed_run_is_tried_again(served: CommandLine) -> None:
    flow = Path(served.cwd / "fails.json")
    nodes = [
        {"id": "start", "type": "start"},
        {"id": "choose", "type": "condition", "data": {"expr": {"var": "nothing"}}},
        {"id": "end", "type": "end"},
    ]
    edges = [{"source": "start", "target": "choose"}, {"source": "choose", "target": "end", "data": {"when": "yes"}}]
    flow.write_text(json.dumps({"nodes": nodes, "edges": edges}))
    assert served("run", str(flow), "--thread-id", "failed").code == 1
    said = served("retry", "failed")
    assert (said.code, said.out) == (0, "run failed goes on at the node that failed, with its failed items\n")


def test_a_run_that_is_over_is_deleted(served: CommandLine) -> None:
    assert served("run", "hello", "--thread-id", "short").code == 0
    folder = Home(served.home).run("short").root
    assert folder.exists()
    said = served("delete", "short", "--json")
    assert (said.code, said.json) == (0, {"thread_id": "short", "deleted": True})
    assert not folder.exists()
    assert served("show", "short").code == 4
    assert served("run", "hello", "--thread-id", "short").code == 0
    assert served("delete", "short").out == "run short and all its files are deleted\n"


@pytest.mark.parametrize("words", [["delete"], ["fork"], ["retry"], ["fork", "a", "--checkpoint"], ["delete", "a/b"]])
def test_wrong_usage(served: CommandLine, words: list[str]) -> None:
    assert served(*words).quiet_usage_error()


def test_serve_says_json_where_json_was_asked_for_and_opens_the_console(renflow: CommandLine) -> None:
    seen = renflow.cwd / "seen"
    browser = shlex.join([sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(seen)])
    env = renflow.env | WITHOUT_WORKERS | {"BROWSER": f"{browser} %s"}
    process = renflow.start("serve", "--port", "0", "--json", "--open", env=env)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    assert set(told) == {"url", "console", "home", "pid"}
    assert (told["home"], told["pid"]) == (str(renflow.home), process.pid)
    assert told["console"] == f"{told['url']}/console/"
    until(lambda: seen.exists() and seen.read_text() == told["console"], what="the browser that was told to open")
    second = renflow("serve", "--port", "0", "--json")
    assert (second.code, second.problem["code"]) == (3, "ALREADY_RUNNING")
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=patient(30))
    assert (process.returncode, out) == (0, b"")
