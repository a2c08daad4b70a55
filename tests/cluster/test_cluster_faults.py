"""kill -9 of machines, of the run's worker, of the whole cluster: what is journaled is never run again."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, time
from typing import Any

import psutil
import pytest

from support.ray_cluster import RayCluster
from support.run import Run, node
from support.server import Made, Server
from support.wait import patient, until

pytestmark = pytest.mark.ray
LONG = 120
COUNT = 400


@pytest.fixture(scope="module")
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayCluster]:
    """A cluster that does not outlive these tests."""
    made = RayCluster(tmp_path_factory.mktemp("doomed"))
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture
def at_doomed(servers: Made, doomed: RayCluster, tmp_path: Path) -> Server:
    server = servers(ray_address=doomed.address, allow_paths=tmp_path, warm_workers=1)
    server.env |= doomed.env
    return server.start()


class Watched:
    """A loop of 50 ms items, and what became of each, by the journal and by the items themselves."""

    def __init__(self, server: Server, folder: Path, count: int = COUNT, seconds: float = 0.05) -> None:
        self._ledger = folder / "ledger"
        item = {"seconds": seconds, "ledger": str(self._ledger)}
        self.run: Run = server.run(node("a", code_ref="cluster.map", count=count, workers=2), item=item)
        self._before: list[tuple[float, set[int]]] = []

    def journaled(self) -> set[int]:
        if not self.run.decided():
            return set()
        return {position for (position,) in self.run.query("SELECT position FROM steps WHERE state = 'done'")}

    def came_to(self, count: int) -> None:
        until(lambda: len(self.journaled()) >= count, patient(LONG), f"{count} items in the journal")

    def strike(self) -> None:
        """From now on nothing runs again that is in the journal."""
        journaled = self.journaled()
        self._before.append((time(), journaled))

    def began(self) -> list[Any]:
        return [json.loads(line) for line in self._ledger.read_text(encoding="utf-8").splitlines()]

    def again(self) -> list[Any]:
        """Items that ran although they were journaled."""
        lines = self.began()
        return [line for at, before in self._before for line in lines if line["at"] > at and line["key"] in before]


def test_a_machine_the_worker_and_a_pause_cost_no_journaled_item(at_doomed: Server, doomed: RayCluster, tmp_path: Path):
    loop = Watched(at_doomed, tmp_path)
    run = loop.run

    loop.came_to(40)
    shown = until(lambda: (found := run.facts["cluster"]) and len(found["lanes"]) == 2 and found, what="two lanes")
    assert (shown["engine"], shown["address"], shown["waiting_since"]) == ("ray", doomed.address, None)
    assert {lane["state"] for lane in shown["lanes"]} == {"working"}
    until(lambda: 'renflow_lanes{engine="ray",state="working"} 2.0' in at_doomed.client.get("/metrics").text)
    loop.strike()
    doomed.kill_machine(0)
    loop.came_to(120)
    loop.strike()
    run.kill()
    loop.came_to(200)
    began = monotonic()
    run.paused()
    print(f"paused after {monotonic() - began:.2f} s")
    loop.strike()
    rested = len(loop.began())
    run.resume()
    rows = run.finished(LONG)["rows"]

    assert rows == list(range(COUNT))
    assert loop.again() == []
    lines = loop.began()
    print(f"{len(lines)} executions of {COUNT} items, {rested} before the resume")
    assert {line["key"] for line in lines} == set(range(COUNT))
    # A kill costs what was at work or on its way back: two lanes with at most a quarter of a second each, twice.
    assert len(lines) <= COUNT + 3 * 2 * 2 * 6
    assert {line["attempt"] for line in lines} >= {1, 2}


def test_without_its_cluster_a_run_waits_is_paused_and_cancelled_at_once_and_goes_on_with_it(
    at_doomed: Server, doomed: RayCluster, tmp_path: Path
):
    loop = Watched(at_doomed, tmp_path, 200)
    run = loop.run
    loop.came_to(30)
    doomed.kill_head()
    loop.came_to(60)  # calls go straight to the lanes
    loop.strike()
    doomed.kill()

    facts = run.until("recovering", timeout=LONG)
    assert facts["reason"] == "cluster_unreachable"
    assert doomed.address in facts["error"]["message"]
    assert facts["cluster"]["waiting_since"]
    assert loop.journaled(), "what was done is kept"
    began = monotonic()
    run.paused(timeout=10)
    print(f"paused without a cluster after {monotonic() - began:.2f} s")
    (tmp_path / "other").mkdir()
    other = Watched(at_doomed, tmp_path / "other", 3)
    other.run.until("recovering", timeout=LONG)
    began = monotonic()
    other.run.cancel()
    other.run.until("cancelled", timeout=10)
    print(f"cancelled without a cluster after {monotonic() - began:.2f} s")

    run.resume()
    run.until("recovering", timeout=LONG)
    doomed.start()
    assert run.finished(LONG)["rows"] == list(range(200))
    assert loop.again() == []


def test_a_bridge_that_is_killed_costs_a_new_one(at_doomed: Server, tmp_path: Path):
    loop = Watched(at_doomed, tmp_path, 100)
    loop.came_to(20)
    loop.strike()
    family = psutil.Process(loop.run.pid()).children()
    (bridge,) = [each for each in family if "cluster.log" in str(each.open_files())]
    bridge.kill()

    assert loop.run.finished(LONG)["rows"] == list(range(100))
    assert loop.again() == []
    assert len(loop.run.facts["attempts"]) == 1  # the worker went on
