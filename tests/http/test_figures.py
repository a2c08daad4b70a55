"""What workers use of the machine: looked at every two seconds, kept for an hour, told to who watches."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from support.api import Api, serving
from support.wait import patient, until
from support.web_socket import connect
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.storage.workflow import workers
from workflow_engine_shared.storage.workflow.db import open_workflow_db
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteReadTransaction, SqliteStore
from workflow_engine_supervisor.metrics.history import RUNS, SAMPLES, MetricsHistory
from workflow_engine_supervisor.metrics.process_usage import ProcessTree, started_by_each
from workflow_engine_supervisor.metrics.sampler import LOOKS_A_FAMILY, Sampler
from workflow_engine_supervisor.processes.live_worker import LiveRun
from workflow_engine_supervisor.resource_usage import ResourceUsage, Sample
from workflow_engine_supervisor.run_events import RunEvents

CODE = '''
import subprocess
import sys
import time
from pathlib import Path

from workflow_engine import progress, register_function

@register_function("figures.wait")
def wait(state):
    """Holds a child process until a file is there."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    done = 0
    while not Path(state["gate"]).exists():
        done += 1
        progress(done, 100_000)
        time.sleep(0.01)
    child.kill()
    child.wait()
    return {}
'''
FLOW: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "wait", "type": "python", "data": {"codeRef": "figures.wait"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "wait"}, {"source": "wait", "target": "end"}],
}
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
COLUMNS = {"cpu_percent", "rss_mb", "threads", "children", "open_files", "items_per_s"}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    home = tmp_path_factory.mktemp("home")
    flows = home.parent / f"{home.name}-flows"
    flows.mkdir()
    (flows / "figures.py").write_text(CODE)
    with serving(home, warm_workers=1, grace=1.0) as api:
        api.flow("figures", FLOW)
        yield api


def test_a_run_shows_its_figures_charts_them_and_pushes_them(live: Api):
    gate = live.home / "gate"
    live.run("measured", "figures", input={"gate": str(gate)})
    path = "/runs/measured/metrics"

    def process() -> Any:
        return live.get("/runs/measured").json()["process"]

    until(lambda: (process() or {}).get("children"), what="the child is counted")
    seen = process()
    assert seen["rss_mb"] > 20
    assert seen["threads"] >= 1
    assert seen["uptime_s"] > 0
    assert seen["open_files"] > 3
    with connect(f"{live.ws}/runs/measured/events?types=metrics") as socket:
        pushed = json.loads(socket.recv(timeout=patient(10)))
    assert pushed["type"] == "metrics"
    assert set(pushed["data"]) == set(seen) | {"items_per_s"}
    until(lambda: len(live.get(path).json()["times"]) >= 3, what="three samples")
    gate.touch()
    until(lambda: live.get("/runs/measured").json()["status"] == "finished", what="the end")
    series = live.get(path).json()
    assert set(series) == {"thread_id", "interval_s", "times", *COLUMNS}
    assert {len(series[name]) for name in COLUMNS} == {len(series["times"])}
    assert series["times"] == sorted(series["times"])
    assert max(series["rss_mb"]) > 20
    assert max(series["children"]) >= 1
    assert max(value for value in series["items_per_s"] if value is not None) > 0
    later = live.get(path, since=series["times"][0]).json()
    assert later["times"] == series["times"][1:]
    assert live.client.delete("/runs/measured").status_code == 204
    assert live.get(path).status_code == 404
    live.run("measured", "figures", input={"gate": str(gate)})
    assert set(live.get(path).json()["times"]) & set(series["times"]) == set()


def test_a_run_that_never_ran_has_an_empty_chart(api: Api):
    api.run("resting")
    assert api.get("/runs/RESTING/metrics").json() == {
        "thread_id": "resting", "interval_s": 2.0, "times": [], **{name: [] for name in COLUMNS}
    }  # fmt: skip
    assert api.get("/runs/nobody/metrics").json()["code"] == "RUN_NOT_FOUND"


def test_a_tree_is_the_process_and_all_it_started():
    with subprocess.Popen(SLEEP) as child:
        try:
            tree = ProcessTree(os.getpid())
            tree.include(started_by_each([os.getpid()])[os.getpid()])
            both = tree.look()
            alone = ProcessTree(child.pid).look()
            assert both is not None
            assert alone is not None
            assert both.children >= 1
            assert both.rss_mb > alone.rss_mb > 1
            assert (alone.children, alone.threads) == (0, 1)
            assert alone.open_files
        finally:
            child.kill()
    assert ProcessTree(child.pid).look() is None
    after = tree.look()
    assert after is not None
    assert child.pid not in tree.members


def test_a_zombie_is_no_worker():
    child = subprocess.Popen([sys.executable, "-c", ""])
    try:
        tree = ProcessTree(child.pid)
        until(lambda: tree.look() is None, what="the end is seen though nobody waited for it")
    finally:
        child.wait()


def test_a_ring_holds_an_hour_and_few_runs():
    history = MetricsHistory()
    for second in range(SAMPLES + 5):
        history.add("busy", Sample(float(second), ResourceUsage(1.25, 2.5, 3, 4, None), None))
    series = history.of("busy")
    assert (len(series.at), series.at[0], series.at[-1]) == (SAMPLES, 5.0, SAMPLES + 4.0)
    assert (series.columns["rss_mb"][0], series.columns["open_files"][0]) == (2.5, None)
    assert history.of("busy", since=SAMPLES + 2.0).at == [SAMPLES + 3.0, SAMPLES + 4.0]
    for number in range(RUNS):
        history.add(f"run-{number}", Sample(1.0, ResourceUsage(0, 0, 0, 0, 0), 1.0))
    assert history.of("busy").at == []
    assert len(history.of("run-0").at) == 1
    history.forget("run-0")
    assert history.of("run-0").at == []


def test_sixteen_runs_cost_less_than_a_hundredth_of_a_core(tmp_path: Path):
    database = open_workflow_db(tmp_path / "workflow.db")
    children = [subprocess.Popen(SLEEP) for _ in range(16)]
    lives = {
        f"run-{number}": LiveRun(child.pid, "instance", 1, SystemClock().now(), responsive=True, progress=None)
        for number, child in enumerate(children)
    }
    held = [
        workers.WorkerRow(name, 1, live.instance, live.pid, 0.0, live.started_at, None, None, None)
        for name, live in lives.items()
    ]
    told: list[str] = []
    events = RunEvents()
    events.subscribe(lambda event: told.append(event.thread_id))
    sampler = Sampler(SqliteStore(database), lives.get, SystemClock(), events)
    looks = 10 * LOOKS_A_FAMILY
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SqliteReadTransaction, "unended_workers", lambda _look: held)
            sampler.look()
            began = time.thread_time()
            for _ in range(looks):
                sampler.look()
            share = (time.thread_time() - began) / looks / 2.0
    finally:
        for child in children:
            child.kill()
            child.wait()
        database.close()
    assert len(told) == 16 * (looks + 1)
    assert share < 0.01
    assert len(sampler.history.of("run-0").at) == looks + 1


def test_times_are_as_everywhere(api: Api):
    api.run("timed")
    for since in ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000+02:00", datetime.now(timezone.utc).isoformat()):
        assert api.get("/runs/timed/metrics", since=since).status_code == 200
