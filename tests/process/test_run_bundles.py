"""A run in one file: it goes on in another data directory, and nothing that it holds is done again."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.command_line import FLOWS, CommandLine
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import until

Change = Callable[[dict[str, bytes]], None]
LOOP = node("map", "maps", count=200, seconds=0.02, workers=2)
FORM = {"id": "ask", "type": "form", "data": {"title": "Well?", "schema": {"type": "object"}, "outputKey": "said"}}


def bundle_of(run: Run) -> bytes:
    answer = run.server.client.get(f"/runs/{run.id}/bundle")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{run.id}.renflow.zip"'
    return answer.content


def send(server: Server, bundle: bytes) -> httpx.Response:
    upload = server.post("/uploads").json()["id"]
    headers = {"Content-Type": "application/octet-stream"}
    place = f"/uploads/{upload}/files/run.zip"
    sent = server.client.put(place, params={"offset": 0, "size": len(bundle)}, content=bundle, headers=headers)
    assert sent.json()["complete"], sent.text
    return server.post("/runs/import", {"upload": upload, "path": "run.zip"})


def brought(server: Server, bundle: bytes) -> Run:
    answer = send(server, bundle)
    assert answer.status_code == 201, answer.text
    return Run(server, answer.json()["thread_id"])


def test_a_paused_run_goes_on_elsewhere_and_repeats_nothing(servers: Made) -> None:
    here, there = servers().start(), servers().start()
    run = here.run(chain(LOOP, node("after", "counts")))
    run.done(40)
    run.pause()
    run.until("interrupted")
    bundle = bundle_of(run)
    here.stop()

    moved = brought(there, bundle)
    facts = moved.facts
    assert (facts["status"], facts["reason"], facts["version"]) == ("interrupted", "paused", 1)
    before, kept = len(moved.ledger("item")), set(moved.journal())
    assert len(kept) >= 40
    moved.resume()
    moved.until("finished")
    assert len(moved.values()["rows"]) == 200
    assert not kept & {line["key"] for line in moved.ledger("item")[before:]}, "what was journaled was done again"
    assert [each["epoch"] for each in moved.facts["attempts"]] == [1, 2]
    assert list(there.home.trash.iterdir()) == []


def test_a_form_is_answered_where_the_run_is_now(servers: Made) -> None:
    here, there = servers().start(), servers().start()
    run = here.run(chain(node("one", "returns", answer=42), FORM))
    run.until("interrupted")
    moved = brought(there, bundle_of(run))
    task = there.get("/tasks")["items"][0]
    assert (task["thread_id"], task["title"]) == (moved.id, "Well?")
    assert moved.post("form", key=task["key"], values={"ok": 1}).status_code == 202
    moved.until("finished")
    assert (moved.state["said"], moved.state["answer"]) == ({"ok": 1}, 42)


def test_a_flow_that_is_there_keeps_its_versions(servers: Made) -> None:
    here, there = servers().start(), servers().start()
    dsl = chain(node("one", "returns", answer=1))
    run = here.run(here.flow(dsl, "same"))
    run.finished()
    there.flow(chain(node("one", "returns", answer=2)), "same")
    moved = brought(there, bundle_of(run))
    assert moved.facts["version"] == 2
    versions = there.get("/flows/same/versions")["items"]
    assert [(each["version"], each["published"]) for each in versions] == [(2, False), (1, True)]
    again = here.run("same")
    again.finished()
    assert brought(there, bundle_of(again)).facts["version"] == 2, "the same document is one version"


def test_a_run_of_a_bpmn_file_takes_the_file_along(servers: Made) -> None:
    here, there = servers(source=FLOWS).start(), servers(source=FLOWS).start()
    text = (FLOWS / "tea_order" / "flow.bpmn").read_text(encoding="utf-8")
    for server in (here, there):
        assert server.post("/flows", {"name": "tea", "id": "tea", "bpmn": text, "publish": True}).status_code == 201
    run = Run(here, here.post("/runs/start", {"flow_id": "tea", "input": {"boxes": 4}}).json()["thread_id"])
    run.until("interrupted", "finished")
    moved = brought(there, bundle_of(run))
    assert (moved.facts["version"], moved.status) == (1, run.status), "the same file is one version"
    fresh = servers(source=FLOWS).start()
    assert brought(fresh, bundle_of(run)).status == run.status
    assert fresh.get("/flows/tea/versions/1")["bpmn"] == text


def test_a_run_at_work_is_refused_and_one_of_its_name_is_kept(server: Server) -> None:
    run = server.run(LOOP)
    run.done(5)
    refused = server.client.get(f"/runs/{run.id}/bundle")
    assert (refused.status_code, refused.json()["code"]) == (409, "INVALID_STATE")
    assert (refused.json()["run_status"], "pause" in refused.json()["allowed"]) == ("running", True)
    run.pause()
    run.until("interrupted")
    taken = send(server, bundle_of(run))
    assert (taken.status_code, taken.json()["code"]) == (409, "RUN_EXISTS")
    run.resume()
    run.until("finished")
    assert len(run.values()["rows"]) == 200
    assert server.client.get("/runs/nobody/bundle").json()["code"] == "RUN_NOT_FOUND"


def test_nobody_is_told_twice_of_what_happened_elsewhere(servers: Made) -> None:
    here, there = servers().start(), servers()
    there.home.make()
    there.home.hooks.write_text('[team]\nto = "json"\nurl = "https://nobody.invalid/"\n', encoding="utf-8")
    there.start()
    until(lambda: there.get("/hooks")["items"], what="the hook is known")
    run = here.run(node("one", "returns", answer=1))
    run.finished()
    assert brought(there, bundle_of(run)).status == "finished"
    there.run(there.flow(chain(node("one", "returns", answer=1)), "own")).finished()
    assert until(lambda: there.get("/hooks")["items"][0]["waiting"], what="the message of the run that ended here") == 1


def entries(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], *, listed: bool) -> bytes:
    """With a list that fits the files, or the one that they had."""
    manifest = json.loads(files["manifest.json"])
    if listed:
        found = {name: body for name, body in files.items() if name != "manifest.json"}
        manifest["files"] = [
            {"path": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in found.items()
        ]
        files["manifest.json"] = json.dumps(manifest).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return target.getvalue()


def rows(**changes: Any) -> Change:
    def change(files: dict[str, bytes]) -> None:
        document = json.loads(files["rows.json"])
        document["rows"]["run"] |= changes
        files["rows.json"] = json.dumps(document).encode()

    return change


def newer(files: dict[str, bytes]) -> None:
    document = json.loads(files["rows.json"])
    document["rows"]["schema"] = 10_000
    files["rows.json"] = json.dumps(document).encode()


def of_another_run(files: dict[str, bytes]) -> None:
    document = json.loads(files["rows.json"])
    document["rows"]["signals"][0]["thread_id"] = "other"
    files["rows.json"] = json.dumps(document).encode()


def no_flow(files: dict[str, bytes]) -> None:
    document = json.loads(files["rows.json"])
    document["version"]["dsl"] = {"nodes": []}
    files["rows.json"] = json.dumps(document).encode()


def damaged_database(files: dict[str, bytes]) -> None:
    body = files["run/run.db"]
    files["run/run.db"] = body[:4096] + bytes(4096) + body[8192:]


#: What somebody did to a bundle -> whether its list was made to fit, and the code that it is refused with.
TAMPERED: dict[str, tuple[Change, bool, str]] = {
    "a byte of a file": (
        lambda files: files.update({"run/logs.jsonl": b"x" + files["run/logs.jsonl"][1:]}),
        False,
        "RUN_BUNDLE_DAMAGED",
    ),
    "a file more": (lambda files: files.update({"run/more.txt": b"1"}), False, "RUN_BUNDLE_DAMAGED"),
    "a file less": (lambda files: files.pop("run/logs.jsonl"), False, "RUN_BUNDLE_DAMAGED"),
    "no list": (lambda files: files.pop("run/run.db"), False, "RUN_BUNDLE_DAMAGED"),
    "a way out": (lambda files: files.update({"run/../../x.txt": b"1"}), True, "RUN_BUNDLE_DAMAGED"),
    "an absolute path": (lambda files: files.update({"/tmp/x.txt": b"1"}), True, "RUN_BUNDLE_DAMAGED"),
    "another place": (lambda files: files.update({"config.toml": b""}), True, "RUN_BUNDLE_DAMAGED"),
    "no rows": (lambda files: files.pop("rows.json"), True, "RUN_BUNDLE_DAMAGED"),
    "rows that are none": (lambda files: files.update({"rows.json": b"[1"}), True, "RUN_BUNDLE_DAMAGED"),
    "an id that leads out": (rows(thread_id="../x"), True, "RUN_BUNDLE_DAMAGED"),
    "another id": (rows(thread_id="other"), True, "RUN_BUNDLE_DAMAGED"),
    "an id that is none": (rows(thread_id=7), True, "RUN_BUNDLE_DAMAGED"),
    "a run at work": (rows(status="running"), True, "RUN_BUNDLE_DAMAGED"),
    "a status that is none": (rows(status="fine"), True, "RUN_BUNDLE_DAMAGED"),
    "an epoch that is none": (rows(epoch="first"), True, "RUN_BUNDLE_DAMAGED"),
    "an end without its time": (rows(finished_at=None), True, "RUN_BUNDLE_DAMAGED"),
    "an input that is none": (rows(input_json="[]"), True, "RUN_BUNDLE_DAMAGED"),
    "rows of another run": (of_another_run, True, "RUN_BUNDLE_DAMAGED"),
    "a flow that is none": (no_flow, True, "RUN_BUNDLE_DAMAGED"),
    "a database with a hole": (damaged_database, True, "RUN_BUNDLE_DAMAGED"),
    "a newer schema": (newer, True, "RUN_BUNDLE_NEWER_THAN_APP"),
}


def test_what_was_tampered_with_is_refused_and_leaves_nothing(servers: Made) -> None:
    here, there = servers().start(), servers().start()
    run = here.run(node("one", "returns", answer=1))
    run.finished()
    bundle = bundle_of(run)
    for what, (change, listed, code) in TAMPERED.items():
        files = entries(bundle)
        change(files)
        refused = send(there, packed(files, listed=listed))
        assert (refused.status_code, refused.json()["code"]) == (422, code), f"{what}: {refused.text}"
        assert refused.json()["hint"].startswith("Nothing was imported.")
    for body in (b"", b"PK", bundle[: len(bundle) // 2]):
        if body:
            assert send(there, body).json()["code"] == "RUN_BUNDLE_DAMAGED"
    gone = there.post("/runs/import", {"upload": "upload-none", "path": "run.zip"})
    assert (gone.status_code, gone.json()["code"]) == (404, "UPLOAD_NOT_FOUND")
    assert there.get("/runs")["items"] == []
    assert there.get("/flows")["items"] == []
    assert list(there.home.runs.iterdir()) == list(there.home.trash.iterdir()) == []
    assert brought(there, packed(entries(bundle), listed=True)).status == "finished"


def test_an_import_that_is_killed_is_whole_or_nothing(servers: Made) -> None:
    here, there = servers().start(), servers()
    run = here.run(node("one", "returns", answer=1))
    run.finished()
    (run.paths.outputs / "large.bin").write_bytes(bytes(range(256)) * 80_000)
    bundle = bundle_of(run)
    for number in range(6):
        there.start()
        sending = threading.Thread(target=_sent_until_killed, args=(there, bundle))
        sending.start()
        until(lambda sending=sending: _is_unpacking(there, sending), what="an import under way")
        for _ in range(number * 50):
            there.home.root.exists()  # a little later each time
        there.kill()
        sending.join()
    there.start()
    assert list(there.home.trash.iterdir()) == []
    listed = [each["thread_id"] for each in there.get("/runs")["items"]]
    assert listed in ([], [run.id])
    if not listed:  # a folder without its row is in nobody's way
        assert brought(there, bundle).status == "finished"
    moved = Run(there, run.id)
    assert moved.state["answer"] == 1
    assert (moved.paths.outputs / "large.bin").stat().st_size == 256 * 80_000


def _is_unpacking(server: Server, sending: threading.Thread) -> bool:
    return any(server.home.trash.glob(".made.*/run/*")) or not sending.is_alive()


def _sent_until_killed(server: Server, bundle: bytes) -> None:
    try:
        send(server, bundle)
    except httpx.HTTPError:
        return


def test_the_command_line_takes_a_run_along(servers: Made, tmp_path: Path) -> None:
    first, second = servers().start(), servers()
    run = first.run(chain(node("one", "returns", answer=1), FORM))
    run.until("interrupted")
    first.stop()
    with CommandLine(tmp_path) as renflow:
        file = tmp_path / "run 1.zip"
        made = renflow.fresh("runs", "export", run.id, str(file), "--home", str(first.home.root))
        assert (made.code, "secret inputs too" in made.err, f"renflow cancel {run.id}" in made.err) == (0, True, True)
        twice = renflow("runs", "export", run.id, str(file), "--home", str(first.home.root))
        assert (twice.code, "a bundle replaces nothing" in twice.err) == (2, True)
        words = ("runs", "import", str(file), "--home", str(second.home.root), "--flows", str(second.flows))
        done = renflow(*words[:-2])
        assert (done.code, done.out.strip()) == (0, f"run {run.id} is here: interrupted"), done
        again = renflow(*words[:-2], "--json")
        assert (again.code, again.problem["code"]) == (4, "RUN_EXISTS")
        none = renflow("runs", "import", str(tmp_path / "none.zip"), "--home", str(second.home.root))
        assert (none.code, "There is no file" in none.err) == (2, True)
        listed = renflow("runs", "--home", str(second.home.root), "--json")
        assert [each["thread_id"] for each in listed.json["items"]] == [run.id]


@pytest.mark.parametrize("body", [{}, {"upload": "x"}, {"upload": 1, "path": "a"}, {"upload": "x", "path": ""}])
def test_bodies_of_an_import(server: Server, body: Any) -> None:
    answer = server.post("/runs/import", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_BODY")
