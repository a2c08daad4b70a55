"""GET /metrics: what a standard client reads there is what happened."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support.api import Api
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow import moves

NOW = "2026-01-01T00:00:00.000Z"


def figures(api: Api) -> dict[tuple[str, ...], float]:
    answer = api.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_runs_workers_disk_and_memory(api: Api):
    before = figures(api)
    api.run_in("finished", RunStatus.FINISHED)
    api.run("waiting")
    after = figures(api)
    assert {name[1] for name in after if name[0] == "renflow_runs"} == {status.value for status in RunStatus}
    assert after["renflow_runs", "finished"] == before["renflow_runs", "finished"] + 1
    assert after["renflow_runs", "pending"] == before["renflow_runs", "pending"] + 1
    assert {name[1] for name in after if name[0] == "renflow_workers"} == {"active", "warm", "starting"}
    assert after["renflow_disk_free_bytes",] > 0
    assert after["renflow_supervisor_rss_bytes",] > 10_000_000
    assert after["renflow_workers_cpu_percent",] == after["renflow_workers_rss_bytes",] == 0
    with api.client.stream("GET", "/runs/waiting/events") as stream:
        chunks = stream.iter_raw()  # kept: a generator that is dropped ends the stream
        next(chunks)
        assert figures(api)["renflow_event_subscribers",] >= 1
    timed = after["renflow_http_request_seconds_count", "/runs/start"]
    assert timed == sum(
        value for name, value in after.items() if name[:3] == ("renflow_http_requests_total", "POST", "/runs/start")
    )


def test_answers_are_counted_by_template_and_status(api: Api):
    def count(method: str, route: str, status: int) -> float:
        return figures(api).get(("renflow_http_requests_total", method, route, str(status)), 0)

    api.run("counted")
    assert count("GET", "/runs/{thread_id}", 200) == 0
    api.get("/runs/counted")
    api.get("/runs/counted")
    api.get("/runs/nobody")
    api.get("/runs/counted/artifacts/a/b")
    api.get("/metrics", x=1)
    assert count("GET", "/runs/{thread_id}", 200) == 2
    assert count("GET", "/runs/{thread_id}", 404) == 1
    assert count("GET", "/runs/{thread_id}/artifacts/{name}", 404) == 1
    assert count("GET", "/metrics", 422) == 1


def test_nobody_makes_labels(api: Api):
    before = set(figures(api))
    for path in ("/a", "/b/c", "/runs/x/y/z", "/%00"):
        api.get(path)
    api.client.request("BREW", "/runs")
    api.client.request("STEAM", "/runs")
    api.client.get("/runs", headers={"Host": "evil.com"})
    new = {name[1:] for name in set(figures(api)) - before if name[0] == "renflow_http_requests_total"}
    assert {name for name in new if name[0] == "OTHER"} == {("OTHER", "/runs", "405")}
    assert {name for name in new if name[0] == "GET"} <= {
        ("GET", "none", "404"), ("GET", "none", "421"), ("GET", "/metrics", "200")
    }  # fmt: skip


def test_deaths_are_counted_from_the_start_on_and_never_taken_back(api: Api):
    crashes = ("renflow_worker_crashes_total",)
    before = figures(api)[crashes]
    api.run_in("died", RunStatus.RECOVERING)
    assert figures(api)[crashes] == before + 1
    api.run_in("gave-up", RunStatus.ERROR)  # its last death
    api.run_in("mistaken", RunStatus.RUNNING)
    with api.database.write() as con:
        moves.run_failed(con, "mistaken", NOW, reason=Reason.NODE_ERROR, error=ErrorData("X", "x"))
        moves.run_cancelled(con, "died", NOW)
    assert figures(api)[crashes] == before + 2
    assert api.client.delete("/runs/died").status_code == 204
    assert figures(api)[crashes] == before + 2


@pytest.mark.parametrize("path", ["/metrics"])
def test_they_need_the_token(guarded: Api, path: str):
    assert guarded.client.get(path, headers={"Authorization": ""}).status_code == 401
    assert guarded.get(path).status_code == 200
