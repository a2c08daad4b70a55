"""Threats, row by row (S-06, S-11 to S-38), that test_security.py and the worker's tests do not have."""

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from support.api import Api, serving
from support.rows import Send, check_refused, get, post, raw, refused, row
from support.wait import patient, until
from workflow_engine_shared.errors import HomeOnNetwork, HomeUnsafe, PortInUse
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.doctor import environment
from workflow_engine_supervisor.home import safety
from workflow_engine_supervisor.home.finding import Verdict
from workflow_engine_supervisor.home.safety import Mount
from workflow_engine_supervisor.server.embedded import EmbeddedServer

#: Rows without a test here, and why.
ABSENT = {
    "S-18": "no node writes files; functions are held by the worker's audit hook (tests/process)",
    "S-22": "there is no import of archives",
    "S-23": "there is no import of YAML",
    "S-25": "http nodes: tests/pure/web, tests/process/test_http_nodes.py",
    "S-26": "http nodes: tests/pure/web/test_requests.py, tests/process/test_http_nodes.py",
    "S-29": "requirements are checked where they are installed (tests/pure, tests/process)",
    "S-30": "checkpoints are read without importing anything: tests/storage/test_checkpoints.py",
    "S-31": "masking has tests of its own: tests/pure/secrets, and tests/process/test_secrets.py",
    "S-32": "there is no socket between supervisor and workers: pipes are inherited, and private before user code runs",
    "S-27": "tests/pure/dsl/test_hostile.py and tests/pure/jsonlogic",
}

POST = b"POST /schedules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET_METRICS = ["/metrics", "/openapi.json", "/docs", "/system", "/runs/x/metrics"]


def _overridden(api: Api) -> Any:
    """A POST that pretends to be a DELETE is a POST: it resumes nothing and deletes nothing."""
    from support.rows import of

    return of(api.client.post("/runs/target/resume", headers={"X-HTTP-Method-Override": "DELETE"}))


REFUSED = [
    *(
        refused("S-06", kind or "none", post("/flows", b'{"name": "x"}', **{"Content-Type": kind}), {403, 415}, None)
        for kind in ("text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
    ),
    *(
        refused("S-16", name, post("/runs/start", json.dumps({"flow_id": "x", "thread_id": name}).encode()), 422, None)
        for name in ("CON", "nul.txt", "NUL.tar.gz", "COM1", "COM¹", "con ", "x.", "x:stream")
    ),
    *(
        refused("S-17", query, get(f"/runs/target/logs?download=1&{query}"), 422, "UNKNOWN_FIELD")
        for query in ("file=../../workflow.db", "file=/etc/passwd", "file=%5c..%5c")
    ),
    refused("S-20", "announced", raw(POST + b"Content-Length: 1048577\r\n\r\n"), 413, "BODY_TOO_LARGE"),
    refused("S-20", "chunked", lambda api: _chunked(api, 1024 * 1024 + 1), 413, "BODY_TOO_LARGE"),
    refused("S-20", "length -1", raw(POST + b"Content-Length: -1\r\n\r\n{}"), 400, "INVALID_REQUEST"),
    refused("S-20", "gzip", post("/flows", b"{}", **{"Content-Encoding": "gzip"}), 415, "UNSUPPORTED_MEDIA_TYPE"),
    *(
        refused("S-28", ref, lambda api, ref=ref: _version(api, ref), 422, None)
        for ref in ("module:attr", "a b", "builtins.eval ", "ｏs.system", "x.__class__.y", "")
    ),
    *(
        refused(
            "S-37",
            f"{method} {path}",
            lambda api, method=method, path=path: _method(api, method, path),
            405,
            "METHOD_NOT_ALLOWED",
        )
        for method, path in (
            ("TRACE", "/flows"),
            ("HEAD", "/runs/start"),
            ("PUT", "/runs/target"),
            ("PATCH", "/runs/target"),
        )
        if method != "HEAD"
    ),
    refused("S-37", "override", _overridden, 409, "INVALID_STATE"),
]


def _chunked(api: Api, size: int) -> Any:
    from support.rows import of

    pieces = (b" " * 65536 for _ in range(size // 65536 + 1))
    return of(api.client.post("/schedules", content=pieces, headers={"Content-Type": "application/json"}))


def _version(api: Api, ref: str) -> Any:
    from support.rows import of

    if api.get("/flows/refs").status_code == 404:
        api.post("/flows", {"name": "refs", "id": "refs"})
    nodes = [
        {"id": "start", "type": "start"},
        {"id": "n", "type": "python", "data": {"codeRef": ref}},
        {"id": "end", "type": "end"},
    ]
    edges = [{"source": "start", "target": "n"}, {"source": "n", "target": "end"}]
    return of(api.post("/flows/refs/versions", {"dsl": {"nodes": nodes, "edges": edges}}))


def _method(api: Api, method: str, path: str) -> Any:
    from support.rows import of

    return of(api.client.request(method, path))


@pytest.fixture(scope="module", autouse=True)
def _target(api: Api) -> None:
    api.run("target")


@pytest.mark.parametrize(("send", "statuses", "code"), REFUSED)
def test_it_is_refused(api: Api, send: Send, statuses: set[int], code: str | None):
    before = (api.get("/flows/refs").status_code,)
    if before == (404,):
        api.post("/flows", {"name": "refs", "id": "refs"})
    check_refused(api, send, statuses, code)


@row("S-28")
@pytest.mark.parametrize("ref", ["os.system", "builtins.eval", "shop.cuont"])
def test_only_registered_functions_are_published(api: Api, ref: str, row: str):
    flow = f"whitelist-{ref.replace('.', '-')}"
    api.post("/flows", {"name": "x", "id": flow})
    nodes = [
        {"id": "start", "type": "start"},
        {"id": "n", "type": "python", "data": {"codeRef": ref}},
        {"id": "end", "type": "end"},
    ]
    edges = [{"source": "start", "target": "n"}, {"source": "n", "target": "end"}]
    api.post(f"/flows/{flow}/versions", {"dsl": {"nodes": nodes, "edges": edges}})
    with api.unchanged():
        answer = api.post(f"/flows/{flow}/versions/1/publish")
    assert answer.status_code == 422
    assert "UNKNOWN_FUNCTION" in answer.text


# -- the data directory --------------------------------------------------------------------------------------------


def _settings(home: Path, **given: Any) -> Settings:
    return Settings(**{"home": str(home), "flows": str(home), "port": 0, "warm_workers": 0, **given})


def _linked(tmp_path: Path) -> Path:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "home").symlink_to(tmp_path / "real")
    return tmp_path / "home"


def _open_to_all(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o777)
    return tmp_path / "home"


def _anothers(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir(mode=0o700)
    if os.geteuid() != 0:
        pytest.skip("only root can give a directory away")
    os.chown(tmp_path / "home", 12345, 12345)
    return tmp_path / "home"


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes and owners")
@pytest.mark.parametrize(
    ("make", "word"),
    [
        pytest.param(_linked, "symbolic link", id="S-14 a link"),
        pytest.param(_open_to_all, "everybody", id="S-14 open to all"),
        pytest.param(_anothers, "another user", id="S-14 B-87 another's"),
    ],
)
def test_an_unsafe_home_is_refused(tmp_path: Path, make: Callable[[Path], Path], word: str):
    home = make(tmp_path)
    with pytest.raises(HomeUnsafe, match=word):
        EmbeddedServer(_settings(home)).start()
    assert list(home.iterdir()) == []


@row("S-14 on the network")
def test_a_home_on_the_network_is_refused_unless_it_is_allowed(
    tmp_path: Path, row: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(safety, "mounts", lambda: [Mount("/", "nfs4")])
    with pytest.raises(HomeOnNetwork, match="nfs4"):
        EmbeddedServer(_settings(tmp_path / "home")).start()
    assert not (tmp_path / "home").exists()
    with serving(tmp_path / "home", allow_network_home=True) as api:
        warnings = {each["check"]: each["verdict"] for each in api.get("/system").json()["warnings"]}
        assert api.get("/healthz").status_code == 200
    assert warnings.get("file_system", "warning") == "warning"


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize("mask", [pytest.param(mask, id=f"S-13 {mask:03o}") for mask in (0o000, 0o077)])
def test_files_are_the_owners_only(tmp_path: Path, mask: int):
    before = os.umask(mask)
    try:
        with serving(tmp_path / "home", token="t") as api:
            paths = api.run("private")
            assert stat.S_IMODE(api.home.stat().st_mode) == 0o700
            assert stat.S_IMODE(paths.root.stat().st_mode) == 0o700
            for each in (*api.home.glob("workflow.db*"), api.home / "supervisor.json", api.home / "supervisor.lock"):
                assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    finally:
        os.umask(before)


# -- who listens ---------------------------------------------------------------------------------------------------


@row("S-11")
def test_without_a_token_only_loopback_is_served(tmp_path: Path, row: str):
    env = {**os.environ, "REN_HOME": str(tmp_path / "home")}
    words = [sys.executable, "-m", "workflow_engine", "serve", "--host", "0.0.0.0", "--port", "0", "--json"]
    done = subprocess.run(
        words, env=env, capture_output=True, text=True, timeout=patient(60), check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (2, "")
    problem = json.loads(done.stderr)
    assert problem["code"] == "CONFIG_ERROR"
    assert "--token" in problem["hint"]


@row("S-12")
def test_the_token_is_told_to_nobody(tmp_path: Path, row: str):
    token = "t0ken-nobody-may-see"
    env = {**os.environ, "REN_TOKEN": token, "REN_HOME": str(tmp_path / "home")}
    words = [sys.executable, "-m", "workflow_engine", "serve", "--port", "0", "--warm-workers", "1", "--json"]
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as served:
        try:
            assert served.stdout is not None
            url = json.loads(served.stdout.readline())["url"]
            named = {"Authorization": f"Bearer {token}"}
            answers = [
                httpx.get(f"{url}{path}", headers=named, trust_env=False, timeout=patient(30))
                for path in ("/system", "/metrics", "/nothing")
            ]
            answers.append(httpx.get(f"{url}/runs?token={token}", trust_env=False, timeout=patient(30)))
            tree = until(lambda: psutil.Process(served.pid).children(recursive=True), what="a spare worker")
            for process in (psutil.Process(served.pid), *tree):
                assert token not in " ".join(process.cmdline())
            for process in tree:
                assert token not in str(process.environ())
        finally:
            served.terminate()
            out, err = served.communicate(timeout=patient(30))
    assert token not in out + err
    for answer in answers:
        assert token not in answer.text
        assert answer.headers["referrer-policy"] == "no-referrer"
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes(), path


@row("S-33")
def test_a_port_that_is_taken_is_never_exchanged_for_another(tmp_path: Path, row: str):
    with closing(socket.create_server(("127.0.0.1", 0))) as other, pytest.raises(PortInUse):
        EmbeddedServer(_settings(tmp_path / "home", port=other.getsockname()[1])).start()


@pytest.mark.parametrize("path", [pytest.param(path, id=f"S-36 {path}") for path in GET_METRICS])
def test_descriptions_and_figures_need_the_token(guarded: Api, path: str):
    answer = httpx.get(f"{guarded.url}{path}", trust_env=False, timeout=patient(30))
    assert answer.status_code == 401
    assert "http" not in answer.text.replace("/system", "")


@row("S-38 B-87")
def test_what_is_dangerous_is_said_at_each_start(tmp_path: Path, row: str, caplog: pytest.LogCaptureFixture):
    open_to_all = environment.exposure(_settings(tmp_path, host="0.0.0.0", token="t"))
    assert (open_to_all.verdict, "not encrypted" in open_to_all.detail) == (Verdict.WARNING, True)
    assert environment.exposure(_settings(tmp_path)).verdict is Verdict.OK
    expected = Verdict.WARNING if os.name != "nt" and os.geteuid() == 0 else Verdict.OK
    assert environment.user().verdict is expected
    words = [sys.executable, "-m", "workflow_engine", "serve", "--host", "0.0.0.0", "--port", "0"]
    env = {**os.environ, "REN_HOME": str(tmp_path / "home"), "REN_TOKEN": "t"}
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as served:
        assert served.stdout is not None
        served.stdout.readline()
        served.terminate()
        _, err = served.communicate(timeout=patient(30))
    assert "not encrypted" in err
    assert ("runs as root" in err) == (expected is Verdict.WARNING)
