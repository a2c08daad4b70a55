"""What is told of environments: how each stands, why a build failed, what they take; by REST, CLI, doctor, metrics."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.command_line import CommandLine
from support.package_index.frames import FUNCTION, add_frames, frames_server
from support.package_index.index import Index, listening
from support.package_index.wheels import wheel
from support.run import Run, chain
from support.server import Server
from support.wait import until
from workflow_engine_shared.environments.folder import FILES
from workflow_engine_shared.environments.installer_process import find_uv
from workflow_engine_shared.environments.lock import HERE
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.web.listening import refusal
from workflow_engine_supervisor.doctor.flow_environments import flow_environments

LIMIT_S = 60


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with listening() as made:
        add_frames(made)
        data = {"fixture_frame.py": 'VERSION = "3.0"\n', "fixture_large.py": "# large\n" * 1_500_000}
        made.add(wheel("fixture-frame", "3.0", data))
        yield made


@pytest.fixture
def server(tmp_path: Path, index: Index) -> Iterator[Server]:
    made = a_server(tmp_path, index)
    try:
        yield made.start()
    finally:
        index.gate.set()
        made.clean_up()


def a_server(folder: Path, index: Index) -> Server:
    folder.mkdir(exist_ok=True)
    return frames_server(folder, index, {"frames.py": FUNCTION})


def flow(requirement: str, python: str | None = None, **node: Any) -> Any:
    spec = {"requirements": [requirement], **({} if python is None else {"python": python})}
    data = {"codeRef": "frames.version", **node}
    where = {} if "environment" in node else {"environment": "own"}
    return chain({"id": "x", "type": "python", "data": data}, environments={"own": spec}, **where)


def told(server: Server) -> dict[str, dict[str, Any]]:
    """The environments by the version of the fixture's package."""
    return {each["packages"][0]["version"]: each for each in server.get("/environments")["items"]}


def metrics(server: Server) -> dict[str, float]:
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    return {name: float(value) for name, value in (each.rsplit(" ", 1) for each in lines if not each.startswith("#"))}


def envs(renflow: CommandLine, server: Server, *words: str) -> Any:
    done = renflow("envs", *words, "--home", str(server.home.root), "--json")
    assert done.code == 0, done
    return done.json


def doctor(server: Server) -> Any:
    [found] = flow_environments(Settings(home=server.home.root))
    return found


def test_a_failed_building_is_told_until_it_is_mended(server: Server, index: Index):
    name = server.flow(flow("fixture-frame==1.5"))
    assert told(server)["1.5"]["state"] == "absent"
    spoilt = dict(index.files)
    shutil.rmtree(server.env["UV_CACHE_DIR"])  # it was looked at to know its hash
    try:
        index.add(wheel("fixture-frame", "1.5", {"fixture_frame.py": 'VERSION = "evil"\n'}))
        assert server.run(name).failed(timeout=LIMIT_S)["code"] == "DEPENDENCY_INSTALL_FAILED"
    finally:
        index.files.update(spoilt)
    found = told(server)["1.5"]
    assert (found["state"], found["built_at"]) == ("failed", None)
    assert "ash mismatch" in found["failure"]
    assert metrics(server)['renflow_environments{state="failed"}'] == 1
    warning = doctor(server)
    assert (warning.check, warning.verdict.value) == ("environments", "warning")
    assert found["hash"][:12] in warning.detail

    assert server.run(name).finished(timeout=LIMIT_S)["version"] == "1.5"
    found = told(server)["1.5"]
    assert (found["state"], found["failure"]) == ("built", None)
    figures = metrics(server)
    assert figures['renflow_environments{state="built"}'] == 1
    assert figures['renflow_environments{state="failed"}'] == 0
    assert figures["renflow_environments_bytes"] == pytest.approx(found["size_mb"] * 1024 * 1024, rel=0.01)
    assert doctor(server).verdict.value == "ok"


def test_a_building_that_goes_on_is_told(server: Server, index: Index):
    name = server.flow(flow("fixture-frame==1.5"))
    shutil.rmtree(server.env["UV_CACHE_DIR"])
    index.gate.clear()
    run = server.run(name)
    until(lambda: list(server.home.environments.glob(".new-*")), timeout=LIMIT_S)
    assert told(server)["1.5"]["state"] == "building"
    index.gate.set()
    assert run.finished(timeout=LIMIT_S)["version"] == "1.5"


def test_the_command_lists_prunes_and_removes(server: Server, tmp_path: Path):
    names = [server.flow(flow(f"fixture-frame=={version}")) for version in ("1.5", "2.0")]
    for name in names:
        server.run(name).finished(timeout=LIMIT_S)
    before = told(server)
    hashes = sorted(each["hash"] for each in before.values())
    with CommandLine(tmp_path) as renflow:
        assert sorted(each["hash"] for each in envs(renflow, server, "list")["items"]) == hashes
        assert envs(renflow, server, "prune")["removed"] == [], "both were used today"
        dry = envs(renflow, server, "prune", "--days", "0", "--dry-run")
        assert (sorted(dry["removed"]), dry["dry_run"]) == (hashes, True)
        assert len(list(server.home.environments.glob(f"*/{FILES}"))) == 2
        pruned = envs(renflow, server, "prune", "--keep-mb", str(before["2.0"]["size_mb"] + 0.01))
        assert pruned["removed"] == [before["1.5"]["hash"]], "the one that was used longest ago"
        assert pruned["freed_mb"] == pytest.approx(before["1.5"]["size_mb"], abs=0.1)
        removed = renflow.fresh("envs", "remove", before["2.0"]["hash"][:12], "--home", str(server.home.root))
        assert (removed.code, "builds it again" in removed.out) == (0, True), removed
        gone = renflow("envs", "remove", before["2.0"]["hash"][:12], "--home", str(server.home.root))
        assert (gone.code, "not built" in gone.err) == (4, True), gone
    assert not list(server.home.environments.glob(f"*/{FILES}"))
    assert {each["state"] for each in told(server).values()} == {"absent"}
    assert server.run(names[1]).finished(timeout=LIMIT_S)["version"] == "2.0"


def test_a_full_disk_in_the_middle_of_a_building_is_waited_for(server: Server):
    """A small file system of its own holds the environments: uv, and nobody in its place, meets its end."""
    name = server.flow(flow("fixture-frame==3.0"))
    place = server.home.environments
    place.mkdir(exist_ok=True, mode=0o700)
    words = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small file system")
    try:
        run = server.run(name)
        until(lambda: any("disk is full" in each.lower() for each in run.messages()), timeout=LIMIT_S)
        until(lambda: not list(place.glob(".new-*")), timeout=LIMIT_S)
        assert not list(place.glob(f"*/{FILES}")), "nothing of it counts"
        subprocess.run(["mount", "-o", "remount,size=200m", str(place)], check=True)
        run.hurry()
        assert run.finished(timeout=LIMIT_S)["version"] == "3.0"
        assert len(list(place.glob(f"*/{FILES}"))) == 1
    finally:
        server.kill_all()
        subprocess.run(["umount", "--lazy", str(place)], check=False)


@pytest.mark.parametrize("by_node", [False, True])
def test_a_bundle_brings_its_environment_to_another_data_directory(
    server: Server, index: Index, tmp_path: Path, by_node: bool
):
    document = flow("fixture-frame==1.5", **({"environment": "own"} if by_node else {}))
    run = server.run(server.flow(document))
    assert run.finished(timeout=LIMIT_S)["version"] == "1.5"
    answer = httpx.get(f"{server.url}/runs/{run.id}/bundle")
    assert answer.status_code == 200, answer.text
    other = a_server(tmp_path / "other", index)
    try:
        other.start()
        upload = other.post("/uploads").json()["id"]
        sent = other.client.put(
            f"/uploads/{upload}/files/run.zip",
            params={"offset": 0, "size": len(answer.content)},
            content=answer.content,
            headers={"Content-Type": "application/octet-stream"},
        )
        assert sent.json()["complete"], sent.text
        taken = other.post("/runs/import", {"upload": upload, "path": "run.zip"})
        assert taken.status_code in {200, 201}, taken.text
        brought = Run(other, run.id)
        assert brought.facts["environment"] == run.facts["environment"]
        again = other.post(f"/runs/{run.id}/rerun", {})
        assert again.status_code in {200, 201, 202}, again.text
        assert Run(other, again.json()["thread_id"]).finished(timeout=LIMIT_S)["version"] == "1.5"
        assert [each["state"] for each in told(other).values()] == ["built"]
        assert {each.name for each in other.home.locks.iterdir()} == {each.name for each in server.home.locks.iterdir()}
    finally:
        other.clean_up()


def test_functions_tell_what_published_versions_call(server: Server):
    document = flow("fixture-frame==1.5")
    name = server.flow({**document, "policy": {"code": "pinned"}})
    [now] = server.get("/functions/frames.version/versions")["items"]
    assert (now["flow_id"], now["version"], now["mode"]) == (name, 1, "pinned")
    assert (now["is_current"], now["changes"], now["signed_by"], now["runs"]) == (True, [], None, 0)

    (server.flows / "frames.py").write_text(FUNCTION + "\n# edited\n")
    [since] = server.get("/functions/frames.version/versions")["items"]
    assert (since["is_current"], since["source_hash"], since["code"]) == (False, now["source_hash"], now["code"])
    assert [(Path(each["path"]).name, each["change"]) for each in since["changes"]] == [("frames.py", "changed")]
    assert server.get("/functions/nobody.knows/versions")["items"] == []


def test_another_python_than_renflows_own(tmp_path: Path, index: Index):
    """Of this machine's, where it has one, with what renflow is made of from the usual package index."""
    others = sorted({each for each in pythons() if each != HERE})
    if not others:
        pytest.skip(f"uv finds no other Python than {HERE} here")
    if refused := refusal("pypi.org:443", tries=1):
        pytest.skip(f"what renflow is made of cannot be had for Python {others[-1]}: {refused}")
    made = a_server(tmp_path, index)
    made.env["REN_INDEX_URL"] = ""
    (made.flows / "which.py").write_text(
        "import sys\nfrom workflow_engine import register_function\n\n\n"
        '@register_function("which.python")\ndef which(state):\n    return {"python": sys.version_info[:2]}\n'
    )
    try:
        made.start()
        spec = {"own": {"requirements": ["colorama"], "python": others[-1]}}
        whole = chain({"id": "x", "type": "python", "data": {"codeRef": "which.python"}}, environments=spec)
        node = chain(
            {"id": "x", "type": "python", "data": {"codeRef": "which.python", "environment": "own"}}, environments=spec
        )
        for document in ({**whole, "environment": "own"}, node):
            state = made.run(made.flow(document)).finished(timeout=4 * LIMIT_S)
            assert state["python"] == [int(each) for each in others[-1].split(".")]
    finally:
        made.clean_up()


def pythons() -> set[str]:
    found = find_uv()
    if found is None:
        return set()
    words = [*found, "python", "list", "--only-installed", "--no-python-downloads", "--output-format", "json"]
    listed = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    minors = {".".join(each["version"].split(".")[:2]) for each in listed}
    return {each for each in minors if tuple(map(int, each.split("."))) >= (3, 10)}
