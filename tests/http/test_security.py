"""Who may talk to the server at all: Host, Origin, token, ticket (S-01 to S-10, S-34 to S-38)."""

import json
from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus

from support.api import Api
from support.rows import row
from support.wait import patient
from support.web_socket import connect

READING = ["/healthz", "/openapi.json", "/runs", "/runs/watched/events", "/nothing"]


def _get(api: Api, path: str, *headers: str) -> tuple[int, bytes]:
    lines = "".join(f"{each}\r\n" for each in headers)
    head, _, body = api.raw(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")).partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize(
    "host",
    [
        "evil.com",
        "evil.com:8000",
        "localhost.evil.com",
        "127.0.0.1.nip.io",
        "0.0.0.0",
        "127.1",
        "0x7f.1",
        "localhost.",
        "",
        "localhost:80@evil.com",
        "localhost:x",
        "[::2]",
        "[::1",
        "127.0.0.1, evil.com",
        "localhost:123456",
        "local host",
    ],
)
@row("S-01 S-02")
def test_a_foreign_host_gets_nothing(api: Api, path: str, host: str, row: str):
    status, body = _get(api, path, f"Host: {host}")
    assert status in {400, 421}
    assert status == 400 or json.loads(body)["code"] == "HOST_NOT_ALLOWED"


@row("S-02")
def test_two_hosts_or_none_get_nothing(api: Api, row: str):
    assert _get(api, "/runs", "Host: localhost", "Host: evil.com")[0] in {400, 421}
    assert _get(api, "/runs")[0] in {400, 421}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "localhost:9999", "[::1]:8000", "[::1]"])
@row("S-03")
def test_this_machines_own_names_are_served(api: Api, host: str, row: str):
    assert _get(api, "/healthz", f"Host: {host}")[0] == 200


@row("S-34")
def test_forwarded_headers_count_for_nothing(api: Api, row: str):
    assert _get(api, "/healthz", "Host: evil.com", "X-Forwarded-Host: localhost", "Forwarded: host=localhost")[0] == 421


@row("S-35")
def test_an_absolute_address_is_judged_by_its_header(api: Api, row: str):
    assert _get(api, "http://evil.com/healthz", "Host: evil.com")[0] == 421


def _foreign_origins(api: Api) -> list[str]:
    port = api.port
    return [
        "http://evil.com",
        "null",
        f"http://localhost:{port + 1}",
        "http://localhost",
        f"http://localhost.evil.com:{port}",
        f"https://localhost:{port}",
        f"http://127.0.0.1:{port}",  # another origin than the localhost that is asked
        f"http://localhost:{port}@evil.com",
        f"http://localhost:{port}/",
        "",
        "http://[",
    ]


@row("S-07")
def test_foreign_pages_can_change_nothing(api: Api, row: str):
    for origin in _foreign_origins(api):
        with api.unchanged():
            answer = api.client.post(
                "/flows", json={"name": "x"}, headers={"Origin": origin, "Host": f"localhost:{api.port}"}
            )
        assert (answer.status_code, answer.json()["code"]) == (403, "ORIGIN_NOT_ALLOWED"), origin


@row("S-04")
def test_foreign_pages_can_open_no_socket(api: Api, row: str):
    api.run("watched")
    for origin in _foreign_origins(api):
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(f"ws://localhost:{api.port}/runs/watched/events", additional_headers={"Origin": origin}),
        ):
            pass
        assert refused.value.response.status_code == 403, origin
        assert json.loads(refused.value.response.body or b"")["code"] == "ORIGIN_NOT_ALLOWED"


def test_its_own_pages_and_command_lines_may(api: Api):
    if api.get("/runs/watched").status_code == 404:
        api.run("watched")
    own = {"Origin": f"http://127.0.0.1:{api.port}", "Sec-Fetch-Site": "same-origin"}
    assert api.client.post("/flows", json={"name": "own page"}, headers=own).status_code == 201
    with connect(f"{api.ws}/runs/watched/events", additional_headers={"Origin": own["Origin"]}) as socket:
        assert json.loads(socket.recv(timeout=patient(20)))["type"] == "status"
    with connect(f"{api.ws}/runs/watched/events") as socket:
        assert json.loads(socket.recv(timeout=patient(20)))["type"] == "status"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@row("S-08")
def test_a_browser_that_says_cross_site_is_refused_even_for_reading(api: Api, site: str, row: str):
    assert api.client.get("/runs", headers={"Sec-Fetch-Site": site}).status_code == 403


@row("S-09")
def test_no_preflight_is_granted(api: Api, row: str):
    answer = api.client.options(
        "/flows", headers={"Origin": "http://evil.com", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/runs?x=1", "/openapi.json"])
@row("S-24")
def test_every_answer_carries_its_headers(api: Api, path: str, row: str):
    headers = api.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/runs", "/openapi.json", "/system", "/nothing", "/runs/x/events", "/functions"])
@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer s3cret-toke",
        "Bearer s3cret-token2",
        "Basic s3cret-token",
        "s3cret-token",
        "Bearer S3CRET-TOKEN",
    ],
)
@row("S-10 S-36")
def test_without_the_token_there_is_nothing(guarded: Api, path: str, header: str | None, row: str):
    status, body = _get(guarded, path, "Host: localhost", *([f"Authorization: {header}"] if header is not None else []))
    assert (status, json.loads(body)["code"]) == (401, "UNAUTHORIZED")
    assert b"s3cret" not in body


def test_a_token_with_strange_bytes_is_just_wrong(guarded: Api):
    assert _get(guarded, "/runs", "Host: localhost", "Authorization: Bearer s3crét")[0] == 401
    assert (
        _get(guarded, "/runs", "Host: localhost", "Authorization: Bearer s3cret-token", "Authorization: Bearer x")[0]
        == 401
    )


def test_with_the_token_everything_is_as_ever(guarded: Api):
    assert guarded.get("/runs").status_code == 200
    assert guarded.post("/flows", {"name": "x"}).status_code == 201


def test_health_is_open_and_tells_nothing(guarded: Api):
    status, body = _get(guarded, "/healthz", "Host: localhost")
    assert status == 200
    assert set(json.loads(body)) == {"status", "instance", "version"}


@pytest.mark.parametrize("path", ["/runs?token=s3cret-token", "/runs?ticket={ticket}", "/runs/watched?ticket={ticket}"])
@row("S-10")
def test_a_token_or_ticket_in_an_address_opens_no_other_door(guarded: Api, path: str, row: str):
    ticket = guarded.post("/ticket").json()["ticket"]
    assert _get(guarded, path.format(ticket=ticket), "Host: localhost")[0] == 401


def _opens(url: str, **headers: str) -> int:
    try:
        with connect(url, additional_headers=headers) as socket:
            socket.recv(timeout=patient(20))
    except InvalidStatus as refused:
        return refused.response.status_code
    return 101


@row("S-05")
def test_a_socket_needs_the_token_or_a_ticket(guarded: Api, row: str):
    guarded.run("watched")
    url = f"{guarded.ws}/runs/watched/events"
    assert _opens(url) == 401
    assert _opens(f"{url}?ticket=wrong") == 401
    assert _opens(f"{url}?token=s3cret-token") == 401
    assert _opens(url, Authorization="Bearer s3cret-token") == 101


def test_a_ticket_opens_one_stream_once(guarded: Api):
    if guarded.get("/runs/watched").status_code == 404:
        guarded.run("watched")
    issued = guarded.post("/ticket")
    assert (issued.status_code, issued.json()["expires_in_s"]) == (201, 30.0)
    ticket = issued.json()["ticket"]
    assert _opens(f"{guarded.ws}/runs/watched/events?ticket={ticket}") == 101
    assert _opens(f"{guarded.ws}/runs/watched/events?ticket={ticket}") == 401


def test_an_event_source_takes_a_ticket_too(guarded: Api):
    if guarded.get("/runs/watched").status_code == 404:
        guarded.run("watched")
    ticket = guarded.post("/ticket").json()["ticket"]
    del_token: Callable[[], dict[str, str]] = lambda: {"Authorization": ""}  # noqa: E731
    with guarded.client.stream("GET", f"/runs/watched/events?ticket={ticket}", headers=del_token()) as answer:
        assert answer.status_code == 401  # an empty header is a wrong token, not none
    import httpx

    ticket = guarded.post("/ticket").json()["ticket"]
    with httpx.stream("GET", f"{guarded.url}/runs/watched/events?ticket={ticket}", trust_env=False) as answer:
        assert answer.status_code == 200


def test_a_ticket_needs_the_token(guarded: Api):
    assert _get(guarded, "/ticket", "Host: localhost")[0] == 401
