"""Without a supervisor: one sentence, the command that mends it, exit code 3."""

import json
import re
import shlex
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from support.command_line import CommandLine

NEED_ONE = [
    ["runs"],
    ["show", "r1"],
    ["logs", "r1"],
    ["pause", "r1"],
    ["resume", "r1"],
    ["cancel", "r1"],
    ["retry", "r1"],
    ["fork", "r1"],
    ["delete", "r1"],
    ["flows", "list"],
    ["flows", "push", "hello"],
    ["flows", "publish", "hello"],
]


@pytest.mark.parametrize("words", NEED_ONE, ids=" ".join)
def test_commands_that_need_one_say_how_to_start_it(renflow: CommandLine, words: list[str]) -> None:
    said = renflow.here(*words)
    assert (said.code, said.out) == (3, "")
    assert "[NOT_RUNNING]" in said.err
    assert shlex.join(["renflow", "serve", "--home", str(renflow.home)]) in said.err


def test_as_json(renflow: CommandLine) -> None:
    said = renflow.fresh("runs", "--json")
    assert said.code == 3
    assert said.problem["code"] == "NOT_RUNNING"
    assert said.problem["hint"].startswith("Start one: renflow serve")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pid": 1}', "\x00", '{"pid": 1, "port": "x"}'])
def test_a_broken_supervisor_file_is_no_supervisor(renflow: CommandLine, content: str) -> None:
    renflow.home.mkdir()
    (renflow.home / "supervisor.json").write_text(content)
    said = renflow.here("runs")
    assert (said.code, said.out) == (3, "")
    assert "Traceback" not in said.err


def test_a_supervisor_file_left_behind_is_no_supervisor(renflow: CommandLine) -> None:
    with socket.socket() as nobody:  # holds the port, and does not listen
        nobody.bind(("127.0.0.1", 0))
        point_at(renflow, nobody.getsockname()[1])
        said = renflow("runs")
    assert (said.code, said.out) == (3, "")
    assert "No supervisor answers" in said.err


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-other\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{"instance": "other"}',
    ],
    ids=[f"B-81 {what}" for what in ("SSH", "nothing", "no JSON", "no page", "a redirect", "another home")],
)
def test_another_program_on_the_port_is_no_supervisor(renflow: CommandLine, answer: bytes) -> None:
    with answering(answer) as port:
        point_at(renflow, port)
        said = renflow.here("runs", "--json")
    assert said.code == 3
    assert said.problem["code"] == "NOT_RUNNING"


def point_at(renflow: CommandLine, port: int) -> None:
    renflow.home.mkdir()
    info = {"pid": 1, "port": port, "host": "127.0.0.1", "instance": "mine", "started_at": ""}
    (renflow.home / "supervisor.json").write_text(json.dumps(info))


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A program that gives everyone the same answer."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_what_a_run_left_is_read_from_the_files(renflow: CommandLine) -> None:
    ran = renflow("run", "hello", "--input", "name=张三", "--thread-id", "first")
    assert ran.code == 0, ran.err
    assert "result:\n  text: Hello, 张三!" in ran.out
    assert shlex.join(["renflow", "rerun", "first", "--home", str(renflow.home)]) in ran.out
    again = renflow.fresh("rerun", "first", "--input", "name=李四", "--thread-id", "second", "--json")
    assert (again.code, again.json["result"]["state"]) == (0, {"text": "Hello, 李四!"})
    outputs = renflow.home / "runs" / "first" / "outputs"
    (outputs / "deep").mkdir()
    (outputs / "deep" / "a.txt").write_text("A")

    shown = renflow.here("show", "first")
    assert (shown.code, shown.err) == (0, "")
    assert "text: Hello, 张三!" in shown.out
    assert "deep/a.txt  1 B" in shown.out
    view = renflow.here("show", "first", "--json").json
    assert (view["status"], view["result"]["state"]) == ("finished", {"text": "Hello, 张三!"})
    assert (view["progress"]["done"], view["progress"]["total"]) == (3, 3)
    assert "Run first is finished." in renflow.here("logs", "first").out
    assert renflow.here("logs", "first", "-f", "--level", "ERROR").out == ""
    assert renflow.here("state", "first", "text").out == "Hello, 张三!\n"
    assert renflow.here("state", "first", "--json").json["values"]["name"] == "张三"
    assert renflow.here("state", "first", "txet").code == 2
    assert renflow.here("watch", "first", "--json").json["result"]["files"][0]["name"] == "deep/a.txt"

    assert renflow.here("artifacts", "first", "--json").json["items"] == [{"name": "deep/a.txt", "size": 1}]
    assert renflow.here("artifacts", "first", "--zip").code == 0
    with zipfile.ZipFile(renflow.cwd / "first.zip") as packed:
        assert packed.read("deep/a.txt") == b"A"
    assert renflow.here("artifacts", "first", "--zip").code == 2, "nothing is replaced"

    missed = renflow.here("show", "frist", "--json")
    assert missed.code == 4
    assert missed.problem["detail"] == "There is no run 'frist'. Did you mean 'first'?"
    assert missed.problem["hint"] == "'renflow runs' lists the runs that exist."
    assert re.findall(r"(?m)^(first|second) .* finished ", renflow.here("runs", "--flow", "hello").out) == [
        "second",
        "first",
    ]
    listed = renflow.here("runs", "--from=-1h", "--sort", "created", "--order", "asc", "--limit", "1", "--json").json
    assert ([run["thread_id"] for run in listed["items"]], listed["total"]) == (["first"], 2)
    assert renflow.here("runs", "--status", "error").out == "no runs\n"
    assert [flow["id"] for flow in renflow.here("flows", "list", "--json").json["items"]] == ["hello"]
    assert renflow.here("runs", "--flow", "helo").code == 4
    assert renflow.here("runs", "--from", "soon", "--json").problem["problems"][0]["pointer"] == "?started_from"
    assert renflow.here("runs", "--view", "mine").code == 2
    searched = renflow.here("runs", "--q", "张")
    assert (searched.code, "Only a supervisor searches" in searched.err) == (3, True)
    assert "Did you mean 'hello'?" in renflow.here("flows", "check", "helo").err
    assert "Did you mean 'show'?" in renflow.here("shwo", "first").err

    compared = renflow.here("compare", "first", "second").out
    assert "  ~ name: 张三 -> 李四\n" in compared
    assert "  - deep/a.txt  1 B -> none" in compared
