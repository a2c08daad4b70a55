"""docs/proxy.md: with the settings that it prints, a proxy with TLS lets browsers and programs in, and nobody else."""

import json
import re
import ssl
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import create_connection
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection
from websockets.typing import Origin

import renflow
from support.api import Api, idle_engine, serving
from support.relay import Relay, certificate
from support.wait import patient
from support.web_socket import connect
from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.http.security.body import MAX_PIECE
from workflow_engine_supervisor.http.streams import KEEP_ALIVE_SECONDS
from workflow_engine_supervisor.server.listening import refuse_open_door

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "proxy.md").read_text(encoding="utf-8")
NAME = "renflow.example.com"
ORIGIN = f"https://{NAME}"


def fences(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


SETTINGS: dict[str, Any] = tomllib.loads(fences("toml")[0])


class Outside:
    """Another machine, whose name server knows the proxy."""

    def __init__(self, api: Api, relay: Relay, file: Path) -> None:
        self.api = api
        self.relay = relay
        self.file = file
        self.tls = ssl.create_default_context(cafile=str(file))
        self.client = httpx.Client(
            base_url=f"https://127.0.0.1:{relay.port}", verify=self.tls, trust_env=False, timeout=patient(30)
        )

    def ask(self, method: str, path: str, host: str = NAME, **options: Any) -> httpx.Response:
        headers = {"Host": host, **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, extensions={"sni_hostname": NAME}, **options)

    @contextmanager
    def socket(self, path: str, origin: str) -> Iterator[ClientConnection]:
        with (
            create_connection(("127.0.0.1", self.relay.port)) as plain,
            self.tls.wrap_socket(plain, server_hostname=NAME) as sock,
            connect(f"ws://{NAME}{path}", sock=sock, origin=Origin(origin)) as opened,
        ):
            yield opened


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("proxy")
    file, tls = certificate(folder, NAME, "localhost")
    with serving(folder, idle_engine, **SETTINGS) as api, Relay(api.port, tls) as relay:
        found = Outside(api, relay, file)
        with closing(found.client):
            yield found


BEARER = {"Authorization": f"Bearer {SETTINGS['token']}"}
PAGE_SENDS = {**BEARER, "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


def test_the_console_and_its_requests(outside: Outside):
    to_console = outside.ask("GET", "/")
    assert (to_console.status_code, to_console.headers["location"]) == (307, "/console/")
    assert outside.ask("GET", "/console/").status_code == 200
    assert outside.ask("GET", "/system").status_code == 401
    assert outside.ask("GET", "/system", headers=BEARER).json()["settings"]["public_url"] == ORIGIN
    made = outside.ask("POST", "/flows", json={"name": "from a page"}, headers=PAGE_SENDS)
    assert made.status_code == 201


@pytest.mark.parametrize(
    "origin", [f"http://{NAME}", f"{ORIGIN}:8443", "https://evil.com", f"{ORIGIN}.evil.com", f"{ORIGIN}/", "null"]
)
def test_pages_of_others_stay_out(outside: Outside, origin: str):
    answer = outside.ask("POST", "/flows", json={"name": "x"}, headers={**PAGE_SENDS, "Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "ORIGIN_NOT_ALLOWED")
    with pytest.raises(InvalidStatus) as refused, outside.socket("/events", origin):
        pass
    assert refused.value.response.status_code == 403


def test_other_names_stay_out(outside: Outside):
    for host in ("evil.com", f"{NAME}.evil.com", f"x.{NAME}"):
        answer = outside.ask("GET", "/console/", host)
        assert (answer.status_code, answer.json()["code"]) == (421, "HOST_NOT_ALLOWED")


def test_live_streams_pass(outside: Outside):
    ticket = outside.ask("POST", "/ticket", headers=PAGE_SENDS).json()["ticket"]
    with outside.socket(f"/events?ticket={ticket}", ORIGIN) as socket:
        assert json.loads(socket.recv(timeout=patient(20)))["type"] == "resync"
    streaming = outside.client.stream(
        "GET", "/events", headers={"Host": NAME, **BEARER}, extensions={"sni_hostname": NAME}
    )
    with streaming as response:
        assert "resync" in next(text for text in response.iter_text() if "event:" in text)


def test_the_python_client_passes(outside: Outside, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(outside.file))
    with renflow.connect(f"https://localhost:{outside.relay.port}", SETTINGS["token"]) as supervisor:
        assert supervisor.system().settings["public_url"] == ORIGIN
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(renflow.errors.NotRunning, match=r"(?i)certificate"):
        renflow.connect(f"https://localhost:{outside.relay.port}", SETTINGS["token"])


def test_a_proxy_that_puts_its_own_host_header_is_no_matter(outside: Outside):
    answer = outside.ask("POST", "/flows", "127.0.0.1:8000", json={"name": "y"}, headers=PAGE_SENDS)
    assert answer.status_code == 201


def test_without_a_token_no_door_is_opened():
    with pytest.raises(ConfigError, match="no token is set"):
        refuse_open_door(Settings(public_url=ORIGIN))
    refuse_open_door(Settings(public_url=ORIGIN, token="t"))


def test_the_page_tells_what_the_server_needs():
    nginx = "".join(fences("nginx"))
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", nginx)
    assert int(limit) * 1024 * 1024 >= MAX_PIECE
    assert KEEP_ALIVE_SECONDS == 15
    for needed in ("Host $http_host", "Upgrade $http_upgrade", "Connection $connection_upgrade", "proxy_buffering off"):
        assert f"{needed};" in nginx
    assert nginx.count("{") == nginx.count("}")
    assert "reverse_proxy 127.0.0.1:8000" in fences("caddy")[0]
