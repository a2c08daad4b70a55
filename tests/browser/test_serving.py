"""How the console's files are served: types, caching, policy; and what is no page."""

import mimetypes
import re
from pathlib import Path

import httpx
import pytest
from console_is_built import ConsoleIsBuilt

from support.server import Made, Server
from workflow_engine_supervisor.http import static_files
from workflow_engine_supervisor.http.routes import console

SCRIPT = re.compile(r'src="(/console/assets/[^"]+\.js)"')


def test_the_root_leads_to_the_page(server: Server):
    for path in ("/", "/console"):
        answer = server.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/console/")


@pytest.mark.parametrize("path", ["", "runs/any-run", "flows/a/design", "runs/name.with.dots", "nowhere"])
def test_every_address_of_the_console_is_the_page(server: Server, path: str):
    answer = server.client.get(f"/console/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


@pytest.mark.parametrize("path", ["/nowhere", "/consoles", "/run", "/assets/index.js"])
def test_the_page_covers_nothing_else(server: Server, path: str):
    answer = server.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["assets/gone-1234.js", "gone.css", "assets/..%2findex.html", "assets/../../app.py"])
def test_a_missing_file_is_no_page(server: Server, name: str):
    url = server.client.base_url.copy_with(raw_path=f"/console/{name}".encode())
    answer = server.client.get(url)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_other_methods_are_refused(server: Server):
    answer = server.client.delete("/console/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_assets_never_change_and_have_pinned_types(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(mimetypes.types_map, ".js", "text/plain")
    script = SCRIPT.search(server.client.get("/console/").text)
    assert script is not None
    answer = server.client.get(script[1])
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


def test_files_are_packed_for_who_unpacks_them_and_sent_once(server: Server):
    def ask(path: str, **headers: str) -> httpx.Response:
        return server.client.get(path, headers={"Accept-Encoding": "identity", **headers})

    names = ["index.html", *(f"assets/{each.name}" for each in (console.FOLDER / "assets").iterdir())]
    plain = {name: ask(f"/console/{name}") for name in names}
    packed = {name: ask(f"/console/{name}", **{"Accept-Encoding": "gzip, br"}) for name in names}
    for name in names:
        content = (console.FOLDER / name).read_bytes()
        assert plain[name].content == packed[name].content == content, name
        assert "content-encoding" not in plain[name].headers
        is_packed_already = Path(name).suffix not in static_files.PACKABLE  # a font
        varies = None if is_packed_already else "Accept-Encoding"
        assert plain[name].headers.get("vary") == packed[name].headers.get("vary") == varies, name
        assert plain[name].headers["content-type"] == packed[name].headers["content-type"]
        assert int(plain[name].headers["content-length"]) == len(content)
        small = is_packed_already or len(content) < static_files.SMALL
        assert packed[name].headers.get("content-encoding") == (None if small else "gzip"), name
        assert small or int(packed[name].headers["content-length"]) < len(content)
        assert small or plain[name].headers["etag"] != packed[name].headers["etag"], "two bodies are two versions"
    sizes = [sum(int(each.headers["content-length"]) for each in found.values()) for found in (plain, packed)]
    assert sizes[1] < sizes[0] / 2.5, sizes
    name = max(names, key=lambda each: len(plain[each].content))
    for found, coding in ((plain[name], "identity"), (packed[name], "gzip")):
        known = ask(
            f"/console/{name}", **{"Accept-Encoding": coding, "If-None-Match": f'"x", W/{found.headers["etag"]}'}
        )
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", found.headers["etag"])
    other = ask(f"/console/{name}", **{"If-None-Match": packed[name].headers["etag"]})
    assert other.status_code == 200
    head = server.client.head(f"/console/{name}", headers={"Accept-Encoding": "gzip"})
    assert (head.content, head.headers["content-length"]) == (b"", packed[name].headers["content-length"])
    assert "content-encoding" not in server.client.get("/system", headers={"Accept-Encoding": "gzip"}).headers


def test_every_kind_of_built_file_has_its_type():
    built = {path.suffix for path in console.FOLDER.rglob("*") if path.is_file()}
    assert built <= set(console.TYPES)


def test_nothing_built_names_another_origin():
    page = (console.FOLDER / "index.html").read_text(encoding="utf-8")
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org", "", page)
    assert "<script>" not in page


def test_the_page_is_open_and_everything_else_is_behind_the_token(servers: Made):
    server = servers(token="a-long-secret-token").start()
    assert server.client.get("/console/").status_code == 200
    assert server.client.get("/runs").status_code == 401
    assert server.client.post("/console/").status_code == 401


def test_a_link_on_another_site_opens_the_page_and_nothing_else(server: Server):
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.client.get("/console/runs/x", headers=followed).status_code == 200
    assert server.client.get("/runs", headers=followed).status_code == 403
    taken = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert server.client.get("/console/", headers=taken).status_code == 403


def test_a_wheel_without_the_page_is_refused(tmp_path: Path):
    hook = ConsoleIsBuilt(str(tmp_path), {}, None, None, "", "wheel")
    hook.initialize("editable", {})
    with pytest.raises(FileNotFoundError, match="npm run build"):
        hook.initialize("standard", {})


def test_a_missing_console_says_so(tmp_path: Path):
    files = console.ConsoleFiles(tmp_path)
    answer = files.answer({"type": "http", "method": "GET", "path": "/console/"})
    assert answer.status_code == 404
    assert b"npm ci" in bytes(answer.body)
