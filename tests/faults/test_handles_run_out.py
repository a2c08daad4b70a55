"""A supervisor without a free file handle stays alive, says so in words and not often, and goes on by itself."""

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from time import perf_counter

import httpx
import psutil
import pytest

from support.processes import kill
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import patient, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets another process's limits")

#: stdin, stdout and stderr stay open: below this number nothing is ever free.
NONE_FREE = 3


@contextmanager
def no_file_handles(server: Server) -> Iterator[None]:
    """The supervisor keeps what it has open and opens nothing more."""
    process = psutil.Process(server.process.pid)
    before = process.rlimit(psutil.RLIMIT_NOFILE)
    process.rlimit(psutil.RLIMIT_NOFILE, (NONE_FREE, before[1]))
    try:
        yield
    finally:
        process.rlimit(psutil.RLIMIT_NOFILE, before)


def used_s(server: Server) -> float:
    """Seconds of the processor that the supervisor used."""
    used = psutil.Process(server.process.pid).cpu_times()
    return float(used.user + used.system)


def told(server: Server) -> list[str]:
    return server.log.read_text().splitlines()


@contextmanager
def few_file_handles(server: Server, number: int) -> Iterator[None]:
    """The supervisor opens about so many more: a look at the machine needs a few, a spawned process eight."""
    process = psutil.Process(server.process.pid)
    before = process.rlimit(psutil.RLIMIT_NOFILE)
    taken = {int(each.name) for each in Path(f"/proc/{process.pid}/fd").iterdir()}
    free = (each for each in count() if each not in taken)
    process.rlimit(psutil.RLIMIT_NOFILE, (next(islice(free, number, None)), before[1]))
    try:
        yield
    finally:
        process.rlimit(psutil.RLIMIT_NOFILE, before)


def test_f32_a_run_whose_worker_cannot_be_started_waits_and_says_why(servers: Made):
    server = servers(warm_workers=0, worker_processes="spawn").start()
    flow = server.flow(chain(node("after", "returns", reached=True)))
    assert server.run(flow).finished() == {"reached": True}, "every connection that is kept open is open"

    with few_file_handles(server, 5):
        runs = [server.run(flow) for _ in range(3)]
        until(lambda: any("CANNOT_START_WORKER" in line for line in told(server)))
        facts = until(lambda: (found := runs[0].facts)["reason"] and found)
        assert (facts["status"], facts["reason"]) == ("pending", "cannot_start_worker")
        waiting = {"cannot_start_worker"}
        until(lambda: {each["reason"] for each in server.get("/runs", status="pending")["items"]} == waiting)

    for run in runs:
        assert run.finished() == {"reached": True}
        assert (run.facts["reason"], len(run.facts["attempts"])) == (None, 1)
    assert sum("CANNOT_START_WORKER" in line for line in told(server)) == 1
    given = [line.split("thread_id=")[1].split()[0] for line in told(server) if "worker.given" in line]
    assert given[1:] == [run.id for run in runs], "the queue keeps its order"


@pytest.mark.excuses(refusals=frozenset({503}))
def test_f31_a_supervisor_without_file_handles_waits_for_them(servers: Made):
    server = servers(warm_workers=1).start()
    run = server.run(node("map", "maps", count=60, seconds=0.02))
    another = server.flow(chain(node("after", "returns", reached=True)))
    body = {"flow_id": another, "thread_id": "starved"}
    run.done(5)
    pid = run.pid()

    with ThreadPoolExecutor() as threads, no_file_handles(server):
        used_before, begun = used_s(server), perf_counter()
        kill(pid)
        waits = threads.submit(httpx.get, f"{server.url}/healthz", trust_env=False, timeout=patient(60))
        assert server.post("/runs/start", body).status_code == 201, "it writes a row through what is open"
        refused = [server.post("/uploads") for _ in range(20)]
        assert {(each.status_code, each.json()["code"]) for each in refused} == {(503, "TOO_MANY_OPEN_FILES")}
        assert all(int(each.headers["Retry-After"]) > 0 for each in refused)
        assert server.client.get(f"/runs/{run.id}").status_code in {200, 503}
        until(lambda: any("connection.waits" in line for line in told(server)))
        until(lambda: any("monitor.failed" in line for line in told(server)))
        assert not waits.done()
        used, elapsed = used_s(server) - used_before, perf_counter() - begun
        assert used < elapsed / 2, "it waits, and does not try again and again"

    assert waits.result().status_code == 200
    run.finished()
    assert Run(server, "starved").finished()["reached"] is True
    lines = told(server)
    about = Counter(line.split()[3] for line in lines if "Too many open files" in line or "TOO_MANY" in line)
    assert about.keys() >= {"connection.waits", "monitor.failed"}
    assert set(about.values()) == {1}, "each kind once a minute"
    assert not any("Traceback" in line for line in lines)
