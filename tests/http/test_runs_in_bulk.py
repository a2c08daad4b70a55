"""Titles and tags, lists by filter and order, saved views, and the same command for many runs."""

import threading
from typing import Any

import pytest

from support.api import Api, IdleMonitor
from support.stored import at, bring_to
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_supervisor.runs.bulk import BulkRequest, BulkWork, Fate
from workflow_engine_supervisor.schemas.many_runs import BulkCommand

START = {"flow_id": "minimal"}
SECRET = {
    "nodes": [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}],
    "edges": [{"source": "start", "target": "end"}],
    "inputs": {"type": "object", "properties": {"pin": {"type": "string", "format": "password"}}},
}


@pytest.fixture(scope="module", autouse=True)
def _flows(api: Api) -> None:
    api.flow("minimal")
    api.flow("secretive", SECRET)


def ids(answer: Any) -> list[str]:
    return [run["thread_id"] for run in answer.json()["items"]]


def problems(answer: Any) -> dict[str, str]:
    return {each["pointer"]: each["detail"] for each in answer.json()["problems"]}


def test_a_title_and_tags_go_all_the_way(api: Api):
    asked = {**START, "title": "  <b>双十一</b> Sale ", "tags": ["spring", "大促", "Spring"]}
    view = api.post("/runs/start", asked).json()
    name = view["thread_id"]
    assert name.startswith("b-b-sale-")
    assert (view["title"], view["tags"]) == ("<b>双十一</b> Sale", ["spring", "大促"])
    (listed,) = api.get("/runs", q="双十一").json()["items"]
    assert (listed["title"], listed["tags"]) == (view["title"], view["tags"])
    again = api.post(f"/runs/{name}/rerun").json()
    assert (again["title"], again["tags"], again["thread_id"][:9]) == (view["title"], view["tags"], name[:9])
    other = api.post(f"/runs/{name}/rerun", {"title": "Neu", "tags": []}).json()
    assert (other["title"], other["tags"], other["thread_id"][:4]) == ("Neu", [], "neu-")
    chosen = {**START, "thread_id": "chosen", "title": "A"}
    assert api.post("/runs/start", chosen).status_code == 201
    assert api.post("/runs/start", chosen).status_code == 200
    assert api.post("/runs/start", {**chosen, "title": "B"}).json()["code"] == "RUN_EXISTS"


def test_what_a_run_may_not_be_called_is_told_at_its_field(api: Api):
    bad = {"title": "a\u202eb", "tags": ["ok", "", "a,b", "x" * 51, "\x07"]}
    with api.unchanged():
        answer = api.post("/runs/start", {**START, **bad})
        assert answer.status_code == 422
        assert set(problems(answer)) == {"/title", "/tags/1", "/tags/2", "/tags/3", "/tags/4"}
        assert "'tags/1': must not be empty." in [each["detail"] for each in answer.json()["problems"]]
        for wrong in ({"title": 5}, {"title": ["a"]}, {"title": "x" * 201}, {"title": "字" * 100_000}):
            assert set(problems(api.post("/runs/start", {**START, **wrong}))) == {"/title"}
        for wrong in ({"tags": "a"}, {"tags": {"a": 1}}, {"tags": [f"t{n}" for n in range(1000)]}):
            assert set(problems(api.post("/runs/start", {**START, **wrong}))) == {"/tags"}
        assert set(problems(api.post("/runs/start", {**START, "tags": [1, None]}))) == {"/tags/0", "/tags/1"}


def test_a_run_is_renamed_wherever_it_stands(api: Api):
    api.run_in("renamed", RunStatus.FINISHED)
    view = api.post("/runs/RENAMED/rename", {"title": "Éclair", "tags": ["x"]}).json()
    assert (view["thread_id"], view["title"], view["tags"]) == ("renamed", "Éclair", ["x"])
    assert ids(api.get("/runs", q="éCLAIR")) == ["renamed"]
    assert api.post("/runs/renamed/rename", {"tags": []}).json()["title"] == "Éclair"
    assert api.post("/runs/renamed/rename", {"title": None}).json()["title"] is None
    assert ids(api.get("/runs", q="éclair")) == [], "what it was called is forgotten"
    assert api.post("/runs/nobody/rename", {"title": "x"}).json()["code"] == "RUN_NOT_FOUND"
    assert set(problems(api.post("/runs/renamed/rename", {"name": "x"}))) == {"/name"}


def test_a_search_finds_inputs_and_errors_and_no_secrets(api: Api):
    given = {"pin": "hush-hush-1234", "folder": "/data/Bestellungen"}
    assert api.post("/runs/start", {"flow_id": "secretive", "thread_id": "secret", "input": given}).status_code == 201
    api.run_in("broken-1", RunStatus.ERROR)
    assert ids(api.get("/runs", q="bestell")) == ["secret"]
    assert ids(api.get("/runs", q="hush-hush")) == []
    assert ids(api.get("/runs", q="it DIED")) == ["broken-1"]
    assert ids(api.get("/runs", error="CRASH_LOOP", q="broken")) == ["broken-1"]


def test_lists_are_filtered_sorted_and_paged_with_a_total(api: Api):
    for number in range(7):
        name, tags = f"paged-{number}", ["paged", "even" if number % 2 == 0 else "odd"]
        assert api.post("/runs/start", {**START, "thread_id": name, "tags": tags}).status_code == 201
    with api.database.write() as con:
        bring_to(con, "paged-3", RunStatus.FINISHED, SystemClock().now())
    query = {"tag": "paged", "sort": "status", "order": "asc", "limit": 3}
    seen, page = [], api.get("/runs", **query).json()
    while True:
        assert page["total"] == 7
        seen += [run["thread_id"] for run in page["items"]]
        if page["next"] is None:
            break
        page = api.get("/runs", **query, cursor=page["next"]).json()
    assert seen == [f"paged-{number}" for number in (0, 1, 2, 4, 5, 6, 3)]
    assert ids(api.get("/runs", tag="paged,even", limit=2)) == ["paged-6", "paged-4"]
    assert api.get("/runs", tag="paged", started_from="-1h").json()["total"] == 7
    assert api.get("/runs", tag="paged", started_to="2001-01-01T00:00:00+08:00").json()["total"] == 0
    first = api.get("/runs", limit=1, sort="started").json()["next"]
    assert api.get("/runs", limit=1, sort="title", cursor=first).json()["code"] == "BAD_CURSOR"
    facets = api.get("/run-facets").json()
    assert {"name": "paged", "runs": 7} in facets["tags"]


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "size"},
        {"order": "up"},
        {"skipped": "yes"},
        {"tag": "a,,b"},
        {"tag": "x" * 51},
        {"started_from": "yesterday"},
        {"started_from": "2026-13-01"},
        {"started_from": "2026-01-01T00:00:00"},
        {"started_to": "-9999999d"},
        {"started_to": "0001-01-01T00:00:00+23:00"},
        {"error": ""},
        {"status": "done"},
        {"flow_id": "../x"},
        {"limit": "1001"},
    ],
)
def test_a_filter_that_means_nothing_is_refused(api: Api, query: dict[str, str]):
    answer = api.get("/runs", **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_QUERY")
    assert list(problems(answer)) == [f"?{name}" for name in query]
    if not {"limit"} & set(query):
        saved = api.post("/run-views", {"name": "wrong", "query": query})
        assert list(problems(saved)) == [f"/query/{name}" for name in query]


def test_views_are_kept_by_the_server(api: Api):
    failed = {"status": "error", "started_from": "-24h", "sort": "duration"}
    made = api.post("/run-views", {"name": "Failed 今天", "query": failed})
    view = made.json()
    assert (made.status_code, made.headers["location"]) == (201, f"/run-views/{view['id']}")
    assert view["query"] == failed
    assert api.post("/run-views", {"name": "failed 今天", "query": {}}).json()["code"] == "VIEW_EXISTS"
    other = api.post("/run-views", {"name": "All", "query": {}}).json()
    assert [each["name"] for each in api.get("/run-views").json()["items"]] == ["All", "Failed 今天"]
    path = f"/run-views/{other['id']}"
    assert api.client.put(path, json={"name": "FAILED 今天"}).json()["code"] == "VIEW_EXISTS"
    assert api.client.put(path, json={"name": "Everything"}).json()["name"] == "Everything"
    assert api.client.put(path, json={"query": {"q": "x"}}).json()["query"] == {"q": "x"}
    assert api.client.delete(path).status_code == 204
    assert api.client.delete(path).json()["code"] == "VIEW_NOT_FOUND"
    assert api.client.put("/run-views/-", json={}).json()["code"] == "VIEW_NOT_FOUND"
    for name in ("", "  ", "a\nb", "x" * 201):
        assert set(problems(api.post("/run-views", {"name": name, "query": {}}))) == {"/name"}
    for number in range(99):
        assert api.post("/run-views", {"name": f"v{number}", "query": {}}).status_code == 201
    assert api.post("/run-views", {"name": "one more", "query": {}}).json()["code"] == "TOO_MANY_VIEWS"


def of_each_status(api: Api, tag: str) -> None:
    for status in RunStatus:
        api.run_in(f"{tag}-{status.value}", status)
        api.post(f"/runs/{tag}-{status.value}/rename", {"tags": [tag]})


TAKEN = {
    "pause": {"pending", "running", "recovering"},
    "resume": {"interrupted"},
    "retry": {"error"},
    "cancel": {"pending", "running", "recovering", "interrupted", "error"},
    "delete": {"finished", "cancelled"},
}


@pytest.mark.parametrize("command", TAKEN)
def test_a_command_for_many_does_what_its_preview_said(api: Api, command: str):
    of_each_status(api, command)
    body = {"command": command, "filter": {"tag": command}}
    with api.unchanged():
        plan = api.post("/runs/bulk", {**body, "dry_run": True}).json()
    taken = {each["status"] for each in plan["items"] if each["outcome"] == "accepted"}
    assert (plan["total"], plan["more"], taken) == (7, 0, TAKEN[command])
    assert plan["counts"] == {"accepted": len(taken), "not_allowed": 7 - len(taken), "changed": 0, "failed": 0}
    IdleMonitor.rung.clear()
    done = api.post("/runs/bulk", body).json()
    assert (done["counts"], done["dry_run"]) == (plan["counts"], False)
    accepted = {each["thread_id"] for each in done["items"] if each["outcome"] == "accepted"}
    assert accepted == {f"{command}-{status}" for status in taken}
    if command == "delete":
        assert api.get("/runs", tag=command).json()["total"] == 5
    else:
        assert set(IdleMonitor.rung) == accepted
    again = api.post("/runs/bulk", {**body, "filter": {"tag": command, "status": "error"}}).json()
    assert again["total"] == (0 if command == "retry" else 1)


def test_a_run_that_changed_since_the_preview_is_left_alone_and_told(api: Api):
    for name in ("left-1", "left-2", "left-3"):
        api.run_in(name, RunStatus.ERROR)
    named = ["left-1", "LEFT-2", "left-3", "left-4"]
    assert api.post("/runs/left-1/retry").status_code == 202
    assert api.post("/runs/left-3/cancel").status_code == 202
    with api.database.write() as con:
        con.execute("UPDATE runs SET error_code = 'OTHER' WHERE thread_id = 'left-3'")
    filter_ = {"status": "error", "error": "CRASH_LOOP"}
    done = api.post("/runs/bulk", {"command": "retry", "filter": filter_, "thread_ids": named}).json()
    assert {each["thread_id"]: each["outcome"] for each in done["items"]} == {
        "left-1": "changed", "left-2": "accepted", "left-3": "changed", "left-4": "changed",
    }  # fmt: skip
    assert (done["total"], done["counts"]["changed"]) == (4, 3)


class _Meddled(BulkWork):
    """Something happens to a run between the moment it is found and its turn."""

    def __init__(self, meddle: Any, *parts: Any) -> None:
        super().__init__(*parts)
        self.meddle = meddle

    def _together(self, *given: Any) -> Any:
        self.meddle()
        return super()._together(*given)


def test_what_changes_while_the_command_is_at_work_is_not_fought_over(api: Api, store: Any):
    of_each_status(api, "meddled")
    notified: list[str] = []

    def meddle() -> None:
        with api.database.write() as con:
            con.execute("UPDATE runs SET tags = '[]' WHERE thread_id = 'meddled-running'")
            con.execute("DELETE FROM runs WHERE thread_id = 'meddled-pending'")

    work = _Meddled(meddle, store, SystemClock(), None, notified.append)
    done = work.carry_out(BulkRequest(BulkCommand.PAUSE, RunFilter(tags=frozenset({"meddled"}))))
    fates = {outcome.thread_id: outcome.fate for outcome in done.outcomes}
    assert fates["meddled-running"] is fates["meddled-pending"] is Fate.CHANGED
    assert fates["meddled-recovering"] is Fate.ACCEPTED
    assert notified == ["meddled-recovering"]


@pytest.fixture
def store(api: Api) -> Any:
    from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore

    opened = SqliteStore.attach(api.home / "workflow.db")
    yield opened
    opened.close()


def test_ten_thousand_runs_are_taken_up_while_others_come(api: Api):
    api.run_in("mass-0", RunStatus.INTERRUPTED)
    with api.database.write() as con:
        columns = ", ".join(
            row["name"] for row in con.execute("PRAGMA table_info(runs)") if row["name"] not in {"seq", "thread_id"}
        )
        con.execute(
            f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10050) "
            f"INSERT INTO runs (thread_id, {columns}) SELECT 'mass-' || n, {columns} FROM n, runs "
            f"WHERE thread_id = 'mass-0'"
        )
    body = {"command": "cancel", "filter": {"q": "mass-"}}
    plan = api.post("/runs/bulk", {**body, "dry_run": True}).json()
    assert (plan["total"], plan["more"], len(plan["items"])) == (10_051, 51, 10_000)
    stop = threading.Event()

    def more() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            assert api.client.post("/runs/start", json={**START, "thread_id": f"mass-late-{number}"}).is_success

    coming = threading.Thread(target=more)
    coming.start()
    part = [each["thread_id"] for each in plan["items"][:2000]]
    done = api.post("/runs/bulk", {**body, "thread_ids": part}).json()
    stop.set()
    coming.join()
    assert done["counts"]["accepted"] == done["total"] == 2000
    with api.database.read() as con:
        (asked,) = con.execute("SELECT count(DISTINCT thread_id) FROM signals WHERE type = 'cancel_request' "
                               "AND thread_id LIKE 'mass-%'").fetchone()  # fmt: skip
    assert asked == 2000


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"command": "delete"}, {"/filter"}),
        ({"command": "delete", "filter": None, "thread_ids": None}, {"/filter"}),
        ({"filter": {}}, {"/command"}),
        ({"command": "nuke", "filter": {}}, {"/command"}),
        ({"command": "delete", "filter": {"status": "x"}}, {"/filter/status"}),
        ({"command": "delete", "filter": {"what": 1}}, {"/filter/what"}),
        ({"command": "delete", "filter": {"sort": "created"}}, {"/filter/sort"}),
        ({"command": "delete", "filter": []}, {"/filter"}),
        ({"command": "delete", "thread_ids": "a"}, {"/thread_ids"}),
        ({"command": "delete", "thread_ids": ["../x", 5]}, {"/thread_ids/0", "/thread_ids/1"}),
        ({"command": "delete", "thread_ids": ["a"] * 10_001}, {"/thread_ids"}),
        ({"command": "delete", "filter": {}, "dry_run": "yes"}, {"/dry_run"}),
    ],
)
def test_a_command_for_many_that_means_nothing_is_refused(api: Api, body: Any, pointers: set[str]):
    answer = api.post("/runs/bulk", body)
    assert answer.status_code == 422
    assert set(problems(answer)) == pointers


def test_a_list_sorted_by_duration_has_one_now_for_all_its_pages(api: Api):
    for number in range(3):
        api.run_in(f"lasting-{number}", RunStatus.RUNNING)
        with api.database.write() as con:
            con.execute("UPDATE runs SET started_at = ? WHERE thread_id = ?", [at(number), f"lasting-{number}"])
    query = {"q": "lasting-", "sort": "duration", "limit": 1}
    first = api.get("/runs", **query).json()
    second = api.get("/runs", **query, cursor=first["next"]).json()
    third = api.get("/runs", **query, cursor=second["next"]).json()
    assert [page["items"][0]["thread_id"] for page in (first, second, third)] == [f"lasting-{n}" for n in range(3)]
    assert third["next"] is None
