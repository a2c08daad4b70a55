"""Files for a run: brought in pieces, refused where a system cannot have them, unpacked with care, handed to a run."""

import io
import json
import os
import socket
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.api import MINIMAL, Api
from support.wait import patient
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import InvalidFileName, UploadTooLarge
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.uploads import archive
from workflow_engine_supervisor.uploads.parts import Piece
from workflow_engine_supervisor.uploads.store import Uploads

LONG = "照" * 300
FORM = {"inputs": {"type": "object", "properties": {"source": {"type": "string"}}, "required": ["source"]}}


@pytest.fixture
def upload(api: Api) -> str:
    return str(api.post("/uploads").json()["id"])


def _put(api: Api, upload: str, path: str, body: bytes, *, offset: int = 0, size: int | None = None) -> httpx.Response:
    return api.client.put(
        f"/uploads/{upload}/files/{path}",
        params={"offset": offset, "size": offset + len(body) if size is None else size},
        content=body,
        headers={"Content-Type": "application/octet-stream"},
    )


def _archive(**entries: bytes) -> bytes:
    return _zip(lambda made: [made.writestr(name, body) for name, body in entries.items()])


def _zip(fill: Callable[[zipfile.ZipFile], Any]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        fill(made)
    return kept.getvalue()


def _unpack(api: Api, upload: str, body: bytes, name: str = "goods.zip") -> httpx.Response:
    assert _put(api, upload, name, body).status_code == 200
    return api.post(f"/uploads/{upload}/unpack", {"path": name})


def test_a_file_comes_in_pieces_and_a_lost_answer_does_no_harm(api: Api, upload: str):
    assert _put(api, upload, "图/a.bin", b"abc", size=9).json() == {
        "path": "图/a.bin",
        "received": 3,
        "complete": False,
    }
    # The answer was lost, the client sends the piece once more, hears where to go on, and does so.
    assert _put(api, upload, "图/a.bin", b"abc", offset=3, size=9).json()["received"] == 6
    again = _put(api, upload, "图/a.bin", b"abc", offset=3, size=9)
    assert (again.status_code, again.json()["code"], again.json()["received"]) == (409, "UPLOAD_OFFSET", 6)
    last = [_put(api, upload, "图/a.bin", b"xyz", offset=6, size=9) for _ in range(2)]
    assert [each.json() for each in last] == [{"path": "图/a.bin", "received": 9, "complete": True}] * 2
    assert _put(api, upload, "empty.txt", b"").json()["complete"]
    told = api.get(f"/uploads/{upload}").json()
    assert [(each["path"], each["received"], each["complete"]) for each in told["files"]] == [
        ("empty.txt", 0, True),
        ("图/a.bin", 9, True),
    ]
    assert (api.home / "uploads" / upload / "files" / "图" / "a.bin").read_bytes() == b"abcabcxyz"
    assert _put(api, upload, "图/a.bin", b"new").json()["received"] == 3, "offset 0 begins anew"
    assert (api.home / "uploads" / upload / "files" / "图" / "a.bin").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("%2e%2e/x", "leads out"),
        ("a/%2E%2E/%2e%2e/x", "leads out"),
        ("%2Fetc/passwd", "absolute"),
        ("C:%5Cx", "begins with a drive"),
        ("a%5C..%5Cx", "characters"),
        ("CON", "device name"),
        ("nul.txt", "device name"),
        ("a//b", "empty name"),
        (".hidden", "starts with a dot"),
        ("end.", "ends with"),
        (LONG, "900 bytes"),
        ("/".join("d" * 40), "folders"),
        ("/".join(["e" * 200] * 6), "1024 may be"),
        ("bell%07", "cannot be shown"),
        ("%E2%80%AEgnp.exe", "cannot be shown"),
    ],
)
def test_names_that_no_folder_should_get_are_refused_with_the_reason(api: Api, upload: str, path: str, said: str):
    answer = _put(api, upload, path, b"x")
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FILE_NAME"), answer.text
    assert said in answer.json()["detail"]
    assert not [each for each in (api.home / "uploads" / upload / "files").rglob("*") if each.is_file()]


def test_pieces_that_fit_no_file_are_refused(api: Api, upload: str):
    for offset, size, body in ((0, 2, b"abc"), (0, 5, b""), (-1, 5, b"a"), (2, 5, b"a"), (0, 2**60, b"a")):
        answer = _put(api, upload, "a.bin", body, offset=offset, size=size)
        assert answer.status_code in {409, 422}, (offset, size, answer.text)
    too_large = _put(api, upload, "big.bin", b"a", size=9 * 2**30)
    assert (too_large.status_code, too_large.json()["code"]) == (413, "UPLOAD_TOO_LARGE")
    assert _put(api, upload, "piece.bin", bytes(8 * 2**20 + 1)).json()["code"] == "BODY_TOO_LARGE"
    wrong = api.client.put(f"/uploads/{upload}/files/a?offset=0&size=2", json={})
    assert wrong.json()["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert _put(api, "upload-0000000000000000", "a", b"x").json()["code"] == "UPLOAD_NOT_FOUND"
    assert _put(api, upload, "both", b"x").status_code == 200
    assert _put(api, upload, "both/inside", b"x").json()["code"] == "INVALID_FILE_NAME"
    assert _put(api, upload, "folder/inside", b"x").status_code == 200
    assert _put(api, upload, "folder", b"x").json()["code"] == "INVALID_FILE_NAME"
    assert api.client.delete(f"/uploads/{upload}").status_code == 204
    assert api.get(f"/uploads/{upload}").status_code == 404


def test_an_archive_becomes_the_folder_that_it_holds(api: Api, upload: str):
    def fill(made: zipfile.ZipFile) -> None:
        made.writestr("货/products.csv", "id,image\n1,图/a.png\n")
        made.writestr("货\\图\\a.png", b"png")
        made.writestr("__MACOSX/货/._products.csv", b"?")
        made.writestr("货/.DS_Store", b"?")

    answer = _unpack(api, upload, _zip(fill))
    assert (answer.status_code, answer.json()["folder"], answer.json()["passed_over"]) == (200, "goods", 2), answer.text
    assert [each["path"] for each in answer.json()["files"]] == ["goods/products.csv", "goods/图/a.png"]


def test_names_of_old_windows_archives_are_read(api: Api, upload: str):
    def fill(made: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("aaaa.txt")
        info.create_system = 0
        made.writestr(info, b"1")

    # These four bytes are UTF-8 too, for two other characters.
    assert _unpack(api, upload, _zip(fill).replace(b"aaaa", "目录".encode("gbk"))).json()["folder"] == "goods"
    assert api.get(f"/uploads/{upload}").json()["files"][0]["path"] == "goods/目录.txt"
    assert _unpack(api, upload, _archive(**{"aaaaaa.txt": b"1"}).replace(b"aaaaaa", "目录".encode()), "mac.zip")
    assert api.get(f"/uploads/{upload}").json()["files"][1]["path"] == "mac/目录.txt"


def _link() -> bytes:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip(lambda made: made.writestr(info, "/etc/passwd"))


def _bomb() -> bytes:
    return _archive(bomb=bytes(4 * 2**20))


ARCHIVES = {
    "absolute": (
        lambda: _archive(**{"/etc/cron": b"x"}),
        "has an entry that is refused: '/etc/cron': it has an absolute path",
    ),
    "drive": (lambda: _archive(**{"C:/x": b"x"}), "absolute path"),
    "up": (lambda: _archive(**{"a/../../x": b"x"}), "leads out"),
    "link": (_link, "link"),
    "bomb": (_bomb, "bomb"),
    "device": (lambda: _archive(**{"con.txt": b"x"}), "device name"),
    "long": (lambda: _archive(**{f"{LONG}.txt": b"x"}), "bytes in UTF-8"),
    "nothing": (_archive, "no file"),
    "clash": (lambda: _archive(**{"a": b"x", "a/b": b"x"}), "as a file and as a folder"),
    "up, as Windows writes it": (lambda: _archive(**{"a\\..\\..\\x": b"x"}), "leads out"),
    "of 0 bytes": (lambda: b"", "no sound zip"),
    "no archive": (lambda: b"PK but not really", "no sound zip"),
    "cut": (lambda: _archive(a=os.urandom(4000))[:-30], "no sound zip"),
    "damaged": (lambda: _archive(a=b"x" * 4000).replace(b"PK\x03\x04", b"PK\x03\x05"), "no sound zip"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_would_do_harm_is_refused_whole(
    api: Api, upload: str, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive, "SUSPECT_BYTES", 2**20)
    make, said = ARCHIVES[name]
    answer = _unpack(api, upload, make())
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_ARCHIVE"), answer.text
    assert said in answer.json()["detail"]
    left = [each.name for each in (api.home / "uploads" / upload / "files").iterdir()]
    assert left == ["goods.zip"], "all stays as it was"


@pytest.mark.parametrize(("max_bytes", "max_files"), [(2**20 - 1, 9), (2**30, 1)])
def test_an_archive_has_no_more_room_than_what_is_left(tmp_path: Path, max_bytes: int, max_files: int):
    """What an archive says of its sizes counts for nothing: the bytes are counted as they come."""
    packed = tmp_path / "goods.zip"
    packed.write_bytes(_archive(a=b"x", b=bytes(2**20)))
    with pytest.raises(UploadTooLarge, match="may still be added"):
        archive.unpacked(packed, max_bytes, max_files)
    assert [each.name for each in tmp_path.iterdir()] == ["goods.zip"]


def test_a_piece_that_breaks_off_is_as_if_it_had_not_been_sent(api: Api, upload: str):
    _put(api, upload, "a.bin", b"abc", size=9)
    head = f"PUT /uploads/{upload}/files/a.bin?offset=3&size=9 HTTP/1.1\r\nHost: localhost\r\n"
    head += "Content-Type: application/octet-stream\r\nContent-Length: 6\r\n\r\n"
    for sent in (b"", b"xy", b"xyzwv"):
        with socket.create_connection(("127.0.0.1", api.port), timeout=patient(10)) as wire:
            wire.sendall(head.encode() + sent)
            wire.shutdown(socket.SHUT_WR)  # the other side closes once it has seen this
            while wire.recv(65536):
                pass
        [told] = api.get(f"/uploads/{upload}").json()["files"]
        assert (told["received"], told["complete"]) == (3, False)
    assert _put(api, upload, "a.bin", b"defghi", offset=3, size=9).json()["complete"]
    assert (api.home / "uploads" / upload / "files" / "a.bin").read_bytes() == b"abcdefghi"


def test_a_run_takes_its_files_and_keeps_them(api: Api, upload: str):
    api.flow("takes", {**MINIMAL, **FORM})
    for path in ("goods/products.csv", "goods/a.png", "one.csv"):
        _put(api, upload, path, path.encode())
    runs = {}
    for name, path in (("folder-run", "goods"), ("file-run", "one.csv")):
        body = {"flow_id": "takes", "thread_id": name, "uploads": {"source": {"upload": upload, "path": path}}}
        answers = [api.post("/runs/start", body) for _ in range(2)]
        assert [each.status_code for each in answers] == [201, 200], answers[0].text
        runs[name] = Path(answers[0].json()["input"]["source"])
    assert api.client.delete(f"/uploads/{upload}").status_code == 204
    folder = api.home / "runs" / "folder-run" / "inputs" / "source"
    assert runs["folder-run"] == folder
    assert sorted(each.name for each in folder.iterdir()) == ["a.png", "products.csv"]
    assert runs["file-run"].read_bytes() == b"one.csv"
    assert api.post("/runs/start", {**body, "version": 1}).status_code == 409, "another request"
    assert api.post("/runs/start", body).status_code == 200, "the same as before, though the upload is gone"


def test_a_start_whose_upload_is_gone_or_not_whole_names_the_field(api: Api, upload: str):
    if api.get("/flows/takes").status_code == 404:
        api.flow("takes", {**MINIMAL, **FORM})
    _put(api, upload, "half/a.bin", b"ab", size=4)
    _put(api, upload, "whole.bin", b"ab")
    cases: dict[str, tuple[Any, str]] = {
        "gone": ({"source": {"upload": "upload-0123456789abcdef"}}, "There is no upload"),
        "no such file": ({"source": {"upload": upload, "path": "x"}}, "is not there"),
        "half": ({"source": {"upload": upload, "path": "half"}}, "not come whole"),
        "half a file": ({"source": {"upload": upload, "path": "half/a.bin"}}, "not come whole"),
        "all with half": ({"source": {"upload": upload}}, "not come whole"),
        "out": ({"source": {"upload": upload, "path": "../x"}}, "leads out"),
    }
    for name, (uploads, said) in cases.items():
        with api.unchanged():
            answer = api.post("/runs/start", {"flow_id": "takes", "thread_id": "refused", "uploads": uploads})
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT"), (name, answer.text)
        [problem] = answer.json()["problems"]
        assert problem["pointer"] == "/uploads/source", name
        assert said in problem["detail"], (name, problem)
    both = {"source": {"upload": upload, "path": "whole.bin"}}
    twice = api.post("/runs/start", {"flow_id": "takes", "input": {"source": "x"}, "uploads": both})
    assert "stands in 'input' too" in json.dumps(twice.json())
    odd = api.post("/runs/start", {"flow_id": "takes", "uploads": {"../up": both["source"], "__x": both["source"]}})
    assert [each["pointer"] for each in odd.json()["problems"]] == ["/uploads/..~1up", "/uploads/__x"]
    for wrong in ({"source": 1}, {"source": {"upload": 5}}, {"source": {"upload": upload, "more": 1}}, [1]):
        assert api.post("/runs/start", {"flow_id": "takes", "uploads": wrong}).json()["code"] == "INVALID_BODY"
    assert not (api.home / "runs" / "refused").exists()


def test_a_piece_that_was_refused_takes_no_room(tmp_path: Path):
    uploads = Uploads(Home(tmp_path), SystemClock(), max_bytes=10)
    made = uploads.create().id
    uploads.write(made, "goods/one", Piece(0, 1, b"1"))
    with pytest.raises(InvalidFileName):
        uploads.write(made, "goods", Piece(0, 8, b"12345678"))
    assert uploads.write(made, "two", Piece(0, 9, b"123456789")).complete
    with pytest.raises(UploadTooLarge):
        uploads.write(made, "three", Piece(0, 1, b"1"))
