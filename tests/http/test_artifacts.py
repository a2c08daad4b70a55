"""A run's files: listed, fetched whole or in part; nothing beside them can be reached (S-17 to S-19, B-78)."""

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from support.api import Api
from workflow_engine_shared.paths import RunPaths

SECRET = b"nobody may read this"


@pytest.fixture(scope="module")
def paths(api: Api) -> RunPaths:
    """A run with files, and with everything that must not be reached beside and below them."""
    paths = api.run("files")
    outputs = paths.outputs
    (outputs / "a.txt").write_bytes(b"0123456789")
    (outputs / "empty.bin").write_bytes(b"")
    (outputs / "pictures" / "de ep").mkdir(parents=True)
    (outputs / "pictures" / "de ep" / "文.png").write_bytes(b"png")
    (outputs / "page.html").write_bytes(b"<script>alert(1)</script>")
    (outputs / "data.json.gz").write_bytes(b"gz")
    (outputs / "sheet.xlsx").write_bytes(b"x")
    (outputs / ".sheet.xlsx.part").write_bytes(SECRET)
    (outputs / ".hidden").mkdir()
    (outputs / ".hidden" / "file.txt").write_bytes(SECRET)
    (outputs / "b\\c.txt").write_bytes(SECRET)
    (outputs / "new\nline.txt").write_bytes(SECRET)
    (outputs / os.fsdecode(b"\xff.txt")).write_bytes(SECRET)
    os.mkfifo(outputs / "pipe")
    sibling = paths.root / "outputs-evil"
    sibling.mkdir()
    (sibling / "secret.txt").write_bytes(SECRET)
    (paths.root / "secret.txt").write_bytes(SECRET)
    (outputs / "link.txt").symlink_to(paths.root / "secret.txt")
    (outputs / "inner.txt").symlink_to(outputs / "a.txt")
    (outputs / "passwd").symlink_to("/etc/passwd")
    (outputs / "etc").symlink_to("/etc")
    (outputs / "evil").symlink_to(sibling)
    (outputs / "circle").symlink_to("circle")
    return paths


NAMES = ["a.txt", "data.json.gz", "empty.bin", "page.html", "pictures/de ep/文.png", "sheet.xlsx"]


def test_a_run_without_files_has_an_empty_list(api: Api):
    paths = api.run("fileless")
    assert api.get("/runs/fileless/artifacts").json() == {"items": [], "next": None}
    paths.outputs.rmdir()
    assert api.get("/runs/fileless/artifacts").json() == {"items": [], "next": None}
    assert api.get("/runs/fileless/artifacts/a.txt").json()["code"] == "ARTIFACT_NOT_FOUND"


def test_the_list_tells_name_size_time_and_type(api: Api, paths: RunPaths):
    os.utime(paths.outputs / "a.txt", (1_700_000_000.25, 1_700_000_000.25))
    page = api.get("/runs/files/artifacts").json()
    items = page["items"]
    assert [each["name"] for each in items] == NAMES
    assert page["hidden"] == 10  # .hidden/file.txt, three names that cannot be shown, six links
    assert items[0] == {
        "name": "a.txt", "size": 10, "modified": "2023-11-14T22:13:20.250Z", "content_type": "text/plain"
    }  # fmt: skip
    assert [each["content_type"] for each in items[1:]] == [
        "application/gzip",
        "application/octet-stream",
        "text/html",
        "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_a_time_beyond_all_years_is_no_failure(api: Api):
    file = api.run("odd-times").outputs / "a"
    file.write_bytes(b"")
    os.utime(file, (10**12, 10**12))
    assert api.get("/runs/odd-times/artifacts").json()["items"][0]["modified"] > "2400"  # as far as the disk can count
    os.utime(file, (-(10**9), -(10**9)))
    assert api.get("/runs/odd-times/artifacts").json()["items"][0]["modified"].startswith("1970-01-01")


def test_pages_give_each_file_once(api: Api, paths: RunPaths):
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = api.get("/runs/files/artifacts", limit=4, **cursor).json()
        found += [each["name"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_listed_can_be_fetched(api: Api, paths: RunPaths, name: str):
    answer = api.get(f"/runs/files/artifacts/{name}")
    assert answer.status_code == 200
    assert answer.content == (paths.outputs / name).read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(
    "name",
    [
        "nothing.txt", "", "pictures", "pictures/", "a.txt/", "a.txt/b", "pictures//a.txt", "/etc/passwd",
        "..", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt",
        "pictures/../a.txt", "pictures/../../secret.txt", "./a.txt", "../outputs-evil/secret.txt",
        "../../../workflow.db", "..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "~root/.bashrc", "C:%5cx", "C:/x",
        "link.txt", "inner.txt", "passwd", "etc/passwd", "evil/secret.txt", "circle", "pipe",
        ".sheet.xlsx.part", ".hidden/file.txt", "b%5cc.txt", "new%0aline.txt", "%ff.txt", "a.txt%00", "%00",
        "a.txt:stream", "x" * 5000, "x/" * 500, "%e2%80%ae.txt",
    ],
)  # fmt: skip
def test_nothing_else_can_be_reached(api: Api, paths: RunPaths, name: str):
    with api.unchanged():
        answer = api.raw(f"GET /runs/files/artifacts/{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404"), head
    assert json.loads(body)["code"] in {"ARTIFACT_NOT_FOUND", "NOT_FOUND"}
    assert SECRET not in answer
    assert b"root:" not in answer


def test_all_files_as_one_zip(api: Api, paths: RunPaths):
    answer = api.get("/runs/FILES/artifacts", zip="1")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="files.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert sorted(packed.namelist()) == NAMES
        assert packed.read("pictures/de ep/文.png") == b"png"
    assert SECRET not in answer.content
    for query in ("zip=2", "zip=", "zip=1&limit=3", "zip=1&cursor=x", "zip=1&zip=1"):
        refused = api.get(f"/runs/files/artifacts?{query}")
        assert refused.status_code in {400, 422}, query
    assert api.get("/runs/nosuch/artifacts", zip="1").status_code == 404


@pytest.mark.parametrize("query", ["?download=1", "?file=../../workflow.db", "?x="])
def test_a_file_takes_no_parameters(api: Api, paths: RunPaths, query: str):
    answer = api.get(f"/runs/files/artifacts/a.txt{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")


@pytest.mark.parametrize(
    ("ranges", "content", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=8-", b"89", "bytes 8-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
    ],
)
def test_one_range_gives_that_part(api: Api, paths: RunPaths, ranges: str, content: bytes, told: str):
    answer = api.client.get("/runs/files/artifacts/a.txt", headers={"Range": ranges})
    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (206, content, told)


@pytest.mark.parametrize("ranges", ["bytes=10-", "bytes=99-100", "bytes=5-2", "bytes=-0"])
def test_a_range_outside_the_file_says_how_long_it_is(api: Api, paths: RunPaths, ranges: str):
    answer = api.client.get("/runs/files/artifacts/a.txt", headers={"Range": ranges})
    assert (answer.status_code, answer.json()["code"]) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == "bytes */10"


@pytest.mark.parametrize("ranges", ["bytes=0-", "bytes=-1"])
def test_an_empty_file_has_no_ranges(api: Api, paths: RunPaths, ranges: str):
    answer = api.client.get("/runs/files/artifacts/empty.bin", headers={"Range": ranges})
    assert answer.status_code == 416


@pytest.mark.parametrize(
    "ranges",
    [
        "bytes=abc", "bytes=", "bytes", "items=0-1", "bytes=0-1,3-4", "bytes=--1", "bytes=1-2-3", "bytes=+1-2", "",
        "bytes=" + ",".join(f"{n}-{n}" for n in range(10_000)), "bytes=" + "9" * 40 + "-",
    ],
    ids=lambda ranges: ranges[:20],
)  # fmt: skip
def test_other_ranges_are_not_looked_at(api: Api, paths: RunPaths, ranges: str):
    answer = api.client.get("/runs/files/artifacts/a.txt", headers={"Range": ranges})
    if answer.status_code in {400, 431}:  # longer than a header may be
        assert len(ranges) > 10_000
        return
    assert (answer.status_code, answer.content) == (200, b"0123456789")


def test_files_need_the_token(guarded: Api):
    paths = guarded.run("secret-files")
    (paths.outputs / "a.txt").write_text("x")
    for path in ("/runs/secret-files/artifacts", "/runs/secret-files/artifacts/a.txt"):
        assert guarded.get(path).status_code == 200
        assert guarded.client.get(path, headers={"Authorization": "Bearer no"}).status_code == 401


def test_a_large_file_is_streamed(api: Api):
    file: Path = api.run("large-file").outputs / "large.bin"
    with file.open("wb") as large:
        large.truncate(64 * 1024 * 1024)
    answer = api.client.get("/runs/large-file/artifacts/large.bin", headers={"Range": "bytes=67108860-"})
    assert (answer.status_code, answer.content) == (206, bytes(4))


def test_folders_texts_and_kinds_narrow_the_list(api: Api):
    outputs = api.run("narrowed").outputs
    files = {"result.xlsx": b"PK", "图/a.png": b"", "图/deep/b": b"\x89PNG\r\n\x1a\n", "图/c": b"?", "notes.txt": b""}
    for name, body in files.items():
        (outputs / name).parent.mkdir(parents=True, exist_ok=True)
        (outputs / name).write_bytes(body)

    def listed(**asked: Any) -> tuple[list[str], list[tuple[str, int]], int]:
        told = api.get("/runs/narrowed/artifacts", **asked).json()
        folders = [(each["name"], each["files"]) for each in told.get("folders", [])]
        return [each["name"] for each in told["items"]], folders, told.get("total", 0)

    assert listed(folder="") == (["notes.txt", "result.xlsx"], [("图", 3)], 2)
    assert listed(folder="图") == (["图/a.png", "图/c"], [("图/deep", 1)], 2)
    assert listed(kind="picture") == (["图/a.png", "图/deep/b"], [], 2)
    assert listed(kind="picture", folder="图/deep", q="B")[0] == ["图/deep/b"]
    assert listed(q="RESULT") == (["result.xlsx"], [], 1)
    assert listed(folder="../narrowed") == ([], [], 0)
    first = api.get("/runs/narrowed/artifacts", folder="", limit=1).json()
    second = api.get("/runs/narrowed/artifacts", folder="", limit=1, cursor=first["next"]).json()
    assert ([each["name"] for each in second["items"]], second.get("folders")) == (["result.xlsx"], None)
    look = api.get("/runs/narrowed/artifacts/图/deep/b/preview").json()
    assert (look["content_type"], look["modified"]) == ("image/png", look["modified"])
    assert api.get("/runs/narrowed/artifacts", kind="cat").json()["code"] == "BAD_QUERY"
