"""A schedule in a real supervisor that is killed between its times, and a run that a time starts."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone

import renflow
from support.api import MINIMAL
from support.run import Run
from support.server import Made, Server
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock, moment_after, parse_rfc3339, rfc3339

TIMES = 60


def started(server: Server) -> list[tuple[str, str]]:
    """The times that were dealt with, and their runs."""
    with closing(sqlite3.connect(server.home.db)) as con:
        return con.execute("SELECT time, thread_id FROM schedule_times ORDER BY time").fetchall()


def all_runs(server: Server) -> list[str]:
    with closing(sqlite3.connect(server.home.db)) as con:
        return [row[0] for row in con.execute("SELECT thread_id FROM runs ORDER BY thread_id")]


def test_a_killed_supervisor_leaves_one_run_for_each_time(servers: Made):
    """60 times are to be made up for, and the supervisor is killed among them."""
    server = servers(max_active_runs=1).start()
    flow = server.flow(MINIMAL)
    once = moment_after(SystemClock().now(), 4)
    single = server.post("/schedules", {"flow_id": flow, "at": once, "title": "Once"}).json()
    body = {"flow_id": flow, "every_s": 10, "overlap": "allow", "catch_up": "all"}
    made = server.post("/schedules", body).json()
    until(lambda: server.get(f"/schedules/{single['id']}/runs")["items"])
    (item,) = server.get(f"/schedules/{single['id']}/runs")["items"]
    assert item["time"] == rfc3339(parse_rfc3339(once).replace(microsecond=0))
    assert Run(server, item["thread_id"]).finished() == {}
    assert server.get(f"/schedules/{single['id']}")["state"] == "over"
    with renflow.connect(server.url) as supervisor:
        again = next(iter(supervisor.schedules(flow=flow))).run_now()
        assert again.wait(timeout=patient(60)).status == "finished"
    server.kill()

    since = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(seconds=10 * TIMES + 5)
    first = rfc3339(since + timedelta(seconds=10))
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute("DELETE FROM schedule_times")
        con.execute(
            "UPDATE schedules SET since = ?, next_at = ?, moved_at = ? WHERE id = ?",
            (rfc3339(since), first, first, made["id"]),
        )
    before = all_runs(server)
    killed = server.spawn()
    until(lambda: len(started(server)) >= 5)
    killed.kill()
    killed.wait()
    assert len(started(server)) < TIMES, "it was killed among them"
    server.start()
    until(lambda: len(started(server)) >= TIMES)
    server.post(f"/schedules/{made['id']}/pause")

    times = started(server)
    moments = [parse_rfc3339(time) for time, _ in times]
    assert moments[0] == parse_rfc3339(first)
    assert [int((moment - moments[0]).total_seconds()) for moment in moments] == [10 * n for n in range(len(times))]
    assert sorted(set(all_runs(server)) - set(before)) == sorted(thread_id for _, thread_id in times)
    missed = server.get(f"/schedules/{made['id']}")["last_missed"]
    assert missed["first"] == first
    assert "schedule.missed" in server.log.read_text()
