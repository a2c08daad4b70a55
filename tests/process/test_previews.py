"""Looks into artifacts: tables, texts and pictures of a real run, and files that are not what they say."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.run import Run, node
from support.server import Server
from workflow_engine_shared.artifacts.preview import MAX_BYTES, kept_beside, read_preview

WRITER = '''
import csv, io
from pathlib import Path
from workflow_engine import artifact, current_run, register_function

@register_function("writes.artifacts")
def writes(state):
    """One artifact of each kind."""
    import openpyxl
    from PIL import Image

    folder = current_run().outputs_dir.parent / "tmp"
    Image.new("RGB", (800, 400), "red").save(folder / "red.jpg")
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(folder / "clear.png")
    (folder / "broken.png").write_bytes(b"\\x89PNG not really")
    book = openpyxl.Workbook()
    for row in (["name", "price"], ["a", 1.5], ["b", None]):
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    made = [artifact(name, Path(folder / name)) for name in ("red.jpg", "clear.png", "broken.png", "sheet.xlsx")]
    made.append(artifact("rows.json", [{"id": 1, "tags": ["x"]}, {"id": 2, "more": None}]))
    made.append(artifact("notes.txt", "line\\n" * 1000))
    made.append(artifact("table.csv", "a,b\\n" + "1,2\\n" * 500))
    made.append(artifact("data.bin", b"\\0" * 100))
    return {"made": made}
'''


@pytest.fixture(scope="module")
def run(server: Server) -> Run:
    (server.flows / "writer.py").write_text(WRITER)
    made = server.run(node("a", code_ref="writes.artifacts"))
    made.finished(timeout=60)
    return made


def preview(run: Run, name: str) -> Any:
    answer = run.server.client.get(f"/runs/{run.id}/artifacts/{name}/preview")
    assert answer.status_code == 200, answer.text
    assert len(answer.content) <= MAX_BYTES + 1024
    return answer.json()


def test_an_artifact_tells_its_size_type_and_hash(run: Run):
    made = {each["artifact"]: each for each in run.values()["made"]}
    assert made["red.jpg"]["content_type"] == "image/jpeg"
    assert made["sheet.xlsx"]["content_type"].endswith("spreadsheetml.sheet")
    assert made["data.bin"]["size"] == 100
    assert len(made["data.bin"]["sha256"]) == 64


def test_pictures_are_made_small_where_they_are_written(run: Run):
    red = preview(run, "red.jpg")
    assert (red["kind"], red["width"], red["height"], red["truncated"]) == ("image", 800, 400, False)
    assert red["image"].startswith("data:image/jpeg;base64,")
    assert preview(run, "clear.png")["image"].startswith("data:image/png;base64,")
    assert preview(run, "broken.png")["kind"] == "none"


def test_tables_show_their_first_rows(run: Run):
    sheet = preview(run, "sheet.xlsx")
    assert (sheet["kind"], sheet["columns"], sheet["rows"]) == ("table", ["name", "price"], [["a", "1.5"], ["b", ""]])
    rows = preview(run, "rows.json")
    assert (rows["columns"], rows["rows"]) == (["id", "tags", "more"], [["1", '["x"]', ""], ["2", "", ""]])
    table = preview(run, "table.csv")
    assert (table["columns"], len(table["rows"]), table["truncated"]) == (["a", "b"], 50, True)


def test_other_files(run: Run):
    notes = preview(run, "notes.txt")
    assert (notes["kind"], notes["truncated"]) == ("text", True)
    assert notes["text"].startswith("line\nline\n")
    assert preview(run, "data.bin")["kind"] == "none"


def test_previews_are_no_artifacts_and_what_is_none_has_none(run: Run):
    names = [each["name"] for each in run.server.get(f"/runs/{run.id}/artifacts")["items"]]
    assert "red.jpg" in names
    assert not [name for name in names if "preview" in name]
    for name in ("absent.txt", ".previews/red.jpg.json", "../run.db", "%2e%2e/run.db"):
        answer = run.server.client.get(f"/runs/{run.id}/artifacts/{name}/preview")
        assert answer.status_code == 404, name


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.csv", b"", "table"),
        ("a.csv", b"\xff\xfe\x00", "table"),
        ("a.csv", b"a" * 1_000_000, "text"),
        ("a.csv", b'"' + b"x\n" * 200_000, "text"),
        ("a.json", b"[" * 100_000, "text"),
        ("a.json", b"nonsense", "text"),
        ("a.json", json.dumps([{str(n): "x" * 300 for n in range(7)}] * 100).encode(), "table"),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n', "table"),
        ("a.jsonl", b'{"a": 1}\n[2]\n', "text"),
        ("a.txt", "é\ud800".encode("utf-8", "surrogatepass"), "text"),
        ("a.txt", b"\0" * 1_000_000, "text"),
        ("a.html", b"<script>", "text"),
        ("a", b"x", "none"),
    ],
)
def test_any_file_gives_a_bounded_answer(tmp_path: Path, name: str, body: bytes, kind: str):
    path = tmp_path / name
    path.write_bytes(body)
    found = read_preview(path)
    assert len(msgspec.json.encode(found)) <= MAX_BYTES
    assert found.kind == kind


def test_a_preview_of_an_older_file_is_not_shown(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("new")
    kept = kept_beside(path)
    kept.parent.mkdir()
    kept.write_text('{"kind": "text", "text": "old"}')
    os.utime(kept, ns=(0, 0))
    assert read_preview(path).text == "new"
    kept.write_text("nonsense")
    assert read_preview(path).text == "new"
