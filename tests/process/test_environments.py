"""Flows with environments of their own: real uv, a real index on loopback, real workers of each environment."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from support.package_index.frames import add_frames, frames_server
from support.package_index.index import Index, listening
from support.package_index.wheels import wheel
from support.run import Run, chain
from support.server import Server
from support.wait import until
from workflow_engine_shared.environments.folder import FILES, packages_in, verify
from workflow_engine_shared.environments.lock import Lock, keep_lock, this_system
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.signatures import keys

LIMIT_S = 60
FUNCTION = """
import os
import sys
import time
from pathlib import Path

import fixture_frame

from workflow_engine import current_run, map_steps, register_function


def told(item):
    return f"{item}-{fixture_frame.VERSION}"


@register_function("frames.version")
def version(state, *, go: str = ""):
    (Path(current_run().outputs_dir) / "began").write_text("began")
    while go and not Path(go).exists():
        time.sleep(0.02)
    items = list(map_steps(told, ["a", "b"], workers=2, pool=state.get("pool", "thread")))
    return {"version": fixture_frame.VERSION, "prefix": sys.prefix, "items": items}
"""


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with listening() as made:
        add_frames(made)
        made.add(wheel("fixture-old", "1.0", {"fixture_old.py": ""}, ["fixture-frame<2"]))
        made.add(("fixture_source-1.0.tar.gz", b"no wheel"))
        yield made


@pytest.fixture
def server(tmp_path: Path, index: Index) -> Iterator[Server]:
    made = _server(tmp_path, index)
    try:
        yield made.start()
    finally:
        index.gate.set()
        made.clean_up()


def _server(folder: Path, index: Index, **settings: Any) -> Server:
    return frames_server(folder, index, {"frames.py": FUNCTION}, **settings)


def flow(*requirements: str, go: Path | None = None, **top: Any) -> Any:
    args = {} if go is None else {"go": str(go)}
    node = {"id": "frame", "type": "python", "data": {"codeRef": "frames.version", "args": args}}
    return chain(node, environments={"own": {"requirements": list(requirements)}}, environment="own", **top)


def version_of(run: Run) -> tuple[str, list[str]]:
    state = run.finished(timeout=LIMIT_S)
    assert "/envs/" in state["prefix"], state
    return state["version"], state["items"]


def built(server: Server) -> list[Path]:
    return sorted(each.parent for each in server.home.environments.glob(f"[0-9a-f]*/{FILES}"))


@pytest.mark.parametrize("spawning", [False, True])
def test_two_versions_with_conflicting_packages_run_at_the_same_time(tmp_path: Path, index: Index, spawning: bool):
    server = _server(tmp_path, index, worker_processes="spawn" if spawning else "auto", item_processes="auto").start()
    try:
        go = tmp_path / "go"
        name = server.flow(flow("fixture-frame==1.5", go=go))
        first = server.run(name, pool="process")
        posted = server.post(f"/flows/{name}/versions", {"dsl": flow("fixture-frame>=2", go=go)})
        assert posted.status_code == 201, posted.text
        assert server.post(f"/flows/{name}/versions/2/publish").status_code == 200
        second = server.run(name, pool="process")
        for run in (first, second):
            until(lambda run=run: (server.home.run(run.id).outputs / "began").exists(), timeout=LIMIT_S)
        go.touch()

        assert version_of(first) == ("1.5", ["a-1.5", "b-1.5"])
        assert version_of(second) == ("2.0", ["a-2.0", "b-2.0"])
        assert len(built(server)) == 2
    finally:
        server.clean_up()


def test_an_environment_is_built_once_told_of_and_removed_at_rest(server: Server, index: Index, tmp_path: Path):
    go = tmp_path / "go"
    first, second = (server.flow(flow("fixture-frame<2", go=go)) for _ in range(2))
    index.gate.clear()  # both are at it
    runs = [server.run(each) for each in (first, second)]
    for run in runs:
        until(lambda run=run: any("environment]" in each for each in run.messages()), timeout=LIMIT_S)
    index.gate.set()
    for run in runs:
        until(lambda run=run: (server.home.run(run.id).outputs / "began").exists(), timeout=LIMIT_S)

    [environment] = server.get("/environments")["items"]
    assert environment["packages"] == [{"name": "fixture-frame", "version": "1.5"}]
    assert [each["flow_id"] for each in environment["versions"]] == [first, second]
    assert sorted(environment["runs"]) == sorted(run.id for run in runs)
    assert environment["size_mb"] > 0
    assert environment["built_at"] <= environment["used_at"]
    assert runs[0].facts["environment"] == environment["hash"]
    said = server.get(f"/environments/{environment['hash'][:12]}/log")["lines"]
    assert any("fixture-frame==1.5" in each for each in said)
    refused = httpx.delete(f"{server.url}/environments/{environment['hash']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "ENVIRONMENT_IN_USE")

    go.touch()
    assert [version_of(run)[0] for run in runs] == ["1.5", "1.5"]
    assert sum("Built the environment" in each for run in runs for each in run.messages()) == 1
    assert httpx.delete(f"{server.url}/environments/{environment['hash']}").status_code == 204
    assert not built(server)
    assert version_of(server.run(first))[0] == "1.5", "the lock is there: what was removed is built again"
    assert httpx.delete(f"{server.url}/environments/{'0' * 64}").status_code == 404


def building(server: Server, index: Index) -> Run:
    """A run whose environment is being built; the index keeps it from the end of that."""
    name = server.flow(flow("fixture-frame==2.0"))
    index.gate.clear()
    run = server.run(name)
    until(lambda: list(server.home.environments.glob(".new-*")), timeout=LIMIT_S)
    return run


def test_a_build_survives_kills_of_worker_and_supervisor(server: Server, index: Index):
    run = building(server, index)
    run.kill()
    until(lambda: len(run.facts["attempts"]) > 1 and run.status == "running", timeout=LIMIT_S)
    until(lambda: list(server.home.environments.glob(".new-*")), timeout=LIMIT_S)
    assert not built(server)
    server.kill_all()
    assert not built(server)
    index.gate.set()
    server.start()

    assert version_of(run)[0] == "2.0"
    assert len(built(server)) == 1
    assert not list(server.home.environments.glob(".new-*"))


def test_a_build_is_paused_and_goes_on(server: Server, index: Index):
    run = building(server, index)
    run.pause()
    run.paused(timeout=LIMIT_S)
    assert not list(server.home.environments.glob(".new-*")), "nothing is half there"
    index.gate.set()
    run.resume()

    assert version_of(run)[0] == "2.0"


REFUSED = [
    (["fixture-frame>=2", "fixture-old"], {}, "requirements", "DEPENDENCY_UNRESOLVABLE", "fixture-old"),
    (["fixture-none"], {}, "requirements", "DEPENDENCY_UNRESOLVABLE", "fixture-none"),
    (["fixture-source"], {}, "requirements", "DEPENDENCY_UNRESOLVABLE", "nothing is compiled"),
    (["msgspec<0.1"], {}, "requirements", "DEPENDENCY_UNRESOLVABLE", "renflow itself works with msgspec"),
    (["fixture-frame"], {"python": "3.99"}, "python", "PYTHON_MISSING", "there are: "),
]


def test_what_cannot_be_had_is_refused_when_it_is_published(server: Server):
    for requirements, more, field, code, words in REFUSED:
        document = flow(*requirements)
        document["environments"]["own"] |= more
        answer = server.post("/flows", {"name": "bad", "dsl": document, "publish": True})
        assert answer.status_code == 422, answer.text
        [problem] = answer.json()["problems"]
        assert (problem["pointer"], problem["code"]) == (f"/dsl/environments/own/{field}", code), problem
        assert words in problem["detail"], problem


def test_damaged_and_foreign_and_lacking_environments_end_the_run_with_a_sentence(server: Server, index: Index):
    spoilt = dict(index.files)
    name = server.flow(flow("fixture-frame==1.5"))
    [lock] = server.home.locks.glob("*.json")
    shutil.rmtree(server.env["UV_CACHE_DIR"])  # it was looked at to know its hash
    try:
        index.add(wheel("fixture-frame", "1.5", {"fixture_frame.py": 'VERSION = "evil"\n'}))
        error = server.run(name).failed(timeout=LIMIT_S)
        assert error["code"] == "DEPENDENCY_INSTALL_FAILED", error
        assert "ash mismatch" in error["message"], error
    finally:
        index.files.update(spoilt)
    body = lock.read_bytes()
    lock.write_bytes(body.replace(b"1.5", b"2.0"))
    error = server.run(name).failed(timeout=LIMIT_S)
    assert error["code"] == "ENVIRONMENT_DAMAGED", error
    assert str(lock) in error["message"], error
    lock.write_bytes(body)

    text = body.decode().replace(this_system(), "beos-m68k")
    foreign = msgspec.json.decode(text, type=Lock)
    keep_lock(server.home, foreign)
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute("UPDATE flow_versions SET environment = ?", (foreign.hash,))
    error = server.run(name).failed(timeout=LIMIT_S)
    assert error["code"] == "ENVIRONMENT_FOREIGN", error
    assert "beos-m68k" in error["message"], error

    lacking = server.run(server.flow(flow())).failed(timeout=LIMIT_S)
    assert lacking["code"] in {"DEPENDENCY_NOT_ALLOWED", "DEPENDENCY_UNRESOLVABLE"}, lacking
    assert "fixture_frame" in lacking["message"], lacking


def test_a_fork_a_rerun_and_a_move_carry_the_environment(server: Server):
    name = server.flow(flow("fixture-frame==1.5"))
    run = server.run(name)
    assert version_of(run)[0] == "1.5"
    known = run.facts["environment"]
    checkpoint = server.get(f"/runs/{run.id}/checkpoints")["items"][-1]["checkpoint_id"]
    for answer in (
        server.post(f"/runs/{run.id}/fork", {"checkpoint_id": checkpoint}),
        server.post(f"/runs/{run.id}/rerun", {}),
    ):
        assert answer.status_code in {200, 201, 202}, answer.text
        again = Run(server, answer.json()["thread_id"])
        assert again.facts["environment"] == known
        assert version_of(again)[0] == "1.5"


def test_a_tampered_file_is_refused_by_name_where_signatures_are_enforced(tmp_path: Path, index: Index):
    server = _server(tmp_path, index).start()
    try:
        name = server.flow(flow("fixture-frame==1.5"))
        assert version_of(server.run(name))[0] == "1.5"
        [folder] = built(server)
        verify(server.home, folder.name)
        file = packages_in(folder) / "fixture_frame.py"
        for tamper, place in ((_changed, file), (_added, file.with_name("fixture_frame_x.py")), (_gone, file)):
            undo = tamper(place)
            with pytest.raises(EnvironmentDamaged, match=re.escape(str(place))):
                verify(server.home, folder.name)
            undo()
        verify(server.home, folder.name)
    finally:
        server.clean_up()


def _changed(file: Path) -> Callable[[], None]:
    before = file.read_bytes()
    file.unlink()  # never in place: it may be a link into uv's cache
    file.write_text('VERSION = "evil"\n')

    def undo() -> None:
        file.write_bytes(before)

    return undo


def _added(file: Path) -> Callable[[], None]:
    file.write_text("")
    return file.unlink


def _gone(file: Path) -> Callable[[], None]:
    before = file.read_bytes()
    file.unlink()

    def undo() -> None:
        file.write_bytes(before)

    return undo


def test_signed_packages_are_what_was_signed(tmp_path: Path, index: Index):
    server = _server(tmp_path, index, require_signature="enforce").start()
    try:
        keys.new_key(server.home, "ann", "2026-01-01T00:00:00.000Z")
        name = "signed"
        assert server.post("/flows", {"name": name, "id": name}).status_code == 201
        for requirement in ("fixture-frame==1.5", "fixture-frame==2.0"):
            document = flow(requirement, policy={"code": "pinned"})
            assert server.post(f"/flows/{name}/versions", {"dsl": document}).status_code == 201
        for version in (1, 2):
            text = server.get(f"/flows/{name}/versions/{version}/statement")["statement"]
            by, signature = keys.sign(server.home, "ann", text)
            signed = {"pin": True, "signature": f"{by.id}:{signature}"}
            answer = server.post(f"/flows/{name}/versions/{version}/publish", signed)
            assert answer.status_code == 200, answer.text
        run = server.run(name)
        assert version_of(run)[0] == "2.0"

        [folder] = built(server)
        assert run.facts["environment"] == folder.name
        file = packages_in(folder) / "fixture_frame.py"
        undo = _changed(file)
        error = server.run(name).failed(timeout=LIMIT_S)
        assert error["code"] == "ENVIRONMENT_DAMAGED", error
        assert str(file) in error["message"], error
        undo()

        with closing(sqlite3.connect(server.home.db)) as con, con:
            first, second = (
                con.execute("SELECT environment FROM flow_versions WHERE version = ?", (each,)).fetchone()[0]
                for each in (1, 2)
            )
            assert first != second
            con.execute("UPDATE flow_versions SET environment = ? WHERE version = 2", (first,))
        refused = server.post("/runs/start", {"flow_id": name})
        assert (refused.status_code, refused.json()["code"]) == (422, "SIGNATURE_INVALID"), refused.text
    finally:
        server.clean_up()
