"""What surrounds lanes on a cluster and needs none: options, the archive of code, sentences, waiting."""

import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.errors.cluster import CodeNotSendable
from workflow_engine_shared.functions.loop_options import actor_options, resource_problems
from workflow_engine_shared.sdk import MapOptions
from workflow_engine_shared.web.listening import refusal
from workflow_engine_worker.lanes.cluster import code_archive
from workflow_engine_worker.lanes.cluster.code_archive import archive_of, unpacked
from workflow_engine_worker.lanes.cluster.failures import brief, is_out_of_memory, no_way, took_less
from workflow_engine_worker.lanes.cluster.messages import Room
from workflow_engine_worker.lanes.cluster.room import why_it_waits

#: What Ray says of another version, and of the processes that take most memory.
OTHER = (
    "Version mismatch: The cluster was started with:\n    Ray: {}\n    Python: {}\n"
    "This process on node 192.0.2.2 was started with:\n    Ray: 2.60.0\n    Python: 3.11.7\n"
)
USERS = (
    "2 worker(s) were killed due to the node running low on memory.\nTop 10 memory users: PID\tMEM(GB)\tCOMMAND\n"
    "287\t0.24\t/v/python -m workflow_engine_worker.lanes.cluster.far_process\n"
    "9\t0.20\tpostgres: 测试\n30\t0.06\t/very/long/path...\n7\t0.01\tray::FarLane\nRefer to the documentation."
)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"cpu": 1}, "/cpu"),
        ({"cpus": "2"}, "/cpus"),
        ({"cpus": True}, "/cpus"),
        ({"gpus": float("nan")}, "/gpus"),
        ({"gpus": -1}, "/gpus"),
        ({"cpus": 1.5}, "/cpus"),
        ({"memory_gb": 10**9}, "/memory_gb"),
        ({"custom": 3}, "/custom"),
        ({"custom": {"CPU": 1}}, "/custom"),
        ({"custom": {"许可": None}}, "/custom/许可"),
        ({"custom": {str(n): 1 for n in range(60)}}, "/custom"),
        ([1], ""),
        ({1: 2}, "/1"),
    ],
)
def test_resources_that_are_none_are_refused_with_their_place(given: Any, place: str):
    assert [found for found, _ in resource_problems(given)] == [place]
    with pytest.raises(ValueError, match="map_steps: resources"):
        MapOptions(pool="ray", resources=given)


def test_resources_without_a_cluster_are_refused():
    with pytest.raises(ValueError, match="only with pool='ray'"):
        MapOptions(pool="process", resources={"cpus": 1})
    with pytest.raises(ValueError, match="'thread', 'process' or 'ray'"):
        MapOptions(pool="dask")  # type: ignore[arg-type]


def test_resources_in_rays_words():
    assert actor_options(None) == {"num_cpus": 1, "num_gpus": 0}
    given = {"cpus": 0, "gpus": 0.5, "memory_gb": 2, "custom": {"license": 1, "none": 0}}
    assert not list(resource_problems(given))
    wanted = {"num_cpus": 0, "num_gpus": 0.5, "memory": 2 * 1024**3, "resources": {"license": 1}}
    assert actor_options(given) == wanted


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    for name in ("one/shop/prices.py", "one/.git/config", "one/__pycache__/x.pyc", "one/.hidden", "two/商店.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return [tmp_path / "one", tmp_path / "two"]


def test_code_is_sent_by_its_content(folders: list[Path], tmp_path: Path):
    name, archive = archive_of(folders)
    assert sorted(zipfile.ZipFile(BytesIO(archive)).namelist()) == ["0/shop/prices.py", "1/商店.py"]
    assert archive_of(folders) == (name, archive)

    (folders[1] / "商店.py").write_text("another", encoding="utf-8")
    assert archive_of(folders)[0] != name


def test_code_is_unpacked_once_and_again_where_something_is_gone(folders: list[Path], tmp_path: Path):
    name, archive = archive_of(folders)
    base = tmp_path / "base"
    base.mkdir()
    first = unpacked(archive, name, base)
    assert (first / "0/shop/prices.py").read_text() == "one/shop/prices.py"
    assert unpacked(archive, name, base) == first

    (first / "1" / "商店.py").unlink()
    second = unpacked(archive, name, base)
    assert second != first
    assert second.name == name  # kept code is known by its folder's name
    assert (second / "1" / "商店.py").exists()
    assert not list(base.glob(".new-*"))


def test_too_much_code_is_refused_with_the_file(folders: list[Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(code_archive, "MAX_BYTES", 20)
    with pytest.raises(CodeNotSendable, match=r"hold more than .*商店\.py"):
        archive_of(folders)


@pytest.mark.parametrize(
    ("kind", "text", "printed", "refused", "says"),
    [
        (ConnectionError, "Failed to connect", "E InvalidAuthToken: x", True, "refuses the token"),
        (type("AuthenticationError", (Exception,), {}), "no token", "", True, "there is none"),
        (RuntimeError, "Version mismatch: Ray: 2.60.0 Python: 3.12.1", "", True, "another Ray or Python"),
        (RuntimeError, OTHER.format("2.59.0", "3.11.7"), "", True, "pip install 'ray==2.60.0' on all of the cluster's"),
        (RuntimeError, OTHER.format("2.60.0", "3.12.1"), "", True, "use Python 3.11.7 on the cluster's machines, or 3"),
        (ModuleNotFoundError, "No module named 'ray'", "", True, "cannot be imported"),
        (RuntimeError, "no node_ip_address.json", "", True, "ray start --address=h:1 --num-cpus=0"),
        (ConnectionError, "Failed to connect\n  for now", "", False, "Failed to connect for now"),
    ],
)
def test_what_ray_raises_becomes_a_sentence(kind: Any, text: str, printed: str, refused: bool, says: str):
    found = no_way(kind(text), "h:1", printed)
    assert (found.refused, says in found.message) == (refused, True), found


def test_an_actors_death_is_told_without_rays_numbers():
    text = "The actor died.\n\tclass_name: A\n\tactor_id: b79c\n\tpid: 1\n\tnamespace: n\n\tip: 1.2.3.4\nIts node died."
    assert brief(text) == "The actor died. Its node died."
    assert is_out_of_memory("Task was killed due to the node running low on memory. memory monitor")
    assert is_out_of_memory(USERS)
    assert not is_out_of_memory(text)


@pytest.mark.parametrize(
    ("text", "process", "neighbours", "less"),
    [
        (USERS, 287, {287, 30}, False),
        (USERS, 30, {287, 30}, True),
        (USERS, 30, {30}, True),  # another run's item is known by its command
        (USERS, 55, {55}, True),  # not even in the table
        (USERS.replace("9\t0.20", "9\t4.00"), 30, {287, 30}, False),  # something else took most: nothing is known
        (USERS.replace("9\t0.20", "9\t4.00"), 30, {9, 30}, True),  # an item's process, whatever it is called
        ("no table", 30, {287, 30}, False),
    ],
)
def test_by_rays_table_it_is_known_whose_process_took_less(text: str, process: int, neighbours: set[int], less: bool):
    assert took_less(text, process, neighbours) is less


def test_a_loop_that_waits_says_for_what():
    options = actor_options({"gpus": 1, "memory_gb": 4, "custom": {"license": 1}})
    room = Room({"CPU": 2, "memory": 8 * 1024**3}, {"CPU": 0, "memory": 1024**3})
    assert why_it_waits("h:1", options, room, connected=False) == "h:1 has not answered"
    assert why_it_waits("h:1", options, room, connected=True) == (
        "no lane has begun; each asks for 1 CPU (0 CPU of 2 CPU free), 1 GPU (0 GPU of 0 GPU free), "
        "4 GiB of memory (1 GiB of memory of 8 GiB of memory free), 1 license (0 license of 0 license free)"
    )


def test_nobody_at_an_address_is_found_out_at_once():
    assert refusal("127.0.0.1:1", tries=1)
    assert refusal("no.such.host.invalid:6379", tries=1)


def test_nothing_of_the_cluster_is_imported_before_a_loop_asks_for_it():
    import subprocess

    code = (
        "import sys, workflow_engine_worker.process.main\n"
        "print([each for each in sys.modules if each == 'ray' or '.lanes.cluster.' in each])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "['workflow_engine_worker.lanes.cluster.access']"
