"""A supervisor's own life: one a home, one a port, gone without a trace."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from support.api import MINIMAL, serving
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_shared.errors import (
    AlreadyRunning,
    ConfigError,
    DatabaseNotOurs,
    HomeNotWritable,
    PortInUse,
    RenError,
)
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.server.embedded import EmbeddedServer

SERVE = (
    "import sys, msgspec\n"
    "from workflow_engine_shared.settings import Settings\n"
    "from workflow_engine_supervisor.cli.commands.serve import run_server\n"
    "sys.exit(run_server(msgspec.json.decode(sys.argv[1], type=Settings)))\n"
)


def settings(home: Path, **given: Any) -> Settings:
    # Nobody starts a run: no template has to import the engine.
    fields = {"home": str(home), "flows": str(home), "port": 0, "warm_workers": 0, "worker_processes": "spawn"}
    return Settings(**fields | given)


def read_to_the_end(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=patient(30))


def spawn(home: Path, **given: Any) -> subprocess.Popen[str]:
    fields = {"home": str(home), "flows": str(home), "port": 0, "warm_workers": 0, **given}
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, json.dumps(fields)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_it_says_where_it_is_and_takes_that_back(tmp_path: Path):
    home = tmp_path / "home"
    old_mask = os.umask(0)
    try:
        with serving(home) as api:
            info = home / "supervisor.json"
            found = json.loads(info.read_bytes())
            assert (found["pid"], found["port"], found["host"]) == (os.getpid(), api.port, "127.0.0.1")
            assert found["instance"] == api.get("/healthz").json()["instance"]
            assert stat.S_IMODE(info.stat().st_mode) == 0o600
            assert stat.S_IMODE((home / "supervisor.lock").stat().st_mode) == 0o600
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in home.glob("workflow.db*"))
    finally:
        os.umask(old_mask)
    assert not info.exists()
    assert [each.name for each in home.glob("supervisor.json*")] == []


def test_stopping_and_starting_bear_repetition(tmp_path: Path):
    for _ in range(5):
        server = EmbeddedServer(settings(tmp_path))
        url = server.start()
        assert httpx.get(f"{url}/healthz", trust_env=False, timeout=patient(30)).status_code == 200
        server.stop()
        server.stop()
        assert not server.serving
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}/healthz", trust_env=False, timeout=patient(30))
    EmbeddedServer(settings(tmp_path)).stop()


def test_a_home_has_one_supervisor(tmp_path: Path):
    with serving(tmp_path / "home") as api, pytest.raises(AlreadyRunning) as refused:
        EmbeddedServer(settings(tmp_path / "home")).start()
    assert f"process {os.getpid()}, port {api.port}" in refused.value.detail


def test_a_port_that_is_taken_is_told_and_the_home_is_free_again(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as other, pytest.raises(PortInUse):
        EmbeddedServer(settings(tmp_path, port=other.getsockname()[1])).start()
    with serving(tmp_path):
        pass


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid", ""])
def test_without_a_token_only_loopback_is_listened_on(tmp_path: Path, host: str):
    with pytest.raises(ConfigError) as refused:
        EmbeddedServer(settings(tmp_path / "home", host=host)).start()
    assert "token" in refused.value.advice
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_a_host_that_is_not_here_is_a_wrong_setting(tmp_path: Path, host: str):
    with pytest.raises(ConfigError):
        EmbeddedServer(settings(tmp_path, host=host, token="t")).start()


def test_with_a_token_every_interface_is_served(tmp_path: Path):
    with serving(tmp_path, host="0.0.0.0", token="t") as api:
        address = f"http://127.0.0.1:{api.port}"
        named = {"Host": "this-machine.lan", "Authorization": "Bearer t"}
        assert httpx.get(f"{address}/runs", headers=named, trust_env=False, timeout=patient(30)).status_code == 200
        assert (
            httpx.get(f"{address}/runs", headers={"Host": "x"}, trust_env=False, timeout=patient(30)).status_code == 401
        )


def test_localhost_and_ipv6_can_be_served(tmp_path: Path):
    with serving(tmp_path / "a", host="localhost") as api:
        assert api.get("/healthz").status_code == 200
    if socket.has_ipv6:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            return
        with serving(tmp_path / "b", host="::1") as api:
            assert api.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda home: home.write_text("a file"), HomeNotWritable),
        (lambda home: (home.mkdir(), (home / "workflow.db").write_text("something else" * 100)), DatabaseNotOurs),
    ],
)
def test_a_home_that_cannot_be_used_is_told_and_left(tmp_path: Path, prepare: Any, error: type[RenError]):
    home = tmp_path / "home"
    prepare(home)
    with pytest.raises(error):
        EmbeddedServer(settings(home)).start()
    assert not (home / "supervisor.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_asked_to_end(tmp_path: Path, number: int):
    process = spawn(tmp_path / "home")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("renflow is listening on http://127.0.0.1:")
        assert f"(data in {tmp_path / 'home'})" in line
        url = line.split()[4]
        assert httpx.get(f"{url}/healthz", trust_env=False, timeout=patient(30)).status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=patient(60))
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err
    assert not (tmp_path / "home" / "supervisor.json").exists()


def test_open_streams_do_not_hold_it(tmp_path: Path):
    process = spawn(tmp_path / "home")
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[4]
        with httpx.Client(base_url=url, trust_env=False, timeout=patient(30)) as client:
            client.post("/flows", json={"name": "x", "id": "x"})
            client.post("/flows/x/versions", json={"dsl": MINIMAL})
            client.post("/runs/start", json={"flow_id": "x", "version": 1, "thread_id": "open"})
            watched = f"{url.replace('http', 'ws')}/runs/open/events"
            with client.stream("GET", "/runs/open/events") as answer, connect(watched) as pushed:
                lines = answer.iter_lines()
                until(lambda: "status" in next(lines), what="the first event")
                process.send_signal(signal.SIGTERM)
                for _ in lines:
                    pass
                with pytest.raises(ConnectionClosed) as closed:
                    read_to_the_end(pushed)
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code in {1001, 1012}
        process.communicate(timeout=patient(60))
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("given", "code", "word"), [({"host": "0.0.0.0"}, 2, "CONFIG_ERROR"), ({}, 3, "ALREADY_RUNNING")]
)
def test_exit_codes_and_words_tell_why_it_did_not_start(tmp_path: Path, given: dict[str, str], code: int, word: str):
    with serving(tmp_path / "home"):
        process = spawn(tmp_path / "home", **given)
        out, err = process.communicate(timeout=patient(60))
    assert (process.returncode, out) == (code, "")
    assert word in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_a_wrong_setting(tmp_path: Path):
    with serving(tmp_path / "one") as api:
        process = spawn(tmp_path / "two", port=api.port)
        _, err = process.communicate(timeout=patient(60))
    assert process.returncode == 2
    assert "PORT_IN_USE" in err


def test_a_killed_supervisor_leaves_the_home_free(tmp_path: Path):
    process = spawn(tmp_path / "home")
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=patient(60))
    assert (tmp_path / "home" / "supervisor.json").exists()
    with serving(tmp_path / "home") as api:
        assert api.get("/healthz").status_code == 200
